"""The bars of the review say what the table says, inside their frame."""

from __future__ import annotations

import pytest

from services.gateway.portal.personal.supervision.grafica import HEIGHT, TOP, chart, days_of


def a_tally(by: str, on: str, validated: int, observed: int = 0, annulments: int = 0) -> dict[str, object]:
    return {"by": by, "on": on, "validated": validated, "observed": observed, "annulments": annulments}


TALLIES = [
    a_tally("v2", "2023-11-21", 4, observed=1),
    a_tally("v1", "2023-11-20", 3, annulments=1),
    a_tally("v1", "2023-11-21", 5),
]


def test_a_day_is_everybodys_and_the_days_are_in_order():
    assert [(day.on, day.validated, day.observed, day.annulments, day.total) for day in days_of(TALLIES)] == [
        ("2023-11-20", 3, 0, 1, 4),
        ("2023-11-21", 9, 1, 0, 10),
    ]


@pytest.mark.parametrize("needed", [0, 7, 40])
def test_heights_are_in_proportion_and_nothing_leaves_the_frame(needed: int):
    drawn = chart(days_of(TALLIES), needed)
    most = max(needed, 10)
    room = drawn.floor - TOP
    (first, *_) = (bar for bar in drawn.bars if bar.kind == "validado")
    assert first.height == pytest.approx(room * 3 / most, abs=0.1)
    for bar in drawn.bars:
        assert drawn.left <= bar.x <= bar.x + bar.width <= drawn.right
        assert TOP - 0.1 <= bar.y <= bar.y + bar.height <= drawn.floor + 0.2 < HEIGHT
    line = drawn.floor - room * needed / most
    assert drawn.needed_y == (pytest.approx(line, abs=0.1) if needed else None)
    assert [label.text for label in drawn.days] == ["20/11", "21/11"]
    assert [label.text for label in drawn.totals] == ["4", "10"]


def test_no_day_yet_is_an_empty_frame():
    drawn = chart((), 0)
    assert (drawn.bars, drawn.days, drawn.needed_y) == ((), (), None)
