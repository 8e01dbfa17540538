"""What validation remembers, in its own database: expedientes, contents of sends, reads, folios."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pymongo.collection import Collection
from pymongo.database import Database

from plumbing.errors import Conflict, NotFound
from plumbing.events import Encoder
from plumbing.store import Documents, Folios, Hours, Leases, Stored, Sweeps
from plumbing.store.connection import reachable
from services.validation.domain.model import Expediente, Read, Tally

Collected = Collection[dict[str, Any]]
STRIDE = 40


class Snapshots:
    """Contents under the SHA-256 of their text: written once, never changed.

    Apart from the expediente, so that the queue and the lists read small mongo_docs. A content whose
    expediente was not saved after it is harmless: nothing names it.
    """

    def __init__(self, collection: Collected) -> None:
        self._collection = collection

    def keep(self, sha256: str, text: str) -> None:
        """`text` can be had under `sha256`; keeping it twice is harmless."""
        try:
            with reachable():
                self._collection.insert_one({"_id": sha256, "text": text})
        except Conflict:
            return

    def load(self, sha256: str) -> str:
        """The text under `sha256`. Raises NotFound."""
        with reachable():
            kept = self._collection.find_one({"_id": sha256})
        if kept is None:
            raise NotFound("INSTANTANEA_PERDIDA", sha256=sha256)
        return str(kept["text"])


class Queue:
    """The expedientes that nobody holds, by arrival.

    Some stores read every match before they sort. So a look remembers how far its batch went, and the next ones ask
    only up to there: if anything is left, the oldest of all is in it. The memory is a hint; losing it costs one
    longer look.
    """

    def __init__(self, expedientes: Documents[Expediente]) -> None:
        self._expedientes = expedientes
        self._frontier: dict[str, datetime] = {}

    def oldest(
        self, convocatoria: str, limit: int, by: str = "", at: datetime | None = None
    ) -> list[Stored[Expediente]]:
        """Up to `limit` of those that wait, the oldest first; none only when none waits that `by` may review.

        With `at`, without those that are put aside for somebody at that instant.
        """
        criteria: dict[str, Any] = {"waiting": convocatoria}
        if by:
            criteria["recused"] = {"$ne": by}
        if at is not None:
            criteria["$or"] = [{"aside_until": None}, {"aside_until": {"$lte": at}}]
        frontier = self._frontier.get(convocatoria)
        if frontier is not None:
            near = self._waiting({**criteria, "submitted_at": {"$lte": frontier}}, limit)
            if near:
                return near
        found = self._waiting(criteria, STRIDE)
        if found and found[-1].value.submitted_at:
            self._frontier[convocatoria] = found[-1].value.submitted_at
        return found[:limit]

    def _waiting(self, criteria: dict[str, Any], limit: int) -> list[Stored[Expediente]]:
        return self._expedientes.find(criteria, sort=[("submitted_at", 1), ("_id", 1)], limit=limit)


class Store:
    """The collections of the service, with their indexes."""

    def __init__(self, database: Database[dict[str, Any]], encoder: Encoder, holder: str) -> None:
        self.expedientes = Documents(database["expedientes"], Expediente, encoder)
        self.reads = Documents(database["reads"], Read, encoder)
        self.tallies = Documents(database["tallies"], Tally, encoder)
        self.queue = Queue(self.expedientes)
        self.snapshots = Snapshots(database["snapshots"])
        self.folios = Folios(database["folios"])
        self.leases = Leases(database["leases"], holder)
        self.hours = Hours(database["hours"])
        self.sweeps = Sweeps(database["sweeps"])

    def ensure_indexes(self) -> None:
        """Queue, desks and sweepers look by a selective equality; no desk ever holds two, or has two put aside."""
        self.expedientes.ensure_indexes(
            [("waiting", 1), ("submitted_at", 1)],
            [("held", 1)],
            [("proposed", 1)],
            [("convocatoria", 1), ("estado", 1)],
            [("convocatoria", 1), ("folio_enarm", 1)],
            [("convocatoria", 1), ("folio", 1)],
            unique_where=[
                ([("held", 1), ("claimed_by", 1)], {"held": {"$gt": ""}}),
                ([("waiting", 1), ("aside_for", 1)], {"aside_for": {"$gt": ""}}),
            ],
        )
        self.reads.ensure_indexes([("expediente_id", 1)])
        self.tallies.ensure_indexes([("convocatoria", 1), ("on", 1)])
