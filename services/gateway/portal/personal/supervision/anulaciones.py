"""Annulments and cancellations that one person proposed: what, by whom, when and why; a second one decides."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from plumbing.convocatoria.model import Convocatoria
from plumbing.errors import ResidenciasError
from services.gateway.portal.checked import Shown
from services.gateway.portal.forms import Posted
from services.gateway.portal.personal import dossier
from services.gateway.portal.personal.puesto import SUPERVISION, Seat, seat
from services.gateway.portal.personal.supervision.expedientes import listed
from services.gateway.portal.personal.supervision.ritmo import C
from services.gateway.portal.views import Views
from services.gateway.portal.visits import call_of

LIST = C + "/anulaciones"
ONE = LIST + "/{expediente_id}"
SURE = ONE + "/confirmacion"


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
    def rejected(request: Request, convocatoria: str, expediente_id: str, typed: Posted) -> Response:
        here, call = seat(views, request, SUPERVISION, typed), call_of(views.edge, convocatoria)
        said, key = {"expediente_id": expediente_id, "note": typed.text("nota")}, typed.act_key()
        try:
            here.ask(call, "validation", "RejectAnnulment", key, **said)
        except ResidenciasError as error:
            return _page(here, call, expediente_id, note=said["note"], error=error)
        return RedirectResponse(f"{LIST.format(convocatoria=call.id)}?hecho=anulacion_rechazada", 303)

    _confirming(made, views)


def _confirming(made: APIRouter, views: Views) -> None:
    @made.get(SURE)
    def ask_again(request: Request, convocatoria: str, expediente_id: str) -> Response:
        here, call = seat(views, request, SUPERVISION), call_of(views.edge, convocatoria)
        return _page(here, call, expediente_id, is_check=True)

    @made.post(SURE)
    def confirmed(request: Request, convocatoria: str, expediente_id: str, typed: Posted) -> Response:
        here, call = seat(views, request, SUPERVISION, typed), call_of(views.edge, convocatoria)
        try:
            here.ask(call, "validation", "ConfirmAnnulment", typed.act_key(), expediente_id=expediente_id)
        except ResidenciasError as error:
            return _page(here, call, expediente_id, is_check=True, error=error)
        return RedirectResponse(f"{LIST.format(convocatoria=call.id)}?hecho=anulado", 303)


def _reasons(call: Convocatoria) -> Mapping[str, str]:
    """What each cause means to who decides, in the call's own words; of a false claim, the claim's."""
    false = {extra.false_outcome: extra.label for extra in call.scoring.extras if extra.false_outcome}
    return false | {reason.code: reason.porque for reason in call.observation_reasons}


def _page(
    here: Seat,
    call: Convocatoria,
    expediente_id: str,
    *,
    is_check: bool = False,
    note: str = "",
    error: ResidenciasError | None = None,
) -> Response:
    """What is proposed; with `is_check`, whether one is sure."""
    expediente = dossier.read(here, call, expediente_id)
    cause = expediente["proposed_annulment_cause"]
    return here.page(
        "supervision/anulacion.html",
        **Shown(is_check=is_check, error=error).values(here.views),
        call=call,
        expediente=expediente,
        papers=dossier.papers(call, expediente, dossier.seen_today(here, call, expediente_id)),
        reason_of=_reasons(call),
        is_cancelling=cause in {extra.false_outcome for extra in call.scoring.extras if extra.false_outcome},
        is_own=expediente["proposed_annulment_by"] == here.session.caller.subject,
        note=note,
        pictures=f"{C.format(convocatoria=call.id)}/expedientes/{expediente_id}",
        where=ONE.format(convocatoria=call.id, expediente_id=expediente_id),
    )
