"""The days of the review as bars: what was ruled on each, against the pace that would leave nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

DECISIONS = ("validated", "observed", "annulments")
CLASSES = {"validated": "validado", "observed": "observado", "annulments": "anulacion"}
WIDTH, HEIGHT = 960, 260
LEFT, RIGHT, TOP, BOTTOM = 48, 120, 24, 34
WIDEST = 56


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
class Bar:
    """A piece of a day's column. Units: those of the drawing."""

    kind: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Label:
    """A text under or over a column."""

    text: str
    x: float
    y: float


@dataclass(frozen=True)
class Chart:
    """What the template draws; `needed_y` is None where there is nothing to foresee."""

    bars: tuple[Bar, ...]
    days: tuple[Label, ...]
    totals: tuple[Label, ...]
    needed_y: float | None
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    floor: int = HEIGHT - BOTTOM


def days_of(tallies: Sequence[Mapping[str, Any]]) -> tuple[Day, ...]:
    """The days in order, everybody's work together."""
    found: dict[str, dict[str, int]] = {}
    for tally in tallies:
        day = found.setdefault(tally["on"], dict.fromkeys(DECISIONS, 0))
        for name in DECISIONS:
            day[name] += tally[name]
    return tuple(Day(on, **found[on]) for on in sorted(found))


def chart(days: Sequence[Day], needed: int) -> Chart:
    """Columns of equal width; the highest of them, or what is needed, fills the height."""
    most = max([needed, *(day.total for day in days), 1])
    floor, room = HEIGHT - BOTTOM, HEIGHT - BOTTOM - TOP
    step = (WIDTH - LEFT - RIGHT) / max(len(days), 1)
    width = min(step * 0.7, WIDEST)
    bars: list[Bar] = []
    below: list[Label] = []
    above: list[Label] = []
    for place, day in enumerate(days):
        middle, top = LEFT + step * (place + 0.5), float(floor)
        for name in DECISIONS:
            height = room * getattr(day, name) / most
            top -= height
            if height:
                bars.append(Bar(CLASSES[name], _r(middle - width / 2), _r(top), _r(width), _r(height)))
        below.append(Label(_short(day.on), _r(middle), floor + 20))
        above.append(Label(str(day.total), _r(middle), _r(top - 6)))
    line = _r(floor - room * needed / most) if needed else None
    return Chart(tuple(bars), tuple(below), tuple(above), line)


def _short(on: str) -> str:
    day = date.fromisoformat(on)
    return f"{day.day}/{day.month}"


def _r(value: float) -> float:
    return round(value, 1)
