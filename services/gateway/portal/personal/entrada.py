"""The entrance of the institution's people: by a local account on a laptop; then to their area."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from plumbing.errors import NotAllowed, ResidenciasError
from services.gateway.entrance import Entrance, enter, keep
from services.gateway.portal.forms import Posted
from services.gateway.portal.personal.puesto import ENTRANCE, HOME, areas_of, is_personal
from services.gateway.portal.views import Views
from services.gateway.portal.visits import session_of
from services.gateway.problems import status_of


def routes(made: APIRouter, views: Views) -> None:
    @made.get(HOME)
    def home(request: Request) -> Response:
        session = session_of(views.edge, request)
        areas = areas_of(session)
        if session is None or not areas:
            raise NotAllowed("SIN_SESION")
        if len(areas) == 1:
            return RedirectResponse(areas[0].path, 303)
        return views.page("personal/inicio.html", request, session=session, areas=areas, area=None)

    @made.get(ENTRANCE)
    def ask(request: Request, volver: str = "") -> Response:
        return _ask(views, request, _within(volver))

    @made.post(ENTRANCE)
    def entered(request: Request, typed: Posted) -> Response:
        user, back = typed.text("usuario"), _within(typed.text("volver"))
        body = Entrance(tipo="personal", usuario=user, password=typed.text("password"))
        try:
            token, _ = enter(views.edge, request, body)
        except ResidenciasError as error:
            return _ask(views, request, back, user=user, problems=views.told(error), status=status_of(error))
        answer = RedirectResponse(back or HOME, 303)
        keep(views.edge, answer, token)
        return answer


def _ask(views: Views, request: Request, back: str, *, user: str = "", **more: Any) -> Response:
    """By the institution's provider where there is one; by a local account where there are any."""
    return views.page(
        "personal/entrar.html",
        request,
        user=user,
        back=back,
        has_provider=views.edge.provider is not None,
        has_accounts=views.edge.staff.has_accounts,
        **more,
    )


def _within(path: str) -> str:
    """A page of ours to go back to, or nothing."""
    return path if is_personal(path) else ""
