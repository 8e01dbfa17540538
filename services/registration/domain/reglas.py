"""What the convocatoria says about the registro, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Escala:
    """A grade scale: `factor` turns it into base 100 (None: the equivalence document says)."""

    code: str
    top: Decimal | None
    factor: Decimal | None
    needs_equivalence: bool
    clause: str


@dataclass(frozen=True)
class Exclusion:
    """A declaration that must be true, with its sentence and clause."""

    field: str
    sentence: str
    clause: str
    excludes: bool


@dataclass(frozen=True)
class Reglas:
    """What the convocatoria says about the registro, in the words of this service."""

    convocatoria: str
    telefonos: int
    correos: int
    correos_max: int
    options: Mapping[str, tuple[str, ...]]
    """What may be chosen in each field with a list, by its path."""
    escalas: Mapping[str, Escala]
    exclusiones: tuple[Exclusion, ...]
    ciclo_inicia_on: date
    reprint_on_each_entry: bool
    spaces: str
    max_spaces: int | None
    plazas: Mapping[str, tuple[str, ...]]
    """Categories of plaza each category of aspirante may take."""
    advertencia: str
    asks_employment: bool = False
    """Whoever has a contract in force, base or eventual, says so: it exempts from the exams."""
    place_clause: str = ""
    """Where the text says that the sede is transcribed, when it is."""
    puntuables: tuple[str, ...] = ()
    """The claims the convocatoria knows: gives points for, or verifies."""
