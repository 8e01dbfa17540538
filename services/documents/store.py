"""How documents remembers: one mongo_doc per carpeta, one per person for staff's readings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from pymongo.collection import Collection
from pymongo.database import Database

from plumbing.events import Encoder
from plumbing.store import Documents, Hours, Leases, reachable
from services.documents.domain.model import Carpeta, Readings

PICTURE, KEYS = "versions.verdict.picture_sha256", "versions.verdict.likeness_keys"
MOST_LOOKED_INTO = 100  # carpetas at once, of either


class Store:
    """The collections of the service."""

    def __init__(self, database: Database[dict[str, Any]], encoder: Encoder, holder: str) -> None:
        self.carpetas = Documents(database["carpetas"], Carpeta, encoder)
        self.readings = Documents(database["readings"], Readings, encoder)
        self.leases = Leases(database["leases"], holder)
        self.hours = Hours(database["hours"])

    def ensure_indexes(self) -> None:
        """The indexes exist: by state, by object name for the sweeper, by picture and its keys for repeats."""
        self.carpetas.ensure_indexes(
            [("convocatoria", 1), ("estado", 1)],
            [("versions.object_name", 1)],
            [("versions.originals.object_name", 1)],
            [("prepared.originals.object_name", 1)],
            [("prepared.prepared_at", 1)],
            [(PICTURE, 1)],
            [(KEYS, 1)],
        )
        self.readings.ensure_indexes()

    def holders(self, keys: Sequence[str]) -> Mapping[str, int]:
        """How many carpetas hold each of these keys of likenesses."""
        with reachable():
            found = list(self.carpetas.collection.find({KEYS: {"$in": list(keys)}}, {KEYS: 1}))
        held = (
            {key for version in one["versions"] for key in version["verdict"].get("likeness_keys", ())}
            for one in found
        )
        return Counter(key for each in held for key in each.intersection(keys))

    def sharing(
        self, convocatoria: str, pictures: Sequence[str], keys: Sequence[str]
    ) -> Mapping[str, Carpeta]:
        """Id → the carpetas of the convocatoria that hold one of these pictures, or one of these keys."""
        found = {}
        for place, values in ((PICTURE, pictures), (KEYS, keys)):
            criteria = {place: {"$in": list(values)}, "convocatoria": convocatoria}
            stored = self.carpetas.find(criteria, limit=MOST_LOOKED_INTO) if values else ()
            found.update({one.id: one.value for one in stored})
        return found

    @property
    def outboxes(self) -> tuple[Collection[dict[str, Any]], ...]:
        return (self.carpetas.collection, self.readings.collection)
