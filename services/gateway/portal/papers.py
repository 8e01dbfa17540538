"""Which papers a person files, and how each stands: the call's rows beside what the manifest holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from plumbing.convocatoria.documents import DocumentRow
from plumbing.convocatoria.model import Convocatoria

WARNED = "CON_ADVERTENCIAS"


@dataclass(frozen=True)
class Paper:
    """A row of the call's table for this person. `state`: hecha | por_hacer | atender | no_disponible."""

    row: DocumentRow
    slot: Mapping[str, Any]
    is_required: bool
    observations: tuple[Mapping[str, Any], ...] = ()

    @property
    def versions(self) -> list[Mapping[str, Any]]:
        return list(self.slot["versions"])

    @property
    def is_open(self) -> bool:
        return bool(self.slot["is_open"])

    @property
    def is_filed(self) -> bool:
        return bool(self.slot["versions"])

    @property
    def is_warned(self) -> bool:
        return self.is_filed and (self.versions[0].get("verdict") or {}).get("verdict") == WARNED

    @property
    def state(self) -> str:
        if any(not one["is_attended"] for one in self.observations):
            return "atender"
        if self.is_filed:
            return "hecha"
        return "por_hacer" if self.is_open else "no_disponible"


def papers_of(
    call: Convocatoria,
    registro: Mapping[str, Any],
    manifest: Mapping[str, Any],
    expediente: Mapping[str, Any],
) -> tuple[Paper, ...]:
    """The rows of this person in the table's order, and whatever else they filed."""
    datos = registro["datos"] or {}
    claims = datos.get("reclamos") or {}
    claimed = [code for code, is_claimed in claims.items() if is_claimed]
    try:
        category = call.category_for(registro["categoria_roster"], datos.get("estudios") or "MEXICO").code
    except KeyError:
        category = call.categories[0].code
    person = (category, bool(claims.get("trabajador")), bool(claims.get("hijo_trabajador")), claimed)
    required, slots = call.required_slots(*person), {one["slot"]: one for one in manifest["slots"]}
    wanted = {row.slot for row in call.rows_for(*person)} | {s for s, one in slots.items() if one["versions"]}
    return tuple(
        Paper(
            row,
            slots[row.slot],
            row.slot in required,
            tuple(_observations(expediente, slots[row.slot])),
        )
        for row in call.documents.rows
        if row.slot in slots and (row.slot in wanted or row.audience == "CON ARTICULOS")
    )


def _observations(expediente: Mapping[str, Any], slot: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """What was observed of the slot; attended as soon as another version is there, although it is not sent yet."""
    since, versions = expediente.get("since_at"), slot["versions"]
    is_newer = bool(since and versions) and _at(versions[0]["uploaded_at"]) > _at(str(since))
    for one in expediente.get("observations", ()):
        if one["target"] == slot["slot"]:
            yield {**one, "is_attended": one["is_attended"] or is_newer}


def _at(instant: str) -> datetime:
    return datetime.fromisoformat(instant)


def kinds_of(call: Convocatoria, registro: Mapping[str, Any], row: DocumentRow) -> list[tuple[str, str]]:
    """(code, label) of the kinds of paper this person may file in the row."""
    datos = registro["datos"] or {}
    try:
        category = call.category_for(registro["categoria_roster"], datos.get("estudios") or "MEXICO").code
    except KeyError:
        return [(kind.kind, kind.label) for kind in row.kinds]
    return [(k.kind, k.label) for k in row.kinds if not k.categories or category in k.categories]
