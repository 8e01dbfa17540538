"""The review as a whole: how many wait, at what pace they are ruled, what the close will leave, which leases end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from plumbing.clock import local_date
from plumbing.events import as_plain
from services.gateway.portal.personal.mesa.fila import urgency
from services.gateway.portal.personal.puesto import SUPERVISION, seat
from services.gateway.portal.personal.trazos import Chart, Stage, by_hour, funnel, per_minute, stacked
from services.gateway.portal.views import Views
from services.gateway.portal.visits import call_of
from services.gateway.portal.words import short_day, words

HOME = SUPERVISION.path
C = HOME + "/{convocatoria}"
SOON = timedelta(minutes=10)
DECISIONS = ("validated", "observed", "annulments")


@dataclass(frozen=True)
class Day:
    """What all desks ruled on one day."""

    on: str
    validated: int
    observed: int
    annulments: int

    @property
    def total(self) -> int:
        return self.validated + self.observed + self.annulments


@dataclass(frozen=True)
class Validador:
    """One person's work: today, and over the days that are shown."""

    by: str
    today: int
    observed: int
    total: int
    returned: int
    median_s: int


def routes(made: APIRouter, views: Views) -> None:
    @made.get(HOME)
    def calls(request: Request) -> Response:
        here = seat(views, request, SUPERVISION)
        now = views.edge.clock.now()
        begun = [one for one in views.edge.calls() if one.has_validation and one.windows["envio"].opened(now)]
        if len(begun) == 1:
            return RedirectResponse(f"{HOME}/{begun[0].id}", 303)
        begun.sort(key=lambda one: one.windows["revision"].opens_at or now, reverse=True)
        return here.page("supervision/convocatorias.html", calls=begun)

    @made.get(C)
    def pace(request: Request, convocatoria: str) -> Response:
        here, call = seat(views, request, SUPERVISION), call_of(views.edge, convocatoria)
        found, now = as_plain(here.ask(call, "validation", "GetPace")), views.edge.clock.now()
        progress = as_plain(here.ask(call, "validation", "GetProgress"))
        uploads = as_plain(here.ask(call, "documents", "GetProgress"))
        days, forecast = days_of(found["tallies"]), found.get("forecast") or {}
        review = call.windows["revision"]
        return here.page(
            "supervision/ritmo.html",
            call=call,
            pace=found,
            forecast=forecast,
            review=review,
            urgency=urgency(review.closes_at, now),
            days=days,
            chart=chart_of(days, forecast.get("needed_per_day", 0)),
            validadores=_validadores(found["tallies"], local_date(now).isoformat()),
            lapsing=(now + SOON).isoformat(),
            counts=progress["counts"],
            funnel=_funnel(progress),
            uploads=by_hour(uploads["hours"], uploads=words()["ces"]["series"]["uploads"]),
            uploaded=uploads["uploads"],
            uploads_per_minute=per_minute(uploads["hours"], "uploads", now),
        )


def _funnel(progress: Mapping[str, Any]) -> tuple[Stage, ...]:
    """From the account to the ficha: how many reached each step."""
    counts = progress["counts"]
    inscribed = counts.get("INSCRITO", 0)
    validated = counts.get("VALIDADO", 0) + inscribed
    steps = {"cuentas": sum(counts.values()), "enviados": progress["senders"], "validados": validated}
    return funnel([*steps.items(), ("inscritos", inscribed)])


def days_of(tallies: Sequence[Mapping[str, Any]]) -> tuple[Day, ...]:
    """The days in order, everybody's work together."""
    found: dict[str, dict[str, int]] = {}
    for tally in tallies:
        day = found.setdefault(tally["on"], dict.fromkeys(DECISIONS, 0))
        for name in DECISIONS:
            day[name] += tally[name]
    return tuple(Day(on, **found[on]) for on in sorted(found))


def chart_of(days: Sequence[Day], needed: int) -> Chart:
    """The days as columns, each decision upon the other, against the pace that would leave nothing."""
    names = words()["ces"]["series"]
    drawn = {name: (names[name], [getattr(day, name) for day in days]) for name in DECISIONS}
    return stacked([short_day(date.fromisoformat(day.on)) for day in days], drawn, needed)


def _validadores(tallies: Sequence[Mapping[str, Any]], today: str) -> list[Validador]:
    """By who did most today."""
    names = sorted({tally["by"] for tally in tallies})
    found = [_validador(name, [tally for tally in tallies if tally["by"] == name], today) for name in names]
    return sorted(found, key=lambda one: (-one.today, -one.total, one.by))


def _validador(by: str, own: Sequence[Mapping[str, Any]], today: str) -> Validador:
    timed = [tally["median_s"] for tally in own if _ruled(tally)]
    return Validador(
        by,
        sum(_ruled(tally) for tally in own if tally["on"] == today),
        sum(tally["observed"] for tally in own),
        sum(map(_ruled, own)),
        sum(tally["returned"] for tally in own),
        int(median(timed)) if timed else 0,
    )


def _ruled(tally: Mapping[str, Any]) -> int:
    return int(tally["observed"] + tally["validated"] + tally["annulments"])
