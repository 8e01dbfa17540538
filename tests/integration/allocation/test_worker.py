"""The worker as a real process: facts make the pool, the gate makes one fact per person, also after a kill -9."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from contracts.residencias.allocation.v1 import events_pb2 as allocation
from contracts.residencias.scoring.v1 import events_pb2 as scoring
from contracts.residencias.validation.v1 import events_pb2 as validation
from plumbing.bus.publisher import Publisher
from plumbing.clock import set_simulated
from plumbing.config import Config
from plumbing.events import Encoder
from plumbing.store import connect
from services.allocation import usecases
from services.allocation.files import S3Bundles
from tests.listener import Listener
from tests.processes import declare, ended, worker
from tests.usecases.allocation.concurso import CLOSED, GATE, RUN, X47, Concurso
from tests.waiting import until

WORKER = "services.allocation.worker"
TOLD = [message.full_name for message in allocation.DESCRIPTOR.message_types_by_name.values()]
PEOPLE = 30


@dataclass(frozen=True)
class FichaIssued:
    """validation's fact, as far as allocation reads it."""

    folio: str
    opciones: list[dict[str, Any]]
    especialidad: str = "pediatria"
    categoria: str = "nacional"
    nombre_completo: str = "Persona"


@dataclass(frozen=True)
class PuntajeComputed:
    """scoring's fact."""

    folio: str
    total: Decimal
    puntaje_enarm: Decimal = Decimal(70)
    calificacion: Decimal = Decimal(80)


class Hall:
    """The worker process, its clock, and what another service hears of it."""

    def __init__(self, environment: dict[str, str], listener: Listener, clock: Any) -> None:
        self._clock, self._environment = clock, environment
        self.heard = listener.heard
        self.child = worker(environment, WORKER)

    def start(self) -> None:
        self.child = worker(self._environment, WORKER)

    def at(self, instant: datetime) -> None:
        set_simulated(self._clock, instant)


@pytest.fixture
def hall(environment: dict[str, str], config: Config, tmp_path: Any) -> Iterator[Hall]:
    clock = tmp_path / "clock.json"
    set_simulated(clock, RUN)
    simulated = environment | {
        "RESIDENCIAS_CLOCK": "sim",
        "RESIDENCIAS_CLOCK_PATH": str(clock),
        "RESIDENCIAS_ENV": "development",
    }
    declare(simulated, WORKER)
    hall = Hall(simulated, Listener(config.amqp_uri, TOLD), clock)
    yield hall
    ended(hall.child)


def test_facts_make_the_pool_and_a_killed_worker_publishes_everybody_once(hall: Hall, config: Config) -> None:
    concurso = Concurso(connect(config.mongo_uri)[config.database("allocation")], S3Bundles(config))
    concurso.load_oferta()
    _enter(concurso, config)
    criteria = {"convocatoria": X47, "puntaje": {"$ne": None}, "candidato": {"$ne": None}}
    until(lambda: concurso.desk.participaciones.count(criteria) == PEOPLE)
    concurso.publish()
    hall.at(GATE)
    until(lambda: hall.heard("ResultPublished"))
    hall.child.send_signal(signal.SIGKILL)
    hall.child.wait()
    hall.start()
    results = until(
        lambda: len(_subjects(hall, "ResultPublished")) == PEOPLE and hall.heard("ResultPublished")
    )
    assert set(Counter(_subjects(hall, "ResultPublished")).values()) == {1}
    assert sum(one["data"]["is_assigned"] for one in {r["id"]: r for r in results}.values()) == 3
    hall.at(CLOSED)
    until(lambda: len(_subjects(hall, "PlazaRejected")) == 3)
    until(lambda: concurso.desk.sweeps.through() and concurso.desk.sweeps.through() >= CLOSED)
    states = usecases.list_results(concurso.desk, concurso.at(CLOSED).act(), "", "", None)["counts"]
    assert states == {"NO_ASIGNADO": PEOPLE - 3, "RECHAZO_IMPLICITO": 3}


def _subjects(hall: Hall, name: str) -> list[str]:
    """Of whom the distinct facts with this name speak: the same envelope delivered twice counts once."""
    return [one["subject"] for one in {one["id"]: one for one in hall.heard(name)}.values()]


def _enter(concurso: Concurso, config: Config) -> None:
    publisher, act = Publisher(config.amqp_uri), concurso.act("sistema")
    fichas, puntajes = Encoder("validation", validation), Encoder("scoring", scoring)
    opciones = [{"sede": "UMAE-PED-SXXI", "subsedes": []}, {"sede": "HGR-1-CDMX-S", "subsedes": []}]
    for number in range(PEOPLE):
        expediente_id, folio = f"e{number:03d}", f"F-{number:03d}"
        ficha, puntaje = FichaIssued(folio, opciones), PuntajeComputed(folio, Decimal(60) + number)
        publisher.fact(puntajes.envelope(puntaje, act, expediente_id, 1, 0))
        for _ in range(2):
            publisher.fact(fichas.envelope(ficha, act, expediente_id, 1, 0))
        concurso.inscritos.folios[expediente_id] = folio
