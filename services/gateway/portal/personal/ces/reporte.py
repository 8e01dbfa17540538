"""The reconciliation report of a file, whichever service made it, as a page shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.gateway.portal.personal.ces.actos import ACCEPTED

DIRECTIONS = "direction"


@dataclass(frozen=True)
class Refused:
    """A row that does not count: which, why, and how to mend it."""

    renglon: int
    folio_enarm: str
    codigo: str
    que: str
    arreglo: str


@dataclass(frozen=True)
class Report:
    """What a file brings. `refused` are the listed ones, `refusals` all. `direction`: why it cannot be accepted."""

    id: str
    filename: str
    sha256: str
    state: str
    rows: int
    admitted: int
    refusals: int
    refused: tuple[Refused, ...]
    groups: Mapping[str, Mapping[str, int]]
    statistics: Mapping[str, str]
    direction: str
    at: str
    by: str
    accepted_by: str
    plazas: int = 0
    people: int = 0

    @property
    def is_accepted(self) -> bool:
        return self.state in ACCEPTED

    @property
    def is_substituted(self) -> bool:
        return self.state == "SUSTITUIDA"

    @property
    def can_be_accepted(self) -> bool:
        return not (self.is_accepted or self.is_substituted or self.direction) and self.admitted > 0


def report_of(kind: str, id_field: str, found: Mapping[str, Any]) -> Report:
    """The report in one shape. `groups` are its counts by dimension, as `categoria` → {nacional: 3}."""
    statistics = found.get("statistics") or {}
    listed = tuple(_refused(row) for row in found["refused"])
    groups = _groups(found["distribution"], "especialidad" if kind == "ofertas" else "concepto")
    counted = sum(groups.get("rechazo", {}).values())
    refusals = int(statistics.get("refused") or counted or len(listed))
    return Report(
        id=found[id_field],
        filename=found["filename"],
        sha256=found["sha256"],
        state=found["state"],
        rows=found["rows"],
        admitted=found.get("admitted", found["rows"] - refusals),
        refusals=refusals,
        refused=listed,
        groups=groups,
        statistics=statistics,
        direction=statistics.get(DIRECTIONS) or found.get(DIRECTIONS, ""),
        at=found.get("imported_at") or found.get("loaded_at", ""),
        by=name_of(found.get("imported_by") or found.get("loaded_by", "")),
        accepted_by=name_of(found["accepted_by"]),
        plazas=found.get("plazas", 0),
        people=found.get("people", 0),
    )


def name_of(actor: str) -> str:
    """`ces:ana` → `ana`: who, without their role."""
    return actor.rsplit(":", 1)[-1]


def _refused(row: Mapping[str, Any]) -> Refused:
    return Refused(row["row"], row.get("folio_enarm", ""), row["code"], row["que"], row["arreglo"])


def _groups(distribution: Mapping[str, int], usual: str) -> dict[str, dict[str, int]]:
    """`categoria:nacional` by dimension; a name without one belongs to the `usual`."""
    groups: dict[str, dict[str, int]] = {}
    for name, count in sorted(distribution.items()):
        dimension, colon, value = name.partition(":")
        if not colon:
            dimension, value = usual, name
        groups.setdefault(dimension, {})[value] = count
    return groups
