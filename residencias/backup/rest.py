"""A moment in which no fact is on its way: relays pause, queues run empty, commands are still taken.

What is commanded meanwhile waits in its outbox, so a copy of the databases made now misses nothing of the broker's.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kombu.exceptions import OperationalError
from pymongo.database import Database

from plumbing.bus.connecting import connection
from plumbing.bus.topology import RETRY_SECONDS
from plumbing.bus.worker import RELAY_LEASE_S
from plumbing.config import SERVICES, Config
from plumbing.errors import Unavailable
from plumbing.store.connection import Client
from residencias.embedded import probes

PAUSE_S = 900.0
SETTLED_S = 3.0  # longer than any handler holds a fact that it has taken
WITHIN_S = 300.0


@contextmanager
def facts_at_rest(config: Config, client: Client) -> Iterator[None]:
    """While inside, every published fact was taken and none is published.

    Raises: Unavailable(RESPALDO_INQUIETO) when the queues do not run empty in time.
    """
    databases = [client[config.database(service)] for service in SERVICES]
    for database in databases:
        _hold(database, PAUSE_S)
    try:
        time.sleep(RELAY_LEASE_S)  # a relay believes in its lease for as long
        _await_empty_queues(config)
        yield
    finally:
        for database in databases:
            _hold(database, 0.0)


def _hold(database: Database[dict[str, Any]], seconds: float) -> None:
    """The relay's lease is ours for `seconds`, whoever had it."""
    mine = {"holder": f"backup:{socket.gethostname()}:{os.getpid()}", "until": time.time() + seconds}
    database["leases"].update_one({"_id": "relay"}, {"$set": mine}, upsert=True)


def _await_empty_queues(config: Config) -> None:
    deadline = time.monotonic() + WITHIN_S
    quiet_since = time.monotonic()
    while time.monotonic() - quiet_since < SETTLED_S:
        if waiting := _on_the_way(config):
            quiet_since = time.monotonic()
            if time.monotonic() > deadline:
                raise Unavailable("RESPALDO_INQUIETO", hechos=waiting)
        time.sleep(0.2)


def _on_the_way(config: Config) -> int:
    """Facts in work and retry queues; what is parked waits for a person and is not on its way."""
    names = [f"{s}.{rest}" for s in SERVICES for rest in ("facts", *(f"retry.{n}" for n in RETRY_SECONDS))]
    try:
        with connection(config.amqp_uri) as opened:
            channel = opened.default_channel
            return sum(channel.queue_declare(name, passive=True).message_count for name in names)
    except (OperationalError, OSError) as error:
        raise Unavailable("BROKER_NO_RESPONDE", direccion=probes.place(config.amqp_uri)) from error
