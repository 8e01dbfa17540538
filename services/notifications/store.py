"""How notifications remembers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pymongo.collection import Collection
from pymongo.database import Database

from plumbing.events import Encoder
from plumbing.store import Documents, Leases, Sweeps, reachable
from services.notifications.domain.dossier import Dossier, Read
from services.notifications.domain.mensaje import Mensaje
from services.notifications.domain.model import Letter


class Store:
    """`letters`, `dossiers` (one per person), `mensajes` (one per e-mail), `reads` (who looked)."""

    def __init__(self, database: Database[dict[str, Any]], encoder: Encoder, holder: str) -> None:
        self._database = database
        self.letters = Documents(database["letters"], Letter, encoder)
        self.dossiers = Documents(database["dossiers"], Dossier, encoder)
        self.mensajes = Documents(database["mensajes"], Mensaje, encoder)
        self.reads = Documents(database["reads"], Read, encoder)
        self.leases = Leases(database["leases"], holder)
        self.sweeps = Sweeps(database["sweeps"])

    def ensure_indexes(self) -> None:
        issued, composed = [("issued_at", 1), ("_id", 1)], [("composed_at", 1), ("_id", 1)]
        self.letters.ensure_indexes(
            [("expediente_id", 1)],
            [("convocatoria", 1), *issued],
            [("convocatoria", 1), ("ooad", 1), *issued],
            unique=[[("code", 1)]],
        )
        self.dossiers.ensure_indexes(
            [("convocatoria", 1), ("folio", 1)], [("convocatoria", 1), ("remind_on", 1)]
        )
        self.mensajes.ensure_indexes(
            [("state", 1), ("next_at", 1)], [("expediente_id", 1)], [("convocatoria", 1), *composed]
        )
        self.reads.ensure_indexes()

    @property
    def outboxes(self) -> tuple[Collection[dict[str, Any]], ...]:
        return (self.letters.collection, self.mensajes.collection, self.reads.collection)

    def count(self, collection: str, criteria: Mapping[str, Any], field: str) -> dict[str, int]:
        """How many documents there are of each value of `field`."""
        grouped = [{"$match": dict(criteria)}, {"$group": {"_id": f"${field}", "n": {"$sum": 1}}}]
        with reachable():
            return {row["_id"]: int(row["n"]) for row in self._database[collection].aggregate(grouped)}
