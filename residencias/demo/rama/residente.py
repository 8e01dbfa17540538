"""What a resident brings that nobody else does: troncal, grade, EFISER, cycles and one article."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Article:
    """The truth of a published article, as its first page and the journal's record say it.

    Shapes: `position` counts authors from 1; `tipo` is a code of the call, or another kind of text.
    """

    titulo: str
    revista: str
    issn: str
    doi: str
    published_on: date
    position: int
    tipo: str
    is_in_medline: bool = True
    is_of_imss_patients: bool = True


@dataclass(frozen=True, slots=True)
class Residente:
    """A resident of a direct-entry course. Units: grades are points of 100; `cycles` maps each cycle to its average.

    Shapes: `has_current` is False when the SIICES lacks the grade of the last cycle.
    """

    ceme: str
    grado: int
    adscripcion: str
    delegacion: str
    efiser_published: str
    efiser: Decimal
    cycles: tuple[tuple[str, Decimal], ...]
    has_current: bool
    needs_diploma: bool
    article: Article | None
