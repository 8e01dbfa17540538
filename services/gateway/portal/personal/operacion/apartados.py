"""A parked fact: put back to work, or discarded in two steps with a reason."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from plumbing.config import SERVICES
from plumbing.errors import NotFound, ResidenciasError
from plumbing.events import as_plain
from services.gateway.portal.forms import Posted, fresh_key
from services.gateway.portal.personal.auditoria.hechos import title_of
from services.gateway.portal.personal.puesto import OPERACION, Seat, seat
from services.gateway.portal.views import Views
from services.gateway.problems import status_of

PARKED = OPERACION.path + "/{service}/apartados/{parked_id}"
MOST_LOOKED_AT = 500


def routes(made: APIRouter, views: Views) -> None:
    @made.post(PARKED + "/repeticion")
    def replayed(request: Request, service: str, parked_id: str, typed: Posted) -> Response:
        here = seat(views, request, OPERACION, typed)
        _known(service)
        here.ask(None, service, "ReplayParked", typed.act_key(), service_name=service, parked_id=parked_id)
        return RedirectResponse(f"{OPERACION.path}/{service}?hecho=repetido", 303)

    @made.get(PARKED + "/descarte")
    def ask(request: Request, service: str, parked_id: str) -> Response:
        return _page(seat(views, request, OPERACION), service, parked_id)

    @made.post(PARKED + "/descarte")
    def discarded(request: Request, service: str, parked_id: str, typed: Posted) -> Response:
        here, why = seat(views, request, OPERACION, typed), typed.text("why")
        _known(service)
        if typed.text("_paso") != "2" and why:
            return _page(here, service, parked_id, why=why, is_checking=True)
        try:
            values = {"service_name": service, "parked_id": parked_id, "why": why}
            here.ask(None, service, "DiscardParked", typed.act_key(), **values)
        except ResidenciasError as error:
            problems = tuple({**one, "field": "why", "label": ""} for one in views.told(error))
            return _page(here, service, parked_id, why=why, problems=problems, status=status_of(error))
        return RedirectResponse(f"{OPERACION.path}/{service}?hecho=descartado", 303)


def _known(service: str) -> None:
    if service not in SERVICES:
        raise NotFound("PAGINA_DESCONOCIDA")


def _page(
    here: Seat, service: str, parked_id: str, why: str = "", *, is_checking: bool = False, **more: Any
) -> Response:
    """The fact and the reason; `is_checking`: what is about to be done, once more. Raises NotFound."""
    _known(service)
    page = {"limit": MOST_LOOKED_AT}
    listed = as_plain(here.ask(None, service, "ListParked", service_name=service, page=page))["parked"]
    one = next((one for one in listed if one["parked_id"] == parked_id), None)
    if one is None:
        raise NotFound("PAGINA_DESCONOCIDA")
    return here.page(
        "operacion/descarte.html",
        service=service,
        one=one,
        titled=title_of,
        why=why,
        is_checking=is_checking,
        key=fresh_key(),
        **more,
    )
