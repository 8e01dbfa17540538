"""How scoring remembers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pymongo.collection import Collection
from pymongo.database import Database
from pymongo.errors import BulkWriteError

from plumbing.events import Encoder
from plumbing.shapes import read, to_doc
from plumbing.store import Documents, Leases, reachable
from services.scoring.domain.calificaciones import Corte, GradesOf
from services.scoring.domain.participante import Participante
from services.scoring.domain.record import Read, Record

DUPLICATE = 11000


class Store:
    """`records`: one per puntaje. `reads`: who looked. `participantes`: who waits for grades. `cortes`: their files."""

    def __init__(self, database: Database[dict[str, Any]], encoder: Encoder, holder: str) -> None:
        self.records = Documents(database["records"], Record, encoder)
        self.reads = Documents(database["reads"], Read, encoder)
        self.participantes = Documents(database["participantes"], Participante, encoder)
        self.cortes = Documents(database["cortes"], Corte, encoder)
        self.grades = GradeRows(database["calificaciones"])
        self.leases = Leases(database["leases"], holder)
        self.records.ensure_indexes([("convocatoria", 1), ("folio", 1)])
        self.reads.ensure_indexes()
        self.participantes.ensure_indexes(
            [("convocatoria", 1), ("estado", 1), ("is_reviewed", 1)],
            [("convocatoria", 1), ("is_reviewed", 1), ("articles_sha256", 1)],
        )
        self.cortes.ensure_indexes([("convocatoria", 1), ("state", 1)])

    @property
    def outboxes(self) -> tuple[Collection[dict[str, Any]], ...]:
        kept = (self.records, self.reads, self.participantes, self.cortes)
        return tuple(documents.collection for documents in kept)


class GradeRows:
    """The grades of people, under the file they came in: a row's id says both, so that a repetition is the same."""

    def __init__(self, collection: Collection[dict[str, Any]]) -> None:
        self._collection = collection

    def keep(self, corte_id: str, people: Sequence[GradesOf]) -> None:
        docs = [{**to_doc(one), "_id": f"{corte_id}:{one.curp}"} for one in people]
        try:
            with reachable():
                if docs:
                    self._collection.insert_many(docs, ordered=False)
        except BulkWriteError as error:
            if any(wrong["code"] != DUPLICATE for wrong in error.details["writeErrors"]):
                raise

    def of(self, corte_id: str, curp: str) -> GradesOf:
        with reachable():
            found = self._collection.find_one({"_id": f"{corte_id}:{curp}"})
        return read(GradesOf, found) if found else GradesOf(curp)
