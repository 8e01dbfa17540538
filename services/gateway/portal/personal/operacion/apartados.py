"""A parked fact: put back to work, or discarded in two steps with a reason."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from plumbing.config import SERVICES
from plumbing.errors import Invalid, Kind, NotFound
from plumbing.events import as_plain
from services.gateway.portal.checked import Checked, Shown
from services.gateway.portal.forms import Posted, Typed
from services.gateway.portal.personal.auditoria.hechos import title_of
from services.gateway.portal.personal.puesto import OPERACION, Seat, seat
from services.gateway.portal.views import Views

PARKED = OPERACION.path + "/{service}/apartados/{parked_id}"
MOST_LOOKED_AT = 500


def routes(made: APIRouter, views: Views) -> None:
    @made.post(PARKED + "/repeticion")
    def replayed(request: Request, service: str, parked_id: str, typed: Posted) -> Response:
        here = seat(views, request, OPERACION, typed)
        _known(service)
        here.ask(None, service, "ReplayParked", typed.act_key(), service_name=service, parked_id=parked_id)
        return RedirectResponse(f"{OPERACION.path}/{service}?hecho=repetido", 303)

    DISCARD.routes(made, views, PARKED + "/descarte")


@dataclass(frozen=True)
class Shelf:
    """A parked fact that somebody is about to discard."""

    here: Seat
    service: str
    parked_id: str


def _shelf(views: Views, request: Request, typed: Typed | None) -> Shelf:
    """Raises NotFound(PAGINA_DESCONOCIDA) for a service that does not exist."""
    here, asked = seat(views, request, OPERACION, typed), request.path_params
    _known(asked["service"])
    return Shelf(here, asked["service"], asked["parked_id"])


def _with_why(one: Shelf, typed: Typed) -> Typed:
    """Raises Invalid(DESCARTE_SIN_MOTIVO)."""
    if not typed.text("why"):
        raise Invalid("DESCARTE_SIN_MOTIVO")
    return typed


def _discard(one: Shelf, typed: Typed) -> Response:
    values = {"service_name": one.service, "parked_id": one.parked_id, "why": typed.text("why")}
    one.here.ask(None, one.service, "DiscardParked", typed.act_key(), **values)
    return RedirectResponse(f"{OPERACION.path}/{one.service}?hecho=descartado", 303)


def _known(service: str) -> None:
    if service not in SERVICES:
        raise NotFound("PAGINA_DESCONOCIDA")


def _page(one: Shelf, shown: Shown) -> Response:
    """The fact and the reason; the shelf, where it does not wait any more."""
    page = {"limit": MOST_LOOKED_AT}
    asked = one.here.ask(None, one.service, "ListParked", service_name=one.service, page=page)
    listed = as_plain(asked)["parked"]
    found = next((fact for fact in listed if fact["parked_id"] == one.parked_id), None)
    if found is None:
        return RedirectResponse(f"{OPERACION.path}/{one.service}", 303)
    return one.here.page(
        "operacion/descarte.html",
        **shown.values(one.here.views, field="why"),
        service=one.service,
        one=found,
        titled=title_of,
        why=shown.typed.text("why"),
    )


DISCARD = Checked(
    _shelf, _page, _discard, _with_why, is_mended_in_form=lambda error: error.kind is Kind.INVALID
)
