"""Facts over the real broker: relayed, retried after a pause, parked with their reason; nothing is lost."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest
from kombu import Connection

from plumbing import config as plumbing_config
from plumbing.bus.publisher import Publisher
from plumbing.bus.topology import RETRY_SECONDS, declare
from plumbing.errors import Unavailable
from plumbing.store import connect
from tests.plumbing.ledger import ACT, Entry, SolicitudPrinted, documents

MODULE = "tests.plumbing.ledger"


def until(condition: Callable[[], object], seconds: float = 30.0) -> object:
    """What `condition` gives once it is true. Fails when it stays false for `seconds`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if result := condition():
            return result
        time.sleep(0.05)
    raise AssertionError("it did not come true in time")


@pytest.fixture
def spawn(environment) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Starts worker processes that end with the test."""
    running: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        child = subprocess.Popen([sys.executable, "-m", "plumbing.bus", MODULE], env=environment)
        running.append(child)
        return child

    yield start
    for child in running:
        child.terminate()
        child.wait(20)


@pytest.fixture
def ledger(environment, config):
    """The ledger's documents, its queue declared."""
    subprocess.run([sys.executable, "-m", "plumbing.bus.declare", MODULE], env=environment, check=True)
    database = connect(config.mongo_uri)[config.database("ledger")]
    return database, documents(database)


def heard(entries, subject: str) -> tuple[int, ...]:
    stored = entries.load(f"heard-{subject}")
    return stored.value.numbers if stored else ()


def parked(amqp_uri: str) -> list[tuple[dict, dict]]:
    """(envelope, headers) of every parked fact; they stay parked."""
    found = []
    with Connection(amqp_uri) as connection:
        channel = connection.default_channel
        while message := channel.basic_get("ledger.parked"):
            found.append((json.loads(message.body), dict(message.properties.get("application_headers", {}))))
    return found


def test_a_saved_fact_reaches_the_other_side(ledger, spawn):
    _, entries = ledger
    spawn()
    entries.create("a", Entry("uno"), ACT, [SolicitudPrinted(1)])
    until(lambda: heard(entries, "a") == (1,))


def test_poison_is_parked_with_its_reason_and_delays_nothing(ledger, spawn, config):
    _, entries = ledger
    entries.create("malo", Entry("m"), ACT, [SolicitudPrinted(13)])
    for n in range(5):
        entries.create(f"b{n}", Entry("b"), ACT, [SolicitudPrinted(1)])
    spawn()
    until(lambda: all(heard(entries, f"b{n}") == (1,) for n in range(5)))
    [(envelope, headers)] = until(lambda: parked(config.amqp_uri))
    assert envelope["subject"] == "malo"
    assert "VENENO" in headers["x-residencias-reason"]


def test_what_is_unavailable_is_tried_again_after_a_pause(ledger, spawn):
    database, entries = ledger
    database["failures"].insert_one({"_id": 1})
    entries.create("a", Entry("uno"), ACT, [SolicitudPrinted(1)])
    began = time.monotonic()
    spawn()
    until(lambda: heard(entries, "a") == (1,))
    assert time.monotonic() - began >= RETRY_SECONDS[0]


def test_a_killed_worker_loses_nothing_and_doubles_nothing(ledger, spawn):
    _, entries = ledger
    victim = spawn()
    stored = {n: entries.create(f"k{n}", Entry("k"), ACT, [SolicitudPrinted(1)]) for n in range(40)}
    until(lambda: heard(entries, "k3"))
    victim.send_signal(signal.SIGKILL)
    for document in stored.values():
        current = entries.load(document.id)
        entries.save(current, current.value, ACT, [SolicitudPrinted(2)])
    spawn()
    until(lambda: all(sorted(heard(entries, f"k{n}"))[-1:] == [2] for n in stored))
    assert all(len(heard(entries, f"k{n}")) == len(set(heard(entries, f"k{n}"))) for n in stored)


def test_two_workers_share_the_work_without_doubling_it(ledger, spawn):
    _, entries = ledger
    spawn()
    spawn()
    for n in range(30):
        entries.create(f"d{n}", Entry("d"), ACT, [SolicitudPrinted(1)])
    until(lambda: all(heard(entries, f"d{n}") == (1,) for n in range(30)))


def test_a_fact_nobody_is_bound_to_is_not_confirmed(amqp_uri):
    declare(amqp_uri, "alguien", ["residencias.otra.v1.Cosa"], "classic")
    with pytest.raises(Unavailable):
        Publisher(amqp_uri).fact({"type": "residencias.sin.v1.Destino", "id": "1"})


def test_a_dead_broker_is_one_clear_error(environment):
    settings = plumbing_config.from_environment({**environment, "AMQP_URI": "amqp://127.0.0.1:1//"})
    with pytest.raises(Unavailable, match="RabbitMQ"):
        Publisher(settings.amqp_uri).fact({"type": "x", "id": "1"})


UNREADABLE = (
    (b"{esto no es JSON", "application/json"),
    (b"\x80\x04\x95no se abre", "application/x-python-serialize"),
    (b"\xff\xfe sin tipo", "application/octet-stream"),
    (b"[1, 2, 3]", "application/json"),
    (b'{"type": "residencias.desconocido.v1.Nada"}', "application/json"),
)


def test_what_cannot_even_be_read_is_parked_and_the_worker_goes_on(ledger, spawn, config):
    _, entries = ledger
    with Connection(config.amqp_uri) as connection:
        for body, content_type in UNREADABLE:
            told = {"content_type": content_type, "content_encoding": "utf-8", "delivery_mode": 2}
            connection.Producer().publish(body, routing_key="ledger.facts", **told)
    entries.create("bueno", Entry("b"), ACT, [SolicitudPrinted(1)])
    worker = spawn()
    until(lambda: heard(entries, "bueno") == (1,))
    until(lambda: len(parked(config.amqp_uri)) == len(UNREADABLE))
    assert all(headers["x-residencias-reason"] for _, headers in parked(config.amqp_uri))
    assert worker.poll() is None


def test_what_stays_unavailable_is_parked_after_its_attempts(ledger, environment, config):
    database, entries = ledger
    database["failures"].insert_many([{"_id": n} for n in range(100)])
    module = "tests.plumbing.impatient"
    subprocess.run([sys.executable, "-m", "plumbing.bus.declare", module], env=environment, check=True)
    child = subprocess.Popen([sys.executable, "-m", "plumbing.bus", module], env=environment)
    try:
        entries.create("terco", Entry("t"), ACT, [SolicitudPrinted(1)])
        [(envelope, headers)] = until(lambda: parked(config.amqp_uri), 90.0)
    finally:
        child.terminate()
        child.wait(20)
    assert envelope["subject"] == "terco"
    assert headers["x-residencias-attempt"] == 3
    assert "SERVICIO_NO_DISPONIBLE" in headers["x-residencias-reason"]
