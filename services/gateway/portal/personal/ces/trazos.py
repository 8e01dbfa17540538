"""Where the parts of a chart stand, in hundredths of its width and height: its text keeps its size on any screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.gateway.portal.moments import local

NICE = (1, 2, 4, 5, 6, 8, 10)


@dataclass(frozen=True)
class Column:
    """One value over its label. `share`: of the scale, from the bottom."""

    label: str
    value: int
    x: float
    width: float
    share: float

    @property
    def y(self) -> float:
        return round(100 - self.share, 3)

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
    """One or more series on one scale, with its `ticks` (value, share)."""

    series: tuple[Series, ...]
    ticks: tuple[tuple[int, float], ...]

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(column.label for column in self.series[0].columns)

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
    ticks = sorted({0, top // 2, top}) if top > 1 else [0, top]
    return Chart(drawn, tuple((tick, _share(tick, top)) for tick in ticks))


def by_hour(hours: Sequence[Mapping[str, Any]], **names: str) -> Chart:
    """Each series (css=name) over the hours of Mexico City."""
    labels = [f"{local(datetime.fromisoformat(hour['at'])):%H}" for hour in hours]
    return chart(labels, **{css: (name, [int(hour[css]) for hour in hours]) for css, name in names.items()})


def funnel(stages: Sequence[tuple[str, int]]) -> tuple[Stage, ...]:
    """Each step against the largest."""
    most = max((count for _, count in stages), default=0)
    return tuple(Stage(code, count, _share(count, most)) for code, count in stages)


def scale(most: int) -> int:
    """The smallest round number that is not less: 7 → 8, 83 → 100."""
    power: int = 10 ** (len(str(max(most, 1))) - 1)
    return next(step * power for step in NICE if step * power >= most)


def _columns(labels: Sequence[str], values: Sequence[int], top: int) -> tuple[Column, ...]:
    step = 100 / max(len(labels), 1)
    return tuple(
        Column(label, value, round(n * step + step * 0.14, 3), round(step * 0.72, 3), _share(value, top))
        for n, (label, value) in enumerate(zip(labels, values, strict=True))
    )


def _share(value: int, top: int) -> float:
    return round(100 * value / top, 3) if top else 0.0
