"""The simulation behind the table of sizes is a queue as theory knows it, and the table is what it says."""

from __future__ import annotations

from itertools import pairwise
from math import factorial
from statistics import fmean

import pytest

from bench import sizing
from plumbing.config import ROOT, SERVICES
from tests.deploy.cluster import named


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
        for figure, small in vars(less).items():
            large = vars(more)[figure]
            pairs = (
                zip(small.values(), large.values(), strict=True)
                if isinstance(small, dict)
                else [(small, large)]
            )
            assert all(a <= b for a, b in pairs), figure
    assert needs[-1].aspirantes * sizing.HABITS.images == 3_000_000


def test_one_relay_is_enough_for_the_largest() -> None:
    assert sizing.need(sizing.SIZES[-1]).facts_per_s < sizing.MEASURED.facts_per_s


def _cores(folder: str, name: str) -> int:
    (process,) = named(folder, "Deployment", name)["spec"]["template"]["spec"]["containers"]
    return int(process["resources"]["limits"]["cpu"])


@pytest.mark.parametrize("name", sizing.REPLICA_CORES)
def test_the_cluster_lets_the_largest_have_its_replicas(name: str) -> None:
    folder = "overlays/production"
    scaled = named(folder, "HorizontalPodAutoscaler", name)["spec"]
    assert _cores(folder, name) == sizing.REPLICA_CORES[name]
    assert scaled["minReplicas"] == sizing.FEWEST
    assert sizing.need(sizing.SIZES[-1]).replicas[name] <= scaled["maxReplicas"]


def test_no_other_api_may_have_less_than_the_busiest() -> None:
    folder = "overlays/production"
    most = sizing.need(sizing.SIZES[-1]).replicas["registration-api"]
    for service in SERVICES:
        name = f"{service}-api"
        scaled = named(folder, "HorizontalPodAutoscaler", name)["spec"]
        assert (
            scaled["maxReplicas"] * _cores(folder, name) >= most * sizing.REPLICA_CORES["registration-api"]
        ), name


def test_the_table_of_the_manual_is_what_the_simulation_says() -> None:
    text = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    missing = [row for row in sizing.table() if row not in text]
    assert missing == [], "run `python -m bench.sizing` and paste its table into docs/operating.md"
