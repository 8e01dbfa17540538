"""Into an empty system, and believed only when the audit log proves itself again from its first entry."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping
from itertools import islice
from mimetypes import guess_type
from pathlib import Path
from typing import Any

from bson import decode_file_iter
from bson.raw_bson import RawBSONDocument
from minio.error import S3Error
from minio.sse import SseS3

from plumbing.config import Config
from plumbing.errors import Conflict, Invalid
from plumbing.objects import THERE_ALREADY
from plumbing.store.connection import Client, connect, reachable
from residencias.backup.saving import MANIFEST, OWNERS, PASSING, RAW, object_store
from services.audit.domain import merkle
from services.audit.store import MongoLog

BATCH = 1000


def restore(config: Config, folder: Path, name: str = "") -> str:
    """The backup is in the system and its audit log has the root it was saved with; returns that root.

    Raises: Conflict(RESPALDO_SISTEMA_CON_DATOS), Invalid(RESPALDO_INEXISTENTE, RESPALDO_ALTERADO).
    """
    own = folder / name if name else _newest(folder)
    if not (own / MANIFEST).exists():
        raise Invalid("RESPALDO_INEXISTENTE", carpeta=str(own))
    manifest: dict[str, Any] = json.loads((own / MANIFEST).read_text(encoding="utf-8"))
    _check(own, manifest["collections"])
    with reachable(), connect(config.mongo_uri) as client:
        _require_empty(config, client)
        _put_objects(config, folder / "objects", manifest["objects"])
        for where in manifest["collections"]:
            _load(config, client, own, where)
        root = audited_root(MongoLog(client[config.database("audit")]))
    if root != manifest["audit"]["root"]:
        raise Invalid("RESPALDO_ALTERADO", parte="audit")
    return root


def audited_root(log: MongoLog) -> str:
    """The root computed anew from every entry of the log, in hexadecimal."""
    size, total = 0, log.head().size
    frontier: list[bytes] = []
    while size < total:
        entries = log.between(size, min(size + BATCH, total), {})
        if not entries:
            break
        _, frontier = merkle.grow(size, frontier, [entry.leaf for entry in entries])
        size += len(entries)
    return merkle.folded(frontier).hex()


def _newest(folder: Path) -> Path:
    made = sorted(file.parent for file in folder.glob(f"*/{MANIFEST}"))
    if not made:
        raise Invalid("RESPALDO_INEXISTENTE", carpeta=str(folder))
    return made[-1]


def _file(own: Path, where: str) -> Path:
    return own / "databases" / f"{where}.bson.gz"


def _check(own: Path, collections: Mapping[str, Mapping[str, Any]]) -> None:
    """Every file is what was saved. Raises Invalid(RESPALDO_ALTERADO)."""
    for where, saved in collections.items():
        digest = hashlib.sha256()
        try:
            with gzip.open(_file(own, where), "rb") as content:
                while chunk := content.read(1 << 20):
                    digest.update(chunk)
        except (OSError, EOFError) as error:
            raise Invalid("RESPALDO_ALTERADO", parte=where) from error
        if digest.hexdigest() != saved["sha256"]:
            raise Invalid("RESPALDO_ALTERADO", parte=where)


def _require_empty(config: Config, client: Client) -> None:
    for owner in OWNERS:
        database = client[config.database(owner)]
        for name in set(database.list_collection_names()) - PASSING - {"sweeps"}:
            if database[name].find_one({}, {"_id": 1}) is not None:
                raise Conflict("RESPALDO_SISTEMA_CON_DATOS", coleccion=f"{owner}.{name}")


def _load(config: Config, client: Client, own: Path, where: str) -> None:
    owner, _, name = where.partition(".")
    collection = client[config.database(owner)][name].with_options(codec_options=RAW)
    with gzip.open(_file(own, where), "rb") as content:
        found: Iterator[RawBSONDocument] = decode_file_iter(content, RAW)  # type: ignore[call-overload]
        while batch := list(islice(found, BATCH)):
            collection.insert_many(batch)


def _put_objects(config: Config, folder: Path, counted: Mapping[str, int]) -> None:
    """Every object of the backups of `folder` is in its bucket; there may be more than this one's databases name."""
    store = object_store(config)
    for name, count in counted.items():
        files = [file for file in (folder / name).rglob("*") if file.is_file()]
        if len(files) < count:
            raise Invalid("RESPALDO_ALTERADO", parte=f"objects/{name}")
        try:
            store.make_bucket(config.bucket(name))
        except S3Error as error:
            if error.code not in THERE_ALREADY:
                raise
        for file in files:
            own_name = file.relative_to(folder / name).as_posix()
            store.fput_object(
                config.bucket(name),
                own_name,
                str(file),
                content_type=guess_type(own_name)[0] or "application/octet-stream",
                sse=SseS3() if config.s3_encryption else None,
            )
