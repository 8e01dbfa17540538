"""The worker's rounds of its queues: what was parked goes to the shelf, what a person asked for goes back to work."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from kombu import Connection

from plumbing.bus.connecting import connection, speaking
from plumbing.bus.publisher import Publisher
from plumbing.bus.topology import queue_names
from plumbing.parked import ATTEMPT, REASON
from plumbing.store.shelf import Shelf
from plumbing.store.watch import Watch
from plumbing.telemetry import log

AT_MOST = 200  # of one round


class Notes:
    """When each timer of this process ran last; kept in the database a few times a minute, not at every tick."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._fresh: dict[str, dict[str, Any]] = {}

    def ran(self, name: str, every_s: float, is_ok: bool) -> None:
        """The timer has just run."""
        self._fresh[f"timer:{name}"] = {"ran_at": datetime.now(UTC), "every_s": every_s, "is_ok": is_ok}

    def flush(self) -> None:
        """What is new since the last time is kept."""
        fresh, self._fresh = self._fresh, {}
        for name, values in fresh.items():
            self._watch.note(name, values)


class Shelving:
    """One connection, opened at the first round and again after a failure."""

    def __init__(self, service: str, amqp_uri: str, shelf: Shelf, watch: Watch) -> None:
        self._service = service
        self._uri = amqp_uri
        self._shelf = shelf
        self._watch = watch
        self._publisher = Publisher(amqp_uri)
        self._connection: Connection | None = None
        self._channel: Any = None

    def round(self) -> None:
        """Shelved, replayed, and the queues counted. Raises Unavailable when the broker or the database is away."""
        with speaking(self._close):
            self._shelve(self._open())
            self._replay()
            self._count(self._open())

    def _shelve(self, channel: Any) -> None:
        """Acknowledged once it is kept; killed in between, it is kept again under the same digest."""
        for _ in range(AT_MOST):
            message = channel.basic_get(f"{self._service}.parked")
            if message is None:
                return
            headers = message.properties.get("application_headers") or {}
            body = message.body if isinstance(message.body, str) else bytes(message.body).decode()
            reason, attempts = str(headers.get(REASON, "")), int(headers.get(ATTEMPT, 0))
            self._shelf.keep(body, reason, attempts, datetime.now(UTC))
            channel.basic_ack(message.delivery_tag)

    def _replay(self) -> None:
        for stored in self._shelf.to_replay():
            self._publisher.send(json.loads(stored.value.body), routing_key=f"{self._service}.facts")
            self._shelf.mark_replayed(stored, datetime.now(UTC))
            log.warning("fact replayed", service=self._service, parked=stored.id)

    def _count(self, channel: Any) -> None:
        queues = []
        for name in queue_names(self._service):
            found = channel.queue_declare(name, passive=True)
            queues.append({"name": name, "messages": found.message_count, "consumers": found.consumer_count})
        self._watch.note("queues", {"at": datetime.now(UTC), "queues": queues})

    def _open(self) -> Any:
        if self._connection is None:
            self._connection = connection(self._uri, heartbeat=0)
            self._channel = self._connection.channel()
        return self._channel

    def _close(self) -> None:
        if self._connection is not None:
            with suppress(Exception):  # it is being thrown away, whatever its state
                self._connection.release()
        self._connection = self._channel = None
