"""The simulation behind the table of sizes is a queue as theory knows it, and the table is what it says."""

from __future__ import annotations

from itertools import pairwise
from math import factorial
from statistics import fmean

import pytest

from bench import sizing
from plumbing.config import ROOT


def _erlang_c_wait(rate: float, mean_s: float, servers: int) -> float:
    """The mean wait of M/M/c."""
    load = rate * mean_s
    below = sum(load**k / factorial(k) for k in range(servers))
    full = load**servers / factorial(servers) * servers / (servers - load)
    return full / (below + full) * mean_s / (servers - load)


@pytest.mark.parametrize(("rate", "servers"), [(0.7, 1), (3.0, 4), (8.0, 10)])
def test_waits_are_those_of_theory_where_theory_has_them(rate: float, servers: int) -> None:
    found = sizing.waits(rate, lambda random: random.expovariate(1.0), servers, 200_000)
    assert fmean(found) == pytest.approx(_erlang_c_wait(rate, 1.0, servers), rel=0.1)


def test_one_core_fewer_would_not_do() -> None:
    rate, mean_s = 30.0, 0.25
    cores = sizing.cores_for(rate, mean_s)
    late = sizing.quantile(sizing.waits(rate, sizing.around(mean_s), cores - 1, sizing.SIMULATED), 0.95)
    assert late >= sizing.PATIENCE_S
    assert cores >= rate * mean_s


def test_more_people_never_need_less() -> None:
    needs = [sizing.need(size) for size in sizing.SIZES]
    for less, more in pairwise(needs):
        assert all(a <= b for a, b in zip(vars(less).values(), vars(more).values(), strict=True))
    assert needs[-1].aspirantes * sizing.HABITS.images == 3_000_000


def test_one_relay_is_enough_for_the_largest() -> None:
    assert sizing.need(sizing.SIZES[-1]).facts_per_s < sizing.MEASURED.facts_per_s


def test_the_table_of_the_manual_is_what_the_simulation_says() -> None:
    text = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    missing = [row for row in sizing.table() if row not in text]
    assert missing == [], "run `python -m bench.sizing` and paste its table into docs/operating.md"
