"""The worker as a real process: registration's facts make expedientes, and what validation says reaches others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from contracts.residencias.registration.v1 import events_pb2
from plumbing.bus.publisher import Publisher
from plumbing.clock import set_simulated
from plumbing.config import Config
from plumbing.events import Encoder
from plumbing.store import connect
from services.validation import usecases
from tests.listener import Listener
from tests.processes import working
from tests.usecases.validation.world import REGISTRY, X47, World, local
from tests.waiting import until

WORKER = "services.validation.worker"
TOLD = [
    "residencias.validation.v1.ExpedienteSubmitted",
    "residencias.validation.v1.ExpedienteClaimed",
    "residencias.validation.v1.ExpedienteOutOfProcess",
]


@dataclass(frozen=True)
class AccountOpened:
    """registration's fact."""

    folio_enarm: str


@pytest.fixture
def listener(config: Config) -> Listener:
    return Listener(config.amqp_uri, TOLD)


@pytest.fixture
def worker_at(
    environment: dict[str, str], listener: Listener, tmp_path: Any
) -> Iterator[Callable[[str], None]]:
    """The worker under a simulated clock; call it with a local time to move to."""
    clock = tmp_path / "clock.json"
    set_simulated(clock, local("2023-11-22T10:00"))
    simulated = environment | {
        "RESIDENCIAS_CLOCK": "sim",
        "RESIDENCIAS_CLOCK_PATH": str(clock),
        "RESIDENCIAS_ENV": "development",
    }
    with working(simulated, WORKER):
        yield lambda at: set_simulated(clock, local(at))


def test_accounts_become_expedientes_and_deadlines_become_facts(
    worker_at: Callable[[str], None], config: Config, listener: Listener
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
    until(lambda: [fact["subject"] for fact in listener.heard()] == ["a"])
    worker_at("2023-12-11T12:00:01")
    until(lambda: len(listener.heard()) == 2)
    (out,) = listener.heard("ExpedienteOutOfProcess")
    assert (out["subject"], out["data"]["cause"]) == ("b", "NO_ENVIADO")
    assert out["rules_digest"] == REGISTRY[X47].digest
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
