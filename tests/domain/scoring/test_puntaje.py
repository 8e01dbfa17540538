"""Puntaje IMSS: the vectors of the inventory, and what must hold of every breakdown."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, getcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbing.errors import Conflict, Invalid
from services.scoring.domain.model import (
    Claim,
    Component,
    Extra,
    Formula,
    Grade,
    LineKind,
    LineReason,
    Puntaje,
    Rules,
    Scale,
    Verdict,
)
from services.scoring.domain.rules import compute_puntaje, shown, to_base_100

HALF, HUNDRED = Decimal("0.5"), Decimal(100)
X47 = Rules(
    Formula.WEIGHTED_SUM_PLUS_EXTRAS,
    (
        Component("enarm", HALF, Decimal(0), HUNDRED, "000§9.2"),
        Component("licenciatura", HALF, Decimal(0), HUNDRED, "000§9.2"),
    ),
    (
        Extra("trabajador", Decimal("1.0"), "000§9.3", "relacion_laboral", needs_worker_conditions=True),
        Extra("hijo", Decimal("0.75"), "000§9.3", "relacion_laboral"),
        Extra("internado", Decimal("0.25"), "000§9.3"),
        Extra("servicio_social", Decimal("0.75"), "000§9.3"),
    ),
    (
        Scale("base_100", HUNDRED, Decimal(1), needs_equivalence=False),
        Scale("base_10", Decimal(10), Decimal(10), needs_equivalence=False),
        Scale("base_5", Decimal(5), Decimal(20), needs_equivalence=True),
        Scale("otra", None, None, needs_equivalence=True),
    ),
)


def claim(extra: str, verdict: Verdict = Verdict.VALIDATED, *, conditions: bool = True) -> Claim:
    return Claim(extra, verdict, f"{extra}.jpg", conditions)


def puntaje(*claims: Claim, enarm: str = "70", licenciatura: str = "90", rules: Rules = X47) -> Puntaje:
    grades = (
        Grade("enarm", Decimal(enarm), "roster"),
        Grade("licenciatura", Decimal(licenciatura), "CERTIFICADO"),
    )
    return compute_puntaje(rules, grades, claims)


def extras_of(*claims: Claim) -> Decimal:
    return sum((line.value for line in puntaje(*claims).lines if line.kind is LineKind.EXTRA), Decimal(0))


def code_of(refusal: pytest.ExceptionInfo[Invalid]) -> str:
    return refusal.value.code


def test_the_puntaje_is_the_exact_mean_of_enarm_and_licenciatura() -> None:
    assert puntaje(enarm="71.2345", licenciatura="88.81").total == Decimal("80.02225")


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ((), "0"),
        (("trabajador", "hijo", "internado", "servicio_social"), "2.00"),  # vector 13
        (("hijo", "servicio_social"), "1.50"),  # vector 14
        (("internado",), "0.25"),
        (("hijo",), "0.75"),
        (("trabajador",), "1.00"),
        (("hijo", "internado"), "1.00"),
        (("internado", "servicio_social"), "1.00"),
        (("trabajador", "internado"), "1.25"),
        (("trabajador", "servicio_social"), "1.75"),
        (("hijo", "internado", "servicio_social"), "1.75"),
        (("trabajador", "hijo"), "1.00"),
    ],
)
def test_extras_add_up_and_of_trabajador_and_hijo_only_the_highest_counts(
    codes: tuple[str, ...], expected: str
) -> None:
    assert extras_of(*map(claim, codes)) == Decimal(expected)


@pytest.mark.parametrize("verdict", [Verdict.PENDING, Verdict.REFUSED])
def test_only_validated_claims_count(verdict: Verdict) -> None:
    """Vector 15: servicio social at IMSS with the school's constancia is refused, and worth nothing."""
    result = puntaje(claim("servicio_social", verdict))
    line = result.lines[-1]
    assert (line.concept, line.value, line.reason) == ("servicio_social", 0, LineReason.NOT_VALIDATED)
    assert result.total == 80


def test_a_worker_who_fails_the_conditions_loses_the_point_and_keeps_the_parents() -> None:
    result = puntaje(claim("trabajador", conditions=False), claim("hijo"))
    reasons = {line.concept: line.reason for line in result.lines if line.kind is LineKind.EXTRA}
    assert reasons == {"trabajador": LineReason.WORKER_CONDITIONS_FAIL, "hijo": LineReason.COUNTS}
    assert result.total == Decimal("80.75")


