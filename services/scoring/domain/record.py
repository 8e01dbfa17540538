"""What scoring keeps of one expediente: the input as it arrived and the puntaje it gave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.scoring.domain.model import Claim, Grade, Puntaje


@dataclass(frozen=True, slots=True)
class Record:
    """Computed once, at the ficha. The same input gives the same puntaje for ever."""

    convocatoria: str
    folio: str
    grades: tuple[Grade, ...]
    claims: tuple[Claim, ...]
    puntaje: Puntaje
    rules_digest: str
    computed_at: datetime


@dataclass(frozen=True, slots=True)
class Read:
    """That somebody looked at a dossier."""

    what: str
