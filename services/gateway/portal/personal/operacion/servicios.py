"""Services, queues, clocks and versions on one page; one service with its timers and what it has parked."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from fastapi import APIRouter, Request, Response

from plumbing import version
from plumbing.config import SERVICES
from plumbing.errors import NotAllowed, NotFound, ResidenciasError
from plumbing.events import as_plain
from plumbing.rpc.operations import contract_digest
from services.gateway.operation import LOOK_S, of_every_service
from services.gateway.portal.forms import fresh_key
from services.gateway.portal.personal.auditoria.hechos import title_of
from services.gateway.portal.personal.operacion.estado import Stand, alerts
from services.gateway.portal.personal.puesto import OPERACION, Seat, seat
from services.gateway.portal.views import Views

HERE = OPERACION.path


def routes(made: APIRouter, views: Views) -> None:
    @made.get(HERE)
    def services(request: Request) -> Response:
        here = seat(views, request, OPERACION)
        stands = list(of_every_service(lambda service: stand_of(here, service)).values())
        return here.page(
            "operacion/servicios.html",
            stands=stands,
            alerts=alerts(stands, contracts(), views.titles()),
            own_version=version.running(),
            span=views.span,
            registry=views.edge.calls(),
        )

    @made.get(HERE + "/{service}")
    def one(request: Request, service: str) -> Response:
        return service_page(seat(views, request, OPERACION), service)


def service_page(here: Seat, service: str) -> Response:
    """One service. Raises NotFound(PAGINA_DESCONOCIDA)."""
    if service not in SERVICES:
        raise NotFound("PAGINA_DESCONOCIDA")
    stand = stand_of(here, service)
    state, after = here.request.query_params.get("estado", ""), here.request.query_params.get("despues", "")
    listed = {"parked": [], "next": ""}
    if stand.is_up:
        page = {"limit": 50, "after": after}
        listed = as_plain(here.ask(None, service, "ListParked", service_name=service, state=state, page=page))
    return here.page(
        "operacion/servicio.html",
        stand=stand,
        alerts=alerts([stand], contracts(), here.views.titles()),
        listed=listed,
        state=state or "APARTADO",
        key=fresh_key(),
        titled=title_of,
        titles=here.views.titles(),
    )


def stand_of(here: Seat, service: str) -> Stand:
    """What the service says of itself, or why it does not."""
    here = replace(here, deadline_s=LOOK_S)
    try:
        status = here.ask(None, service, "GetStatus", service_name=service)
        backlog = here.ask(None, service, "GetBacklog")
    except NotAllowed:
        raise
    except ResidenciasError as error:
        return Stand(service, error=error.code)
    return Stand(service, as_plain(status), as_plain(backlog))


@cache
def contracts() -> dict[str, str]:
    """The contracts that this gateway speaks."""
    return {service: contract_digest(service) for service in SERVICES}
