"""Facts that were saved and are not yet published: read them, publish them, clear them.

`drain` publishes before it clears: killed in between, it publishes again. So delivery is at least once, in the
order of each document's own versions, and what has waited longest goes first. Waiting is measured in real time.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from pymongo import UpdateOne
from pymongo.collection import Collection

from plumbing.errors import Unavailable, Unrouted
from plumbing.store.connection import reachable

Publish = Callable[[Mapping[str, Any]], None]
PublishAll = Callable[[Sequence[Mapping[str, Any]]], None]
BATCH = 200
OLDEST_FIRST = (("relay", 1), ("relay_since", 1))


def drain(
    collection: Collection[dict[str, Any]], publish: Publish, publish_all: PublishAll | None = None
) -> int:
    """The facts waiting in one batch of documents are published and cleared; returns how many.

    `publish_all` sends them in one go; when it fails they go one by one, so that one bad fact holds up no document but
    its own. Raises Unavailable; Unrouted once everything else has gone.
    """
    read_at = time.time()
    with reachable():
        found = collection.find({"relay": 1}, {"outbox": 1, "version": 1})
        waiting = list(found.sort(OLDEST_FIRST).limit(BATCH))
    published = 0
    done: list[dict[str, Any]] = []
    unrouted: Unrouted | None = None
    if publish_all and len(waiting) > 1 and _all_at_once(waiting, publish_all):
        publish = _already
    try:
        for mongo_doc in waiting:
            try:
                published += _published(mongo_doc, publish)
                done.append(mongo_doc)
            except Unrouted as error:
                unrouted = error
    finally:
        _clear(collection, done, read_at)
    if unrouted:
        raise unrouted
    return published


def _published(mongo_doc: Mapping[str, Any], publish: Publish) -> int:
    for envelope in mongo_doc["outbox"]:
        publish(envelope)
    return len(mongo_doc["outbox"])


def _clear(collection: Collection[dict[str, Any]], done: list[dict[str, Any]], read_at: float) -> None:
    """What was published of these documents waits no more."""
    if not done:
        return
    with reachable():
        emptied = collection.bulk_write([_emptied(one) for one in done], ordered=False).modified_count
        if emptied < len(done):
            _pull_published(collection, done, read_at)


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
    return UpdateOne(unchanged, {"$set": {"outbox": []}, "$unset": {"relay": "", "relay_since": ""}})


def _pull_published(
    collection: Collection[dict[str, Any]], published: list[dict[str, Any]], read_at: float
) -> None:
    """Takes out just what was published; a document with later facts keeps its flag and is read again."""
    pulls = [
        UpdateOne(
            {"_id": mongo_doc["_id"], "version": {"$gt": mongo_doc["version"]}},
            {
                "$pull": {"outbox": {"id": {"$in": [envelope["id"] for envelope in mongo_doc["outbox"]]}}},
                "$set": {"relay_since": read_at},
            },
        )
        for mongo_doc in published
    ]
    collection.bulk_write(pulls, ordered=False)


def backlog(collection: Collection[dict[str, Any]]) -> int:
    """How many documents have facts waiting."""
    with reachable():
        return collection.count_documents({"relay": 1})


def oldest_s(collections: Iterable[Collection[dict[str, Any]]]) -> float:
    """Seconds that the oldest waiting fact has waited; 0 when none waits. The first entry of an index, never a scan."""
    waiting: Mapping[str, Any] = {"relay": 1, "relay_since": {"$gt": 0}}
    with reachable():
        found = [
            mongo_doc["relay_since"]
            for collection in collections
            for mongo_doc in collection.find(waiting, {"relay_since": 1}).sort(OLDEST_FIRST).limit(1)
        ]
    return max(time.time() - min(found), 0.0) if found else 0.0
