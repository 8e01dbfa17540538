"""What must be true of every store, queue and log once a run is over, whatever was killed on the way."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from bson import json_util
from kombu import Connection
from pymongo import MongoClient

from plumbing.config import SERVICES
from plumbing.parked import ParkedState
from residencias.demo.driver.world import World

# Not state of the convocatoria: leases, how far a sweep looked, who is logged in, what waits its number, what a worker
# sees of itself.
PASSING = frozenset(["leases", "sweeps", "sessions", "attempts", "inbox", "watch"])


def entries(world: World) -> list[dict[str, Any]]:
    """The whole audit log, in order."""
    text = world.rest.content("/auditoria/exportacion", world.staff("auditor"))
    return [json.loads(line) for line in text.splitlines()]


def wounds(world: World, *, poisoned: bool = False) -> list[str]:
    """A sentence for every fact that was lost, doubled or left lying; empty when all is well.

    `poisoned`: somebody put poison into the queues, so that parked messages are as it should be.
    """
    world.settle()  # whoever looked at the end left facts of having looked
    return [*_log_wounds(entries(world)), *_outbox_wounds(world), *([] if poisoned else _parked(world))]


def _log_wounds(log: list[dict[str, Any]]) -> list[str]:
    found = []
    if [entry["index"] for entry in log] != list(range(len(log))):
        found.append("the log's indexes are not consecutive")
    twice = [event for event, n in Counter(entry["event_id"] for entry in log).items() if n > 1]
    return found + [f"event {event} is twice in the log" for event in twice]


def _outbox_wounds(world: World) -> list[str]:
    return [
        f"{where} {mongo_doc['_id']} has {len(mongo_doc.get('outbox', ()))} facts that were never published"
        for where, mongo_doc in _mongo_docs(world)
        if mongo_doc.get("outbox") or mongo_doc.get("relay")
    ]


def _parked(world: World) -> list[str]:
    """Every parked message with its reason; they stay parked."""
    return [f"{s}: {reason} {body}" for s in SERVICES for reason, body in parked(world, s)]


def parked(world: World, service: str) -> list[tuple[str, str]]:
    """(reason, body) of what this service has parked."""
    world.wait(lambda: not _is_parked_queued(world, service), f"lo apartado de {service} en su lugar")
    prefix = world.environment.get("MONGO_DATABASE_PREFIX", "residencias_")
    with MongoClient[dict[str, Any]](world.environment["MONGO_URI"]) as client:
        found = client[f"{prefix}{service}"]["parked"].find({"state": ParkedState.PARKED.value})
        return [(one["reason"], one["body"][:300]) for one in found]


def _is_parked_queued(world: World, service: str) -> bool:
    with Connection(world.environment["AMQP_URI"]) as connection:
        queue = connection.default_channel.queue_declare(f"{service}.parked", passive=True)
        return bool(queue.message_count)


def digests(world: World) -> dict[str, str]:
    """Every document of every service → hash of its whole content: two equal answers mean that nothing changed."""
    return {
        f"{where}/{mongo_doc['_id']}": hashlib.sha256(
            json_util.dumps(mongo_doc, sort_keys=True).encode()
        ).hexdigest()
        for where, mongo_doc in _mongo_docs(world)
    }


def _mongo_docs(world: World) -> Iterator[tuple[str, dict[str, Any]]]:
    prefix = world.environment.get("MONGO_DATABASE_PREFIX", "residencias_")
    with MongoClient[dict[str, Any]](world.environment["MONGO_URI"]) as client:
        for service in SERVICES:
            database = client[f"{prefix}{service}"]
            for name in sorted(set(database.list_collection_names()) - PASSING):
                yield from ((f"{service}.{name}", mongo_doc) for mongo_doc in database[name].find())
