"""The worker as a real process: validation's facts close the slots, and what documents says reaches others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from contracts.residencias.validation.v1 import events_pb2
from plumbing.bus.publisher import Publisher
from plumbing.clock import FixedClock
from plumbing.config import Config
from plumbing.store import connect
from services.documents import usecases, wiring
from tests.listener import Listener, name_of
from tests.processes import working
from tests.usecases.documents.desks import CALL, OPEN, PERSON, Bench, a_fact, observed, the_registry
from tests.usecases.documents.scans import a_scan
from tests.waiting import until

WORKER = "services.documents.worker"
TOLD = [f"residencias.documents.v1.{name}" for name in ("DocumentUploaded", "DocumentRefused", "DossierRead")]


@pytest.fixture
def listener(environment: dict[str, str], config: Config) -> Iterator[Listener]:
    """Another service that hears what the running worker says."""
    told = Listener(config.amqp_uri, TOLD)
    with working(environment, WORKER) as process:
        yield told
    assert process.returncode == 0


def envelope(name: str, version: int, data: dict[str, Any] | None = None) -> dict[str, Any]:
    """A fact of validation as it travels."""
    fact = a_fact(name, version, data)
    assert hasattr(events_pb2, name)
    return {
        "id": fact.id,
        "type": fact.type,
        "source": fact.source,
        "subject": PERSON,
        "time": fact.time,
        "convocatoria": CALL,
        "version": version,
        "data": fact.data,
    }


def test_facts_close_and_open_slots_and_uploads_and_looks_become_facts(
    config: Config, listener: Listener
) -> None:
    database = connect(config.mongo_uri)[config.database("documents")]
    built = wiring.build(config, FixedClock(OPEN), the_registry(), database)
    bench = Bench()
    usecases.upload_document(built.desk, bench.act(), PERSON, "CURP", "CURP.jpg", "", a_scan())
    publisher = Publisher(config.amqp_uri)
    publisher.fact(envelope("ExpedienteObserved", 4, observed("CURP", fields=("telefonos[0]",))))
    publisher.fact(envelope("ExpedienteSubmitted", 2))
    publisher.fact(envelope("ExpedienteObserved", 4, observed("CURP")))

    def open_slots() -> list[str]:
        manifest = usecases.get_manifest(built.desk, bench.act(), PERSON)
        return [slot.slot for slot in manifest.slots if slot.is_open]

    until(lambda: open_slots() == ["CURP", "SOLICITUD"])
    usecases.get_document(built.desk, bench.act(role="validador", who="v1"), PERSON, "CURP", 0)
    until(lambda: len(listener.heard()) == 2)
    assert sorted(name_of(fact) for fact in listener.heard()) == ["DocumentUploaded", "DossierRead"]
    assert {fact["subject"] for fact in listener.heard()} == {PERSON}
    until(lambda: sum(c.count_documents({"relay": 1}) for c in built.store.outboxes) == 0)
