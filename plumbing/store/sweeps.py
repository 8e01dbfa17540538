"""How far each sweeper has looked: an instant per convocatoria, for operators and for whoever waits on deadlines."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pymongo.collection import Collection

from plumbing.store.connection import reachable


class Sweeps:
    """Marks of finished sweeps."""

    def __init__(self, collection: Collection[dict[str, Any]]) -> None:
        self._collection = collection

    def mark(self, name: str, through: datetime) -> None:
        """Every deadline of `name` up to `through` has been acted on."""
        with reachable():
            self._collection.update_one({"_id": name}, {"$set": {"through": through}}, upsert=True)

    def through(self, name: str = "") -> datetime | None:
        """The instant up to which all sweeps, or that of `name`, have looked; None before the first."""
        with reachable():
            marks = [mark["through"] for mark in self._collection.find({"_id": name} if name else {})]
        return min(marks) if marks else None
