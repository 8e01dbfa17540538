"""The worker as a real process: registration's facts make expedientes, and what validation says reaches others."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from kombu import Connection

from contracts.residencias.registration.v1 import events_pb2
from plumbing.bus.publisher import Publisher
from plumbing.bus.topology import declare
from plumbing.clock import set_simulated
from plumbing.config import Config
from plumbing.events import Encoder
from plumbing.store import connect
from services.validation import usecases
from tests.usecases.validation.world import REGISTRY, X47, World, local

WORKER = "services.validation.worker"
ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class AccountOpened:
    """registration's fact."""

    folio_enarm: str


def until(condition: Callable[[], Any], seconds: float = 30.0) -> Any:
    """What `condition` gives once it is true. Fails when it stays false for `seconds`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if result := condition():
            return result
        time.sleep(0.05)
    raise AssertionError("it did not come true in time")


@pytest.fixture
def worker_at(environment: dict[str, str], config: Config, tmp_path: Any) -> Iterator[Callable[[str], None]]:
    """The worker under a simulated clock; call it with a local time to move to."""
    clock = tmp_path / "clock.json"
    set_simulated(clock, local("2023-11-22T10:00"))
    simulated = environment | {
        "RESIDENCIAS_CLOCK": "sim",
        "RESIDENCIAS_CLOCK_PATH": str(clock),
        "RESIDENCIAS_ENV": "development",
    }
    subprocess.run([sys.executable, "-m", "plumbing.bus.declare", WORKER], env=simulated, check=True)
    types = [
        "residencias.validation.v1.ExpedienteSubmitted",
        "residencias.validation.v1.ExpedienteClaimed",
        "residencias.validation.v1.ExpedienteOutOfProcess",
    ]
    declare(config.amqp_uri, ELSEWHERE, types, config.queue_type)
    child = subprocess.Popen([sys.executable, "-m", "plumbing.bus", WORKER], env=simulated)
    yield lambda at: set_simulated(clock, local(at))
    child.terminate()
    child.wait(20)


def heard(amqp_uri: str, seen: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """All facts that reached the other service so far."""
    with Connection(amqp_uri) as connection:
        channel = connection.default_channel
        while message := channel.basic_get(f"{ELSEWHERE}.facts", no_ack=True):
            seen.append(json.loads(message.body))
    return seen


def test_accounts_become_expedientes_and_deadlines_become_facts(
    worker_at: Callable[[str], None], config: Config
) -> None:
    world = World(connect(config.mongo_uri)[config.database("validation")])
    encoder = Encoder("registration", events_pb2)
    publisher = Publisher(config.amqp_uri)
    registration = world.act("sistema", "registration")
    for expediente_id in ("a", "b", "a", "b"):
        publisher.fact(encoder.envelope(AccountOpened("E7"), registration, expediente_id, 1, 0))
    until(lambda: world.desk.expedientes.count({"convocatoria": X47, "estado": "PENDIENTE"}) == 2)
    world.an_aspirante("a")
    world.send("a")
    seen: list[dict[str, Any]] = []
    until(lambda: [fact["subject"] for fact in heard(config.amqp_uri, seen)] == ["a"])
    worker_at("2023-12-11T12:00:01")
    until(lambda: len(heard(config.amqp_uri, seen)) == 2)
    assert (seen[1]["subject"], seen[1]["data"]["cause"]) == ("b", "NO_ENVIADO")
    assert seen[1]["rules_digest"] == REGISTRY[X47].digest
    closed = local("2023-12-11T12:00:01")
    assert until(lambda: (world.desk.sweeps.through() or closed) >= closed)
    listed = usecases.list_expedientes(world.desk, world.act("ces", "c1"))
    assert listed["counts"] == {"EN_VALIDACION": 1, "FUERA_DE_PROCESO": 1}


def test_a_validadors_day_is_counted_from_our_own_facts(
    worker_at: Callable[[str], None], config: Config
) -> None:
    world = World(connect(config.mongo_uri)[config.database("validation")])
    world.validated("a")
    until(lambda: usecases.get_desk_figures(world.desk, world.validador())["today"]["validated"] == 1)
