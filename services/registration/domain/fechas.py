"""Days as people type them: ISO text that may be wrong."""

from __future__ import annotations

from datetime import date

from plumbing.errors import FieldError, Rule

CLAUSE = Rule.FIELDS
OLDEST = date(1920, 1, 1)


def day(text: str) -> date | None:
    """The day, or None when the text is not one."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def known_day(field: str, text: str, clause: str = CLAUSE) -> tuple[date | None, list[FieldError]]:
    """The day and no problem, or None and what is wrong: missing, illegible or impossibly old."""
    if not text.strip():
        return None, [FieldError(field, "DATO_OBLIGATORIO", {}, clause)]
    found = day(text)
    if found is None:
        return None, [FieldError(field, "FECHA_ILEGIBLE", {"valor": text}, clause)]
    if found < OLDEST:
        return None, [FieldError(field, "FECHA_IMPOSIBLE", {"valor": text}, clause)]
    return found, []


def past_day(
    field: str, text: str, today: date, clause: str = CLAUSE
) -> tuple[date | None, list[FieldError]]:
    """As `known_day`, and not after `today`."""
    found, wrong = known_day(field, text, clause)
    if found and found > today:
        return None, [FieldError(field, "FECHA_FUTURA", {"valor": text}, clause)]
    return found, wrong
