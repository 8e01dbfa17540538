"""Builds the desk from a Config: the only place that sees the use cases and what they stand on."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from pymongo.database import Database

from contracts.residencias.validation.v1 import events_pb2
from plumbing.clock import Clock
from plumbing.config import Config
from plumbing.convocatoria.model import Convocatoria
from plumbing.events import Encoder
from plumbing.store import connect
from services.validation.store import Store
from services.validation.usecases import Desk

WORDS = Path(__file__).with_name("words.yaml")


def build(
    config: Config,
    clock: Clock,
    registry: Mapping[str, Convocatoria],
    database: Database[dict[str, Any]] | None = None,
) -> Desk:
    """The desk over the service's database, its indexes in place."""
    if database is None:
        database = connect(config.mongo_uri)[config.database("validation")]
    store = Store(database, Encoder("validation", events_pb2), f"{socket.gethostname()}:{os.getpid()}")
    store.ensure_indexes()
    return Desk(
        expedientes=store.expedientes,
        reads=store.reads,
        tallies=store.tallies,
        oldest_waiting=store.queue.oldest,
        snapshots=store.snapshots,
        next_folio=store.folios.next,
        sweeps=store.sweeps,
        leases=store.leases,
        hours=store.hours,
        registry=registry,
        clock=clock,
        words=yaml.safe_load(WORDS.read_text(encoding="utf-8")),
    )
