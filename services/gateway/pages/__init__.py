"""The plain pages: how things stand, the API's description, and the verification of a letter."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, select_autoescape

from plumbing.clock import MEXICO_CITY
from plumbing.errors import ResidenciasError
from plumbing.events import as_plain
from services.gateway.edge import Edge
from services.gateway.problems import status_of
from services.gateway.surface import SURFACE

TEMPLATES = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=select_autoescape())


def router(edge: Edge) -> APIRouter:
    """`/`, `/api/docs`, `/verificar`, `/verificar/{code}`, `/salud`."""
    made = APIRouter(include_in_schema=False)

    @made.get("/", response_class=HTMLResponse)
    def home() -> str:
        now = edge.clock.now()
        return _render(
            "home.html",
            convocatorias=[
                (c, [(w, _state(w, now)) for w in c.windows.values()])
                for c in (
                    newest.at(now) for newest in (*edge.registry.values(), *edge.registry.templates.values())
                )
            ],
            now=now.astimezone(MEXICO_CITY),
        )

    @made.get("/api/docs", response_class=HTMLResponse)
    def docs() -> str:
        return _render("docs.html", routes=SURFACE)

    @made.get("/verificar", response_model=None)
    def ask(code: str = "") -> Response:
        if code.strip():
            return RedirectResponse(f"/verificar/{quote(code.strip(), safe='')}", 303)
        return HTMLResponse(_render("verify.html"))

    @made.get("/verificar/{code}", response_class=HTMLResponse)
    def verify(request: Request, code: str) -> HTMLResponse:
        message = edge.upstream.request("notifications", "VerifyLetter", code=code)
        try:
            found = edge.upstream.call("notifications", "VerifyLetter", message, edge.anonymous(request))
        except ResidenciasError as error:
            page = _render("letter.html", letter=None, text=edge.messages.text(error))
            return HTMLResponse(page, int(status_of(error)))
        return HTMLResponse(_render("letter.html", letter=as_plain(found), text=None))

    @made.get("/estilo.css")
    def style() -> FileResponse:
        return FileResponse(Path(__file__).with_name("estilo.css"), media_type="text/css")

    @made.get("/salud")
    def health() -> dict[str, str]:
        return {"status": "ok"}

    return made


def _state(window: Any, now: Any) -> str:
    return "abierta" if window.contains(now) else "cerrada" if window.closed(now) else "por abrir"


def _render(name: str, **values: Any) -> str:
    return TEMPLATES.get_template(name).render(**values)
