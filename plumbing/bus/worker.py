"""A service's worker process: facts in, timers, and the relay out. Built on nameko's ServiceRunner.

`services.<s>.worker` gives a `Worker`: a table of reactions and timers that reads like the service's contents.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from nameko.timer import timer
from pymongo.collection import Collection

from plumbing import probes, tracing
from plumbing.bus.consumer import consume_facts
from plumbing.bus.publisher import Publisher
from plumbing.bus.shelving import Notes, Shelving
from plumbing.bus.topology import work_queue
from plumbing.bus.traced import handling
from plumbing.config import Config
from plumbing.errors import Unavailable, Unrouted
from plumbing.events import Fact, decode
from plumbing.figures import EVERY_S, Figure, forget, refresh
from plumbing.store.leases import Leases
from plumbing.store.outbox import BATCH, Publish, PublishAll, backlog, drain, oldest_s
from plumbing.store.shelf import Shelf
from plumbing.store.watch import Watch
from plumbing.telemetry import FACTS_PARKED, FACTS_PUBLISHED, RELAY_OLDEST, RELAY_WAITING, follow, log

RELAY_EVERY_S = 0.05
RELAY_CALM_S = 0.4  # the longest an idle relay looks away
RELAY_LEASE_S = 5.0
RELAYS_EVERY_S = 60.0  # a relay that publishes nothing for so long is not ready
ROUNDS_EVERY_S = 2.0


@dataclass(frozen=True)
class Timer:
    """`run()` is called about every `seconds` (real time) on one replica of all. It must be idempotent."""

    name: str
    seconds: float
    run: Callable[[], object]


@dataclass(frozen=True)
class Worker:
    """What a service does without being asked. `reactions`: protobuf message class of a fact → what to do.

    `every_fact` instead of a table is for the audit alone. `outboxes`: the collections whose facts are relayed.
    """

    service: str
    leases: Leases
    outboxes: Sequence[Collection[dict[str, Any]]] = ()
    reactions: Mapping[Any, Callable[[Fact], object]] = field(default_factory=dict)
    every_fact: Callable[[Fact], object] | None = None
    timers: Sequence[Timer] = ()
    figures: Sequence[Figure] = ()

    def fact_types(self) -> list[str]:
        """Routing keys the service's queue is bound to."""
        if self.every_fact is not None:
            return ["#"]
        return [message.DESCRIPTOR.full_name for message in self.reactions]


def holder() -> str:
    """The name under which this process takes leases."""
    return f"{socket.gethostname()}:{os.getpid()}"


def service_class(worker: Worker, config: Config) -> type:
    """The nameko service class that runs `worker`."""
    by_type = {message.DESCRIPTOR.full_name: (message, react) for message, react in worker.reactions.items()}

    def handle(self: Any, envelope: Mapping[str, Any], cause: str) -> None:
        with handling(worker.service, envelope, cause) as step:
            follow(step.traceparent)
            message, react = (None, worker.every_fact) if worker.every_fact else by_type[envelope["type"]]
            react(replace(decode(envelope, message), traceparent=step.traceparent))

    shelf = Shelf(worker.leases.database, worker.service)
    shelf.ensure_indexes()
    watch = Watch(worker.leases.database)
    notes = Notes(watch)
    worker = replace(worker, outboxes=(*worker.outboxes, shelf.outbox))
    relay = _paced(worker, Publisher(config.amqp_uri), notes)
    queue = work_queue(worker.service, worker.fact_types(), config.queue_type)
    namespace: dict[str, Any] = {"name": worker.service}
    if worker.fact_types():
        namespace["handle"] = consume_facts(queue, worker.service, config.amqp_uri)(handle)
    shelving = Shelving(worker.service, config.amqp_uri, shelf, watch)
    namespace["relay"] = timer(interval=RELAY_EVERY_S)(relay)
    namespace["rounds"] = timer(interval=ROUNDS_EVERY_S)(_rounds(worker, shelving, notes))
    namespace["figures"] = timer(interval=EVERY_S)(_shown(worker, shelf))
    for entry in worker.timers:
        namespace[f"timer_{entry.name}"] = timer(interval=entry.seconds)(_leased(worker, entry, notes))
    return type(f"{worker.service.capitalize()}Worker", (), namespace)


