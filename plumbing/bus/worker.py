"""A service's worker process: facts in, timers, and the relay out. Built on nameko's ServiceRunner.

`services.<s>.worker` gives a `Worker`: a table of reactions and timers that reads like the service's contents.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nameko.timer import timer
from pymongo.collection import Collection

from plumbing.bus.consumer import consume_facts
from plumbing.bus.publisher import Publisher
from plumbing.bus.topology import work_queue
from plumbing.config import Config
from plumbing.errors import Unavailable
from plumbing.events import Fact, decode
from plumbing.store.leases import Leases
from plumbing.store.outbox import BATCH, drain
from plumbing.telemetry import FACTS_PUBLISHED, log

RELAY_EVERY_S = 0.05
RELAY_CALM_S = 0.4  # the longest an idle relay looks away
RELAY_LEASE_S = 5.0


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

    def handle(self: Any, envelope: Mapping[str, Any]) -> None:
        if worker.every_fact is not None:
            worker.every_fact(decode(envelope))
            return
        message, react = by_type[envelope["type"]]
        react(decode(envelope, message))

    relay = _paced(worker, Publisher(config.amqp_uri))
    queue = work_queue(worker.service, worker.fact_types(), config.queue_type)
    namespace: dict[str, Any] = {"name": worker.service}
    if worker.fact_types():
        namespace["handle"] = consume_facts(queue, worker.service, config.amqp_uri)(handle)
    if worker.outboxes:
        namespace["relay"] = timer(interval=RELAY_EVERY_S)(relay)
    for entry in worker.timers:
        namespace[f"timer_{entry.name}"] = timer(interval=entry.seconds)(_leased(worker, entry))
    return type(f"{worker.service.capitalize()}Worker", (), namespace)


def _paced(worker: Worker, publisher: Publisher) -> Callable[[Any], None]:
    """The relay's tick: at once while there is something to say, more and more seldom while there is not."""
    pause = due = 0.0

    def relay(self: Any) -> None:
        nonlocal pause, due
        if time.monotonic() < due or not worker.leases.acquire("relay", RELAY_LEASE_S):
            return
        published = _relay(worker, publisher)
        pause = 0.0 if published else min(pause + RELAY_EVERY_S, RELAY_CALM_S)
        due = time.monotonic() + pause

    return relay


def _relay(worker: Worker, publisher: Publisher) -> int:
    """Everything that waits in the outboxes is published; returns how much that was."""
    total = 0
    try:
        for collection in worker.outboxes:
            while published := drain(collection, publisher.fact, publisher.facts):
                FACTS_PUBLISHED.labels(worker.service).inc(published)
                total += published
                if published < BATCH or not worker.leases.acquire("relay", RELAY_LEASE_S):
                    break
    except Unavailable as error:
        log.warning("relay waits", service=worker.service, reason=str(error))
    return total


def _leased(worker: Worker, entry: Timer) -> Callable[[Any], None]:
    def tick(self: Any) -> None:
        if worker.leases.acquire(f"timer:{entry.name}", max(entry.seconds * 3, 10.0)):
            try:
                entry.run()
            except Unavailable as error:
                log.warning("timer waits", service=worker.service, timer=entry.name, reason=str(error))
            except Exception:
                log.exception("timer failed", service=worker.service, timer=entry.name)

    tick.__name__ = f"timer_{entry.name}"
    return tick
