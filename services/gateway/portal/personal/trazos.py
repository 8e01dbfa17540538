"""Where the parts of a chart stand, in hundredths of its width and height: its text keeps its size on any screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.gateway.portal.moments import local

MINUTE, HOUR = 60, timedelta(hours=1)
NICE = (1, 2, 4, 5, 6, 8, 10)
FILLED, WIDEST = 0.72, 8.0
ROOM_FOR = 8
"""Labels that fit beside each other at a desk; a phone shows every other one."""


@dataclass(frozen=True)
class Column:
    """One value over its label. `share`: of the scale; `base`: the share of what it stands on."""

    label: str
    value: int
    x: float
    width: float
    share: float
    base: float = 0.0

    @property
    def y(self) -> float:
        return round(100 - self.base - self.share, 3)

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 3)


@dataclass(frozen=True)
class Series:
    """Values along the same labels; `name` is how people call it, `css` how it is drawn."""

    name: str
    css: str
    columns: tuple[Column, ...]

    @property
    def segments(self) -> tuple[tuple[Column, Column], ...]:
        return tuple(zip(self.columns, self.columns[1:], strict=False))

    @property
    def total(self) -> int:
        return sum(column.value for column in self.columns)


@dataclass(frozen=True)
class Chart:
    """One or more series on one scale, with its `ticks` (value, share) and, where there is one, the `goal` to reach."""

    series: tuple[Series, ...]
    ticks: tuple[tuple[int, float], ...]
    goal: tuple[int, float] | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(column.label for column in self.series[0].columns)

    @property
    def tops(self) -> tuple[tuple[Column, int], ...]:
        """Of columns that stand one upon the other: the uppermost of each, and how many there are in all."""
        sums = [
            sum(values)
            for values in zip(*([c.value for c in one.columns] for one in self.series), strict=True)
        ]
        return tuple(zip(self.series[-1].columns, sums, strict=True))

    @property
    def every(self) -> int:
        """One label in so many is written."""
        return max(1, -(-len(self.labels) // ROOM_FOR))

    @property
    def is_empty(self) -> bool:
        return not any(one.total for one in self.series)


@dataclass(frozen=True)
class Stage:
    """One step of a funnel: how many, and how many of the hundred who began."""

    code: str
    count: int
    share: float


def chart(labels: Sequence[str], **series: tuple[str, Sequence[int]]) -> Chart:
    """The series (css=(name, values)) on the smallest round scale that holds them all."""
    top = scale(max((max(values, default=0) for _, values in series.values()), default=0))
    drawn = tuple(Series(name, css, _columns(labels, values, top)) for css, (name, values) in series.items())
    return Chart(drawn, _ticks(top))


def stacked(labels: Sequence[str], series: Mapping[str, tuple[str, Sequence[int]]], goal: int = 0) -> Chart:
    """The series one upon the other, on a scale that also holds the goal; without a goal there is no line for it."""
    sums = [sum(values) for values in zip(*(values for _, values in series.values()), strict=True)]
    top = scale(max([goal, *sums]))
    drawn, below = [], [0] * len(labels)
    for css, (name, values) in series.items():
        drawn.append(Series(name, css, _columns(labels, values, top, below)))
        below = [under + value for under, value in zip(below, values, strict=True)]
    return Chart(tuple(drawn), _ticks(top), (goal, _share(goal, top)) if goal else None)


def by_hour(hours: Sequence[Mapping[str, Any]], **names: str) -> Chart:
    """Each series (css=name) over the hours of Mexico City."""
    labels = [f"{local(datetime.fromisoformat(hour['at'])):%H}" for hour in hours]
    return chart(labels, **{css: (name, [int(hour[css]) for hour in hours]) for css, name in names.items()})


def per_minute(hours: Sequence[Mapping[str, Any]], name: str, now: datetime) -> float:
    """How many a minute since this hour began; 0 where it has none."""
    if not hours:
        return 0.0
    begun = now - datetime.fromisoformat(hours[-1]["at"])
    return float(hours[-1][name]) / max(begun.total_seconds() / MINUTE, 1) if begun <= HOUR else 0.0


def funnel(stages: Sequence[tuple[str, int]]) -> tuple[Stage, ...]:
    """Each step against the largest."""
    most = max((count for _, count in stages), default=0)
    return tuple(Stage(code, count, _share(count, most)) for code, count in stages)


def scale(most: int) -> int:
    """The smallest round number that is not less: 7 → 8, 83 → 100."""
    power: int = 10 ** (len(str(max(most, 1))) - 1)
    return next(step * power for step in NICE if step * power >= most)


def _ticks(top: int) -> tuple[tuple[int, float], ...]:
    return tuple((tick, _share(tick, top)) for tick in sorted({0, top // 2, top}))


def _columns(
    labels: Sequence[str], values: Sequence[int], top: int, below: Sequence[int] = ()
) -> tuple[Column, ...]:
    step, under = 100 / max(len(labels), 1), below or [0] * len(labels)
    width = round(min(step * FILLED, WIDEST), 3)
    return tuple(
        Column(
            label,
            value,
            round((n + 0.5) * step - width / 2, 3),
            width,
            _share(value, top),
            _share(base, top),
        )
        for n, (label, value, base) in enumerate(zip(labels, values, under, strict=True))
    )


def _share(value: int, top: int) -> float:
    return round(100 * value / top, 3) if top else 0.0
