"""What scoring's use cases stand on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from plumbing.clock import Clock
from plumbing.convocatoria.model import Convocatoria
from plumbing.store import Documents
from services.scoring.domain.calificaciones import Corte, GradesOf
from services.scoring.domain.participante import Participante
from services.scoring.domain.record import Read, Record


class Grades(Protocol):
    """The grades of people, by the file they came in."""

    def keep(self, corte_id: str, people: Sequence[GradesOf]) -> None:
        """They can be had from now on; keeping them twice is harmless."""
        ...

    def of(self, corte_id: str, curp: str) -> GradesOf:
        """This person's grades in this file; none is a person without rows."""
        ...


@dataclass(frozen=True)
class Desk:
    """What the use cases need."""

    records: Documents[Record]
    reads: Documents[Read]
    participantes: Documents[Participante]
    cortes: Documents[Corte]
    grades: Grades
    registry: Mapping[str, Convocatoria]
    clock: Clock
    words: Mapping[str, Mapping[str, str]]
    """Why a row of a cut does not count, and how to mend it, by code."""
