"""Windows of the calendar: local wall-clock in Mexico City, judged on the instant of receipt.

Boundaries: `desde` includes its instant and `despues_de` does not; `hasta HH:MM` includes that very instant,
`hasta 23:59` runs to the end of that minute and `hasta` a bare date to the end of that day; `antes_de` excludes
its instant.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from plumbing.clock import MEXICO_CITY
from plumbing.convocatoria.in_words import date_in_words, instant_in_words, phrase
from plumbing.convocatoria.nodes import Day, Moment, Node, Part, Words

Concerned = Literal["todos", "nacional", "extranjero"]
TICK = timedelta(microseconds=1)


class Dated(Node):
    """What stands in the calendar."""

    label: Words
    concerns: Concerned = "todos"
    """Whose date it is, by the category of the ENARM."""


class Window(Dated):
    """A stretch of time in which an action is possible; without `closes` it never ends once open."""

    opens: Moment | None = None
    opens_word: Literal["desde", "despues_de"] = "desde"
    closes: Moment | None = None
    closes_word: Literal["hasta", "antes_de"] = "hasta"

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.opens is None and self.closes is None:
            raise ValueError("VENTANA_VACIA")
        first, last = self.first_instant, self.last_instant
        if first and last and first > last:
            raise ValueError("VENTANA_AL_REVES")
        return self

    @property
    def opens_at(self) -> datetime | None:
        """The opening as the text gives it, local time; None when it was always open."""
        return _local(self.opens) if self.opens else None

    @property
    def closes_at(self) -> datetime | None:
        """The closing as the text gives it, local time; None when it never closes."""
        return _local(self.closes) if self.closes else None

    @property
    def first_instant(self) -> datetime | None:
        """The first instant inside."""
        opens_at = self.opens_at
        return opens_at + TICK if opens_at and self.opens_word == "despues_de" else opens_at

    @property
    def last_instant(self) -> datetime | None:
        """The last instant inside, to the microsecond."""
        closes_at = self.closes_at
        if closes_at is None or self.closes is None:
            return None
        if self.closes_word == "antes_de":
            return closes_at - TICK
        if "T" not in self.closes:
            return closes_at + timedelta(days=1) - TICK
        return closes_at + timedelta(minutes=1) - TICK if self.closes.endswith("T23:59") else closes_at

    def opened(self, instant: datetime) -> bool:
        """The window has begun at `instant`. Raises ValueError for an instant without zone."""
        first = self.first_instant
        return first is None or _aware(instant) >= first

    def closed(self, instant: datetime) -> bool:
        """The window is over at `instant`: sweepers act from here on. Raises ValueError without zone."""
        last = self.last_instant
        return last is not None and _aware(instant) > last

    def contains(self, instant: datetime) -> bool:
        """`instant` (of receipt) is inside. Raises ValueError for an instant without zone."""
        return self.opened(instant) and not self.closed(instant)

    @property
    def closing_text(self) -> str:
        """`23:59 del jueves 23 de noviembre de 2023`; empty when it never closes."""
        return _moment_in_words(self.closes) if self.closes else ""

    @property
    def text_for_people(self) -> str:
        """`de las 12:00 del sábado 18 de noviembre de 2023 a las 23:59 del jueves 23 de …`."""
        parts = []
        if self.opens:
            begin = "despues" if self.opens_word == "despues_de" else "de" if self.closes else "desde"
            parts.append(phrase(f"{begin}_{_unit(self.opens)}", _moment_in_words(self.opens)))
        if self.closes:
            end = "a" if self.closes_word == "hasta" else "y_antes" if self.opens else "antes"
            parts.append(phrase(f"{end}_{_unit(self.closes)}", self.closing_text))
        return " ".join(parts)


class PendingWindow(Dated):
    """A window the convocatoria needs and gives no date for: CES gives it before the call can be opened."""

    dates: Literal["pendientes"]


class BusinessDays(Part):
    """The window that begins the day after another closes and lasts `days` business days, whole days."""

    after: Words
    days: Annotated[int, Field(ge=1, le=60)]
    holidays: tuple[Day, ...] = ()


class DerivedWindow(Dated):
    """A window the convocatoria gives by counting, not by dates."""

    business_days: BusinessDays

    def resolve(self, anchor: Window) -> Window:
        """The window in dates. Raises ValueError when `anchor` never closes."""
        last = anchor.last_instant
        if last is None:
            raise ValueError("ANCLA_SIN_CIERRE")
        day = last.astimezone(MEXICO_CITY).date()
        opens, left = day + timedelta(days=1), self.business_days.days
        while left:
            day += timedelta(days=1)
            left -= day.weekday() < 5 and day.isoformat() not in self.business_days.holidays
        return Window(
            label=self.label,
            concerns=self.concerns,
            clause=self.clause,
            text=self.text,
            note=self.note,
            supuestos=(*self.supuestos, *self.business_days.supuestos),
            opens=opens.isoformat(),
            closes=day.isoformat(),
        )


class FirstBusinessDay(Part):
    """The first day of another window that is neither Saturday, Sunday nor one of `holidays`."""

    of: Words
    holidays: tuple[Day, ...] = ()


class FirstDayWindow(Dated):
    """One whole day: the first business day of another window."""

    first_business_day: FirstBusinessDay

    def resolve(self, anchor: Window) -> Window:
        """The window in dates. Raises ValueError when `anchor` has no opening."""
        if anchor.opens_at is None:
            raise ValueError("ANCLA_SIN_APERTURA")
        day = anchor.opens_at.date()
        while day.weekday() >= 5 or day.isoformat() in self.first_business_day.holidays:
            day += timedelta(days=1)
        return Window(
            label=self.label,
            concerns=self.concerns,
            clause=self.clause,
            text=self.text,
            note=self.note,
            supuestos=(*self.supuestos, *self.first_business_day.supuestos),
            opens=day.isoformat(),
            closes=day.isoformat(),
        )


class StaggeredDay(Part):
    """People whose date in the roster is `selected_on` may begin at `opens`."""

    selected_on: Day
    opens: Moment
    opens_word: Literal["desde", "despues_de"] = "desde"


class PersonalOpening(Node):
    """Windows that open to each person by a date of the roster; a date that is not here is refused on import."""

    windows: Annotated[tuple[Words, ...], Field(min_length=1)]
    roster_column: Words
    days: Annotated[tuple[StaggeredDay, ...], Field(min_length=1)]

    def personal(self, window: Window, selected_on: str) -> Window:
        """`window` as it is for whoever was selected on this date. Raises KeyError for an unknown date."""
        day = {day.selected_on: day for day in self.days}[selected_on]
        return window.model_copy(
            update={"opens": day.opens, "opens_word": day.opens_word, "clause": self.clause}
        )


def _local(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=MEXICO_CITY)


def _aware(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("an instant needs its zone")
    return instant


def _unit(moment: str) -> str:
    return "hora" if "T" in moment else "dia"


def _moment_in_words(moment: str) -> str:
    return instant_in_words(_local(moment)) if "T" in moment else date_in_words(date.fromisoformat(moment))
