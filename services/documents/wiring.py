"""Builds the use cases of documents from a Config."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from pymongo.database import Database

from contracts.residencias.documents.v1 import events_pb2
from plumbing import messages
from plumbing.clock import Clock
from plumbing.config import Config
from plumbing.convocatoria.registry import Registry
from plumbing.errors import Unavailable
from plumbing.events import Encoder
from plumbing.ids import new_id
from plumbing.store import connect
from plumbing.telemetry import log
from services.documents.comply.apart import Apart
from services.documents.comply.rendition import render
from services.documents.domain.model import Measurements, Print
from services.documents.files import S3Files, S3Views
from services.documents.inspection import inspect
from services.documents.inspection.signatures import format_of
from services.documents.store import Store
from services.documents.usecases import Comply, CurrentPrint, Desk, Files, Inspect, Typed, Views

TEXTS = Path(__file__).with_name("messages.yaml")


@dataclass(frozen=True)
class Built:
    """The use cases' desk, and the store behind it for the worker."""

    desk: Desk
    store: Store


def build(
    config: Config,
    clock: Clock,
    registry: Registry,
    database: Database[dict[str, Any]] | None = None,
    files: Files | None = None,
    current_print: CurrentPrint | None = None,
    typed: Typed | None = None,
    holder: str = "",
    views: Views | None = None,
    comply: Comply | None = None,
) -> Built:
    """Everything is connected; the indexes and the bucket exist (the bucket later, if S3 is not up yet)."""
    if database is None:
        database = connect(config.mongo_uri)[config.database("documents")]
    store = Store(database, Encoder("documents", events_pb2), holder or new_id())
    store.ensure_indexes()
    desk = Desk(
        carpetas=store.carpetas,
        readings=store.readings,
        hours=store.hours,
        registry=registry,
        clock=clock,
        messages=messages.load(TEXTS),
        files=files or _bucket(config),
        inspect=one_per_core(inspect),
        current_print=current_print or _without_registration,
        comply=comply or Apart(),
        format_of=format_of,
        views=views or S3Views(config),
        render=render,
        typed=typed or _without_registro,
        holders=store.holders,
        sharing=store.sharing,
    )
    return Built(desk, store)


def one_per_core(check: Inspect) -> Inspect:
    """`check`, run by at most as many callers at once as there are cores: bounds memory, loses no speed."""
    room = BoundedSemaphore(os.cpu_count() or 1)

    def limited(content: bytes, max_pixels: int, wants_qr: bool) -> Measurements:
        with room:
            return check(content, max_pixels, wants_qr)

    return limited


def _bucket(config: Config) -> S3Files:
    files = S3Files(config)
    try:
        files.ensure_bucket()
    except Unavailable:
        log.warning("the object store does not answer yet; the bucket is made at the first upload")
    return files


def _without_registro(convocatoria: str, expediente_id: str) -> dict[str, str]:
    """The worker compares nothing."""
    raise Unavailable("SERVICIO_NO_DISPONIBLE", servicio="registration")


def _without_registration(convocatoria: str, expediente_id: str) -> Print | None:
    """The worker judges no scan; only the api asks registration."""
    raise Unavailable("SERVICIO_NO_DISPONIBLE", servicio="registration")
