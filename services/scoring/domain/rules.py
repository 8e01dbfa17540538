"""How a puntaje comes about: grades to base 100, weights, validated extras. Nothing is ever rounded.

Every operation runs in a context that raises instead of losing a digit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal, DivisionByZero, Inexact, InvalidOperation

from services.scoring.domain.errors import (
    claim_repeated,
    claim_unknown,
    equivalence_missing,
    formula_without_puntaje,
    grade_missing,
    grade_not_finite,
    grade_out_of_range,
    scale_unknown,
)
from services.scoring.domain.model import (
    Claim,
    Component,
    Extra,
    Formula,
    Grade,
    Line,
    LineKind,
    LineReason,
    Puntaje,
    Rules,
    Scale,
    Verdict,
)

EXACT = Context(prec=1000, traps=[Inexact, InvalidOperation, DivisionByZero])
ZERO, ONE = Decimal(0), Decimal(1)


def to_base_100(
    rules: Rules,
    scale: str,
    given: Decimal,
    *,
    equivalent: Decimal | None = None,
    has_equivalence_document: bool = False,
) -> Decimal:
    """The grade in base 100: ×1, ×10, ×20, or what the official equivalence document says.

    Raises: Invalid SCALE_UNKNOWN, EQUIVALENCE_MISSING, GRADE_NOT_FINITE, GRADE_OUT_OF_RANGE.
    Source: 000§2.1; decisions G-01.
    """
    found = next((one for one in rules.scales if one.code == scale), None)
    if found is None:
        raise scale_unknown(scale)
    _check_range("given", given, ZERO, found.top)
    if found.needs_equivalence and not has_equivalence_document:
        raise equivalence_missing(scale)
    value = _converted(found, given, equivalent)
    _check_range("base_100", value, ZERO, Decimal(100))
    return value


def _converted(scale: Scale, given: Decimal, equivalent: Decimal | None) -> Decimal:
    if scale.factor is not None:
        return EXACT.multiply(given, scale.factor)
    if equivalent is None:
        raise equivalence_missing(scale.code)
    return equivalent


def compute_puntaje(rules: Rules, grades: Iterable[Grade], claims: Iterable[Claim]) -> Puntaje:
    """The puntaje with its lines, in the order of the convocatoria; the lines add up to the total exactly.

    Raises: Conflict FORMULA_WITHOUT_PUNTAJE; Invalid GRADE_MISSING, GRADE_NOT_FINITE, GRADE_OUT_OF_RANGE,
    CLAIM_UNKNOWN, CLAIM_REPEATED.
    Source: 000§9.2, 9.3; decisions G-01.
    """
    if rules.formula is Formula.NO_PUNTAJE:
        raise formula_without_puntaje()
    by_code = {grade.component: grade for grade in grades}
    lines = [_component_line(component, by_code.get(component.code)) for component in rules.components]
    extras = _extra_lines(rules.extras, _by_extra(rules, claims))
    extras += _cap(rules.extras_cap, _total(extras), "extras_cap")
    lines += extras
    lines += _cap(rules.total_cap, _total(lines), "total_cap")
    components = tuple((one.code, by_code[one.code].value) for one in rules.components)
    return Puntaje(_total(lines), tuple(lines), components)


def _component_line(component: Component, grade: Grade | None) -> Line:
    """The grade times its weight. Source: 000§9.2; decisions G-01 (weights and range)."""
    if grade is None:
        raise grade_missing(component.code, component.clause)
    _check_range(component.code, grade.value, component.minimum, component.maximum)
    value = EXACT.multiply(grade.value, component.weight)
    counts = (component.clause, grade.evidence, LineReason.COUNTS)
    return Line(LineKind.COMPONENT, component.code, value, *counts, grade.value, component.weight)


def _by_extra(rules: Rules, claims: Iterable[Claim]) -> dict[str, Claim]:
    known = {extra.code for extra in rules.extras}
    found: dict[str, Claim] = {}
    for claim in claims:
        if claim.extra not in known:
            raise claim_unknown(claim.extra)
        if claim.extra in found:
            raise claim_repeated(claim.extra)
        found[claim.extra] = claim
    return found


def _extra_lines(extras: Sequence[Extra], claims: dict[str, Claim]) -> list[Line]:
    """One line per claim; it adds its points when validated, its conditions hold and it leads its group.

    Source: 000§9.3 («no es acumulativo, por lo que sólo se tomará el más alto»); X-34, X-39.
    """
    leaders: dict[str, str] = {}
    for extra in sorted(extras, key=lambda one: _worth(one, claims.get(one.code)), reverse=True):
        if extra.exclusive_group and _standing(extra, claims.get(extra.code)) is LineReason.COUNTS:
            leaders.setdefault(extra.exclusive_group, extra.code)
    lines = []
    for extra in extras:
        if extra.code not in claims:
            continue
        claim = claims[extra.code]
        reason = _standing(extra, claim)
        if reason is LineReason.COUNTS and leaders.get(extra.exclusive_group, extra.code) != extra.code:
            reason = LineReason.LOWER_OF_ITS_GROUP
        value = _worth(extra, claim) if reason is LineReason.COUNTS else ZERO
        named = (extra.clause, claim.evidence, reason)
        lines.append(Line(LineKind.EXTRA, extra.code, value, *named, extra.points, _units(extra, claim)))
    return lines


def _worth(extra: Extra, claim: Claim | None) -> Decimal:
    """What the claim adds if it counts: its points, or those of each unit. Source: 000§9.3; 004 Documents, G-06."""
    return EXACT.multiply(extra.points, _units(extra, claim))


def _units(extra: Extra, claim: Claim | None) -> Decimal:
    """1, or the accredited units up to the most that count. Source: 004 Documents (maximum 4 accepted); G-06."""
    if not extra.max_units:
        return ONE
    return Decimal(min(claim.units, extra.max_units)) if claim else ZERO


def _standing(extra: Extra, claim: Claim | None) -> LineReason:
    """Whether a claim counts on its own, its group aside. Source: 000§9.3, CONDICIONES GENERALES; X-39."""
    if claim is None or claim.verdict is not Verdict.VALIDATED:
        return LineReason.NOT_VALIDATED
    if extra.needs_worker_conditions and not claim.holds_worker_conditions:
        return LineReason.WORKER_CONDITIONS_FAIL
    return LineReason.COUNTS


def _cap(cap: Decimal | None, total: Decimal, concept: str) -> list[Line]:
    """A line that takes away what exceeds the cap, if anything does. Source: decisions G-01 (X47: no cap)."""
    if cap is None or total <= cap:
        return []
    excess = EXACT.subtract(cap, total)
    return [Line(LineKind.CAP, concept, excess, "G-01", "", LineReason.CAPPED, cap, ONE)]


def _total(lines: Iterable[Line]) -> Decimal:
    total = ZERO
    for line in lines:
        total = EXACT.add(total, line.value)
    return total


def _check_range(field: str, value: Decimal, low: Decimal, high: Decimal | None) -> None:
    """The value is a number between both ends, inclusive. Source: decisions G-01 (0..100)."""
    if not value.is_finite():
        raise grade_not_finite(field)
    if value < low or (high is not None and value > high):
        raise grade_out_of_range(field, value, low, high)


def shown(rules: Rules, value: Decimal) -> str:
    """The value as people read it: `shown_decimals` places, half up. Never feed it back. Source: decisions G-01."""
    context = Context(prec=1000, rounding=ROUND_HALF_UP, traps=[InvalidOperation])
    return format(value.quantize(Decimal(1).scaleb(-rules.shown_decimals), context=context), "f")
