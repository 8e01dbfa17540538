"""Facts over the real broker: relayed, retried after a pause, parked with their reason; nothing is lost."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator

import pytest
from kombu import Connection

from plumbing import config as plumbing_config
from plumbing.bus.publisher import Publisher
from plumbing.bus.topology import RETRY_SECONDS, declare
from plumbing.errors import Conflict, Invalid, Unavailable
from plumbing.store.shelf import Shelf
from plumbing.store.watch import Watch
from tests.listener import Listener, name_of
from tests.plumbing.ledger import ACT, Entry, SolicitudPrinted
from tests.processes import Process, ended, worker, working
from tests.waiting import until

MODULE = "tests.plumbing.ledger"


@pytest.fixture
def spawn(environment) -> Iterator[Callable[[], Process]]:
    """Starts worker processes that end with the test."""
    running: list[Process] = []

    def start() -> Process:
        running.append(worker(environment, MODULE))
        return running[-1]

    yield start
    for process in running:
        ended(process)


def heard(entries, subject: str) -> tuple[int, ...]:
    stored = entries.load(f"heard-{subject}")
    return stored.value.numbers if stored else ()


def parked(database) -> list[dict]:
    """Every fact on the shelf that waits for a person."""
    return Shelf(database, "ledger").listed("", None)["parked"]


def test_a_saved_fact_reaches_the_other_side(ledger, spawn):
    _, entries = ledger
    spawn()
    entries.create("a", Entry("uno"), ACT, [SolicitudPrinted(1)])
    until(lambda: heard(entries, "a") == (1,))


def test_poison_is_parked_with_its_reason_and_delays_nothing(ledger, spawn, config):
    database, entries = ledger
    entries.create("malo", Entry("m"), ACT, [SolicitudPrinted(13)])
    for n in range(5):
        entries.create(f"b{n}", Entry("b"), ACT, [SolicitudPrinted(1)])
    spawn()
    until(lambda: all(heard(entries, f"b{n}") == (1,) for n in range(5)))
    [kept] = until(lambda: parked(database))
    assert (kept["subject"], kept["attempts"], kept["fields"]) == (
        "malo",
        1,
        ["number", "revision", "sha256"],
    )
    assert "VENENO" in kept["reason"]


def test_a_person_replays_a_parked_fact_or_discards_it_for_good(ledger, spawn, config):
    """Poison stays poison: replayed it is parked a second time; discarded it is gone with its content."""
    database, entries = ledger
    told = [f"residencias.common.v1.{name}" for name in ("FactReplayed", "FactDiscarded")]
    listener = Listener(config.amqp_uri, told)
    entries.create("malo", Entry("m"), ACT, [SolicitudPrinted(13)])
    spawn()
    [kept] = until(lambda: parked(database))
    shelf = Shelf(database, "ledger")
    assert shelf.replay(kept["parked_id"], ACT)["state"] == "POR_REPETIR"
    [again] = until(lambda: [one for one in parked(database) if one["times"] == 2])
    with pytest.raises(Invalid, match="DESCARTE_SIN_MOTIVO"):
        shelf.discard(again["parked_id"], ACT, " ")
    for _ in range(2):
        over = shelf.discard(again["parked_id"], ACT, "Número de prueba.")
        assert (over["state"], over["decided_by"], over["why"]) == (
            "DESCARTADO",
            "ces:ces-1",
            "Número de prueba.",
        )
    with pytest.raises(Conflict, match="APARTADO_DECIDIDO"):
        shelf.replay(again["parked_id"], ACT)
    assert parked(database) == []
    assert database["parked"].find_one({"_id": again["parked_id"]})["body"] == ""
    until(lambda: len(listener.heard()) == 2)
    assert [name_of(one) for one in listener.heard()] == ["FactReplayed", "FactDiscarded"]
    assert all((one["subject"], one["actor"]) == ("malo", "ces:ces-1") for one in listener.heard())


def test_the_worker_keeps_what_it_sees_of_its_queues_and_timers(ledger, spawn):
    database, _ = ledger
    watch = Watch(database)
    spawn()
    notes = until(lambda: watch.notes() if {"queues", "timer:relay"} <= watch.notes().keys() else None)
    seen = {one["name"]: one["consumers"] for one in notes["queues"]["queues"]}
    assert set(seen) == {"ledger.facts", "ledger.parked", *(f"ledger.retry.{s}" for s in RETRY_SECONDS)}
    until(lambda: any(one["consumers"] == 1 for one in watch.notes()["queues"]["queues"]))
    assert notes["timer:relay"]["is_ok"]


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
    database, entries = ledger
    with Connection(config.amqp_uri) as connection:
        for body, content_type in UNREADABLE:
            told = {"content_type": content_type, "content_encoding": "utf-8", "delivery_mode": 2}
            connection.Producer().publish(body, routing_key="ledger.facts", **told)
    entries.create("bueno", Entry("b"), ACT, [SolicitudPrinted(1)])
    process = spawn()
    until(lambda: heard(entries, "bueno") == (1,))
    until(lambda: len(parked(database)) == len(UNREADABLE))
    assert all(one["reason"] for one in parked(database))
    assert process.poll() is None


def test_what_stays_unavailable_is_parked_after_its_attempts(ledger, environment, config):
    database, entries = ledger
    database["failures"].insert_many([{"_id": n} for n in range(100)])
    with working(environment, "tests.plumbing.impatient"):
        entries.create("terco", Entry("t"), ACT, [SolicitudPrinted(1)])
        [kept] = until(lambda: parked(database))
    assert (kept["subject"], kept["attempts"]) == ("terco", 3)
    assert "SERVICIO_NO_DISPONIBLE" in kept["reason"]
