"""How registration remembers: its collections in MongoDB."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from pymongo import ReturnDocument
from pymongo import collection as pymongo_collection
from pymongo.database import Database
from pymongo.errors import BulkWriteError

from plumbing.errors import NotFound
from plumbing.events import Encoder
from plumbing.shapes import read, to_doc
from plumbing.store import Documents, Folios, Leases, Sweeps, reachable
from services.registration.domain.liberaciones import Liberacion
from services.registration.domain.model import (
    CurpTemporal,
    Expediente,
    Lectura,
    Oferta,
    Recuperacion,
    Seleccionado,
    Veto,
)
from services.registration.domain.report import Roster

Collected = pymongo_collection.Collection[dict[str, Any]]
BATCH = 1000
DUPLICATE = 11000
FORGOTTEN_AFTER = timedelta(hours=1)


class Store:
    """Every collection of registration."""

    def __init__(self, database: Database[dict[str, Any]], encoder: Encoder, holder: str) -> None:
        self.expedientes = Documents(database["expedientes"], Expediente, encoder)
        self.rosters = Documents(database["rosters"], Roster, encoder)
        self.temporales = Documents(database["curps_temporales"], CurpTemporal, encoder)
        self.vetos = Documents(database["vetos"], Veto, encoder)
        self.ofertas = Documents(database["ofertas"], Oferta, encoder)
        self.lecturas = Documents(database["lecturas"], Lectura, encoder)
        self.liberaciones = Documents(database["liberaciones"], Liberacion, encoder)
        self.recuperaciones = Documents(database["recuperaciones"], Recuperacion, encoder)
        self.roll = SeleccionadoRows(database["seleccionados"])
        self.prints = PrintContents(database["solicitudes"])
        self.attempts = AttemptCounts(database["intentos"])
        self.folios = Folios(database["folios"])
        self.leases = Leases(database["leases"], holder)
        self.sweeps = Sweeps(database["sweeps"])

    def ensure_indexes(self) -> None:
        one_person = [[("convocatoria", 1), ("curp", 1)], [("convocatoria", 1), ("folio_enarm", 1)]]
        self.expedientes.ensure_indexes(unique=one_person)
        self.rosters.ensure_indexes([("convocatoria", 1), ("state", 1)])
        self.temporales.ensure_indexes(unique=[[("convocatoria", 1), ("curp_temporal", 1)]])
        self.vetos.ensure_indexes([("persona", 1)], unique=[[("curp", 1), ("cause", 1), ("act", 1)]])
        self.ofertas.ensure_indexes()
        self.lecturas.ensure_indexes()
        self.liberaciones.ensure_indexes(unique=[[("convocatoria", 1), ("number", 1)]])
        self.recuperaciones.ensure_indexes()
        self.roll.ensure_indexes()

    @property
    def outboxes(self) -> tuple[Collected, ...]:
        documents = (
            self.expedientes,
            self.rosters,
            self.temporales,
            self.vetos,
            self.lecturas,
            self.liberaciones,
            self.recuperaciones,
        )
        return tuple(kept.collection for kept in documents)


class SeleccionadoRows:
    """Rows of rosters in bulk, outside the outbox: their roster's document says whether they count."""

    def __init__(self, collection: Collected) -> None:
        self._collection = collection

    def ensure_indexes(self) -> None:
        with reachable():
            self._collection.create_index([("convocatoria", 1), ("folio_enarm", 1)])
            self._collection.create_index([("roster_id", 1), ("curp", 1)])

    def replace(self, roster_id: str, convocatoria: str, rows: Sequence[tuple[int, Seleccionado]]) -> None:
        """Exactly these rows are kept for the roster. A row's id says its roster's bytes and its place in them, so
        that one already there is the same: a repetition, even a simultaneous one, ends alike."""
        docs = [_row(roster_id, convocatoria, number, person) for number, person in rows]
        with reachable():
            there = {doc["_id"] for doc in self._collection.find({"roster_id": roster_id}, {"_id": 1})}
            missing = [doc for doc in docs if doc["_id"] not in there]
            for start in range(0, len(missing), BATCH):
                self._insert(missing[start : start + BATCH])
            for gone in there - {doc["_id"] for doc in docs}:
                self._collection.delete_one({"_id": gone})

    def _insert(self, docs: list[dict[str, Any]]) -> None:
        try:
            self._collection.insert_many(docs, ordered=False)
        except BulkWriteError as error:
            if any(wrong["code"] != DUPLICATE for wrong in error.details["writeErrors"]):
                raise

    def find(self, convocatoria: str, folio_enarm: str) -> Mapping[str, Seleccionado]:
        """Whoever has this folio, by roster."""
        with reachable():
            found = list(self._collection.find({"convocatoria": convocatoria, "folio_enarm": folio_enarm}))
        return {doc["roster_id"]: read(Seleccionado, doc) for doc in found}

    def everybody(self, roster_ids: Collection[str]) -> list[Seleccionado]:
        """All rows of these rosters."""
        with reachable():
            found = list(self._collection.find({"roster_id": {"$in": list(roster_ids)}}))
        return [read(Seleccionado, doc) for doc in found]

    def without_curp(self, roster_ids: Collection[str], after: str, limit: int) -> list[Seleccionado]:
        """Up to `limit` of these rosters who have no CURP, by folio, beginning after that one."""
        nobody = {"roster_id": {"$in": list(roster_ids)}, "curp": "", "folio_enarm": {"$gt": after}}
        with reachable():
            found = list(self._collection.find(nobody).sort([("folio_enarm", 1)]).limit(limit))
        return [read(Seleccionado, doc) for doc in found]

    def keys(self, roster_ids: Collection[str]) -> set[str]:
        """Folios and CURPs of these rosters."""
        found: set[str] = set()
        with reachable():
            for roster_id in roster_ids:
                for doc in self._collection.find({"roster_id": roster_id}, {"folio_enarm": 1, "curp": 1}):
                    found |= {doc["folio_enarm"], doc["curp"]}
        return found - {""}


