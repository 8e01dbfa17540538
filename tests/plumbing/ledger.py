"""A tiny service made for the tests of plumbing: accounts that are opened and heard of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from contracts.residencias.registration.v1 import events_pb2
from plumbing.auth import Caller
from plumbing.bus.worker import Timer, Worker, holder
from plumbing.clock import Clock
from plumbing.config import Config
from plumbing.errors import Invalid, Unavailable
from plumbing.events import Act, Encoder, Fact, system_act
from plumbing.store import Documents, Leases, connect

NOON = datetime(2023, 11, 18, 18, tzinfo=UTC)
ACT = Act(at=NOON, actor=Caller("ces-1", frozenset({"ces"})), convocatoria="demo", rules_digest="d" * 64)


@dataclass(frozen=True)
class CorreoConfirmed:
    """Named as a message of the contract."""


@dataclass(frozen=True)
class SolicitudPrinted:
    number: int
    sha256: str = ""
    revision: int = 0


@dataclass(frozen=True)
class Entry:
    name: str
    heard: int = 0
    numbers: tuple[int, ...] = ()


def documents(database, service: str = "ledger") -> Documents[Entry]:
    entries = Documents(database["entries"], Entry, Encoder(service, events_pb2))
    entries.ensure_indexes()
    return entries


def hear(entries: Documents[Entry], failures: dict[str, int], fact: Fact) -> None:
    """Counts what it hears; number 13 is poison, and `failures` says how often to be unavailable first."""
    number = fact.data["number"]
    if number == 13:
        raise Invalid("VENENO", numero=number)
    if failures.get("left", 0) > 0:
        failures["left"] -= 1
        raise Unavailable("SERVICIO_NO_DISPONIBLE", servicio="prueba")

    def change(entry: Entry | None) -> tuple[Entry, list[object]]:
        entry = entry or Entry("oyente")
        return replace(entry, heard=entry.heard + 1, numbers=(*entry.numbers, number)), []

    entries.absorb(fact, f"heard-{fact.subject}", system_act("listener", fact.at, fact), change)


def act_on_due(database: Any, entries: Documents[Entry]) -> None:
    """What a deadline's timer does: each id in `due` is acted on once, by nobody's command."""
    for due in database["due"].find():
        entries.create(due["_id"], Entry("plazo"), system_act("ledger", NOON), [SolicitudPrinted(1)])
        database["due"].delete_one({"_id": due["_id"]})


def worker(config: Config, clock: Clock) -> Worker:
    """Speaks (relays `entries`) and listens to itself, as two services would; one timer."""
    database = connect(config.mongo_uri)[config.database("ledger")]
    entries = documents(database)
    failures = {"left": int(database["failures"].count_documents({}))}
    return Worker(
        service="ledger",
        leases=Leases(database["leases"], holder()),
        outboxes=(entries.collection,),
        reactions={events_pb2.SolicitudPrinted: partial(hear, entries, failures)},
        timers=(Timer("due", 0.2, partial(act_on_due, database, entries)),),
    )
