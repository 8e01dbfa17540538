"""What a service's workers last saw of themselves: their queues, and when each timer ran. Infrastructure: real time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pymongo.database import Database

from plumbing.store.connection import reachable


class Watch:
    """Notes by name, each the newest of all replicas."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._notes = database["watch"]

    def note(self, name: str, values: Mapping[str, Any]) -> None:
        """`name` is as of now."""
        with reachable():
            self._notes.update_one({"_id": name}, {"$set": dict(values)}, upsert=True)

    def notes(self) -> dict[str, dict[str, Any]]:
        """All of them; a handful."""
        with reachable():
            return {note.pop("_id"): note for note in self._notes.find({})}