def test_the_lower_of_a_group_is_shown_with_its_reason() -> None:
    lines = {line.concept: line for line in puntaje(claim("hijo"), claim("trabajador")).lines}
    assert (lines["hijo"].value, lines["hijo"].reason) == (0, LineReason.LOWER_OF_ITS_GROUP)
    assert lines["hijo"].given == Decimal("0.75")


def test_every_line_names_its_clause_and_its_evidence() -> None:
    lines = puntaje(claim("internado")).lines
    assert [(line.concept, line.clause, line.evidence) for line in lines] == [
        ("enarm", "000§9.2", "roster"),
        ("licenciatura", "000§9.2", "CERTIFICADO"),
        ("internado", "000§9.3", "internado.jpg"),
    ]


def test_extras_may_carry_the_total_over_100() -> None:
    assert puntaje(claim("trabajador"), enarm="100", licenciatura="100").total == 101


def test_a_cap_is_a_line_of_its_own() -> None:
    capped = replace(X47, extras_cap=Decimal("0.5"), total_cap=HUNDRED)
    result = puntaje(claim("trabajador"), enarm="100", licenciatura="99.8", rules=capped)
    assert [(line.concept, line.value) for line in result.lines[-2:]] == [
        ("extras_cap", Decimal("-0.5")),
        ("total_cap", Decimal("-0.4")),
    ]
    assert result.total == 100


@pytest.mark.parametrize(
    ("scale", "given_value", "expected"),
    [("base_100", "88.8", "88.8"), ("base_10", "8.88", "88.8"), ("base_5", "4.1", "82.0")],
)
def test_grades_become_base_100(scale: str, given_value: str, expected: str) -> None:
    value = to_base_100(X47, scale, Decimal(given_value), has_equivalence_document=True)
    assert value == Decimal(expected)


def test_another_scale_takes_what_the_equivalence_document_says() -> None:
    value = to_base_100(X47, "otra", Decimal(3), equivalent=Decimal("91.2"), has_equivalence_document=True)
    assert value == Decimal("91.2")


@pytest.mark.parametrize(
    ("code", "scale", "value", "equivalent", "has_document"),
    [
        ("EQUIVALENCE_MISSING", "base_5", "4.1", None, False),
        ("EQUIVALENCE_MISSING", "otra", "3", None, True),
        ("EQUIVALENCE_MISSING", "otra", "3", "90", False),
        ("SCALE_UNKNOWN", "base_7", "3", None, True),
        ("GRADE_OUT_OF_RANGE", "base_10", "10.01", None, False),
        ("GRADE_OUT_OF_RANGE", "base_100", "-0.01", None, False),
        ("GRADE_OUT_OF_RANGE", "otra", "3", "100.1", True),
        ("GRADE_NOT_FINITE", "base_10", "NaN", None, False),
    ],
)
def test_a_grade_that_cannot_be_converted_is_refused(
    code: str, scale: str, value: str, equivalent: str | None, has_document: bool
) -> None:
    with pytest.raises(Invalid) as refusal:
        to_base_100(
            X47,
            scale,
            Decimal(value),
            equivalent=None if equivalent is None else Decimal(equivalent),
            has_equivalence_document=has_document,
        )
    assert code_of(refusal) == code


@pytest.mark.parametrize("enarm", ["0", "100"])
def test_both_ends_of_the_range_are_inside(enarm: str) -> None:
    assert puntaje(enarm=enarm).components[0] == ("enarm", Decimal(enarm))


@pytest.mark.parametrize(
    ("enarm", "code"),
    [
        ("100.0001", "GRADE_OUT_OF_RANGE"),
        ("-1", "GRADE_OUT_OF_RANGE"),
        ("Infinity", "GRADE_NOT_FINITE"),
        ("NaN", "GRADE_NOT_FINITE"),
    ],
)
def test_a_score_outside_0_to_100_is_refused(enarm: str, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        puntaje(enarm=enarm)
    assert code_of(refusal) == code


def test_missing_grades_unknown_and_repeated_claims_are_refused() -> None:
    with pytest.raises(Invalid) as refusal:
        compute_puntaje(X47, [Grade("enarm", Decimal(70))], [])
    assert code_of(refusal) == "GRADE_MISSING"
    with pytest.raises(Invalid) as refusal:
        puntaje(claim("voluntariado"))
    assert code_of(refusal) == "CLAIM_UNKNOWN"
    with pytest.raises(Invalid) as refusal:
        puntaje(claim("hijo"), claim("hijo"))
    assert code_of(refusal) == "CLAIM_REPEATED"


def test_a_convocatoria_that_scores_nothing_has_no_puntaje() -> None:
    with pytest.raises(Conflict):
        puntaje(rules=replace(X47, formula=Formula.NO_PUNTAJE))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("80.02225", "80.0223"),
        ("80.02224999", "80.0222"),
        ("78.333", "78.3330"),
        ("0", "0.0000"),
        ("99.99995", "100.0000"),
    ],
)
def test_people_read_four_decimals_half_up(value: str, expected: str) -> None:
    assert shown(X47, Decimal(value)) == expected


