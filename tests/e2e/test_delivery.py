"""Facts that come late, twice, in another order, or as poison leave the same convocatoria behind (issue: §5)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random

import pytest
from kombu import Connection

from plumbing.bus.publisher import Publisher
from plumbing.config import SERVICES
from plumbing.events import EXCHANGE
from residencias.demo.driver.world import World
from residencias.demo.run import Ended
from tests.e2e.disorder import Disorder
from tests.e2e.integrity import digests, entries, parked, wounds
from tests.e2e.stage import Stage, staged

# Together they cause nearly every kind of fact, those of deadlines included.
CAST = (
    "corrected",
    "silent_rejection",
    "abandono",
    "foreigner_unpaid",
    "never_answered",
    "grave_inconsistency",
)
CAST += ("clean", "renuncia")
SEED = 14
MADE = {"specversion": "1.0", "subject": "nadie", "time": "2023-11-18T18:00:00+00:00", "version": 1}
POISON: tuple[tuple[bytes, str], ...] = (
    (b"{esto no es JSON", "application/json"),
    (json.dumps({**MADE, "type": "residencias.desconocido.v1.Nada"}).encode(), "application/json"),
    (
        json.dumps(
            {**MADE, "type": "residencias.validation.v1.FichaIssued", "data": {"folio": {"no": "es texto"}}}
        ).encode(),
        "application/json",
    ),
)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Stage, Ended, Disorder]]:
    """A story told over the worst broker, with poison in every queue from the first minute."""
    with staged(tmp_path_factory.mktemp("delivery"), CAST, SEED) as stage:
        _poison(stage.world)
        with Disorder(stage.world.environment["AMQP_URI"], SEED) as disorder:
            really_quiet = stage.world._is_quiet
            stage.world._is_quiet = lambda: disorder.is_calm() and really_quiet()  # type: ignore[method-assign]
            ended = stage.play()
        yield stage, ended, disorder


def _poison(world: World) -> None:
    with Connection(world.environment["AMQP_URI"]) as connection:
        for service in SERVICES:
            for body, content_type in POISON:
                connection.Producer().publish(
                    body,
                    routing_key=f"{service}.facts",
                    content_type=content_type,
                    content_encoding="utf-8",
                    delivery_mode=2,
                )


def test_late_doubled_and_reordered_facts_change_nothing(told: tuple[Stage, Ended, Disorder]) -> None:
    stage, ended, disorder = told
    print(f"{disorder.held} hechos retenidos, {disorder.doubled} entregados dos veces")
    assert stage.wrong(ended) == []
    assert disorder.held > 200
    assert disorder.doubled > 50
    assert wounds(stage.world, poisoned=True) == []


@pytest.mark.parametrize("service", SERVICES)
def test_poison_is_parked_with_its_reason_and_nothing_else_is(
    told: tuple[Stage, Ended, Disorder], service: str
) -> None:
    """Once each, also where delivery doubles: one content is one place on the shelf."""
    kept = parked(told[0].world, service)
    assert len({body for _, body in kept}) == len(kept) == len(POISON), kept
    assert all(reason for reason, _ in kept)


def test_every_fact_told_twice_more_in_any_order_changes_no_document(
    told: tuple[Stage, Ended, Disorder],
) -> None:
    world = told[0].world
    again = [json.loads(entry["envelope"]) for entry in entries(world)] * 2
    Random(SEED).shuffle(again)
    world.settle()
    before = digests(world)
    publisher = Publisher(world.environment["AMQP_URI"])
    for envelope in again:
        publisher.send(envelope, exchange=EXCHANGE, routing_key=envelope["type"])
    publisher.close()
    world.settle()
    after = digests(world)
    changed = sorted(key for key in {*before, *after} if before.get(key) != after.get(key))
    assert changed == []
    assert len(again) > 500
