"""Instants and days as people read them: always with weekday and hour, in Mexico City."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from plumbing.clock import MEXICO_CITY
from plumbing.convocatoria.in_words import date_in_words, instant_in_words, iso_in_words

MINUTE, HOUR, DAY = 60, 3600, 86400
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def in_words(value: datetime | str) -> str:
    """`12:05 del lunes 20 de noviembre de 2023`; a day without its hour; empty for nothing.

    Shapes: an instant with its zone, its ISO text as services send it, or an ISO day.
    """
    if isinstance(value, datetime):
        return instant_in_words(value)
    return iso_in_words(value)


def day_in_words(value: str) -> str:
    """`lunes 20 de noviembre de 2023`, or the text itself when it is no day: what was typed is shown as typed."""
    if not ISO_DAY.fullmatch(value):
        return value
    try:
        return date_in_words(date.fromisoformat(value))
    except ValueError:
        return value


def time_left(until: datetime | None, now: datetime) -> tuple[tuple[int, str], ...]:
    """How long is left, in its two largest units: ((2, "dia"), (4, "hora")). Empty when it is over or never ends."""
    seconds = int((until - now).total_seconds()) if until else 0
    if seconds <= 0:
        return ()
    if seconds < MINUTE:
        return ((1, "minuto"),)
    parts = ((seconds // DAY, "dia"), (seconds % DAY // HOUR, "hora"), (seconds % HOUR // MINUTE, "minuto"))
    first = next(place for place, (count, _) in enumerate(parts) if count)
    return tuple((count, unit) for count, unit in parts[first : first + 2] if count)


def local(instant: datetime) -> datetime:
    """The wall clock of Mexico City."""
    return instant.astimezone(MEXICO_CITY)


def soon(until: datetime | None, now: datetime, within: timedelta = timedelta(days=2)) -> bool:
    """It ends before long."""
    return until is not None and timedelta(0) <= until - now <= within
