"""The log searched: by expediente or folio, kind of fact, who did it and day; a page at a time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from plumbing.clock import MEXICO_CITY
from plumbing.convocatoria.model import Convocatoria
from plumbing.errors import FieldError, Invalid, ResidenciasError
from plumbing.events import as_plain
from services.gateway.portal.personal.auditoria.hechos import ID_LENGTH, READING, hecho, said
from services.gateway.portal.personal.puesto import AUDITORIA, Seat, seat
from services.gateway.portal.views import Views
from services.gateway.portal.visits import call_of
from services.gateway.problems import status_of

LOG = AUDITORIA.path
ASKED = ("convocatoria", "quien", "hecho", "actor", "desde", "hasta")
GROUPS = {"": "ACTOS", "consultas": "CONSULTAS", "todo": "TODO"}
ROWS = 50


def routes(made: APIRouter, views: Views) -> None:
    @made.get(LOG)
    def search(request: Request) -> Response:
        return _page(seat(views, request, AUDITORIA))

    @made.get(LOG + "/expediente")
    def follow(request: Request, convocatoria: str = "", quien: str = "") -> Response:
        here, call = seat(views, request, AUDITORIA), call_of(views.edge, convocatoria)
        text = quien.strip()
        subject = text if is_id(text) else expediente_of(here, call, text)
        if not subject:
            return _page(here, missing=text)
        return RedirectResponse(f"{LOG}/{call.id}/expedientes/{subject}", 303)


def is_id(text: str) -> bool:
    """The id of an expediente or of something else that facts are about, not a folio."""
    return len(text) == ID_LENGTH and text.count("-") == 4


def expediente_of(here: Seat, call: Convocatoria, folio: str) -> str:
    """Whose folio this is, by the facts that name it; empty when none does."""
    if not folio:
        return ""
    found = here.ask(call, "audit", "Search", folio=folio, page={"limit": ROWS})
    return next((entry.subject for entry in found.entries if is_id(entry.subject)), "")


def _page(here: Seat, missing: str = "") -> Response:
    query = here.request.query_params
    asked = {name: query.get(name, "").strip() for name in ASKED}
    shown = query.get("ver", "") if query.get("ver") in GROUPS else ""
    problems: tuple[Any, ...] = ()
    status, found = 200, {}
    try:
        found = _found(here, asked, GROUPS[shown], query.get("despues", ""))
    except ResidenciasError as error:
        problems, status = here.views.told(error, {"desde": "Desde", "hasta": "Hasta"}), status_of(error)
    if asked["hecho"]:
        shown = "consultas" if asked["hecho"] == READING else ""
    more = {**{name: value for name, value in asked.items() if value}, **({"ver": shown} if shown else {})}
    return here.page(
        "auditoria/bitacora.html",
        status=status,
        problems=problems,
        missing=missing,
        asked=asked,
        shown=shown,
        is_asked=any(asked.values()),
        is_filtered=bool(more),
        calls=here.views.edge.calls(),
        kinds=sorted(_acts().items(), key=lambda one: one[1]),
        head=as_plain(here.ask(None, "audit", "GetHead")),
        rows=[hecho(entry, here.views.edge.registry) for entry in found.get("entries", [])],
        total=found.get("total", 0),
        more=f"?{urlencode({**more, 'despues': found['next']})}" if found.get("next") else "",
    )


def _acts() -> dict[str, str]:
    """What may have been done, by the name of its fact; to look is a group of its own."""
    return {name: title for name, title in said()["hechos"].items() if name != READING}


def _found(here: Seat, asked: Mapping[str, str], group: str, after: str) -> dict[str, Any]:
    """A page of the log. Raises Invalid when a day is none."""
    text = asked["quien"]
    who = {"subject" if is_id(text) else "folio": text} if text else {}
    until = _day(asked["hasta"], "hasta")
    found: dict[str, Any] = as_plain(
        here.ask(
            None,
            "audit",
            "Search",
            convocatoria=asked["convocatoria"],
            name=asked["hecho"],
            actor=asked["actor"],
            group=group,
            since=_midnight(_day(asked["desde"], "desde")),
            until=_midnight(until + timedelta(days=1) if until else None),
            page={"limit": ROWS, "after": after},
            **who,
        )
    )
    return found


def _day(text: str, field: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid("FECHA_ILEGIBLE", fields=(FieldError(field, "FECHA_ILEGIBLE"),)) from None


def _midnight(day: date | None) -> str:
    """Where the day begins in Mexico City."""
    return datetime.combine(day, time(), MEXICO_CITY).isoformat() if day else ""
