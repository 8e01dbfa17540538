"""The refusals of scoring: one function per code, so that its facts are always the same."""

from __future__ import annotations

from decimal import Decimal

from plumbing.errors import Conflict, Invalid, Rule


def scale_unknown(scale: str) -> Invalid:
    """The grade's scale is not one of the convocatoria's."""
    return Invalid("SCALE_UNKNOWN", clause=Rule.GRADES, scale=scale)


def equivalence_missing(scale: str) -> Invalid:
    """This scale counts only with the official equivalence document, and with its value where there is no factor."""
    return Invalid("EQUIVALENCE_MISSING", clause=Rule.GRADES, scale=scale)


def grade_missing(component: str, clause: str) -> Invalid:
    """The formula needs a grade that is not there."""
    return Invalid("GRADE_MISSING", clause=clause, component=component)


def grade_not_finite(field: str) -> Invalid:
    """Not a number."""
    return Invalid("GRADE_NOT_FINITE", clause=Rule.GRADES, component=field)


def grade_out_of_range(field: str, value: Decimal, low: Decimal, high: Decimal | None) -> Invalid:
    """The grade lies outside its scale."""
    top = "" if high is None else str(high)
    return Invalid(
        "GRADE_OUT_OF_RANGE", clause="G-01", component=field, value=str(value), low=str(low), high=top
    )


def claim_unknown(extra: str) -> Invalid:
    """The convocatoria gives no points for this. Source: 000§9.1 (exclusively the points described)."""
    return Invalid("CLAIM_UNKNOWN", clause=Rule.POINTS, extra=extra)


def claim_repeated(extra: str) -> Invalid:
    """The same claim twice."""
    return Invalid("CLAIM_REPEATED", clause=Rule.CLAIMS, extra=extra)


def formula_without_puntaje() -> Conflict:
    """This convocatoria scores nothing."""
    return Conflict("FORMULA_WITHOUT_PUNTAJE")
