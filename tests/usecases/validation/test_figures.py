"""What an operator sees of validation is what is there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from prometheus_client import REGISTRY as METRICS

from plumbing import figures as plumbing_figures
from plumbing.figures import Figure
from services.validation import usecases
from services.validation.figures import figures
from tests.usecases.validation.world import X47, World


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def shown(world: World) -> Iterator[tuple[Figure, ...]]:
    ours = figures(world.desk)
    yield ours
    plumbing_figures.forget(ours)


def value(name: str, **labels: str) -> float | None:
    return METRICS.get_sample_value(name, {"convocatoria": X47, **labels})


def test_the_queue_is_counted_and_its_oldest_grows_old(world: World, shown: tuple[Figure, ...]) -> None:
    world.sent("e1")
    world.sent("e2")
    world.clock.advance(timedelta(hours=3))
    plumbing_figures.refresh(shown)
    assert value("residencias_expedientes", estado="EN_VALIDACION") == 2
    assert value("residencias_queue_waiting") == 2
    assert value("residencias_queue_oldest_seconds") == pytest.approx(3 * 3600 + 2)
    usecases.claim_next(world.desk, world.validador())
    plumbing_figures.refresh(shown)
    assert value("residencias_queue_waiting") == 1
    assert value("residencias_queue_oldest_seconds") == pytest.approx(3 * 3600 + 1)


def test_a_window_counts_down_while_it_is_open_and_then_is_gone(
    world: World, shown: tuple[Figure, ...]
) -> None:
    plumbing_figures.refresh(shown)
    left = value("residencias_window_closes_seconds", window="registro")
    assert left is not None
    world.clock.advance(timedelta(hours=1))
    plumbing_figures.refresh(shown)
    assert value("residencias_window_closes_seconds", window="registro") == pytest.approx(left - 3600)
    world.clock.advance(timedelta(days=30))
    plumbing_figures.refresh(shown)
    assert value("residencias_window_closes_seconds", window="registro") is None


def test_the_wait_for_a_decision_is_measured_where_it_is_taken(world: World) -> None:
    labels = {"verdict": "Validate"}
    before = value("residencias_verdict_seconds_sum", **labels) or 0.0
    world.sent("e1")
    world.clock.advance(timedelta(hours=2))
    usecases.claim_next(world.desk, world.validador())
    usecases.validate(world.desk, world.validador(), "e1", [])
    assert (value("residencias_verdict_seconds_sum", **labels) or 0.0) - before == pytest.approx(7201)


def test_whoever_lost_the_lease_shows_nothing(world: World, shown: tuple[Figure, ...]) -> None:
    world.sent("e1")
    plumbing_figures.refresh(shown)
    plumbing_figures.forget(shown)
    assert value("residencias_queue_waiting") is None
