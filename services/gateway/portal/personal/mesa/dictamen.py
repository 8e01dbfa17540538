"""One dossier on the desk: each paper beside what was typed of it, what is marked, the check, and the signature."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from plumbing.convocatoria.model import Convocatoria
from plumbing.errors import ResidenciasError
from services.gateway.portal.forms import Posted, Typed, fresh_key
from services.gateway.portal.personal import dossier
from services.gateway.portal.personal.mesa import siguiente
from services.gateway.portal.personal.mesa.fila import DESK, to_next
from services.gateway.portal.personal.puesto import MESA, Seat, seat
from services.gateway.portal.views import Views
from services.gateway.portal.visits import call_of
from services.gateway.problems import status_of

E = DESK + "/{convocatoria}/{expediente_id}"
KEYS = "123456789abcdefghijklmnopqrstuvwxyz"
SECONDS_TO_UNDO = 10


def routes(made: APIRouter, views: Views) -> None:
    @made.get(E)
    def read(request: Request, convocatoria: str, expediente_id: str) -> Response:
        return page(seat(views, request, MESA), call_of(views.edge, convocatoria), expediente_id)

    @made.get(E + "/documentos/{slot}")
    def paper(
        request: Request, convocatoria: str, expediente_id: str, slot: str, version: int = 0
    ) -> Response:
        here, call = seat(views, request, MESA), call_of(views.edge, convocatoria)
        is_ahead = siguiente.is_ahead(here, call, expediente_id)
        return dossier.picture(here, call, expediente_id, slot, version, is_ahead)

    @made.post(E)
    def ruled(request: Request, convocatoria: str, expediente_id: str, typed: Posted) -> Response:
        here, call = seat(views, request, MESA, typed), call_of(views.edge, convocatoria)
        if typed.text("_paso") != "2":
            return page(here, call, expediente_id, typed)
        try:
            hecho = _rule(here, call, expediente_id, typed)
        except ResidenciasError as error:
            more = {"problems": views.told(error), "status": status_of(error)}
            return page(here, call, expediente_id, typed, **more)
        return _onwards(here, call, hecho, goes_on=typed.text("_luego") == "siguiente")


def _rule(here: Seat, call: Convocatoria, expediente_id: str, typed: Typed) -> str:
    """Observed, if something was marked; valid otherwise."""
    ruling = dossier.ruling(call, dossier.read(here, call, expediente_id), typed)
    key = typed.act_key()
    if ruling.observations:
        said = {"observations": ruling.observations}
        here.ask(call, "validation", "Observe", key, expediente_id=expediente_id, **said)
        return "observado"
    ruled = here.ask(call, "validation", "Validate", key, expediente_id=expediente_id, claims=ruling.claims)
    return "anulacion_propuesta" if ruled.proposed_annulment_cause else "validado"


def _onwards(here: Seat, call: Convocatoria, hecho: str, *, goes_on: bool) -> Response:
    """To the next dossier if so asked; what was signed is said even when no next one can be had."""
    if goes_on:
        try:
            return to_next(here, call, fresh_key(), hecho)
        except ResidenciasError:
            return RedirectResponse(f"{DESK}?hecho={hecho}", 303)
    return RedirectResponse(f"{DESK}?hecho={hecho}", 303)


def page(
    here: Seat, call: Convocatoria, expediente_id: str, typed: Typed | None = None, **more: Any
) -> Response:
    """The dossier; with `typed`, what is about to be signed, to be checked once more, and the next one put aside."""
    expediente = dossier.read(here, call, expediente_id)
    now = here.views.edge.clock.now()
    papers = dossier.papers(call, expediente, dossier.seen_today(here, call, expediente_id))
    ruling = dossier.ruling(call, expediente, typed) if typed else None
    is_mine = expediente["claimed_by"] == here.session.caller.subject
    return here.page(
        "mesa/expediente.html",
        call=call,
        expediente=expediente,
        papers=papers,
        answers=dossier.answers(call, expediente),
        claims=dossier.claims(call, expediente),
        ruling=ruling,
        unmarked=[item for item in papers if typed and not typed.text(f"motivo-{item.target}")],
        given=dict(typed.carried()) if typed else {},
        reasons={reason.code: reason for reason in call.observation_reasons},
        where=f"{DESK}/{call.id}/{expediente_id}",
        key=fresh_key(),
        keys=KEYS,
        seconds=SECONDS_TO_UNDO,
        is_mine=is_mine,
        following=siguiente.set_aside(here, call) if ruling and is_mine else {},
        can_observe=not call.windows["envio"].closed(now),
        **more,
    )