def _paced(worker: Worker, publisher: Publisher, notes: Notes) -> Callable[[Any], None]:
    """The relay's tick: at once while there is something to say, more and more seldom while there is not."""
    pause = due = 0.0
    pulse = probes.pulse(f"relay of {worker.service}", RELAYS_EVERY_S)

    def relay(self: Any) -> None:
        nonlocal pause, due
        if time.monotonic() < due:
            return
        if not worker.leases.acquire("relay", RELAY_LEASE_S):
            pulse.beat()  # another replica relays, or the database is away: no reason to end this process
            return
        published, is_done = _relay(worker, publisher)
        notes.ran("relay", RELAY_CALM_S, is_done)
        if is_done:
            pulse.beat()
        pause = 0.0 if published else min(pause + RELAY_EVERY_S, RELAY_CALM_S)
        due = time.monotonic() + pause

    return relay


def _relay(worker: Worker, publisher: Publisher) -> tuple[int, bool]:
    """Everything that waits in the outboxes is published; returns how much that was, and whether nothing failed."""
    total, is_done = 0, True
    publish, publish_all = _counted(worker.service, publisher)
    for collection in worker.outboxes:
        try:
            while published := drain(collection, publish, publish_all):
                total += published
                if published < BATCH or not worker.leases.acquire("relay", RELAY_LEASE_S):
                    break
        except Unavailable as error:
            log.warning("relay waits", service=worker.service, reason=str(error))
            is_done = False
            if not isinstance(error, Unrouted):
                break  # the broker or the database is away: for the other outboxes too
    return total, is_done


def _counted(service: str, publisher: Publisher) -> tuple[Publish, PublishAll]:
    """Both ways of publishing; what the broker took is counted by the fact's own name."""

    def count(envelope: Mapping[str, Any]) -> None:
        FACTS_PUBLISHED.labels(service, str(envelope["type"]).rpartition(".")[2]).inc()

    def one(envelope: Mapping[str, Any]) -> None:
        publisher.fact(envelope)
        count(envelope)

    def many(envelopes: Sequence[Mapping[str, Any]]) -> None:
        publisher.facts(envelopes)
        for envelope in envelopes:
            count(envelope)

    return one, many


def _rounds(worker: Worker, shelving: Shelving, notes: Notes) -> Callable[[Any], None]:
    """The tick that keeps when timers ran and, on the replica that relays, goes round the queues.

    The relay's own lease: whoever takes it to pause what is published, as a backup does, pauses replays too.
    """

    def tick(self: Any) -> None:
        try:
            notes.flush()
            if worker.leases.acquire("relay", RELAY_LEASE_S):
                shelving.round()
        except Unavailable as error:
            log.warning("rounds wait", service=worker.service, reason=str(error))
        except Exception:
            log.exception("rounds failed", service=worker.service)

    return tick


def _shown(worker: Worker, shelf: Shelf) -> Callable[[Any], None]:
    """The tick of the figures: on the replica with the lease they are of now, on the others there are none."""
    figures = (
        *worker.figures,
        Figure(RELAY_WAITING, lambda: {(worker.service,): _backlog(worker)}),
        Figure(RELAY_OLDEST, lambda: {(worker.service,): oldest_s(worker.outboxes)}),
        Figure(FACTS_PARKED, lambda: {(worker.service,): float(shelf.count())}),
    )

    def tick(self: Any) -> None:
        if not worker.leases.acquire("figures", EVERY_S * 3):
            forget(figures)
            return
        try:
            refresh(figures)
        except Unavailable as error:
            log.warning("figures wait", service=worker.service, reason=str(error))
        except Exception:
            log.exception("figures failed", service=worker.service)

    return tick


def _backlog(worker: Worker) -> float:
    return float(sum(backlog(collection) for collection in worker.outboxes))


def _leased(worker: Worker, entry: Timer, notes: Notes) -> Callable[[Any], None]:
    def tick(self: Any) -> None:
        if worker.leases.acquire(f"timer:{entry.name}", max(entry.seconds * 3, 10.0)):
            is_ok = False
            try:
                with tracing.heading(f"timer {entry.name}") as traceparent:
                    follow(traceparent)
                    entry.run()
                is_ok = True
            except Unavailable as error:
                log.warning("timer waits", service=worker.service, timer=entry.name, reason=str(error))
            except Exception:
                log.exception("timer failed", service=worker.service, timer=entry.name)
            notes.ran(entry.name, entry.seconds, is_ok)

    tick.__name__ = f"timer_{entry.name}"
    return tick
