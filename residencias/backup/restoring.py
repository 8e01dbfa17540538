"""Into an empty system, and believed only when the audit log proves itself again from its first entry."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from itertools import islice
from mimetypes import guess_type
from pathlib import Path

from bson import decode_file_iter
from bson.raw_bson import RawBSONDocument
from minio.error import S3Error
from minio.sse import SseS3

from plumbing.config import Config
from plumbing.errors import Conflict, Invalid
from plumbing.objects import THERE_ALREADY
from plumbing.store.connection import Client, connect, reachable
from residencias.backup.folder import OBJECTS, Backup, complete, read
from residencias.backup.saving import OWNERS, PASSING, RAW, object_store
from services.audit.domain import merkle
from services.audit.store import MongoLog

BATCH = 1000


def restore(config: Config, folder: Path, name: str = "") -> str:
    """The backup is in the system and its audit log has the root it was saved with; returns that root.

    Raises: Conflict(RESPALDO_SISTEMA_CON_DATOS), Invalid(RESPALDO_INEXISTENTE, RESPALDO_ALTERADO).
    """
    backup = read(folder / name) if name else _newest(folder)
    manifest = backup.manifest
    backup.require_whole()
    with reachable(), connect(config.mongo_uri) as client:
        _require_empty(config, client)
        _put_objects(config, backup)
        for where in manifest["collections"]:
            _load(config, client, backup.databases(where), where)
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


def _newest(folder: Path) -> Backup:
    made = complete(folder)
    if not made:
        raise Invalid("RESPALDO_INEXISTENTE", carpeta=str(folder))
    return made[-1]


def _require_empty(config: Config, client: Client) -> None:
    for owner in OWNERS:
        database = client[config.database(owner)]
        for name in set(database.list_collection_names()) - PASSING - {"sweeps"}:
            if database[name].find_one({}, {"_id": 1}) is not None:
                raise Conflict("RESPALDO_SISTEMA_CON_DATOS", coleccion=f"{owner}.{name}")


def _load(config: Config, client: Client, file: Path, where: str) -> None:
    owner, _, name = where.partition(".")
    collection = client[config.database(owner)][name].with_options(codec_options=RAW)
    with gzip.open(file, "rb") as content:
        found: Iterator[RawBSONDocument] = decode_file_iter(content, RAW)  # type: ignore[call-overload]
        while batch := list(islice(found, BATCH)):
            collection.insert_many(batch)


def _put_objects(config: Config, backup: Backup) -> None:
    """Every object that the backup lists is in its bucket; of one without a list, all that its folder has."""
    store, kept = object_store(config), backup.own.parent / OBJECTS
    for name in backup.manifest["objects"]:
        try:
            store.make_bucket(config.bucket(name))
        except S3Error as error:
            if error.code not in THERE_ALREADY:
                raise
    for where in backup.listed() if backup.has_listing else _all_of(kept, backup):
        name, _, own_name = where.partition("/")
        store.fput_object(
            config.bucket(name),
            own_name,
            str(kept / where),
            content_type=guess_type(own_name)[0] or "application/octet-stream",
            sse=SseS3() if config.s3_encryption else None,
        )


def _all_of(kept: Path, backup: Backup) -> list[str]:
    files = [file for name in backup.manifest["objects"] for file in (kept / name).rglob("*")]
    return [file.relative_to(kept).as_posix() for file in files if file.is_file()]
