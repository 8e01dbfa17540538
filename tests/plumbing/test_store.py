"""Documents: one update holds state, facts and answer; races and repeats are told apart. Both stores agree."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import mongomock
import pytest

from plumbing.errors import Conflict
from plumbing.events import decode
from plumbing.store import Hours, Leases, Sweeps, connect
from plumbing.store.outbox import backlog, drain
from tests.plumbing.ledger import ACT, NOON, CorreoConfirmed, Entry, SolicitudPrinted, documents


@pytest.fixture(params=["memory", "real"])
def database(request):
    if request.param == "memory":
        return mongomock.MongoClient(tz_aware=True)["plumbing"]
    uri, prefix = request.getfixturevalue("mongo_uri"), request.getfixturevalue("database_prefix")
    return connect(uri)[f"{prefix}plumbing"]


@pytest.fixture
def entries(database):
    return documents(database)


@pytest.fixture
def relayed(mongo_uri, database_prefix):
    """On the real protocol only: the memory store does not know bulk writes, and no use case relays."""
    return documents(connect(mongo_uri)[f"{database_prefix}plumbing"])


def test_a_created_value_reads_back_at_version_one(entries):
    entries.create("a", Entry("uno"), ACT)
    stored = entries.load("a")
    assert (stored.value, stored.version) == (Entry("uno"), 1)


def test_creating_twice_is_a_conflict(entries):
    entries.create("a", Entry("uno"), ACT)
    with pytest.raises(Conflict, match="YA_EXISTE"):
        entries.create("a", Entry("otro"), ACT)


def test_the_second_of_two_windows_loses_and_changes_nothing(entries):
    entries.create("a", Entry("uno"), ACT)
    first, second = entries.load("a"), entries.load("a")
    entries.save(first, replace(first.value, name="primera"), ACT)
    with pytest.raises(Conflict, match="VERSION_PERDIDA"):
        entries.save(second, replace(second.value, name="segunda"), ACT, [CorreoConfirmed()])
    assert entries.load("a").value.name == "primera"
    assert backlog(entries.collection) == 0


def test_a_repeated_key_finds_the_first_answer_and_another_command_is_refused(entries):
    act = replace(ACT, key="k1")
    entries.create("a", Entry("uno"), act, command="Open", answer={"n": 1})
    stored = entries.load("a")
    assert stored.answer_to(act, "Open") == {"n": 1}
    assert stored.answer_to(replace(ACT, key="k2"), "Open") is None
    with pytest.raises(Conflict, match="CLAVE_REUTILIZADA"):
        stored.answer_to(act, "Close")


def test_facts_are_published_in_order_and_then_cleared(relayed):
    stored = relayed.create("a", Entry("uno"), ACT, [SolicitudPrinted(1), SolicitudPrinted(2)])
    relayed.save(stored, stored.value, ACT, [SolicitudPrinted(3)])
    seen = []
    assert drain(relayed.collection, seen.append) == 3
    facts = [decode(envelope) for envelope in seen]
    assert [fact.data["number"] for fact in facts] == [1, 2, 3]
    assert [(fact.version, fact.sequence) for fact in facts] == [(1, 0), (1, 1), (2, 0)]
    assert {fact.subject for fact in facts} == {"a"}
    assert facts[0].actor == "ces:ces-1"
    assert backlog(relayed.collection) == 0
    assert drain(relayed.collection, seen.append) == 0


def test_a_fact_saved_while_the_relay_publishes_is_not_lost(relayed):
    stored = relayed.create("a", Entry("uno"), ACT, [SolicitudPrinted(1)])
    seen = []

    def publish(envelope):
        if not seen:
            relayed.save(stored, stored.value, ACT, [SolicitudPrinted(2)])
        seen.append(envelope["data"]["number"])

    drain(relayed.collection, publish)
    assert backlog(relayed.collection) == 1
    drain(relayed.collection, publish)
    assert seen == [1, 2]
    assert backlog(relayed.collection) == 0


def test_what_a_failed_publish_left_is_published_next_time(relayed):
    for name in "abc":
        relayed.create(name, Entry(name), ACT, [SolicitudPrinted(1)])
    calls = []

    def broken(envelope):
        calls.append(envelope["subject"])
        if len(calls) == 2:
            raise ConnectionError

    with pytest.raises(ConnectionError):
        drain(relayed.collection, broken)
    seen = []
    drain(relayed.collection, lambda envelope: seen.append(envelope["subject"]))
    assert set(calls[:1]) | set(seen) == {"a", "b", "c"}
    assert len(seen) == 2


def test_an_event_the_contract_does_not_know_is_refused_before_anything_is_kept(entries):
    class Unknown:
        pass

    with pytest.raises(AttributeError):
        entries.create("a", Entry("uno"), ACT, [Unknown()])
    assert entries.load("a") is None


def test_a_repeated_or_overtaken_fact_is_applied_once(relayed):
    source = relayed.create("s", Entry("fuente"), ACT, [SolicitudPrinted(1)])
    relayed.save(source, source.value, ACT, [SolicitudPrinted(2)])
    seen = []
    drain(relayed.collection, seen.append)
    first, second = (decode(envelope) for envelope in seen)

    def change(entry):
        entry = entry or Entry("proyección")
        return replace(entry, heard=entry.heard + 1), ()

    for fact in (second, first, second):
        relayed.absorb(fact, "p", ACT, change)
    assert relayed.load("p").value.heard == 1


def test_a_lease_has_one_holder_until_it_is_released(database):
    one, other = Leases(database["leases"], "uno"), Leases(database["leases"], "otro")
    assert one.acquire("relay", 60)
    assert not other.acquire("relay", 60)
    assert one.acquire("relay", 60)
    one.release("relay")
    assert other.acquire("relay", 60)


def test_a_lease_that_is_over_can_be_taken(database):
    assert Leases(database["leases"], "uno").acquire("relay", -1)
    assert Leases(database["leases"], "otro").acquire("relay", 60)


def test_sweeps_report_the_earliest_mark(database):
    sweeps = Sweeps(database["sweeps"])
    assert sweeps.through() is None
    sweeps.mark("a", NOON)
    sweeps.mark("b", NOON.replace(hour=19))
    assert sweeps.through() == NOON


def test_what_happens_is_counted_by_the_hour_and_in_all(database):
    hours = Hours(database["hours"])
    for minutes in (-61, 0, 30):
        hours.add("x47", "envios", NOON + timedelta(minutes=minutes))
    hours.add("x47", "dictamenes", NOON)
    hours.add("x47-periodo-2", "envios", NOON)
    assert list(hours.by_hour("x47", "envios", NOON - timedelta(hours=2), 3).values()) == [1, 0, 2]
    assert hours.total("x47", "envios") == 3
    assert hours.total("x47", "nada") == 0
