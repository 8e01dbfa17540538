"""The relay sends a batch in one go and waits for every confirm; one bad fact holds up no other."""

from __future__ import annotations

import time

import pytest

from plumbing.bus.publisher import Publisher, Window
from plumbing.errors import Unavailable, Unrouted
from plumbing.store import Documents, connect
from plumbing.store.outbox import OLDEST_FIRST, backlog, drain, oldest_s
from tests.listener import Listener
from tests.plumbing.ledger import ACT, Entry, SolicitudPrinted, documents

TYPE = "residencias.registration.v1.SolicitudPrinted"


@pytest.fixture
def listener(amqp_uri: str) -> Listener:
    return Listener(amqp_uri, [TYPE])


def waiting(listener: Listener) -> list[str]:
    """Ids of what came, in order."""
    return [fact["id"] for fact in listener.heard()]


def test_a_batch_is_in_the_queue_in_order_when_the_call_returns(amqp_uri: str, listener: Listener) -> None:
    publisher = Publisher(amqp_uri)
    for batch in range(3):
        publisher.facts([{"id": f"{batch}-{n}", "type": TYPE} for n in range(200)])
    publisher.close()
    assert waiting(listener) == [f"{batch}-{n}" for batch in range(3) for n in range(200)]


def test_a_batch_with_one_that_nobody_is_bound_to_is_refused_and_the_next_one_goes(
    amqp_uri: str, listener: Listener
) -> None:
    publisher = Publisher(amqp_uri)
    with pytest.raises(Unavailable):
        publisher.facts([{"id": "1", "type": TYPE}, {"id": "2", "type": "residencias.sin.v1.Destino"}])
    publisher.facts([{"id": "3", "type": TYPE}, {"id": "4", "type": TYPE}])
    publisher.close()
    assert waiting(listener)[-2:] == ["3", "4"]


def test_a_dead_broker_is_one_clear_error_for_a_batch() -> None:
    with pytest.raises(Unavailable):
        Publisher("amqp://127.0.0.1:1//").facts([{"id": "1", "type": TYPE}])


def test_confirms_may_come_one_by_one_together_or_early() -> None:
    window = Window()
    window.begin(5)
    window.on_ack(2, False)
    window.on_ack(4, True)
    assert window._open == {5}
    window.on_nack(5, False)
    assert (window._open, window.refused) == (set(), 1)
    window.begin(1)
    assert window._open == {6}


def test_a_batch_that_fails_goes_one_by_one_and_loses_nothing(mongo_uri: str, database_prefix: str) -> None:
    database = connect(mongo_uri)[f"{database_prefix}ledger"]
    entries = documents(database)
    for n in range(4):
        entries.create(f"d{n}", Entry("d"), ACT, [SolicitudPrinted(n)])
    sent: list[int] = []

    def refuse(envelopes: object) -> None:
        raise Unavailable("SERVICIO_NO_DISPONIBLE", servicio="prueba")

    assert drain(entries.collection, lambda one: sent.append(one["data"]["number"]), refuse) == 4
    assert sorted(sent) == [0, 1, 2, 3]
    assert backlog(entries.collection) == 0


def test_a_batch_that_went_at_once_is_not_sent_again(mongo_uri: str, database_prefix: str) -> None:
    entries = documents(connect(mongo_uri)[f"{database_prefix}ledger"])
    for n in range(3):
        entries.create(f"d{n}", Entry("d"), ACT, [SolicitudPrinted(n)])
    batches: list[int] = []

    def never(envelope: object) -> None:
        raise AssertionError("it was sent already")

    assert drain(entries.collection, never, lambda envelopes: batches.append(len(envelopes))) == 3
    assert batches == [3]
    assert backlog(entries.collection) == 0


@pytest.fixture
def entries(mongo_uri: str, database_prefix: str) -> Documents[Entry]:
    return documents(connect(mongo_uri)[f"{database_prefix}ledger"])


def aged(entries: Documents[Entry], _id: str, seconds: float) -> None:
    """As if its facts had been saved that long ago."""
    done = entries.collection.update_one({"_id": _id}, {"$set": {"relay_since": time.time() - seconds}})
    assert done.modified_count == 1


