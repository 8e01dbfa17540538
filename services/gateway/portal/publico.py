"""What anybody may read: how each convocatoria stands, its calendar and supuestos, letters' verification, the API."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse, RedirectResponse

from plumbing.auth import ANONYMOUS
from plumbing.convocatoria.model import Convocatoria
from plumbing.errors import NotFound, ResidenciasError
from plumbing.events import as_plain
from services.gateway.portal.calendar import Entry, calendar_of
from services.gateway.portal.personal.ooad.personas import leads_to
from services.gateway.portal.views import STATIC, Views
from services.gateway.portal.visits import session_of
from services.gateway.problems import status_of
from services.gateway.surface import SURFACE

TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
FOR_GOOD = {"Cache-Control": "public, max-age=31536000, immutable"}


def routes(made: APIRouter, views: Views) -> None:
    """`/`, `/convocatorias/{id}`, `/api/docs`, `/verificar`, `/salud` and the static files."""
    _home(made, views)
    _letters(made, views)

    @made.get("/api/docs")
    def docs(request: Request) -> Response:
        return views.page("interfaz.html", request, routes=SURFACE)

    @made.get("/salud")
    def health() -> dict[str, str]:
        return {"status": "ok"}

    @made.get("/estatico/{name}")
    def static(name: str) -> FileResponse:
        file = STATIC / PurePosixPath(name).name
        if file.suffix not in TYPES or not file.is_file():
            raise NotFound("PAGINA_DESCONOCIDA")
        return FileResponse(file, media_type=TYPES[file.suffix], headers=FOR_GOOD)


def _home(made: APIRouter, views: Views) -> None:
    edge = views.edge

    def shown(now: datetime) -> list[tuple[Convocatoria, tuple[Entry, ...], bool]]:
        known = (*edge.registry.values(), *edge.registry.templates.values())
        calls = [newest.at(now) for newest in known]
        found = [(call, calendar_of(call, now), call.id in edge.registry) for call in calls]
        return sorted(found, key=lambda one: not any(entry.is_running for entry in one[1]))

    @made.get("/")
    def home(request: Request) -> Response:
        session = session_of(edge, request)
        return views.page("inicio.html", request, session=session, calls=shown(edge.clock.now()))

    @made.get("/convocatorias/{convocatoria}")
    def one(request: Request, convocatoria: str) -> Response:
        now = edge.clock.now()
        for call, entries, is_ready in shown(now):
            if call.id == convocatoria:
                session = session_of(edge, request)
                return views.page(
                    "convocatoria.html",
                    request,
                    session=session,
                    call=call,
                    entries=entries,
                    is_ready=is_ready,
                )
        raise NotFound("CONVOCATORIA_DESCONOCIDA", convocatoria=convocatoria)


def _letters(made: APIRouter, views: Views) -> None:
    edge = views.edge

    @made.get("/verificar", response_model=None)
    def ask(request: Request, code: str = "") -> Response:
        if code.strip():
            return RedirectResponse(f"/verificar/{quote(code.strip(), safe='')}", 303)
        return views.page("verificar.html", request)

    @made.get("/verificar/{code}", response_model=None)
    def verify(request: Request, code: str) -> Response:
        message = edge.upstream.request("notifications", "VerifyLetter", code=code)
        letter: dict[str, Any] | None = None
        session = session_of(edge, request)
        caller = session.caller if session else ANONYMOUS
        try:
            circumstances = replace(edge.anonymous(request), caller=caller)
            found = edge.upstream.call("notifications", "VerifyLetter", message, circumstances)
            if holder := leads_to(found, code):
                return RedirectResponse(holder, 303)
            letter = as_plain(found)
        except ResidenciasError as error:
            text = edge.messages.text(error)
            return views.page("carta.html", request, status=status_of(error), letter=None, text=text)
        return views.page("carta.html", request, letter=letter, text=None)
