"""REST for who keeps the system running: how each service stands, and the facts that wait for a person."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from plumbing.config import SERVICES
from plumbing.errors import NotAllowed, NotFound, ResidenciasError
from plumbing.events import as_plain
from services.gateway.edge import Edge
from services.gateway.shapes import model_of
from services.gateway.upstream import Circumstances

T = TypeVar("T")
LOOK_S = 4.0  # a look at trouble does not wait for the one that is in trouble
TAG = "Operación"
S = "/operacion/{service}"


class Discard(BaseModel):
    """Why it is never to be taken."""

    why: str = ""


def router(edge: Edge) -> APIRouter:
    """`/operacion` and what is below it."""
    made = APIRouter(tags=[TAG])

    @made.get("/operacion", summary="Hechos por publicar y barridos, por servicio")
    def backlogs(request: Request) -> dict[str, Any]:
        who = edge.circumstances(request)
        return of_every_service(lambda service: _backlog(edge, service, who))

    def shaped(method: str) -> dict[str, Any]:
        return {"response_model": model_of(edge.upstream.operations[method].output_type)}

    @made.get(
        S, summary="Un servicio: versión, reglas, relojes, colas y temporizadores", **shaped("GetStatus")
    )
    def status(request: Request, service: str) -> JSONResponse:
        return JSONResponse(_ask(edge, request, service, "GetStatus", service_name=service))

    @made.get(S + "/apartados", summary="Hechos que el servicio no pudo tomar", **shaped("ListParked"))
    def parked(
        request: Request, service: str, state: str = "", limit: int = Query(0, ge=0, le=500), after: str = ""
    ) -> JSONResponse:
        page = {"limit": limit, "after": after}
        return JSONResponse(
            _ask(edge, request, service, "ListParked", service_name=service, state=state, page=page)
        )

    @made.post(
        S + "/apartados/{parked_id}/repeticion",
        summary="Devuelve el hecho a la cola de trabajo",
        **shaped("ReplayParked"),
    )
    def replay(request: Request, service: str, parked_id: str) -> JSONResponse:
        return JSONResponse(
            _ask(edge, request, service, "ReplayParked", service_name=service, parked_id=parked_id)
        )

    @made.post(
        S + "/apartados/{parked_id}/descarte",
        summary="Descarta el hecho, con su motivo",
        **shaped("DiscardParked"),
    )
    def discard(request: Request, service: str, parked_id: str, body: Discard) -> JSONResponse:
        which = {"service_name": service, "parked_id": parked_id}
        return JSONResponse(_ask(edge, request, service, "DiscardParked", **which, why=body.why))

    return made


def of_every_service(look: Callable[[str], T]) -> dict[str, T]:
    """What `look` finds of each service, all looked at at once: one that hangs costs its own deadline alone."""
    with ThreadPoolExecutor(len(SERVICES)) as pool:
        return dict(zip(SERVICES, pool.map(look, SERVICES), strict=True))


def _backlog(edge: Edge, service: str, who: Circumstances) -> dict[str, Any]:
    """What waits in the service, or why it does not say. Raises NotAllowed."""
    try:
        message = edge.upstream.request(service, "GetBacklog")
        found: dict[str, Any] = as_plain(edge.upstream.call(service, "GetBacklog", message, who, LOOK_S))
    except NotAllowed:
        raise
    except ResidenciasError as error:
        return {"error": error.code}
    return found


def _ask(edge: Edge, request: Request, service: str, method: str, **values: Any) -> dict[str, Any]:
    if service not in SERVICES:
        raise NotFound("SERVICIO_DESCONOCIDO", servicio=service)
    message = edge.upstream.request(service, method, **values)
    answer: dict[str, Any] = as_plain(
        edge.upstream.call(service, method, message, edge.circumstances(request))
    )
    return answer
