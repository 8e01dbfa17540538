"""Puntaje as data: a named formula with its parameters, extras with their evidence, tie-breaks in order."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from plumbing.convocatoria.nodes import Code, Node, Part, Words


class Component(Part):
    """A grade that enters the formula with its weight."""

    code: Literal["enarm", "licenciatura", "posgrado", "efiser"]
    label: Words
    weight: Annotated[Decimal, Field(gt=0, le=1)]
    minimum: Decimal
    maximum: Decimal
    field: Code


class Evidence(Part):
    """One of these kinds, in this slot, validated."""

    slot: Code
    kinds: Annotated[tuple[Code, ...], Field(min_length=1)]


class Counted(Part):
    """An extra of so many points a unit: years taught, publications."""

    unit: Words
    """What is counted, in the plural, for people."""
    max_units: Annotated[int, Field(ge=1)]
    """Units beyond this give nothing."""
    max_accepted: Annotated[int, Field(ge=1)]
    """Units a validador may accredit at most."""


class Extra(Node):
    """Points added when the claim is validated: every piece of `evidence` is needed, in one of its kinds.

    Within an `exclusive_group` only the highest counts. `code` is the claim's name everywhere.
    """

    code: Code
    label: Words
    points: Annotated[Decimal, Field(ge=0)]
    """0 when IMSS scores nothing and only verifies the claim."""
    exclusive_group: Code | None = None
    evidence: Annotated[tuple[Evidence, ...], Field(min_length=1)]
    worker_conditions: bool = False
    """The conditions of IMSS workers must hold as well."""
    false_outcome: Code | None = None
    """What becomes of whom the papers do not bear out; None: they only get no points."""
    counted: Counted | None = None
    """`points` are for each unit the validador accredits; None: once for the whole claim."""


class Scoring(Node):
    """How puntaje is made. `sin_puntaje`: IMSS scores nothing in this call."""

    formula: Literal["suma_ponderada_mas_extras", "sin_puntaje"]
    components: tuple[Component, ...] = ()
    extras: tuple[Extra, ...] = ()
    extras_cap: Decimal | None = None
    total_cap: Decimal | None = None
    shown_decimals: Annotated[int, Field(ge=0, le=8)] = 4
    shown_rounding: Literal["mitad_arriba"] = "mitad_arriba"
    rounded_before_ranking: Literal[False] = False

    def extra(self, code: str) -> Extra:
        """Raises KeyError."""
        for extra in self.extras:
            if extra.code == code:
                return extra
        raise KeyError(code)


class TieBreak(Part):
    """One rule that separates equal puntajes, tried in order."""

    rule: Literal["enarm_mayor", "licenciatura_mayor", "posgrado_mayor", "efiser_mayor", "sorteo_hmac_sha256"]
    label: Words
    public_number_source: str | None = None
    """Where the public number of the draw's seed comes from, named before it exists."""
    public_number_pattern: str | None = None
