"""Databases first, objects second: an object is stored before its database names it, so none is missing."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument
from minio import Minio
from pymongo.client_session import ClientSession

from plumbing.clock import SystemClock
from plumbing.config import SERVICES, Config
from plumbing.store.connection import Client, connect, reachable
from residencias.backup.folder import MANIFEST, OBJECTS, alone, write_listing
from residencias.backup.rest import facts_at_rest
from services.audit.store import MongoLog

OWNERS = (*SERVICES, "gateway")
# Who holds a lease, who is logged in, who failed to, how its queues are: of no use to another system.
PASSING = frozenset({"leases", "sessions", "attempts", "watch"})
RAW = CodecOptions(document_class=RawBSONDocument)


def object_store(config: Config) -> Minio:
    """The S3 of the configuration."""
    return Minio(
        config.s3_endpoint,
        access_key=config.s3_access_key,
        secret_key=config.s3_secret_key,
        secure=config.s3_secure,
        region="us-east-1",
    )


def save(config: Config, folder: Path) -> Path:
    """A new backup in `folder`; returns its own folder.

    Raises: Unavailable, Conflict(RESPALDO_EN_CURSO); then there is no manifest.
    """
    name = SystemClock().now().strftime("%Y%m%dT%H%M%SZ")
    own = folder / name
    folder.mkdir(parents=True, exist_ok=True)
    with alone(folder):
        (own / "databases").mkdir(parents=True)
        with reachable(), connect(config.mongo_uri) as client:
            manifest = _databases(config, client, own / "databases")
        manifest["objects"], names = _objects(config, folder / OBJECTS)
        manifest["listing"] = write_listing(own, names)
        text = json.dumps({"made_at": name, **manifest}, indent=1, sort_keys=True)
        (own / MANIFEST).write_text(text, encoding="utf-8")
    return own


def _databases(config: Config, client: Client, folder: Path) -> dict[str, Any]:
    is_set = bool(client.admin.command("hello").get("setName"))
    collections: dict[str, Any] = {}
    with facts_at_rest(config, client), _one_instant(client, is_set) as session:
        head = MongoLog(client[config.database("audit")]).head()
        for owner in OWNERS:
            database = client[config.database(owner)]
            for name in sorted(set(database.list_collection_names()) - PASSING):
                found = database[name].with_options(codec_options=RAW).find({}, session=session)
                collections[f"{owner}.{name}"] = _dump(iter(found), folder / f"{owner}.{name}.bson.gz")
    return {
        "is_one_instant": is_set,
        "collections": collections,
        "audit": {"size": head.size, "root": head.root.hex()},
    }


@contextmanager
def _one_instant(client: Client, is_set: bool) -> Iterator[ClientSession | None]:
    """A session that reads everything as it was at one instant; None where only a replica set could."""
    if not is_set:
        yield None
        return
    with client.start_session(snapshot=True) as session:
        yield session


def _dump(found: Iterator[RawBSONDocument], file: Path) -> dict[str, Any]:
    documents, digest = 0, hashlib.sha256()
    with gzip.open(file, "wb", compresslevel=3) as out:
        for mongo_doc in found:
            out.write(mongo_doc.raw)
            digest.update(mongo_doc.raw)
            documents += 1
    return {"documents": documents, "sha256": digest.hexdigest()}


def _objects(config: Config, folder: Path) -> tuple[dict[str, int], list[str]]:
    """Every object is in `folder`, none read again that is there; how many in each bucket, and all their names."""
    store = object_store(config)
    counted: dict[str, int] = {}
    names: list[str] = []
    prefix = config.bucket("")
    for bucket in store.list_buckets():
        if not bucket.name.startswith(prefix):
            continue
        name = bucket.name.removeprefix(prefix)
        counted[name] = 0
        for found in store.list_objects(bucket.name, recursive=True):
            kept = folder / name / str(found.object_name)
            if not (kept.exists() and kept.stat().st_size == found.size):
                store.fget_object(bucket.name, str(found.object_name), str(kept))
            counted[name] += 1
            names.append(f"{name}/{found.object_name}")
    return counted, names
