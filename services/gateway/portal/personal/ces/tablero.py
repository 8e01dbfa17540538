"""The live board: where everybody stands, the pace against the deadline, and what comes in, hour by hour."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request, Response

from services.gateway.portal.personal.ces.actos import ACCEPTED, OFFICIAL, RAN
from services.gateway.portal.personal.ces.sitio import C, Site, site
from services.gateway.portal.personal.trazos import Stage, by_hour, funnel, per_minute
from services.gateway.portal.views import Views
from services.gateway.portal.words import words

PRESENTED = ("EN_OOAD", "PRESENTADO_A_SEDE")
WITH_LETTER = ("PREACEPTADO", *PRESENTED)
HAD_PLACE = ("ASIGNADO", "ADSCRIPCION_ACEPTADA", "COMPROMISO_ACEPTADO", *WITH_LETTER)


def routes(made: APIRouter, views: Views) -> None:
    @made.get(C + "/tablero")
    def board(request: Request, convocatoria: str) -> Response:
        here = site(views, request, convocatoria)
        review = here.plain("validation", "GetProgress")
        pace = here.plain("validation", "GetPace") if here.call.has_validation else {}
        uploads = here.plain("documents", "GetProgress")
        names = words()["ces"]["series"]
        return here.page(
            "tablero.html",
            review=review,
            pace=pace,
            forecast=pace.get("forecast", {}),
            oldest=_since(pace.get("oldest_at", ""), here),
            funnel=_funnel(here, review),
            arrivals=by_hour(review["hours"], sent=names["sent"], ruled=names["ruled"]),
            uploads=by_hour(uploads["hours"], uploads=names["uploads"]),
            uploaded=uploads["uploads"],
            per_minute=per_minute(uploads["hours"], "uploads", here.now),
            closes=here.call.windows["revision"].last_instant if here.call.has_validation else None,
        )


def _since(text: str, here: Site) -> int | None:
    """Minutes that have passed; None when nothing waits."""
    instant = _instant(text)
    return int((here.now - instant).total_seconds()) // 60 if instant else None


def _instant(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _funnel(here: Site, review: Mapping[str, Any]) -> tuple[Stage, ...]:
    """From the roster to the sede: how many reached each step; steps that are still to come are left out."""
    rosters = here.plain("registration", "ListRosters")["rosters"]
    selected = sum(one["admitted"] for one in rosters if one["state"] in ACCEPTED)
    accounts = here.plain("registration", "ListRegistros", page={"limit": 1})["total"]
    counts = review["counts"]
    inscribed = counts.get("INSCRITO", 0)
    stages = [("seleccionados", selected), ("cuentas", accounts)]
    if here.call.has_validation:
        stages += [("enviados", review["senders"]), ("validados", counts.get("VALIDADO", 0) + inscribed)]
    stages.append(("inscritos", inscribed))
    return funnel([*stages, *_results(here)])


def _results(here: Site) -> list[tuple[str, int]]:
    """After the gate, who holds a place and who has gone on with it."""
    if not _is_out(here):
        return []
    counts = here.known("allocation", "ListResults", page={"limit": 1}).get("counts", {})
    ran = [
        r
        for r in here.plain("allocation", "ListRounds")["rounds"]
        if r["kind"] == OFFICIAL and r["state"] in RAN
    ]
    placed = ran[0]["assigned"] if ran else sum(counts.get(one, 0) for one in HAD_PLACE)
    return [
        ("asignados", placed),
        ("con_carta", sum(counts.get(one, 0) for one in WITH_LETTER)),
        ("presentados", sum(counts.get(one, 0) for one in PRESENTED)),
    ]


def _is_out(here: Site) -> bool:
    """The gate has opened: before it the board says nothing of results, as nobody else does."""
    opens = here.call.windows[here.call.allocation.embargo_until].first_instant
    return bool(opens and opens <= here.now)