def test_how_long_the_oldest_fact_has_waited_is_known_and_is_over_once_it_is_published(
    entries: Documents[Entry],
) -> None:
    entries.create("silencio", Entry("s"), ACT)
    assert oldest_s([entries.collection]) == 0
    for n in range(3):
        entries.create(f"d{n}", Entry("d"), ACT, [SolicitudPrinted(n)])
    assert 0 <= oldest_s([entries.collection]) < 60
    aged(entries, "d1", 300)
    assert 300 <= oldest_s([entries.collection]) < 360
    assert drain(entries.collection, lambda one: None) == 3
    assert oldest_s([entries.collection]) == 0


def test_a_later_fact_of_the_same_document_makes_its_first_one_no_younger(entries: Documents[Entry]) -> None:
    stored = entries.create("d", Entry("d"), ACT, [SolicitudPrinted(1)])
    aged(entries, "d", 300)
    entries.save(stored, Entry("d"), ACT, [SolicitudPrinted(2)])
    assert oldest_s([entries.collection]) >= 300


def test_what_is_added_while_the_relay_publishes_waits_since_then(entries: Documents[Entry]) -> None:
    stored = entries.create("d", Entry("d"), ACT, [SolicitudPrinted(1)])
    aged(entries, "d", 300)

    def meanwhile(envelope: object) -> None:
        entries.save(stored, Entry("d"), ACT, [SolicitudPrinted(2)])

    assert drain(entries.collection, meanwhile) == 1
    assert (backlog(entries.collection), oldest_s([entries.collection]) < 60) == (1, True)


def test_what_has_waited_longest_is_published_first(entries: Documents[Entry]) -> None:
    for n in range(4):
        entries.create(f"d{n}", Entry("d"), ACT, [SolicitudPrinted(n)])
    aged(entries, "d2", 300)
    aged(entries, "d3", 200)
    sent: list[int] = []
    drain(entries.collection, lambda one: sent.append(one["data"]["number"]))
    assert sent == [2, 3, 0, 1]


def test_the_oldest_is_the_first_entry_of_an_index(entries: Documents[Entry]) -> None:
    """Not a look at all that wait, which may be tens of thousands: MongoDB needs the sort's keys in that order."""
    found = entries.collection.index_information()["relay_since"]
    assert (found["key"], found["sparse"]) == ([*OLDEST_FIRST], True)
    kept_by_an_older_version = {"_id": "viejo", "relay": 1, "outbox": [], "version": 1}
    entries.collection.insert_one(kept_by_an_older_version)
    assert oldest_s([entries.collection]) == 0, "since when is not known"
    assert drain(entries.collection, lambda one: None) == 0
    assert backlog(entries.collection) == 0, "and it is published like any other"


def test_a_fact_that_nobody_is_bound_to_holds_up_no_document_but_its_own(
    entries: Documents[Entry], amqp_uri: str, listener: Listener
) -> None:
    """And the oldest of all it may be: a queue that was not declared must not stop the rest."""
    for n in range(4):
        entries.create(f"d{n}", Entry("d"), ACT, [SolicitudPrinted(n)])
    aged(entries, "d1", 300)
    entries.collection.update_one({"_id": "d1"}, {"$set": {"outbox.0.type": "residencias.sin.v1.Destino"}})
    publisher = Publisher(amqp_uri)
    with pytest.raises(Unrouted):
        drain(entries.collection, publisher.fact, publisher.facts)
    publisher.close()
    assert backlog(entries.collection) == 1
    assert oldest_s([entries.collection]) >= 300
    assert len(set(waiting(listener))) == 3


def test_a_broker_that_is_away_is_not_asked_for_every_document(entries: Documents[Entry]) -> None:
    for n in range(4):
        entries.create(f"d{n}", Entry("d"), ACT, [SolicitudPrinted(n)])
    asked: list[object] = []

    def away(envelope: object) -> None:
        asked.append(envelope)
        raise Unavailable("SERVICIO_NO_DISPONIBLE", servicio="RabbitMQ")

    with pytest.raises(Unavailable):
        drain(entries.collection, away)
    assert (len(asked), backlog(entries.collection)) == (1, 4)
