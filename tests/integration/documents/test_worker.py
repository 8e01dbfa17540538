"""The worker as a real process: validation's facts close the slots, and what documents says reaches others."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from kombu import Connection

from contracts.residencias.validation.v1 import events_pb2
from plumbing.bus.publisher import Publisher
from plumbing.bus.topology import declare
from plumbing.clock import FixedClock
from plumbing.config import Config
from plumbing.store import connect
from services.documents import usecases, wiring
from tests.usecases.documents.desks import CALL, OPEN, PERSON, Bench, a_fact, observed, the_registry
from tests.usecases.documents.scans import a_scan

WORKER = "services.documents.worker"
ELSEWHERE = "elsewhere"


def until(condition: Callable[[], Any], seconds: float = 30.0) -> Any:
    """What `condition` gives once it is true. Fails when it stays false for `seconds`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if result := condition():
            return result
        time.sleep(0.05)
    raise AssertionError("it did not come true in time")


@pytest.fixture
def running_worker(environment: dict[str, str], config: Config) -> Iterator[None]:
    """The worker, its queues, and another service's queue for what it says."""
    subprocess.run([sys.executable, "-m", "plumbing.bus.declare", WORKER], env=environment, check=True)
    types = [
        f"residencias.documents.v1.{name}" for name in ("DocumentUploaded", "DocumentRefused", "DossierRead")
    ]
    declare(config.amqp_uri, ELSEWHERE, types, config.queue_type)
    child = subprocess.Popen([sys.executable, "-m", "plumbing.bus", WORKER], env=environment)
    yield
    child.terminate()
    assert child.wait(30) == 0


def heard(amqp_uri: str, seen: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """All facts that reached the other service so far."""
    with Connection(amqp_uri) as connection:
        channel = connection.default_channel
        while message := channel.basic_get(f"{ELSEWHERE}.facts", no_ack=True):
            seen.append(json.loads(message.body))
    return seen


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


@pytest.mark.usefixtures("running_worker")
def test_facts_close_and_open_slots_and_uploads_and_looks_become_facts(config: Config) -> None:
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
    seen: list[dict[str, Any]] = []
    until(lambda: len(heard(config.amqp_uri, seen)) == 2)
    assert [fact["type"].rsplit(".", 1)[-1] for fact in seen] == ["DocumentUploaded", "DossierRead"]
    assert {fact["subject"] for fact in seen} == {PERSON}
    until(lambda: sum(c.count_documents({"relay": 1}) for c in built.store.outboxes) == 0)
