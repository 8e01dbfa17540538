"""Whether the review will be done in time, if all goes on as it went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

HOUR = timedelta(hours=1)
TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Pace:
    """Per hour: `given` so far, `needed` from now on to leave nothing (None once it is late). `left`: at the close."""

    given: Decimal
    needed: Decimal | None
    left: int


def pace(
    pending: int,
    sent: Sequence[int],
    ruled: Sequence[int],
    *,
    now: datetime,
    sending_until: datetime | None,
    review_until: datetime | None,
) -> Pace:
    """What comes and what is decided goes on at the mean of the hours that were counted, from the first that had any.

    Shapes: `sent`, `ruled` are counts of the same hours, the oldest first. Source: 000§3.4, supuesto rezago (G-11).
    """
    counted = next((len(ruled) - n for n, (a, b) in enumerate(zip(sent, ruled, strict=True)) if a or b), 1)
    given, coming = Decimal(sum(ruled)) / counted, Decimal(sum(sent)) / counted
    hours = _hours(now, review_until)
    expected = pending + coming * min(_hours(now, sending_until), hours)
    needed = _tenths(expected / hours) if hours else None
    left = max(Decimal(0), expected - given * hours)
    return Pace(_tenths(given), needed, int(left.to_integral_value(ROUND_HALF_UP)))


def _hours(now: datetime, until: datetime | None) -> Decimal:
    """Until then, never less than nothing; no end is no time that counts."""
    return max(Decimal(0), Decimal((until - now) / HOUR)) if until else Decimal(0)


def _tenths(value: Decimal) -> Decimal:
    return value.quantize(TENTH, ROUND_HALF_UP)
