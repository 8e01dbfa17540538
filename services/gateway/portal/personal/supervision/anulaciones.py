"""Annulments and cancellations that one person proposed: what, by whom, when and why; a second one decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from plumbing.convocatoria.model import Convocatoria
from plumbing.errors import ResidenciasError
from services.gateway.portal.forms import Posted, Typed, fresh_key
from services.gateway.portal.personal import dossier
from services.gateway.portal.personal.puesto import SUPERVISION, Seat, seat
from services.gateway.portal.personal.supervision.expedientes import listed
from services.gateway.portal.personal.supervision.ritmo import C
from services.gateway.portal.views import Views
from services.gateway.portal.visits import call_of
from services.gateway.problems import status_of

LIST = C + "/anulaciones"
ONE = LIST + "/{expediente_id}"
DECIDES = {
    "confirmar": ("ConfirmAnnulment", "anulado"),
    "rechazar": ("RejectAnnulment", "anulacion_rechazada"),
}


def routes(made: APIRouter, views: Views) -> None:
    @made.get(LIST)
    def proposals(request: Request, convocatoria: str, desde: str = "") -> Response:
        here, call = seat(views, request, SUPERVISION), call_of(views.edge, convocatoria)
        found = listed(here, call, situation="ANULACION_PROPUESTA", after=desde)
        return here.page("supervision/anulaciones.html", call=call, found=found, reason_of=_reasons(call))

    @made.get(ONE)
    def proposal(request: Request, convocatoria: str, expediente_id: str) -> Response:
        return _page(seat(views, request, SUPERVISION), call_of(views.edge, convocatoria), expediente_id)

    @made.post(ONE)
    def decided(request: Request, convocatoria: str, expediente_id: str, typed: Posted) -> Response:
        here, call = seat(views, request, SUPERVISION, typed), call_of(views.edge, convocatoria)
        decision = typed.text("decision")
        if decision not in DECIDES:
            return _page(here, call, expediente_id, typed)
        method, hecho = DECIDES[decision]
        said = {"note": typed.text("nota")} if decision == "rechazar" else {}
        try:
            here.ask(call, "validation", method, typed.act_key(), expediente_id=expediente_id, **said)
        except ResidenciasError as error:
            more = {"problems": views.told(error), "status": status_of(error)}
            return _page(here, call, expediente_id, typed, **more)
        return RedirectResponse(f"{LIST.format(convocatoria=call.id)}?hecho={hecho}", 303)


def _reasons(call: Convocatoria) -> Mapping[str, str]:
    """What each cause means to who decides, in the call's own words; of a false claim, the claim's."""
    false = {extra.false_outcome: extra.label for extra in call.scoring.extras if extra.false_outcome}
    return false | {reason.code: reason.porque for reason in call.observation_reasons}


def _page(
    here: Seat, call: Convocatoria, expediente_id: str, typed: Typed | None = None, **more: Any
) -> Response:
    expediente = dossier.read(here, call, expediente_id)
    cause = expediente["proposed_annulment_cause"]
    is_cancelling = cause in {extra.false_outcome for extra in call.scoring.extras if extra.false_outcome}
    return here.page(
        "supervision/anulacion.html",
        call=call,
        expediente=expediente,
        papers=dossier.papers(call, expediente, dossier.seen_today(here, call, expediente_id)),
        reason_of=_reasons(call),
        is_cancelling=is_cancelling,
        is_own=expediente["proposed_annulment_by"] == here.session.caller.subject,
        chosen=typed.text("_paso") if typed else "",
        given=dict(typed.carried()) if typed else {},
        pictures=f"{C.format(convocatoria=call.id)}/expedientes/{expediente_id}",
        where=here.request.url.path,
        key=fresh_key(),
        **more,
    )
