"""Builds scoring from a Config: the only place that sees both sides."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from pymongo.database import Database

from contracts.residencias.scoring.v1 import events_pb2
from plumbing.clock import Clock
from plumbing.config import Config
from plumbing.convocatoria.model import Convocatoria
from plumbing.events import Encoder
from plumbing.ids import new_id
from plumbing.store import connect
from services.scoring.store import Store
from services.scoring.usecases import Desk

WORDS = Path(__file__).with_name("words.yaml")


def build(
    config: Config,
    clock: Clock,
    registry: Mapping[str, Convocatoria],
    database: Database[dict[str, Any]] | None = None,
) -> tuple[Desk, Store]:
    """The desk and its store, on the configured database or the given one."""
    own = connect(config.mongo_uri)[config.database("scoring")] if database is None else database
    store = Store(own, Encoder("scoring", events_pb2), new_id())
    words = yaml.safe_load(WORDS.read_text(encoding="utf-8"))["renglones"]
    kept = (store.records, store.reads, store.participantes, store.cortes, store.grades)
    return Desk(*kept, registry, clock, words), store
