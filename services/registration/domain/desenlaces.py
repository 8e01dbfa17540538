"""How a person ended in a convocatoria, and what another institution says of them: what decides the later periods."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Desenlace:
    """How a person ended in a convocatoria as one service decided it, and the right this leaves in the cycle.

    `right` is that of the rules in force when it was decided; `version` and `sequence` order the decisions of one
    `source`.
    """

    source: str
    outcome: str
    right: str
    clause: str
    at: datetime
    version: int
    sequence: int


@dataclass(frozen=True)
class ExpedienteLiberado:
    """The other institution let the person go: who, by which oficio, on which day. Source: 000§3.2.3."""

    institucion: str
    oficio: str
    released_on: str
