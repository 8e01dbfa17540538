"""The parts of a chart stay in its frame and say what its table says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.gateway.portal.personal.supervision.ritmo import chart_of, days_of
from services.gateway.portal.personal.trazos import chart, funnel, scale


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


@pytest.mark.parametrize(("needed", "top"), [(0, 10), (7, 10), (40, 40)])
def test_decisions_stand_one_upon_the_other_under_what_is_needed(needed: int, top: int):
    drawn = chart_of(days_of(TALLIES), needed)
    validated, observed, annulments = drawn.series
    assert drawn.ticks[-1] == (top, 100.0)
    assert validated.columns[1].share == pytest.approx(100 * 9 / top)
    assert observed.columns[1].base == validated.columns[1].share
    assert annulments.columns[0].y == pytest.approx(100 - 100 * 4 / top)
    for one in drawn.series:
        assert all(c.x >= 0 and c.x + c.width <= 100 and 0 <= c.y <= 100 for c in one.columns)
    assert drawn.goal == ((needed, pytest.approx(100 * needed / top)) if needed else None)
    assert drawn.labels == ("20 nov", "21 nov")
    assert [total for _, total in drawn.tops] == [4, 10]


def test_no_day_yet_is_an_empty_chart():
    drawn = chart_of((), 0)
    assert (drawn.labels, drawn.goal, drawn.is_empty) == ((), None, True)


@given(st.integers(0, 10**9))
def test_the_scale_is_round_and_holds_the_largest(most):
    top = scale(most)
    assert top >= most
    assert top <= max(2 * most, 1)


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=24))
def test_a_chart_stays_in_its_frame(values):
    drawn = chart([str(n) for n in range(len(values))], one=("Uno", values))
    columns = drawn.series[0].columns
    assert all(c.x >= 0 and c.x + c.width <= 100 and 0 <= c.share <= 100 for c in columns)
    assert drawn.is_empty == (not any(values))
    assert len(drawn.series[0].segments) == len(values) - 1
    assert drawn.ticks[0] == (0, 0.0)


@given(st.integers(1, 60))
def test_labels_never_crowd(days):
    drawn = chart([str(n) for n in range(days)], one=("Uno", [1] * days))
    assert len(drawn.labels[:: drawn.every]) <= 8


def test_a_funnel_is_measured_by_its_largest_step():
    stages = funnel([("seleccionados", 200), ("cuentas", 150), ("inscritos", 0)])
    assert [stage.share for stage in stages] == [100.0, 75.0, 0.0]
    assert all(stage.share == 0 for stage in funnel([("seleccionados", 0)]))
