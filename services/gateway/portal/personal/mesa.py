"""The validador's desk: take the next of the queue, look at each paper, rule on it, check, and go on with the next."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from plumbing.convocatoria.model import Convocatoria
from plumbing.errors import ResidenciasError
from plumbing.events import as_plain
from services.gateway.portal.forms import Posted, Typed, fresh_key
from services.gateway.portal.personal import dossier
from services.gateway.portal.personal.puesto import MESA, Seat, seat
from services.gateway.portal.views import Views
from services.gateway.portal.visits import call_of
from services.gateway.problems import status_of
from services.gateway.transfers import JPEG

DESK = MESA.path
E = DESK + "/{convocatoria}/{expediente_id}"


def routes(made: APIRouter, views: Views) -> None:
    _queue(made, views)
    _ruling(made, views)


def _queue(made: APIRouter, views: Views) -> None:
    @made.get(DESK)
    def queue(request: Request) -> Response:
        here = seat(views, request, MESA)
        now = views.edge.clock.now()
        calls = [found.at(now) for found in views.edge.registry.values()]
        reviewing = [call for call in calls if call.has_validation and call.windows["revision"].contains(now)]
        return here.page(
            "mesa.html", calls=reviewing, key=fresh_key(), empty=request.query_params.get("vacia", "")
        )

    @made.post(DESK + "/{convocatoria}")
    def claimed(request: Request, convocatoria: str, typed: Posted) -> Response:
        here, call = seat(views, request, MESA, typed), call_of(views.edge, convocatoria)
        found = here.ask(call, "validation", "ClaimNext", typed.act_key())
        if not found.expediente_id:
            return RedirectResponse(f"{DESK}?vacia=1", 303)
        return RedirectResponse(f"{DESK}/{call.id}/{found.expediente_id}", 303)

    @made.post(E + "/devolucion")
    def released(request: Request, convocatoria: str, expediente_id: str, typed: Posted) -> Response:
        here, call = seat(views, request, MESA, typed), call_of(views.edge, convocatoria)
        here.ask(call, "validation", "ReleaseClaim", typed.act_key(), expediente_id=expediente_id)
        return RedirectResponse(f"{DESK}?hecho=devuelto", 303)


def _ruling(made: APIRouter, views: Views) -> None:
    @made.get(E)
    def read(request: Request, convocatoria: str, expediente_id: str) -> Response:
        return _page(seat(views, request, MESA), call_of(views.edge, convocatoria), expediente_id)

    @made.get(E + "/documentos/{slot}")
    def paper(
        request: Request, convocatoria: str, expediente_id: str, slot: str, version: int = 0
    ) -> Response:
        here, call = seat(views, request, MESA), call_of(views.edge, convocatoria)
        found = here.ask(
            call, "documents", "GetDocument", expediente_id=expediente_id, slot=slot, version=version
        )
        headers = {"Cache-Control": "private, max-age=600"}
        return Response(found.content, media_type=JPEG, headers=headers)

    @made.post(E)
    def ruled(request: Request, convocatoria: str, expediente_id: str, typed: Posted) -> Response:
        here, call = seat(views, request, MESA, typed), call_of(views.edge, convocatoria)
        if typed.text("_paso") != "2":
            return _page(here, call, expediente_id, typed)
        try:
            hecho = _rule(here, call, expediente_id, typed)
        except ResidenciasError as error:
            more = {"problems": views.told(error), "status": status_of(error)}
            return _page(here, call, expediente_id, typed, **more)
        return RedirectResponse(f"{DESK}?hecho={hecho}", 303)


def _rule(here: Seat, call: Convocatoria, expediente_id: str, typed: Typed) -> str:
    """Observed, if something was marked; valid otherwise."""
    ruling = dossier.ruling(call, _read(here, call, expediente_id), typed)
    key = typed.act_key()
    if ruling.observations:
        said = {"observations": ruling.observations}
        here.ask(call, "validation", "Observe", key, expediente_id=expediente_id, **said)
        return "observado"
    here.ask(call, "validation", "Validate", key, expediente_id=expediente_id, claims=ruling.claims)
    return "validado"


def _read(here: Seat, call: Convocatoria, expediente_id: str) -> dict[str, Any]:
    found: dict[str, Any] = as_plain(
        here.ask(call, "validation", "GetExpediente", expediente_id=expediente_id)
    )
    return found


def _page(
    here: Seat, call: Convocatoria, expediente_id: str, typed: Typed | None = None, **more: Any
) -> Response:
    """The dossier; with `typed`, what is about to be signed, to be checked once more."""
    expediente = _read(here, call, expediente_id)
    return here.page(
        "mesa_expediente.html",
        call=call,
        expediente=expediente,
        papers=dossier.papers(call, expediente),
        answers=dossier.answers(call, expediente),
        claims=dossier.claims(call, expediente),
        ruling=dossier.ruling(call, expediente, typed) if typed else None,
        given=dict(typed.carried()) if typed else {},
        reasons={reason.code: reason for reason in call.observation_reasons},
        where=f"{DESK}/{call.id}/{expediente_id}",
        key=fresh_key(),
        **more,
    )
