"""What scoring leaves behind, in the past tense, as the contract names it. Decimals are exact."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from services.scoring.domain.model import Line


@dataclass(frozen=True, slots=True)
class Component:
    """A grade of the formula, for tie-breaks."""

    code: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class PuntajeComputed:
    """The expediente has this puntaje, with the lines that make it and the grades that break ties.

    Source: 000§9.2, 9.3.
    """

    folio: str
    total: Decimal
    lines: tuple[Line, ...]
    puntaje_enarm: Decimal
    calificacion: Decimal | None
    components: tuple[Component, ...] = ()


@dataclass(frozen=True, slots=True)
class ParticipantExcluded:
    """What the convocatoria demands of the grades is missing: the person is out. Source: 002§3.1 IMPORTANTE."""

    folio: str
    cause: str
    clause: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArticlesRuled:
    """The file of articles has its ruling; `proven` are the extras it proves. Source: 002§4."""

    sha256: str
    articles: int
    proven: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CalificacionesImported:
    """A file of grades was judged. Source: G-17."""

    filename: str
    sha256: str
    rows: int
    admitted: int


@dataclass(frozen=True, slots=True)
class CalificacionesAccepted:
    """The file counts. Source: G-17."""

    sha256: str
    people: int
    accepted_by: str


@dataclass(frozen=True, slots=True)
class DossierRead:
    """Somebody other than its owner looked."""

    what: str
