"""Builds allocation from a Config: the only place that sees the use cases and what they stand on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pymongo.database import Database

from contracts.residencias.allocation.v1 import events_pb2
from plumbing.clock import Clock
from plumbing.config import Config
from plumbing.convocatoria import load_catalog
from plumbing.convocatoria.model import Convocatoria
from plumbing.events import Encoder
from plumbing.ids import new_id
from plumbing.store import connect
from services.allocation.files import S3Bundles, S3Papers
from services.allocation.store import Store
from services.allocation.usecases import Bundles, Desk
from services.allocation.usecases.desk import Papers

WORDS = Path(__file__).with_name("words.yaml")


@dataclass(frozen=True)
class Built:
    """The desk, and the store behind it."""

    desk: Desk
    store: Store


def build(
    config: Config,
    clock: Clock,
    registry: Mapping[str, Convocatoria],
    database: Database[dict[str, Any]] | None = None,
    bundles: Bundles | None = None,
    papers: Papers | None = None,
) -> Built:
    """The desk over the configured database and object store, or the given ones; indexes in place."""
    own = connect(config.mongo_uri)[config.database("allocation")] if database is None else database
    store = Store(own, Encoder("allocation", events_pb2), new_id())
    store.ensure_indexes()
    desk = Desk(
        participaciones=store.participaciones,
        ofertas=store.ofertas,
        rondas=store.rondas,
        permutas=store.permutas,
        reads=store.reads,
        leases=store.leases,
        own_leases=store.own_leases,
        estados=store.estados,
        sweeps=store.sweeps,
        bundles=S3Bundles(config) if bundles is None else bundles,
        papers=S3Papers(config) if papers is None else papers,
        registry=registry,
        catalog=load_catalog(config.catalog),
        clock=clock,
        words=yaml.safe_load(WORDS.read_text(encoding="utf-8")),
    )
    return Built(desk, store)
