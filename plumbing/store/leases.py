"""Leases, so that of many replicas one acts. Infrastructure: real time, not the simulated clock."""

from __future__ import annotations

import time
from typing import Any

from pymongo.collection import Collection
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError, PyMongoError


class Leases:
    """Named leases in one collection. A holder that dies loses its lease when the seconds are over."""

    def __init__(self, collection: Collection[dict[str, Any]], holder: str) -> None:
        self._collection = collection
        self._holder = holder
        self._held: dict[str, float] = {}

    @property
    def database(self) -> Database[dict[str, Any]]:
        """The service's own."""
        return self._collection.database

    def acquire(self, name: str, seconds: float) -> bool:
        """True when the lease `name` is ours for at least half of `seconds`; False when another's or nobody knows.

        The database is asked only when less than that is left, so that a quick timer costs nothing.
        """
        now = time.time()
        if self._held.get(name, 0.0) - now > seconds / 2 > 0:
            return True
        if self._take(name, now, seconds):
            self._held[name] = now + seconds
            return True
        self._held.pop(name, None)
        return False

    def _take(self, name: str, now: float, seconds: float) -> bool:
        free = {"_id": name, "$or": [{"until": {"$lt": now}}, {"holder": self._holder}]}
        mine = {"$set": {"holder": self._holder, "until": now + seconds}}
        try:
            if self._collection.update_one(free, mine).matched_count:
                return True
            self._collection.insert_one({"_id": name, "holder": self._holder, "until": now + seconds})
            return True
        except DuplicateKeyError:
            return False
        except PyMongoError:
            return False

    def release(self, name: str) -> None:
        """The lease is free at once, if it was ours."""
        self._held.pop(name, None)
        try:
            self._collection.update_one({"_id": name, "holder": self._holder}, {"$set": {"until": 0.0}})
        except PyMongoError:
            return
