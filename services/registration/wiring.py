"""Registration put together from a Config: the only place that sees both its use cases and its adapters."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pymongo.database import Database

from contracts.residencias.registration.v1 import events_pb2
from plumbing import messages
from plumbing.clock import Clock
from plumbing.config import Config
from plumbing.convocatoria.catalog import Catalog, load_catalog
from plumbing.convocatoria.model import Convocatoria
from plumbing.events import Encoder
from plumbing.store import connect
from services.registration.passwords import Argon2Passwords
from services.registration.store import Store
from services.registration.usecases import Desk
from services.registration.usecases.desk import Passwords

HERE = Path(__file__).parent
SERVICE = "registration"


@dataclass(frozen=True)
class Registration:
    """The use cases' desk, and the store for what processes need of it (relay, leases, backlog)."""

    desk: Desk
    store: Store


def build(
    config: Config,
    clock: Clock,
    registry: Mapping[str, Convocatoria],
    database: Database[dict[str, Any]] | None = None,
    passwords: Passwords | None = None,
) -> Registration:
    """Everything connected, indexes in place."""
    found = database if database is not None else connect(config.mongo_uri)[config.database(SERVICE)]
    store = Store(found, Encoder(SERVICE, events_pb2), f"{socket.gethostname()}:{os.getpid()}")
    store.ensure_indexes()
    desk = Desk(
        expedientes=store.expedientes,
        rosters=store.rosters,
        temporales=store.temporales,
        vetos=store.vetos,
        ofertas=store.ofertas,
        lecturas=store.lecturas,
        liberaciones=store.liberaciones,
        recuperaciones=store.recuperaciones,
        roll=store.roll,
        prints=store.prints,
        attempts=store.attempts,
        passwords=passwords or Argon2Passwords(),
        registry=registry,
        catalog=_catalog(config.catalog),
        clock=clock,
        texts=_texts(),
        actions=yaml.safe_load((HERE / "actions.yaml").read_text(encoding="utf-8")),
        secret=config.secret_key,
        sweeps=store.sweeps,
        next_folio=store.folios.next,
    )
    return Registration(desk, store)


@cache
def _catalog(folder: Path) -> Catalog:
    return load_catalog(folder)


@cache
def _texts() -> messages.Messages:
    return messages.load(HERE / "messages.yaml")
