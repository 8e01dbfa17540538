"""The forecast of the review: what comes and what is decided, carried on to the close (000§3.4, G-11)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from services.validation.domain.rules import pace

NOW = datetime(2023, 12, 10, 18, tzinfo=UTC)
COUNTS = st.lists(st.integers(0, 400), min_size=24, max_size=24)


def after(hours: float) -> datetime:
    return NOW + timedelta(hours=hours)


def test_what_is_decided_faster_than_it_comes_leaves_nothing():
    found = pace(
        30, [0] * 22 + [5, 5], [0] * 22 + [10, 10], now=NOW, sending_until=after(2), review_until=after(10)
    )
    assert (found.given, found.needed, found.left) == (Decimal("10.0"), Decimal("4.0"), 0)


def test_what_comes_until_sending_closes_waits_too():
    found = pace(30, [10, 10], [2, 2], now=NOW, sending_until=after(2), review_until=after(10))
    assert (found.needed, found.left) == (Decimal("5.0"), 30)


def test_once_the_review_has_closed_what_waits_is_left_over():
    found = pace(7, [1], [50], now=NOW, sending_until=after(-1), review_until=after(-1))
    assert (found.needed, found.left) == (None, 7)


def test_before_anything_was_decided_nothing_is_promised():
    found = pace(0, [0, 0], [0, 0], now=NOW, sending_until=after(20), review_until=after(30))
    assert (found.given, found.needed, found.left) == (Decimal("0.0"), Decimal("0.0"), 0)


@given(st.integers(0, 5000), COUNTS, COUNTS, st.floats(0.5, 300), st.floats(0, 300))
def test_deciding_at_the_needed_pace_leaves_nobody(pending, sent, ruled, review, sending):
    found = pace(pending, sent, ruled, now=NOW, sending_until=after(sending), review_until=after(review))
    assert found.needed is not None
    assert found.left >= 0
    if found.given >= found.needed + 1:
        assert found.left == 0
