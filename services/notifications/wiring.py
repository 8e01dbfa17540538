"""Builds notifications from a Config: the only place that sees the use cases and what they stand on."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pymongo.database import Database

from contracts.residencias.notifications.v1 import events_pb2
from plumbing.clock import Clock, SystemClock
from plumbing.config import Config
from plumbing.convocatoria.catalog import load_catalog
from plumbing.convocatoria.model import Convocatoria
from plumbing.errors import Unavailable
from plumbing.events import Encoder
from plumbing.store import connect
from plumbing.telemetry import log
from services.notifications.domain.model import LetterKind
from services.notifications.files import LetterFiles
from services.notifications.letters import content_digest, render, title_of
from services.notifications.mail import Smtp
from services.notifications.store import Store
from services.notifications.usecases import Desk, Files, Post, Sources
from services.notifications.usecases.desk import Content, Typeset

SERVICE = "notifications"
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Notifications:
    """The desk of the use cases, and the store behind it for processes."""

    desk: Desk
    store: Store


def build(
    config: Config,
    clock: Clock,
    registry: Mapping[str, Convocatoria],
    database: Database[dict[str, Any]] | None = None,
    *,
    sources: Sources | None = None,
    files: Files | None = None,
    post: Callable[[], Post] | None = None,
    real: Clock | None = None,
) -> Notifications:
    """Everything connected, indexes in place. Without `sources` no letter can be printed (a worker prints none)."""
    found = database if database is not None else connect(config.mongo_uri)[config.database(SERVICE)]
    store = Store(found, Encoder(SERVICE, events_pb2), f"{socket.gethostname()}:{os.getpid()}")
    store.ensure_indexes()
    machine = real or SystemClock()
    desk = Desk(
        letters=store.letters,
        dossiers=store.dossiers,
        mensajes=store.mensajes,
        reads=store.reads,
        sweeps=store.sweeps,
        registry=registry,
        catalog=load_catalog(config.catalog),
        clock=clock,
        real=machine,
        words=yaml.safe_load((HERE / "words.yaml").read_text(encoding="utf-8")),
        titles={str(kind): title_of(kind) for kind in LetterKind},
        secret=config.secret_key,
        public_url=config.public_url,
        mail_domain=config.mail_from.rpartition("@")[2].rstrip(">"),
        files=files or LetterFiles(config),
        sources=sources or Nobody(),
        typeset=one_per_core(render),
        digest=content_digest,
        post=post or (lambda: Smtp(config.smtp_url, config.mail_from, machine)),
        count=store.count,
    )
    return Notifications(desk, store)


def one_per_core(typeset: Typeset) -> Typeset:
    """`typeset` in as many threads as there are cores, each with its own compiler: memory is bounded."""
    pool = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="typst")

    def queued(kind: LetterKind, data: Content, issue: Content, texts: Content | None) -> bytes:
        return pool.submit(typeset, kind, data, issue, texts).result()

    return queued


def prepare(files: LetterFiles) -> LetterFiles:
    """The bucket exists; later, if the object store is not up yet."""
    try:
        files.ensure_bucket()
    except Unavailable:
        log.warning("the object store does not answer yet; the bucket is made at the first letter")
    return files


class Nobody:
    """Whoever prints no letters asks nobody."""

    def __getattr__(self, name: str) -> Any:
        raise Unavailable("SERVICIO_NO_DISPONIBLE", servicio=name)
