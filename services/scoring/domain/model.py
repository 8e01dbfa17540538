"""A puntaje, the lines it is made of, and the formula of the convocatoria as data. Exact decimals throughout."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Formula(StrEnum):
    """The closed vocabulary of formulas; a convocatoria names one and gives its parameters."""

    WEIGHTED_SUM_PLUS_EXTRAS = "suma_ponderada_mas_extras"
    NO_PUNTAJE = "sin_puntaje"


class Verdict(StrEnum):
    """What the validator decided about a claim. Only VALIDATED counts."""

    PENDING = "PENDING"
    VALIDATED = "VALIDATED"
    REFUSED = "REFUSED"


@dataclass(frozen=True, slots=True)
class Scale:
    """How grades of one scale become base 100. `factor` None: the equivalence document gives the value."""

    code: str
    top: Decimal | None
    factor: Decimal | None
    needs_equivalence: bool


@dataclass(frozen=True, slots=True)
class Component:
    """A grade that enters the formula with its weight, and the range it must lie in (both ends inside)."""

    code: str
    weight: Decimal
    minimum: Decimal
    maximum: Decimal
    clause: str


@dataclass(frozen=True, slots=True)
class Extra:
    """Points for a validated claim. Of an exclusive group only the highest counts; "" is no group."""

    code: str
    points: Decimal
    clause: str
    exclusive_group: str = ""
    needs_worker_conditions: bool = False
    max_units: int = 0
    """With it `points` are for each accredited unit, and no more units than these count; 0: once for the claim."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The scoring of one convocatoria. A cap of None is no cap. `shown_decimals` is for people, never for ranking."""

    formula: Formula
    components: tuple[Component, ...] = ()
    extras: tuple[Extra, ...] = ()
    scales: tuple[Scale, ...] = ()
    extras_cap: Decimal | None = None
    total_cap: Decimal | None = None
    shown_decimals: int = 4


@dataclass(frozen=True, slots=True)
class Grade:
    """A value of one component in base 100, and where it was read (a document's slot, the roster)."""

    component: str
    value: Decimal
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim for points with its verdict. `holds_worker_conditions` is the caller's verdict on those conditions."""

    extra: str
    verdict: Verdict
    evidence: str = ""
    holds_worker_conditions: bool = False
    units: int = 0
    """What was accredited of an extra that counts by units."""


class LineKind(StrEnum):
    """What a line of the breakdown is."""

    COMPONENT = "COMPONENT"
    EXTRA = "EXTRA"
    CAP = "CAP"


class LineReason(StrEnum):
    """Why a line counts as it does."""

    COUNTS = "COUNTS"
    NOT_VALIDATED = "NOT_VALIDATED"
    LOWER_OF_ITS_GROUP = "LOWER_OF_ITS_GROUP"
    WORKER_CONDITIONS_FAIL = "WORKER_CONDITIONS_FAIL"
    CAPPED = "CAPPED"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the breakdown: `value` is what it adds (a cap takes away). Units: points.

    For a component `given` is the grade and `weight` its weight; for an extra `given` is what it is worth and
    `weight` 1, or what one unit is worth and `weight` the units that count.
    """

    kind: LineKind
    concept: str
    value: Decimal
    clause: str
    evidence: str
    reason: LineReason
    given: Decimal
    weight: Decimal


@dataclass(frozen=True, slots=True)
class Puntaje:
    """The exact total, and the lines that add up to it. `components` keeps the grades for the tie-breaks."""

    total: Decimal
    lines: tuple[Line, ...]
    components: tuple[tuple[str, Decimal], ...]

    def component(self, code: str) -> Decimal:
        """The grade of one component, for tie-breaks. Raises: KeyError."""
        return dict(self.components)[code]
