"""What scoring leaves behind, in the past tense, as the contract names it. Decimals are exact."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from services.scoring.domain.model import Line


@dataclass(frozen=True, slots=True)
class PuntajeComputed:
    """The expediente has this puntaje, with the lines that make it and the grades that break ties.

    Source: 000§9.2, 9.3.
    """

    folio: str
    total: Decimal
    lines: tuple[Line, ...]
    puntaje_enarm: Decimal
    calificacion: Decimal


@dataclass(frozen=True, slots=True)
class DossierRead:
    """Somebody other than its owner looked."""

    what: str
