"""Marks for effects that must happen once per fact and leave no document of their own (an e-mail, a log entry)."""

from __future__ import annotations

from typing import Any

from pymongo.collection import Collection

from plumbing.store.connection import reachable


class Once:
    """Which (fact, effect) pairs are done."""

    def __init__(self, collection: Collection[dict[str, Any]]) -> None:
        self._collection = collection

    def is_done(self, mark: str) -> bool:
        with reachable():
            return self._collection.find_one({"_id": mark}) is not None

    def done(self, mark: str) -> None:
        """From now on `is_done(mark)`; marking twice is harmless."""
        with reachable():
            self._collection.update_one({"_id": mark}, {"$set": {"done": True}}, upsert=True)
