"""The reconciliation report of an imported roster."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

PROPUESTO, ACEPTADO = "PROPUESTO", "ACEPTADO"


@dataclass(frozen=True)
class FilaRechazada:
    """A row of the roster that was refused. `row` counts from 1 after the header."""

    row: int
    folio_enarm: str
    code: str
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Roster:
    """An imported list with its reconciliation report. At most `REFUSED_KEPT` refused rows are listed one by one."""

    convocatoria: str
    filename: str
    sha256: str
    rows: int
    admitted: int
    refused: tuple[FilaRechazada, ...]
    distribution: dict[str, int]
    statistics: dict[str, str]
    direction_ok: bool
    imported_at: datetime
    imported_by: str
    state: str = PROPUESTO
    accepted_by: str = ""
    accepted_at: datetime | None = None
