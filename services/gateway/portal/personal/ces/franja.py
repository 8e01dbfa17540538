"""The calendar of a convocatoria as a strip: when each window is open, side by side, and where today is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from plumbing.convocatoria.model import Convocatoria
from services.gateway.portal.calendar import Entry, calendar_of
from services.gateway.portal.moments import local
from services.gateway.portal.words import short_day

LONGEST = timedelta(days=75)
LEAST = 0.8
EDGE = timedelta(days=1)
TICKS = 5


@dataclass(frozen=True)
class Bar:
    """One window, in hundredths of the strip."""

    entry: Entry
    left: float
    width: float


@dataclass(frozen=True)
class Strip:
    """The windows that pass, in the order they open; `today` is None before the first and after the last."""

    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]
    """Some days of it, evenly apart: where they stand and how they are called."""
    today: float | None


def strip_of(call: Convocatoria, now: datetime) -> Strip | None:
    """The windows with both ends and not as long as a whole course; None where a call has fewer than two."""
    spans = [(entry, *span) for entry in calendar_of(call, now) if (span := _span(entry))]
    if len(spans) < 2:
        return None
    begins, ends = min(opens for _, opens, _ in spans) - EDGE, max(closes for _, _, closes in spans) + EDGE
    whole = ends - begins
    bars = [_bar(entry, opens, closes, begins, whole) for entry, opens, closes in _by_opening(spans)]
    today = round(100 * ((now - begins) / whole), 3)
    return Strip(tuple(bars), _ticks(begins, whole), today if 0 <= today <= 100 else None)


def _ticks(begins: datetime, whole: timedelta) -> tuple[tuple[float, str], ...]:
    """The day on which each fifth of the strip begins."""
    days = [local(begins + whole * n / TICKS).date() for n in range(TICKS + 1)]
    return tuple((round(100 * n / TICKS, 3), short_day(day)) for n, day in enumerate(days))


def _span(entry: Entry) -> tuple[datetime, datetime] | None:
    opens, closes = entry.opens_at, entry.closes_at
    return (opens, closes) if opens and closes and closes - opens <= LONGEST else None


def _by_opening(
    spans: Sequence[tuple[Entry, datetime, datetime]],
) -> list[tuple[Entry, datetime, datetime]]:
    return sorted(spans, key=lambda one: (one[1], one[2]))


def _bar(entry: Entry, opens: datetime, closes: datetime, begins: datetime, whole: timedelta) -> Bar:
    left, width = 100 * ((opens - begins) / whole), 100 * ((closes - opens) / whole)
    return Bar(entry, round(left, 3), round(max(width, LEAST), 3))
