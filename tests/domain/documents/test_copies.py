"""Copies of a picture, and two people's papers of one form, over a small share of the forms: all are a bench."""

from __future__ import annotations

from bench.documents_copies import BY_CODE, COPIES, FORM, OF_PAPER, OWN, pairs

PEOPLE, PARTS = 3, 11


def test_copies_are_found_and_nobody_elses_paper_is_taken_for_one() -> None:
    counted = pairs(PEOPLE, part=6, parts=PARTS)
    assert counted.made[FORM] == counted.made[OWN] >= 6
    assert not sum((counted.told + counted.found)[what] for what in (FORM, OWN))
    for what in COPIES:
        assert counted.told[what] == counted.made[what] >= 3
    found = sum(counted.found[what] for what in COPIES)
    assert found >= 0.75 * sum(counted.told[what] for what in COPIES)
    for what in OF_PAPER:
        assert counted.made[what] >= 3
        assert not what.endswith(BY_CODE) or counted.found[what] >= 0.75 * counted.made[what]
