"""The service that bench/events.py times: its outbox is relayed to itself, and its reaction only counts."""

from __future__ import annotations

import os
import time
from pathlib import Path

from contracts.residencias.registration.v1 import events_pb2
from plumbing.bus.worker import Worker, holder
from plumbing.clock import Clock
from plumbing.config import Config
from plumbing.events import Encoder, Fact
from plumbing.store import Documents, Leases, connect
from tests.plumbing.ledger import Entry

SERVICE = "benchevents"
WARM = "warm"


def entries(config: Config) -> tuple[Documents[Entry], Leases]:
    """The documents whose facts are relayed, and the leases of the relay."""
    database = connect(config.mongo_uri)[config.database(SERVICE)]
    found = Documents(database["entries"], Entry, Encoder(SERVICE, events_pb2))
    found.ensure_indexes()
    return found, Leases(database["leases"], holder())


def worker(config: Config, clock: Clock) -> Worker:
    """Counts what arrives; writes the instant of the last one of BENCH_EVENTS into BENCH_DONE."""
    kept, leases = entries(config)
    expected, done = int(os.environ.get("BENCH_EVENTS", "0")), Path(os.environ.get("BENCH_DONE", "/dev/null"))
    seen: set[str] = set()

    def count(fact: Fact) -> None:
        if fact.subject == WARM:
            done.with_suffix(".warm").touch()
            return
        seen.add(fact.id)
        if len(seen) == expected:
            done.write_text(str(time.monotonic()))

    return Worker(
        service=SERVICE,
        leases=leases,
        outboxes=(kept.collection,),
        reactions={events_pb2.SolicitudPrinted: count},
    )
