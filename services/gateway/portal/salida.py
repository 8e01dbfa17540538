"""Going out: here, and at the institution's provider for whoever came in by it."""

from __future__ import annotations

import hmac
from secrets import token_urlsafe

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from services.gateway.portal.forms import Posted
from services.gateway.portal.views import Views
from services.gateway.portal.visits import session_of
from services.gateway.sessions import COOKIE, check_csrf

EXIT = "/salir"
RETURN = EXIT + "/regreso"
FAREWELL = "residencias_salida"
FAREWELL_S = 10 * 60


def routes(made: APIRouter, views: Views) -> None:
    @made.post(EXIT)
    def leave(request: Request, typed: Posted) -> Response:
        session, id_token = session_of(views.edge, request), ""
        if session:
            check_csrf(session, typed.text("_csrf"))
            id_token = views.edge.sessions.close(request.cookies.get(COOKIE, ""))
        answer = _farewell(views, request, id_token) or RedirectResponse("/?hecho=salir", 303)
        answer.delete_cookie(COOKIE)
        return answer

    @made.get(RETURN)
    def back(request: Request, state: str = "") -> Response:
        is_ours = state and hmac.compare_digest(request.cookies.get(FAREWELL, "").encode(), state.encode())
        answer = RedirectResponse("/?hecho=salir_institucional" if is_ours else "/", 303)
        answer.delete_cookie(FAREWELL, path=EXIT)
        return answer


def _farewell(views: Views, request: Request, id_token: str) -> Response | None:
    """The page that leads on to the provider, as no form may; None when there is nothing to end there."""
    edge, state = views.edge, token_urlsafe(24)
    if not id_token or edge.provider is None:
        return None
    address = edge.provider.farewell(id_token, state, edge.config.public_url + RETURN)
    if not address:
        return None
    answer = views.page("salida.html", request, address=address)
    edge.give_cookie(answer, FAREWELL, state, FAREWELL_S, EXIT)
    return answer
