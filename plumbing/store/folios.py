"""Running numbers, one sequence per convocatoria."""

from __future__ import annotations

from typing import Any

from pymongo import ReturnDocument
from pymongo.collection import Collection

from plumbing.errors import Conflict, Unavailable
from plumbing.store.connection import reachable

Collected = Collection[dict[str, Any]]
RACES = 20


class Folios:
    """A running number per convocatoria. Numbers are never given twice; one may be lost."""

    def __init__(self, collection: Collected) -> None:
        self._collection = collection

    def next(self, convocatoria: str) -> int:
        """The next number, from 1. Raises Unavailable."""
        for _ in range(RACES):
            with reachable():
                counter = self._collection.find_one_and_update(
                    {"_id": convocatoria}, {"$inc": {"number": 1}}, return_document=ReturnDocument.AFTER
                )
            if counter is not None:
                return int(counter["number"])
            self._begin(convocatoria)
        raise Unavailable("BASE_NO_DISPONIBLE")

    def _begin(self, convocatoria: str) -> None:
        """There is a counter. Apart from the increment: an upsert that races gives nothing back on some stores."""
        try:
            with reachable():
                self._collection.insert_one({"_id": convocatoria, "number": 0})
        except Conflict:
            return
