"""Where each window stands on a line of time, in hundredths of its length: the picture of a calendar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from plumbing.clock import MEXICO_CITY
from plumbing.convocatoria import Convocatoria, Window, date_in_words
from plumbing.convocatoria.reading.reader import dated_windows
from plumbing.convocatoria.reading.wording import TEXTS

QUIET = timedelta(days=30)
"""A pause this long ends the picture; what comes later is only pointed at."""
STEPS = (1, 2, 7, 14, 28, 56, 112, 364)
MAX_TICKS = 13
SAYS = TEXTS["calendario"]


@dataclass(frozen=True)
class Tick:
    """A day on the line."""

    at: float
    label: str


@dataclass(frozen=True)
class Bar:
    """A window on the line; `width` 0 is an instant, `inside` False only points at what comes later."""

    anchor: str
    label: str
    dates: str
    clause: str
    start: float = 0
    width: float = 0
    inside: bool = False
    always_open: bool = False
    """It has no opening."""
    runs_on: bool = False
    """It goes on after the end of the line."""


@dataclass(frozen=True)
class Timeline:
    """The windows in file order under one scale."""

    span: str
    ticks: tuple[Tick, ...]
    bars: tuple[Bar, ...]


def timeline(convocatoria: Convocatoria) -> Timeline | None:
    """The picture of the calendar; None when the convocatoria has no windows at all."""
    if not convocatoria.calendar:
        return None
    windows = dated_windows(convocatoria)
    scale = _Scale.of(windows)
    bars = []
    for name, entry in convocatoria.calendar.items():
        window = windows.get(name)
        dates = _dates(window) if window else SAYS["pendiente"]
        bare = Bar(f"calendar-{name}", entry.label, dates, entry.clause or "")
        bars.append(scale.placed(bare, window) if scale and window else bare)
    span = SAYS["sin_fechas"]
    if scale:
        last = (scale.end - timedelta(microseconds=1)).date()
        span = SAYS["eje"].format(desde=date_in_words(scale.start.date()), hasta=date_in_words(last))
    return Timeline(span, scale.ticks() if scale else (), tuple(bars))


@dataclass(frozen=True)
class _Scale:
    """From midnight to midnight of Mexico City."""

    start: datetime
    end: datetime

    @classmethod
    def of(cls, windows: Mapping[str, Window]) -> _Scale | None:
        """The stretch where most of it happens; None without dates."""
        both = [(w.first_instant, w.last_instant) for w in windows.values()]
        moments = sorted(moment for pair in both for moment in pair if moment)
        if not moments:
            return None
        last = moments[-1]
        for index, (one, following) in enumerate(pairwise(moments), 1):
            if following - one > QUIET and index * 2 > len(moments):
                last = one
                break
        return cls(_midnight(moments[0].date()), _midnight(last.date() + timedelta(days=1)))

    def at(self, moment: datetime) -> float:
        share = (moment - self.start) / (self.end - self.start)
        return round(100 * min(max(share, 0.0), 1.0), 3)

    def placed(self, bar: Bar, window: Window) -> Bar:
        first, last = window.first_instant, window.last_instant
        if first and first >= self.end:
            return bar
        begins = self.at(first) if first else 0.0
        ends = self.at(last) if last else begins
        return replace(
            bar, start=begins, width=round(ends - begins, 3), inside=True, always_open=first is None,
            runs_on=last is not None and last >= self.end,
        )  # fmt: skip

    def ticks(self) -> tuple[Tick, ...]:
        days = (self.end - self.start).days
        step = next((step for step in STEPS if days / step <= MAX_TICKS), STEPS[-1])
        first = self.start.date()
        if step >= 7:
            first += timedelta(days=-first.weekday() % 7)
        found, day = [], first
        while _midnight(day) < self.end:
            found.append(Tick(self.at(_midnight(day)), _short(day)))
            day += timedelta(days=step)
        return tuple(found)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=MEXICO_CITY)


def _short(day: date, with_year: bool = False) -> str:
    form = SAYS["dia_y_ano" if with_year else "dia"]
    return str(form).format(dia=day.day, mes=SAYS["meses"][day.month - 1], ano=day.year)


def _dates(window: Window) -> str:
    """`18 nov 2023, 12:00 – 23 nov 2023, 23:59`; an edge that is not inside says so, a single day stands alone."""
    opens, closes = _moment(window.opens), _moment(window.closes)
    if opens == closes:
        return opens
    if opens and (window.opens_word == "despues_de" or not closes):
        opens = SAYS[window.opens_word].format(opens)
    if closes and (window.closes_word == "antes_de" or not opens):
        closes = SAYS[window.closes_word].format(closes)
    return str(SAYS["de_a"]).format(opens, closes) if opens and closes else opens or closes


def _moment(moment: str | None) -> str:
    if not moment:
        return ""
    instant = datetime.fromisoformat(moment)
    hour = f", {instant:%H:%M}" if "T" in moment else ""
    return _short(instant.date(), with_year=True) + hour
