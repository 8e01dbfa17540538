"""Bans: looked up by CURP, and recorded by act of an authority."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from plumbing.events import as_plain
from services.gateway.portal.checked import Checked, Drawer, Shown, recalled
from services.gateway.portal.forms import Posted, Typed, fresh_key
from services.gateway.portal.personal.ces.sitio import HERE, after_of, led
from services.gateway.portal.personal.puesto import CES, Seat, seat
from services.gateway.portal.views import Views
from services.gateway.portal.words import words

WHERE = f"{HERE}/vetos"
FIELDS = ("curp", "scope", "cause", "clause", "act", "from_on", "to_on", "convocatoria")


def routes(made: APIRouter, views: Views) -> None:
    @made.get(WHERE)
    def listed(request: Request) -> Response:
        here = seat(views, request, CES)
        curp = recalled(Drawer(views, request)).text("curp")
        found = as_plain(here.ask(None, "registration", "ListBans", curp=curp, page=after_of(request)))
        return here.page(
            "ces/vetos.html",
            bans=found["bans"],
            following=found["next"],
            curp=curp,
            key=fresh_key(),
            titles=views.titles(),
        )

    @made.post(WHERE)
    def sought(request: Request, typed: Posted) -> Response:
        """A CURP stands in no address: what is looked for waits in the session."""
        seat(views, request, CES, typed)
        Drawer(views, request).keep(typed)
        return led(WHERE)

    RECORD.routes(made, views, f"{WHERE}/nuevo")


def _here(views: Views, request: Request, typed: Typed | None) -> Seat:
    return seat(views, request, CES, typed)


def _with_what_no_call_says(here: Seat, typed: Typed) -> Typed:
    """Alcance, clause and term may follow from the cause; who, why and by which act may not."""
    return typed.asking("curp", "cause", "act")


def _record(here: Seat, typed: Typed) -> Response:
    ban = {name: typed.text(name) for name in FIELDS}
    here.ask(None, "registration", "RecordBan", typed.act_key(), **ban)
    return led(WHERE, "veto")


def _form(here: Seat, shown: Shown) -> Response:
    return here.page(
        "ces/veto.html",
        **shown.values(here.views, words()["ces"]["veto"]),
        given={name: shown.typed.text(name) for name in FIELDS},
        titles=here.views.titles(),
    )


RECORD = Checked(_here, _form, _record, _with_what_no_call_says)
