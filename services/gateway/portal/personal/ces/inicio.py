"""`/ces`: the convocatorias with what each needs now, and the page of one: its acts, its calendar, its parts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request, Response

from plumbing.errors import ResidenciasError
from services.gateway.portal.calendar import calendar_of
from services.gateway.portal.personal.ces.actos import Standing, acts_of, next_act
from services.gateway.portal.personal.ces.franja import strip_of
from services.gateway.portal.personal.ces.sitio import HERE, C, Site, site
from services.gateway.portal.personal.puesto import CES, seat
from services.gateway.portal.views import Views


def routes(made: APIRouter, views: Views) -> None:
    @made.get(HERE)
    def all_of_them(request: Request) -> Response:
        here = seat(views, request, CES)
        sites = [Site(here, call) for call in views.edge.calls()]
        rows = [_row(one) for one in sites]
        rows.sort(key=_urgency)
        return here.page("ces/inicio.html", rows=rows, waiting=views.edge.registry.templates.values())

    @made.get(C)
    def one_of_them(request: Request, convocatoria: str) -> Response:
        here = site(views, request, convocatoria)
        standing = standing_of(here)
        acts = acts_of(standing)
        return here.page(
            "convocatoria.html",
            standing=standing,
            acts=acts,
            following=next_act(acts),
            entries=calendar_of(here.call, here.now),
            strip=strip_of(here.call, here.now),
        )


def _urgency(row: dict[str, Any]) -> tuple[bool, bool, datetime]:
    """What runs goes first, then what is due, the soonest before the rest."""
    act = row["following"]
    far = datetime.max.replace(tzinfo=UTC)
    return not row["is_running"], act is None, (act.until if act else None) or far


def _row(here: Site) -> dict[str, Any]:
    """One convocatoria of the list. A service that is away leaves it without its acts, and says so."""
    entries = calendar_of(here.call, here.now)
    row = {"site": here, "entries": entries, "is_running": any(entry.is_running for entry in entries)}
    try:
        standing = standing_of(here)
    except ResidenciasError as error:
        return {**row, "standing": None, "following": None, "text": here.seat.views.edge.messages.text(error)}
    return {**row, "standing": standing, "following": next_act(acts_of(standing)), "text": None}


def standing_of(here: Site) -> Standing:
    """What is known of the convocatoria, each thing asked of the service that knows it."""
    call, now = here.call, here.now
    standing = Standing(
        call,
        now,
        here.me,
        here.plain("registration", "ListRosters")["rosters"],
        here.plain("allocation", "ListOfertas")["ofertas"],
        here.plain("scoring", "ListCalificaciones")["cortes"] if call.scoring.grades else (),
        here.plain("allocation", "ListRounds")["rounds"],
        here.plain("validation", "GetProgress"),
        here.plain("validation", "GetPace") if _is_reviewing(here) else {},
        _rezago(here),
        _permutas(here),
    )
    return standing


def _is_reviewing(here: Site) -> bool:
    return here.call.has_validation and here.call.windows["revision"].contains(here.now)


def _rezago(here: Site) -> int:
    """How many were not reviewed in time; before the close nobody is late."""
    if not here.call.has_validation or not here.call.windows["revision"].closed(here.now):
        return 0
    return len(here.plain("validation", "ListRezago")["expedientes"])


def _permutas(here: Site) -> int:
    """How many wait for the CES."""
    if not here.call.permutas:
        return 0
    found = here.plain("allocation", "ListPermutas")["permutas"]
    return sum(one["state"] == "CONVENIDA" for one in found)