grades = st.decimals(0, 100, allow_nan=False, allow_infinity=False, places=12)
claims = st.lists(
    st.builds(
        Claim,
        st.sampled_from([extra.code for extra in X47.extras]),
        st.sampled_from(Verdict),
        st.just("x.jpg"),
        st.booleans(),
    ),
    unique_by=lambda one: one.extra,
)


@given(grades, grades, claims, st.integers(1, 40))
def test_the_lines_add_up_to_the_total_whatever_the_ambient_precision(
    enarm: Decimal, licenciatura: Decimal, claimed: list[Claim], precision: int
) -> None:
    before = getcontext().prec
    getcontext().prec = precision
    try:
        result = puntaje(*claimed, enarm=str(enarm), licenciatura=str(licenciatura))
    finally:
        getcontext().prec = before
    assert Fraction(result.total) == sum((Fraction(line.value) for line in result.lines), Fraction(0))
    mean = (Fraction(enarm) + Fraction(licenciatura)) / 2
    valid = {
        one.extra
        for one in claimed
        if one.verdict is Verdict.VALIDATED and (one.extra != "trabajador" or one.holds_worker_conditions)
    }
    labour = 1 if "trabajador" in valid else Fraction(3, 4) if "hijo" in valid else 0
    rest = Fraction("internado" in valid, 4) + Fraction(3 * ("servicio_social" in valid), 4)
    assert Fraction(result.total) == mean + labour + rest


@given(claims, st.randoms(use_true_random=False))
def test_the_order_of_the_claims_changes_nothing(claimed: list[Claim], random: object) -> None:
    mixed = list(claimed)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert puntaje(*mixed) == puntaje(*claimed)


X45 = replace(
    X47,
    extras=(
        *X47.extras,
        Extra("docencia", HALF, "004 Documents", max_units=2),
        Extra("publicaciones", HALF, "004 Documents", max_units=2),
    ),
)


def counted(extra: str, units: int, verdict: Verdict = Verdict.VALIDATED) -> Claim:
    return Claim(extra, verdict, f"{extra.upper()}.jpg", units=units)


@pytest.mark.parametrize(
    ("years", "published", "extras"),
    [(1, 0, "0.5"), (2, 0, "1.0"), (3, 0, "1.0"), (0, 1, "0.5"), (0, 4, "1.0"), (1, 1, "1.0"), (7, 4, "2.0")],
)
def test_an_extra_by_units_gives_its_points_for_each_unit_up_to_the_most_that_count(
    years: int, published: int, extras: str
) -> None:
    claims = [counted("docencia", years)] if years else []
    claims += [counted("publicaciones", published)] if published else []
    assert puntaje(*claims, rules=X45).total == Decimal(80) + Decimal(extras)


def test_the_line_of_an_extra_by_units_shows_units_times_points() -> None:
    line = puntaje(counted("publicaciones", 4), rules=X45).lines[-1]
    assert (line.given, line.weight, line.value) == (HALF, Decimal(2), Decimal("1.0"))
    assert line.given * line.weight == line.value


def test_units_that_were_not_accredited_give_nothing() -> None:
    refused = puntaje(counted("docencia", 2, Verdict.REFUSED), rules=X45)
    assert refused.total == Decimal(80)
    assert refused.lines[-1].reason is LineReason.NOT_VALIDATED
    assert puntaje(counted("docencia", 0), rules=X45).total == Decimal(80)


def test_units_change_nothing_in_an_extra_that_does_not_count_by_them() -> None:
    plain = puntaje(claim("internado"))
    assert puntaje(Claim("internado", Verdict.VALIDATED, "internado.jpg", True, units=9)) == plain
    assert plain.lines[-1].weight == Decimal(1)


def test_of_an_exclusive_group_the_claim_that_adds_most_leads_whatever_one_unit_gives() -> None:
    extras = (Extra("a", Decimal("0.6"), "x", "g"), Extra("b", HALF, "x", "g", max_units=2))
    rules = replace(X47, extras=extras)
    one, two = (puntaje(Claim("a", Verdict.VALIDATED), counted("b", n), rules=rules) for n in (1, 2))
    assert one.total == Decimal("80.6")
    assert two.total == Decimal("81.0")
