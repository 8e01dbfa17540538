"""The rezago: what was sent in time and nobody ruled on before the close. The CES resolves each, with its reason."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from plumbing.convocatoria.model import Convocatoria
from plumbing.errors import ResidenciasError
from services.gateway.portal.forms import Posted, Typed, fresh_key
from services.gateway.portal.personal import dossier
from services.gateway.portal.personal.mesa.dictamen import KEYS
from services.gateway.portal.personal.puesto import CES, SUPERVISION, Seat, seat
from services.gateway.portal.personal.supervision.expedientes import listed
from services.gateway.portal.personal.supervision.ritmo import C
from services.gateway.portal.views import Views
from services.gateway.portal.visits import call_of
from services.gateway.problems import status_of

LIST = C + "/rezago"
ONE = LIST + "/{expediente_id}"
VALIDATES = "VALIDAR"


def routes(made: APIRouter, views: Views) -> None:
    @made.get(LIST)
    def undecided(request: Request, convocatoria: str, desde: str = "") -> Response:
        here, call = seat(views, request, SUPERVISION), call_of(views.edge, convocatoria)
        found = listed(here, call, situation="REZAGO", after=desde)
        window = call.windows[call.allocation.frozen_in]
        return here.page("supervision/rezago.html", call=call, found=found, window=window)

    @made.get(ONE)
    def read(request: Request, convocatoria: str, expediente_id: str) -> Response:
        return _page(seat(views, request, SUPERVISION), call_of(views.edge, convocatoria), expediente_id)

    @made.post(ONE)
    def resolved(request: Request, convocatoria: str, expediente_id: str, typed: Posted) -> Response:
        here, call = seat(views, request, SUPERVISION, typed), call_of(views.edge, convocatoria)
        if typed.text("_paso") != "2":
            return _page(here, call, expediente_id, typed)
        try:
            _resolve(here, call, expediente_id, typed)
        except ResidenciasError as error:
            more = {"problems": views.told(error), "status": status_of(error)}
            return _page(here, call, expediente_id, typed, **more)
        return RedirectResponse(f"{LIST.format(convocatoria=call.id)}?hecho=rezago_resuelto", 303)


def _resolve(here: Seat, call: Convocatoria, expediente_id: str, typed: Typed) -> None:
    resolution = typed.text("resolucion")
    expediente = dossier.read(here, call, expediente_id)
    claims = dossier.ruling(call, expediente, typed).claims if resolution == VALIDATES else ()
    said = {"resolution": resolution, "reason": typed.text("razon"), "claims": claims}
    here.ask(call, "validation", "ResolveRezago", typed.act_key(), expediente_id=expediente_id, **said)


def _page(
    here: Seat, call: Convocatoria, expediente_id: str, typed: Typed | None = None, **more: Any
) -> Response:
    expediente = dossier.read(here, call, expediente_id)
    return here.page(
        "supervision/rezago_uno.html",
        call=call,
        expediente=expediente,
        papers=dossier.papers(call, expediente, dossier.seen_today(here, call, expediente_id)),
        claims=dossier.claims(call, expediente),
        ruling=dossier.ruling(call, expediente, typed) if typed else None,
        reasons={reason.code: reason for reason in call.observation_reasons},
        given=dict(typed.carried()) if typed else {},
        may_resolve=bool(CES.roles & here.session.caller.roles),
        pictures=f"{C.format(convocatoria=call.id)}/expedientes/{expediente_id}",
        where=here.request.url.path,
        key=fresh_key(),
        keys=KEYS,
        **more,
    )
