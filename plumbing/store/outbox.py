"""Facts that were saved and are not yet published: read them, publish them, clear them.

`drain` publishes before it clears: killed in between, it publishes again. So delivery is at least once, in the
order of each document's own versions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pymongo import UpdateOne
from pymongo.collection import Collection

from plumbing.errors import Unavailable
from plumbing.store.connection import reachable

Publish = Callable[[Mapping[str, Any]], None]
PublishAll = Callable[[Sequence[Mapping[str, Any]]], None]
BATCH = 200


def drain(
    collection: Collection[dict[str, Any]], publish: Publish, publish_all: PublishAll | None = None
) -> int:
    """The facts waiting in one batch of documents are published and cleared; returns how many.

    `publish_all` sends them in one go; when it fails they go one by one, so that one bad fact holds up no other.
    """
    with reachable():
        waiting = list(collection.find({"relay": 1}, {"outbox": 1, "version": 1}).limit(BATCH))
    published = 0
    clears: list[UpdateOne] = []
    if publish_all and len(waiting) > 1 and _all_at_once(waiting, publish_all):
        publish = _already
    try:
        for mongo_doc in waiting:
            for envelope in mongo_doc["outbox"]:
                publish(envelope)
                published += 1
            clears.append(_emptied(mongo_doc))
    finally:
        if clears:
            with reachable():
                cleared = collection.bulk_write(clears, ordered=False).modified_count
                if cleared < len(clears):
                    _pull_published(collection, waiting[: len(clears)])
    return published


def _all_at_once(waiting: list[dict[str, Any]], publish_all: PublishAll) -> bool:
    """True when every fact of the batch is with the broker."""
    try:
        publish_all([envelope for mongo_doc in waiting for envelope in mongo_doc["outbox"]])
    except Unavailable:
        return False
    return True


def _already(envelope: Mapping[str, Any]) -> None:
    """It is published."""


def _emptied(mongo_doc: Mapping[str, Any]) -> UpdateOne:
    """Clears the outbox, if nothing was added since it was read."""
    unchanged = {"_id": mongo_doc["_id"], "version": mongo_doc["version"]}
    return UpdateOne(unchanged, {"$set": {"outbox": []}, "$unset": {"relay": ""}})


def _pull_published(collection: Collection[dict[str, Any]], published: list[dict[str, Any]]) -> None:
    """Takes out just what was published; a document with later facts keeps its flag and is read again."""
    pulls = [
        UpdateOne(
            {"_id": mongo_doc["_id"], "version": {"$gt": mongo_doc["version"]}},
            {"$pull": {"outbox": {"id": {"$in": [envelope["id"] for envelope in mongo_doc["outbox"]]}}}},
        )
        for mongo_doc in published
    ]
    collection.bulk_write(pulls, ordered=False)


def backlog(collection: Collection[dict[str, Any]]) -> int:
    """How many documents have facts waiting."""
    with reachable():
        return collection.count_documents({"relay": 1})
