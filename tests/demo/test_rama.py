"""The demo of the call of indirect entry is whole, and its oracle says what a person works out by hand."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Any

import pytest

from plumbing.clock import MEXICO_CITY
from plumbing.config import ROOT
from plumbing.convocatoria import load
from residencias.demo.oferta import read_oferta
from residencias.demo.papers import truth_of
from residencias.demo.people import Person
from residencias.demo.plan import plan_of
from residencias.demo.rama.files import make_grades, make_roster
from residencias.demo.rama.institution import ruled
from residencias.demo.rama.oracle import integrado_of, predict_rama, worth
from residencias.demo.rama.people import make_residents
from residencias.demo.rama.residente import Article
from residencias.demo.registro import registro_of
from residencias.demo.scenarios import script
from services.registration.usecases.reglas import roster_columns

CER = "cer-rama-2025"
TOLD = script(CER)
TIPOS = TOLD.facts["articles"]["tipos"]
RULES = load(ROOT / "convocatorias" / CER)
OFERTA = read_oferta((ROOT / "convocatorias" / CER / "oferta.csv").read_text(encoding="utf-8"))
GOOD: dict[str, Any] = {
    "titulo": "Cohorte de ejemplo",
    "revista": "Revista de ejemplo",
    "issn": "0000-0019",
    "doi": "10.99999/1",
    "published_on": date(2024, 12, 1),
    "position": 1,
    "tipo": "cohortes",
}


@cache
def crowd() -> tuple[Person, ...]:
    return make_residents(5, 200, OFERTA, CER)


def local(value: datetime) -> datetime:
    return value.replace(tzinfo=MEXICO_CITY)


def test_the_shares_sum_to_one_and_every_scenario_is_dealt() -> None:
    assert sum((s.share for s in TOLD.scenarios.values()), Decimal(0)) == 1
    assert {p.scenario for p in crowd()} == set(TOLD.scenarios)


def test_the_same_seed_gives_the_same_residents_and_nobody_twice() -> None:
    assert make_residents(5, 30, OFERTA, CER) == make_residents(5, 30, OFERTA, CER)
    assert len({p.curp for p in crowd()}) == len(crowd())


def test_the_demos_own_calendar_is_that_of_the_rules() -> None:
    book, windows = TOLD.calendar, RULES.windows
    assert local(book["opens"]) == windows["registro"].opens_at
    assert local(book["registro_closes"]) == windows["registro"].closes_at
    assert local(book["results"]) == windows["resultados"].opens_at
    assert local(book["acceptance_closes"]) == windows["aceptacion"].closes_at
    assert windows["revision_articulos"].contains(local(book["articles_ruled"]))
    assert windows["calificaciones"].contains(local(book["grades_cut"]))
    assert windows["asignacion"].contains(local(book["allocation_run"]))
    assert windows["vigencia_carta"].contains(local(book["sede_letter"]))
    assert windows["vigencia_carta"].closed(local(book["no_show_swept"]))


def test_every_course_of_the_script_is_a_row_of_the_calls_tables() -> None:
    assert RULES.eligibility is not None
    rows = {(r.cer, r.ceme, r.grado): r.diploma for r in RULES.eligibility.rows}
    for course in TOLD.facts["courses"]:
        assert rows[course["cer"], course["ceme"], course["grado"]] == course["diploma"]


def test_steps_follow_each_other_in_time() -> None:
    for person in crowd():
        for before, after in pairwise(plan_of(person, 5)):
            assert before.at <= after.at, (person.scenario, before, after)


def test_the_roster_has_the_columns_of_the_call_and_five_rows_to_refuse() -> None:
    roster = make_roster(crowd())
    rows = list(csv.DictReader(io.StringIO(roster.text)))
    assert tuple(rows[0]) == roster_columns(RULES)
    assert len(rows) == len(crowd()) + len(roster.refused) == roster.accepted + 5


def test_the_cut_lacks_the_last_cycle_of_whom_the_siices_lacks_it_and_of_nobody_else() -> None:
    rows = list(csv.DictReader(io.StringIO(make_grades(crowd()))))
    graded = {row["curp"] for row in rows if row["ciclo"] == "2024-2025"}
    assert {p.scenario for p in crowd() if p.curp not in graded} == {"missing_siices"}


def test_the_form_asks_for_the_course_they_want_unless_they_type_another() -> None:
    person = crowd()[0]
    assert registro_of(person, {})["residencia"] == {"cer": person.especialidad}
    assert registro_of(person, {"cer": "infectologia"})["residencia"] == {"cer": "infectologia"}


def graded(enarm: str, efiser: str, *cycles: str, article: Article | None = None) -> Person:
    person = next(p for p in crowd() if p.especialidad == "cardiologia")
    assert person.residente is not None
    years = tuple((f"ciclo {n}", Decimal(value)) for n, value in enumerate(cycles))
    residente = replace(person.residente, efiser=Decimal(efiser), cycles=years, article=article)
    return replace(person, puntaje_enarm=Decimal(enarm), residente=residente)


def test_the_worked_example_of_tabla_3() -> None:
    puntaje = integrado_of(graded("70", "80", "94", "96"))
    assert puntaje.total == Decimal("77.05")
    assert puntaje.lines == {"efiser": Decimal("2.4"), "posgrado": Decimal("25.65"), "enarm": Decimal("49")}


@pytest.mark.parametrize(
    ("change", "points"),
    [
        ({}, "0.50"),
        ({"position": 2}, "0.25"),
        ({"position": 3}, "0"),
        ({"tipo": "reporte_de_caso"}, "0"),
        ({"published_on": date(2024, 12, 2)}, "0"),
        ({"doi": ""}, "0"),
        ({"issn": ""}, "0"),
        ({"is_in_medline": False}, "0"),
        ({"is_of_imss_patients": False}, "0"),
    ],
)
def test_the_reviewer_fails_a_line_exactly_where_the_oracle_gives_nothing(
    change: dict[str, Any], points: str
) -> None:
    article = Article(**GOOD | change)
    person = graded("70", "80", "95", article=article)
    person = replace(person, papers={"ARTICULOS": "ARTICULOS"})
    answers = ruled(truth_of(person, "ARTICULOS").facts, TIPOS)["answers"]
    assert len(answers) == 12
    assert all(one["holds"] for one in answers) == (points != "0")
    assert sum(worth(article, TIPOS).values(), Decimal(0)) == Decimal(points)
    assert integrado_of(person).total == Decimal("77.05") + Decimal(points)


def test_both_of_a_tie_have_one_puntaje_and_the_higher_enarm_goes_first() -> None:
    pairs: dict[str, list[Person]] = {}
    for person in crowd():
        if person.tie_group:
            pairs.setdefault(person.tie_group, []).append(person)
    assert {name.rpartition("-")[0] for name in pairs} == {"tie_full", "tie_enarm"}
    for name, (one, other) in pairs.items():
        assert integrado_of(one).total == integrado_of(other).total
        assert (one.puntaje_enarm == other.puntaje_enarm) == name.startswith("tie_full")
    pair = next(pair for name, pair in pairs.items() if name.startswith("tie_enarm"))
    ends = predict_rama(pair, 5, OFERTA, folios={}, draw_seed=b"x", catalogue={}).people
    ranks = {p.puntaje_enarm: ends[p.folio_enarm].rank for p in pair}
    assert [ranks[enarm] for enarm in sorted(ranks, reverse=True)] == [1, 2]


def test_a_renuncia_of_march_is_told_from_one_of_february() -> None:
    expected = predict_rama(crowd(), 5, OFERTA, folios={}, draw_seed=b"x", catalogue={}).as_dict()
    facts = expected["facts"]
    assert facts["PlazaReleased RENUNCIA_BAJA_ALUMNO"] > 0
    assert (
        facts["PlazaReleased RENUNCIA"] + facts["PlazaReleased RENUNCIA_BAJA_ALUMNO"]
        == (expected["states"]["RENUNCIA"])
    )


def test_a_crowd_meets_every_end() -> None:
    expected = predict_rama(crowd(), 5, OFERTA, folios={}, draw_seed=b"x", catalogue={}).as_dict()
    assert set(expected["states"]) == {
        "SIN_REGISTRO", "FUERA_DE_PROCESO", "NO_ASIGNADO", "NO_ACEPTA", "RECHAZO_IMPLICITO", "RENUNCIA",
        "ABANDONO", "PLAZA_PERDIDA", "PRESENTADO_A_SEDE",
    }  # fmt: skip
