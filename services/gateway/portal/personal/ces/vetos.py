"""Bans: looked up by CURP, and recorded by act of an authority."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from plumbing.errors import ResidenciasError
from plumbing.events import as_plain
from services.gateway.portal.forms import Posted, Typed, fresh_key
from services.gateway.portal.personal.ces.sitio import HERE, after_of, led
from services.gateway.portal.personal.puesto import CES, Seat, seat
from services.gateway.portal.views import Views
from services.gateway.portal.words import words
from services.gateway.problems import status_of

WHERE = f"{HERE}/vetos"
FIELDS = ("curp", "scope", "cause", "clause", "act", "from_on", "to_on", "convocatoria")


def routes(made: APIRouter, views: Views) -> None:
    @made.get(WHERE)
    def listed(request: Request, curp: str = "") -> Response:
        here = seat(views, request, CES)
        found = as_plain(
            here.ask(None, "registration", "ListBans", curp=curp.strip(), page=after_of(request))
        )
        return here.page(
            "ces/vetos.html",
            bans=found["bans"],
            following=found["next"],
            curp=curp.strip(),
            titles=_titles(views),
        )

    @made.get(f"{WHERE}/nuevo")
    def new(request: Request) -> Response:
        return _form(seat(views, request, CES))

    @made.post(f"{WHERE}/nuevo")
    def recorded(request: Request, typed: Posted) -> Response:
        here = seat(views, request, CES, typed)
        if typed.text("_paso") != "2":
            return _form(here, typed, is_check=True)
        ban = {name: typed.text(name) for name in FIELDS}
        try:
            here.ask(None, "registration", "RecordBan", typed.act_key(), **ban)
        except ResidenciasError as error:
            labels = words()["ces"]["veto"]
            return _form(here, typed, problems=here.views.told(error, labels), status=status_of(error))
        return led(WHERE, "veto")


def _form(here: Seat, typed: Typed | None = None, is_check: bool = False, **more: object) -> Response:
    """The form, with what was typed; `is_check` asks once more before it is done."""
    given = {name: typed.text(name) if typed else "" for name in FIELDS}
    values = {"given": given, "titles": _titles(here.views), "is_check": is_check, "key": fresh_key()}
    return here.page("ces/veto.html", **values, **more)


def _titles(views: Views) -> dict[str, str]:
    """What each convocatoria is called, by its id."""
    return {call.id: call.short_title.value for call in views.edge.registry.values()}
