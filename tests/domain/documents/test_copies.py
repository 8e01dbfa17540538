"""Copies of a picture, and two people's papers of one form, over a small share of the forms: all are a bench."""

from __future__ import annotations

from bench.documents_copies import COPIES, CUT, FORM, OWN, pairs

PEOPLE, PARTS = 3, 11


def test_copies_are_found_and_nobody_elses_paper_is_taken_for_one() -> None:
    counted = pairs(PEOPLE, part=2, parts=PARTS)
    assert counted.made[FORM] == counted.made[OWN] >= 6
    assert not counted.told[FORM] + counted.told[OWN]
    for what in (name for name in COPIES if name != CUT):
        assert counted.told[what] == counted.made[what] >= 3
    assert sum(counted.found.values()) >= 0.75 * sum(counted.told.values())