def _row(roster_id: str, convocatoria: str, number: int, person: Seleccionado) -> dict[str, Any]:
    key = {"_id": f"{roster_id}:{number:06d}", "roster_id": roster_id, "convocatoria": convocatoria}
    return {**to_doc(person), **key}


class PrintContents:
    """Contents of prints under their own hash: written before the print exists, never changed."""

    def __init__(self, collection: Collected) -> None:
        self._collection = collection

    def keep(self, expediente_id: str, sha256: str, content: Mapping[str, Any]) -> None:
        key = f"{expediente_id}:{sha256}"
        with reachable():
            self._collection.replace_one({"_id": key}, {"content": dict(content)}, upsert=True)

    def content(self, expediente_id: str, sha256: str) -> Mapping[str, Any]:
        """Raises NotFound(SIN_IMPRESION)."""
        with reachable():
            found = self._collection.find_one({"_id": f"{expediente_id}:{sha256}"})
        if found is None:
            raise NotFound("SIN_IMPRESION", numero="")
        content: Mapping[str, Any] = found["content"]
        return content


class AttemptCounts:
    """Failed attempts per opaque key."""

    def __init__(self, collection: Collected) -> None:
        self._collection = collection

    def waiting(self, key: str, at: datetime) -> datetime | None:
        """The instant until which to wait; None when an attempt may be made."""
        with reachable():
            found = self._collection.find_one({"_id": key})
        until = _aware(found["until"]) if found and "until" in found else None
        return until if until and until > at else None

    def count(self, key: str, at: datetime, wait: Callable[[int], timedelta]) -> None:
        """One more attempt, and the wait that its number asks for; those of more than an hour ago are forgotten."""
        with reachable():
            self._collection.delete_one({"_id": key, "last": {"$lt": at - FORGOTTEN_AFTER}})
            after = self._collection.find_one_and_update(
                {"_id": key},
                {"$inc": {"failures": 1}, "$set": {"last": at}},
                upsert=True,
                return_document=ReturnDocument.AFTER,
            )
            if pause := wait(after["failures"] if after else 1):
                self._collection.update_one({"_id": key}, {"$set": {"until": at + pause}})

    def forget(self, key: str) -> None:
        """The attempt was right: earlier failures no longer count."""
        with reachable():
            self._collection.delete_one({"_id": key})


def _aware(instant: datetime) -> datetime:
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
