"""Builds audit from a Config: the only place that sees the use cases and what they stand on."""

from __future__ import annotations

import os
import socket
from typing import Any

from pymongo.database import Database

from contracts.residencias.audit.v1 import events_pb2
from plumbing.clock import Clock
from plumbing.config import Config
from plumbing.events import Encoder
from plumbing.store import connect
from services.audit.store import Store
from services.audit.usecases import Desk


def build(
    config: Config, clock: Clock, database: Database[dict[str, Any]] | None = None
) -> tuple[Desk, Store]:
    """The desk and its store, on the configured database or the given one; indexes in place."""
    own = connect(config.mongo_uri)[config.database("audit")] if database is None else database
    store = Store(own, Encoder("audit", events_pb2), f"{socket.gethostname()}:{os.getpid()}")
    store.ensure_indexes()
    return Desk(store.log, store.reads, clock), store
