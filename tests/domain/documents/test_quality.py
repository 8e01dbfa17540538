"""Precision and recall of every advice over a small share of the labelled pages; the whole of them is a bench."""

from __future__ import annotations

import pytest

from bench.defects import DEFECTS
from bench.documents_quality import Tally, tally
from bench.labelled import CLEAN, pages

PAGES, SEED = 216, 47


@pytest.fixture(scope="module")
def counted() -> Tally:
    return tally(pages(PAGES, SEED))


def test_no_clean_scan_is_refused_and_hardly_any_is_warned(counted: Tally) -> None:
    assert counted.made[CLEAN] == PAGES // 2
    assert counted.refused_clean == []
    assert counted.warned_clean <= 2


def test_what_is_said_is_true(counted: Tally) -> None:
    assert sum(counted.false.values()) <= 5, counted.false
    assert all(counted.false[code] <= 2 for code in DEFECTS), counted.false


def test_what_is_wrong_is_said(counted: Tally) -> None:
    assert all(counted.made[code] == PAGES // 24 for code in DEFECTS)
    missed = {code: counted.made[code] - counted.told[code] for code in DEFECTS}
    assert all(number <= 2 for number in missed.values()), missed
