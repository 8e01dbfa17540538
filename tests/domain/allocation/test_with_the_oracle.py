"""The demo's people over the illustrative oferta: the demo's own oracle and the allocation give the same places."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from pathlib import Path

import pytest

from plumbing.convocatoria.catalog import load_catalog
from residencias.demo.kinds import rules_of
from residencias.demo.oferta import read_oferta, subsede_order
from residencias.demo.oracle.assignment import Contender, assign
from residencias.demo.oracle.puntaje import puntaje_of
from residencias.demo.people import make_people
from services.allocation.domain.bundle import input_bundle, output_bundle
from services.allocation.domain.model import Aspirante, Cell, Option, RoundInput, Rules
from services.allocation.domain.ranking import draw_seed
from services.allocation.domain.run import run_round
from services.allocation.verifier import verify
from services.scoring.domain.model import Claim, Component, Extra, Formula, Grade, Verdict
from services.scoring.domain.model import Rules as ScoringRules
from services.scoring.domain.rules import compute_puntaje

HALF = Decimal("0.5")
RULES = Rules("xlvii-enarm-2023", hashlib.sha256(b"rules").hexdigest(), ("enarm", "licenciatura"), "48211")
SCORING = ScoringRules(
    Formula.WEIGHTED_SUM_PLUS_EXTRAS,
    tuple(Component(code, HALF, Decimal(0), Decimal(100), "000§9.2") for code in RULES.tie_breaks),
    (
        Extra("trabajador", Decimal("1.0"), "000§9.3", "relacion_laboral"),
        Extra("hijo_trabajador", Decimal("0.75"), "000§9.3", "relacion_laboral"),
        Extra("internado_imss", Decimal("0.25"), "000§9.3"),
        Extra("servicio_social_imss", Decimal("0.75"), "000§9.3"),
    ),
)


@pytest.mark.parametrize(("seed", "count"), [(1, 120), (7, 1000), (2023, 400)])
def test_oracle_and_allocation_agree_on_everybody(seed: int, count: int) -> None:
    oferta = read_oferta(Path("convocatorias/xlvii-enarm-2023/oferta.csv").read_text(encoding="utf-8"))
    catalog = load_catalog(Path("catalog"))
    catalogue = {sede.code: tuple(one.code for one in sede.subsedes) for sede in catalog.sedes}
    people = make_people(seed, count, oferta, "xlvii-enarm-2023")
    contenders, pool = [], []
    for number, person in enumerate(people):
        folio, grade = f"F{number:04d}", person.grade.registered
        expected = puntaje_of(rules_of("xlvii-enarm-2023"), person.puntaje_enarm, grade, person.proven)
        grades = (Grade("enarm", person.puntaje_enarm), Grade("licenciatura", grade))
        claims = [Claim(claim, Verdict.VALIDATED) for claim in sorted(person.proven)]
        ours = compute_puntaje(SCORING, grades, claims)
        assert ours.total == expected.total
        contenders.append(
            Contender(
                folio,
                person.especialidad,
                person.categoria,
                expected.total,
                person.puntaje_enarm,
                grade,
                person.preferences,
            )
        )
        options = tuple(Option(one.sede, one.subsedes) for one in person.preferences)
        keys = tuple(ours.component(code) for code in RULES.tie_breaks)
        pool.append(Aspirante(folio, person.especialidad, person.categoria, ours.total, keys, options))
    order = {code: number for number, code in enumerate(c for codes in catalogue.values() for c in codes)}
    cells = tuple(
        Cell(row.especialidad, order[row.subsede], row.sede, row.subsede, row.categoria, row.plazas)
        for row in oferta
    )
    given = RoundInput(RULES, cells, tuple(pool))
    result = run_round(given)
    seed_bytes = bytes.fromhex(draw_seed(RULES.rules_digest, RULES.public_number))
    placed, _ = assign(contenders, oferta, subsede_order(oferta, catalogue), seed_bytes)
    theirs = {
        folio: (place.sede, place.subsede, place.categoria) if place else ("", "", "")
        for folio, place in placed.items()
    }
    assert {row.folio: (row.sede, row.subsede, row.category) for row in result.assignments} == theirs
    assert sum(row.is_placed for row in result.assignments) > 50
    assert verify(input_bundle(given), output_bundle(given, result)) == []
