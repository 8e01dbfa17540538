"""Refusals as pages: the same three sentences as everywhere, and the way back."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from plumbing.convocatoria.model import Convocatoria
from plumbing.errors import Kind, NotFound, ResidenciasError
from services.gateway import institutional
from services.gateway.portal import cuenta
from services.gateway.portal.personal.puesto import ENTRANCE, HOME, is_personal
from services.gateway.portal.views import Views
from services.gateway.portal.visits import session_of
from services.gateway.problems import status_of

API = "/api/"


def is_page(request: Request) -> bool:
    """A browser's page, not the API."""
    return not request.url.path.startswith(API)


def page(views: Views, request: Request, error: ResidenciasError) -> Response:
    """The page for `error`. Without a session, an aspirante's page asks for it and keeps what was typed."""
    if error.code == "RUTA_DESCONOCIDA":
        error = NotFound("PAGINA_DESCONOCIDA")
    call = _call_in(views, request)
    if error.code == "SIN_SESION" and is_personal(request.url.path):
        return RedirectResponse(_entrance(request), 303)
    if error.code == "SIN_SESION" and call:
        return cuenta.over(views, request, call)
    text = views.edge.messages.text(error)
    answer = views.page(
        "problema.html",
        request,
        status=status_of(error),
        session=_session(views, request, error),
        call=call,
        text=text,
        error=error,
        back=_back(request),
    )
    if error.kind is Kind.UNAVAILABLE:
        answer.headers["Retry-After"] = "2"
    return answer


def _entrance(request: Request) -> str:
    """Where the institution's people enter, and come back from to the page they wanted."""
    wanted = request.url.path
    return (
        ENTRANCE
        if wanted == HOME or request.method != "GET"
        else f"{ENTRANCE}?{urlencode({'volver': wanted})}"
    )


def _session(views: Views, request: Request, error: ResidenciasError):
    """Who is in, unless the very database that knows it is away."""
    return None if error.kind is Kind.UNAVAILABLE else session_of(views.edge, request)


def _call_in(views: Views, request: Request) -> Convocatoria | None:
    convocatoria = request.path_params.get("convocatoria", "")
    found = views.edge.registry
    return found[convocatoria].at(views.edge.clock.now()) if convocatoria in found else None


def _back(request: Request) -> str:
    """The page a refused form stood on, or at which the way to the identity provider began."""
    if request.url.path.startswith(institutional.START):
        return ENTRANCE
    return request.url.path if request.method == "POST" else ""
