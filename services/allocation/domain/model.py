"""The words of the allocation: plazas, who competes, and what a round gives them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

UNDIVIDED = "indistinta"  # plazas that every category may take (G-05)


@dataclass(frozen=True, slots=True)
class Cell:
    """The plazas of one specialty in one subsede for one category. `position` is the subsede's catalogue order."""

    specialty: str
    position: int
    sede: str
    subsede: str
    category: str
    places: int


@dataclass(frozen=True, slots=True)
class Plazas:
    """A row of the oferta as the file and the wire have it (`Cell` there): the same without its position."""

    especialidad: str
    sede: str
    subsede: str
    categoria: str
    plazas: int


@dataclass(frozen=True, slots=True)
class Option:
    """One space of the list of preferences: a sede, and the subsedes the aspirante ordered inside it (G-04)."""

    sede: str
    subsedes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Aspirante:
    """Who competes, under their folio and no other name. `keys` holds one value per configured tie-break."""

    folio: str
    specialty: str
    category: str
    puntaje: Decimal
    keys: tuple[Decimal, ...]
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """What fixes a round besides its data. `tie_breaks` names, in order, the values in `Aspirante.keys`."""

    convocatoria: str
    rules_digest: str
    tie_breaks: tuple[str, ...]
    public_number: str
    is_traced: bool = False
    """The output says, option by option, what each aspirante found."""


@dataclass(frozen=True, slots=True)
class RoundInput:
    """Everything a round depends on. The order of `cells` and `pool` means nothing."""

    rules: Rules
    cells: tuple[Cell, ...]
    pool: tuple[Aspirante, ...]


@dataclass(frozen=True, slots=True)
class Assignment:
    """What one aspirante got. `rank` counts from 1 inside the specialty; `option` from 1, 0 when nothing was left."""

    folio: str
    specialty: str
    rank: int
    option: int = 0
    sede: str = ""
    subsede: str = ""
    category: str = ""

    @property
    def is_placed(self) -> bool:
        return self.option > 0


@dataclass(frozen=True, slots=True)
class CutOff:
    """How a cell ended: plazas, how many were taken, and rank and puntaje of the last one admitted (None: nobody)."""

    specialty: str
    sede: str
    subsede: str
    category: str
    places: int
    admitted: int
    last_rank: int | None
    last_puntaje: Decimal | None


@dataclass(frozen=True, slots=True)
class RoundResult:
    """A round's outcome: one assignment per aspirante, sorted by folio, and one cut-off per cell in oferta order."""

    assignments: tuple[Assignment, ...]
    cut_offs: tuple[CutOff, ...]
