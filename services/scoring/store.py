"""How scoring remembers."""

from __future__ import annotations

from typing import Any

from pymongo.collection import Collection
from pymongo.database import Database

from plumbing.events import Encoder
from plumbing.store import Documents, Leases
from services.scoring.domain.record import Read, Record


class Store:
    """`records`: one per expediente with a ficha. `reads`: who looked."""

    def __init__(self, database: Database[dict[str, Any]], encoder: Encoder, holder: str) -> None:
        self.records = Documents(database["records"], Record, encoder)
        self.reads = Documents(database["reads"], Read, encoder)
        self.leases = Leases(database["leases"], holder)
        self.records.ensure_indexes([("convocatoria", 1), ("folio", 1)])
        self.reads.ensure_indexes()

    @property
    def outboxes(self) -> tuple[Collection[dict[str, Any]], ...]:
        return (self.records.collection, self.reads.collection)
