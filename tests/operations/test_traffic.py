"""While facts flow, what operators do to the parts loses nothing and doubles nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from kombu import Connection

from plumbing.bus.publisher import Publisher
from plumbing.config import from_environment
from plumbing.events import EXCHANGE
from plumbing.store import Documents, connect
from plumbing.store.shelf import Shelf
from residencias import local_settings
from residencias.embedded.part import Part, await_all
from residencias.embedded.ports import HOST, choose
from residencias.embedded.rabbitmq import RabbitMQ
from residencias.embedded.secantusdb import SecantusDB
from tests.plumbing.ledger import ACT, Entry, SolicitudPrinted, documents
from tests.plumbing.test_bus import heard
from tests.processes import Process, answers, declare, ended, worker
from tests.waiting import PATIENCE_S, until

MODULE = "tests.plumbing.ledger"
RETRIED = re.compile(r'^residencias_facts_consumed_total{outcome="retried",service="ledger"} (\S+)$', re.M)


class Plant:
    """A broker and a database of this test alone, the ledger's workers, and facts said one after another."""

    def __init__(self, folder: Path) -> None:
        self.broker, self.database = RabbitMQ(folder), SecantusDB(folder)
        self.parts: tuple[Part, ...] = (self.broker, self.database)
        for part in self.parts:
            part.start()
        await_all(self.parts)
        self.environment = local_settings.local(folder) | {
            "PATH": "/usr/bin:/bin", "LOG_LEVEL": "WARNING", "SMTP_URL": "smtp://127.0.0.1:1",
            "S3_ENDPOINT": "127.0.0.1:1", "S3_ACCESS_KEY": "x", "S3_SECRET_KEY": "x",
            **self.broker.environment(), **self.database.environment(),
        }  # fmt: skip
        self.workers: list[tuple[Process, str]] = []
        declare(self.environment, MODULE)
        config = from_environment(self.environment)
        self.entries: Documents[Entry] = documents(connect(config.mongo_uri)[config.database("ledger")])
        self.said = 0

    def worker(self) -> tuple[Process, str]:
        """One more replica; returns it and where its probes answer."""
        port = choose()
        child = worker(self.environment | {"METRICS_PORT": str(port)}, MODULE)
        self.workers.append((child, f"http://{HOST}:{port}"))
        return self.workers[-1]

    def at_work(self) -> tuple[Process, str]:
        """The newest replica that lives, or a first one, once it takes facts."""
        living = [one for one in self.workers if one[0].poll() is None]
        child, base = living[-1] if living else self.worker()
        until(lambda: _is_ready(base))
        return child, base

    def retried(self) -> float:
        """How many attempts of the replicas that live have failed and will be made again."""
        shown = [_shown(base, "/metrics").text for child, base in self.workers if child.poll() is None]
        return sum(float(one) for text in shown for one in RETRIED.findall(text))

    def stop(self, child: Process) -> None:
        """As a platform does: asked, and it finishes what it has taken."""
        assert ended(child) == 0

    def say(self, count: int) -> None:
        for _ in range(count):
            self.entries.create(f"d{self.said}", Entry("d"), ACT, [SolicitudPrinted(1)])
            self.said += 1

    def arrived(self) -> bool:
        """Everything said was heard, each fact once."""
        return all(heard(self.entries, f"d{n}") == (1,) for n in range(self.said))

    def end(self) -> None:
        for child, _ in self.workers:
            child.kill()
            child.wait()
        for part in self.parts:
            part.stop()


@pytest.fixture(scope="module")
def plant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plant]:
    built = Plant(tmp_path_factory.mktemp("plant"))
    yield built
    built.end()


def _is_ready(base: str) -> bool:
    return answers(f"{base}/listo")


def _shown(base: str, path: str) -> httpx.Response:
    return httpx.get(f"{base}{path}", timeout=PATIENCE_S)


def test_replicas_come_and_go_under_load_and_nothing_is_lost(plant: Plant) -> None:
    first, _ = plant.at_work()
    plant.say(60)
    others = [plant.worker()]
    plant.say(60)
    plant.stop(first)  # the one with the relay's lease
    plant.say(60)
    others.append(plant.worker())
    until(plant.arrived)
    for child, base in others:
        until(partial(_is_ready, base))
        plant.stop(child)
    plant.say(20)  # nobody is there: it waits
    assert not plant.arrived()
    plant.worker()
    until(plant.arrived)


