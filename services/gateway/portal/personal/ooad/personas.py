"""Who is expected at this OOAD: a list to filter and search, and a letter's code that leads to its holder."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from plumbing.convocatoria.model import Convocatoria
from plumbing.errors import NotFound, ResidenciasError
from plumbing.events import as_plain
from services.gateway.portal.personal.ooad.sitio import CARTA, ROOT
from services.gateway.portal.personal.puesto import OOAD, Seat, seat
from services.gateway.portal.views import Views
from services.gateway.portal.visits import call_of
from services.gateway.problems import status_of

ROWS = 50
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def routes(made: APIRouter, views: Views) -> None:
    @made.get(ROOT)
    def calls(request: Request) -> Response:
        return _home(seat(views, request, OOAD))

    @made.get(CARTA)
    def letter(request: Request, codigo: str = "") -> Response:
        here = seat(views, request, OOAD)
        code = code_in(codigo)
        try:
            found = here.ask(None, "notifications", "VerifyLetter", code=code)
        except ResidenciasError as error:
            told = tuple({**one, "field": "codigo"} for one in views.told(error))
            return _home(here, codigo=codigo, problems=told, status=status_of(error))
        return RedirectResponse(leads_to(found, code) or f"/verificar/{code}", 303)

    @made.get(ROOT + "/{convocatoria}")
    def people(
        request: Request, convocatoria: str, estado: str = "", q: str = "", desde: str = "", ooad: str = ""
    ) -> Response:
        here, call = seat(views, request, OOAD), call_of(views.edge, convocatoria)
        page = {"limit": ROWS, "after": desde}
        asked = {"estado": estado, "search": q.strip(), "ooad": ooad}
        found = as_plain(here.ask(call, "allocation", "ListResults", page=page, **asked))
        return here.page("ooad/personas.html", call=call, found=found, asked={**asked, "desde": desde})


def code_in(text: str) -> str:
    """The code of what was typed, pasted or read by a camera: a code, or the address that ends in one."""
    return text.strip().rstrip("/").rpartition("/")[2]


def leads_to(found: Any, code: str) -> str:
    """The page of the letter's holder; empty when the service does not say whose it is."""
    return f"{ROOT}/{found.convocatoria}/{found.expediente_id}?carta={code}" if found.expediente_id else ""


def _home(here: Seat, *, codigo: str = "", **more: Any) -> Response:
    return here.page("ooad/inicio.html", calls=_with_people(here), codigo=codigo, **more)


def _with_people(here: Seat) -> list[tuple[Convocatoria, int]]:
    """The convocatorias whose results are out and that lead people here, the newest first."""
    now, found = here.views.edge.clock.now(), []
    for call in here.views.edge.calls():
        gate = call.windows.get(call.allocation.embargo_until)
        opens = gate.first_instant if gate else None
        if opens and opens <= now:
            found.append((opens, call))
    counted = ((call, _people(here, call)) for _, call in sorted(found, key=lambda one: one[0], reverse=True))
    return [(call, people) for call, people in counted if people]


def _people(here: Seat, call: Convocatoria) -> int:
    try:
        found = here.ask(call, "allocation", "ListResults", page={"limit": 1})
    except (NotFound, ResidenciasError) as error:
        if error.code != "RESULTADOS_NO_PUBLICADOS":
            raise
        return 0
    return sum(found.counts.values())
