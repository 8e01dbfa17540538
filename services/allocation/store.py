"""How allocation remembers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pymongo.collection import Collection
from pymongo.database import Database

from plumbing.events import Encoder
from plumbing.ids import new_id
from plumbing.store import Documents, Leases, Sweeps, reachable
from services.allocation.domain import permutas
from services.allocation.domain.record import Oferta, Participacion, Permuta, Read, Ronda


class Store:
    """One document per person, oferta, round and permuta; the bundles of the rounds lie in the object store."""

    def __init__(self, database: Database[dict[str, Any]], encoder: Encoder, holder: str) -> None:
        self.participaciones = Documents(database["participaciones"], Participacion, encoder)
        self.ofertas = Documents(database["ofertas"], Oferta, encoder)
        self.rondas = Documents(database["rondas"], Ronda, encoder)
        self.permutas = Documents(database["permutas"], Permuta, encoder)
        self.reads = Documents(database["reads"], Read, encoder)
        self.leases = Leases(database["leases"], holder)
        self._lease_collection = database["leases"]
        self.sweeps = Sweeps(database["sweeps"])

    def ensure_indexes(self) -> None:
        """Every query of the use cases is selective."""
        self.participaciones.ensure_indexes(
            [("convocatoria", 1), ("folio", 1)],
            [("convocatoria", 1), ("estado", 1)],
            [("convocatoria", 1), ("ooad", 1), ("folio", 1)],
            [("convocatoria", 1), ("words", 1)],
            [("convocatoria", 1), ("next_due_on", 1)],
            [("convocatoria", 1), ("released_at", 1)],
            [("convocatoria", 1), ("papers_since", 1)],
            [("papers.object_name", 1)],
        )
        self.ofertas.ensure_indexes([("convocatoria", 1), ("state", 1)])
        self.rondas.ensure_indexes([("convocatoria", 1), ("state", 1)])
        sides = [("a.expediente_id", 1), ("b.expediente_id", 1)]
        self.permutas.ensure_indexes(
            [("convocatoria", 1), ("state", 1)],
            *([side] for side in sides),
            unique_where=[(sides, {"state": permutas.REQUESTED})],
        )
        self.reads.ensure_indexes()

    def own_leases(self) -> Leases:
        """Leases of a holder that nobody else is."""
        return Leases(self._lease_collection, new_id())

    def estados(self, selection: Mapping[str, Any]) -> dict[str, int]:
        """How many people of the selection stand in each estado; those without a result are not counted."""
        steps = [{"$match": dict(selection)}, {"$group": {"_id": "$estado", "people": {"$sum": 1}}}]
        with reachable():
            groups = list(self.participaciones.collection.aggregate(steps))
        return {group["_id"]: group["people"] for group in groups if group["_id"]}

    @property
    def outboxes(self) -> tuple[Collection[dict[str, Any]], ...]:
        """Where facts wait for the relay."""
        kept = (self.participaciones, self.ofertas, self.rondas, self.permutas, self.reads)
        return tuple(documents.collection for documents in kept)
