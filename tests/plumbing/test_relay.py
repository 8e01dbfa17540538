"""The relay sends a batch in one go and waits for every confirm; one bad fact holds up no other."""

from __future__ import annotations

import pytest

from plumbing.bus.publisher import Publisher, Window
from plumbing.errors import Unavailable
from plumbing.store import connect
from plumbing.store.outbox import backlog, drain
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
