"""Every expediente of a call, found by estado, situation or folio, page by page; and one, read only, with its story."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from plumbing.convocatoria.model import Convocatoria
from plumbing.events import as_plain
from services.gateway.portal.personal import dossier
from services.gateway.portal.personal.mesa.actos import acts
from services.gateway.portal.personal.puesto import SUPERVISION, Seat, seat
from services.gateway.portal.personal.supervision.ritmo import C
from services.gateway.portal.views import Views
from services.gateway.portal.visits import call_of

LIST = C + "/expedientes"
ONE = LIST + "/{expediente_id}"
PAGE = 50


def routes(made: APIRouter, views: Views) -> None:
    @made.get(LIST)
    def everyone(
        request: Request,
        convocatoria: str,
        estado: str = "",
        situacion: str = "",
        folio: str = "",
        desde: str = "",
    ) -> Response:
        here, call = seat(views, request, SUPERVISION), call_of(views.edge, convocatoria)
        asked = {"estado": estado, "situation": situacion, "folio_enarm": folio.strip()}
        return here.page(
            "supervision/expedientes.html",
            call=call,
            found=listed(here, call, after=desde, **asked),
            asked={"estado": estado, "situacion": situacion, "folio": folio},
            is_first=not desde,
        )

    @made.get(ONE)
    def read(request: Request, convocatoria: str, expediente_id: str) -> Response:
        here, call = seat(views, request, SUPERVISION), call_of(views.edge, convocatoria)
        expediente = dossier.read(here, call, expediente_id)
        return here.page(
            "supervision/expediente.html",
            call=call,
            expediente=expediente,
            papers=dossier.papers(call, expediente, dossier.seen_today(here, call, expediente_id)),
            answers=dossier.answers(call, expediente),
            where=f"{LIST.format(convocatoria=call.id)}/{expediente_id}",
        )

    @made.get(ONE + "/documentos/{slot}")
    def paper(
        request: Request, convocatoria: str, expediente_id: str, slot: str, version: int = 0
    ) -> Response:
        here, call = seat(views, request, SUPERVISION), call_of(views.edge, convocatoria)
        return dossier.picture(here, call, expediente_id, slot, version)

    acts(made, views, SUPERVISION, ONE, C)


def listed(here: Seat, call: Convocatoria, after: str = "", **asked: str) -> dict[str, Any]:
    """One page of lines, where the next begins, and how many there are in each estado."""
    page = {"limit": PAGE, "after": after}
    found: dict[str, Any] = as_plain(here.ask(call, "validation", "ListExpedientes", page=page, **asked))
    return found