def test_a_restart_of_the_broker_delays_facts_and_loses_none(plant: Plant) -> None:
    child, base = plant.at_work()
    plant.broker.stop()
    plant.say(40)  # commands are taken: their facts wait in the outbox
    assert not plant.arrived()
    assert "broker" not in _shown(base, "/vivo").text  # no reason to end it
    plant.broker.start()
    plant.broker.await_ready()
    until(plant.arrived)
    assert child.poll() is None, "the worker found its way back by itself"
    until(lambda: _is_ready(base))


def test_the_probe_of_a_worker_that_cannot_consume_says_so(
    plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ready means that it takes facts: without the broker it stops being ready within its pulse, and may be ended."""
    child, base = plant.at_work()
    plant.broker.stop()
    try:
        until(lambda: "consumer of ledger" in _shown(base, "/listo").text)
        assert _shown(base, "/vivo").status_code == 200
        plant.stop(child)
    finally:
        plant.broker.start()
        plant.broker.await_ready()
    plant.at_work()


def _from_tomorrow(plant: Plant, subject: str, **changes: Any) -> dict[str, Any]:
    """The fact as the next version would send it: one more attribute, one more field."""
    stored = plant.entries.create(
        f"model-{subject}", replace(Entry("m"), name=subject), ACT, [SolicitudPrinted(1)]
    )
    document = plant.entries.collection.find_one({"_id": stored.id})
    assert document is not None
    envelope: dict[str, Any] = document["outbox"][0]
    newer = envelope["data"] | {"a_field_of_tomorrow": {"deep": [1, 2]}}
    return envelope | {"subject": subject, "dataschema": "v2", "data": newer, **changes}


def test_facts_of_the_next_version_are_understood_by_the_last_one(plant: Plant) -> None:
    """A rolling upgrade mixes both: what an old consumer does not know it leaves out, and nothing is parked."""
    plant.at_work()
    publisher = Publisher(plant.environment["AMQP_URI"])
    for number in range(10):
        newer = _from_tomorrow(plant, f"n{number}")
        publisher.send(newer, exchange=EXCHANGE, routing_key=newer["type"])
    publisher.close()
    plant.say(10)
    until(lambda: plant.arrived() and all(heard(plant.entries, f"n{n}") == (1,) for n in range(10)))
    with Connection(plant.environment["AMQP_URI"]) as connection:
        assert connection.default_channel.queue_declare("ledger.parked", passive=True).message_count == 0
    assert Shelf(plant.entries.collection.database, "ledger").count() == 0


def test_facts_of_the_version_before_are_understood_by_the_next_one(plant: Plant) -> None:
    """What was not said yet takes its default: no `sequence`, no `actor`, no trace, fewer fields."""
    plant.at_work()
    publisher = Publisher(plant.environment["AMQP_URI"])
    older = _from_tomorrow(plant, "o1", data={"number": 1})
    for name in ("sequence", "actor", "traceparent", "dataschema", "rules_digest"):
        older.pop(name, None)
    publisher.send(older, exchange=EXCHANGE, routing_key=older["type"])
    publisher.close()
    until(lambda: heard(plant.entries, "o1") == (1,))


def test_two_versions_of_a_worker_share_one_queue(plant: Plant) -> None:
    """One old, one new (here: two processes), stopped the one after the other as a rollout does."""
    old, _ = plant.at_work()
    new, base = plant.worker()
    until(lambda: _is_ready(base))
    plant.say(40)
    plant.stop(old)
    plant.say(40)
    until(plant.arrived)
    assert new.poll() is None


def test_a_database_outage_is_waited_for(plant: Plant) -> None:
    """Facts that arrive meanwhile are retried, not lost and not parked; the worker lives on."""
    child, base = plant.at_work()
    plant.say(5)
    until(plant.arrived)
    publisher = Publisher(plant.environment["AMQP_URI"])
    facts = [_from_tomorrow(plant, f"w{n}") for n in range(5)]
    before = plant.retried()
    plant.database.stop()
    for fact in facts:
        publisher.send(fact, exchange=EXCHANGE, routing_key=fact["type"])
    publisher.close()
    until(lambda: plant.retried() >= before + len(facts))  # a first attempt of each has failed
    assert child.poll() is None
    plant.database.start()
    plant.database.await_ready()
    until(lambda: all(heard(plant.entries, f"w{n}") == (1,) for n in range(5)))
    until(lambda: _is_ready(base))
