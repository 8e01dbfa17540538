"""The demos of the calls of 2021 and of the Proceso Extraordinario are as whole as the first one's."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from functools import cache
from itertools import pairwise

import pytest

from plumbing.clock import MEXICO_CITY
from plumbing.config import ROOT
from plumbing.convocatoria import Convocatoria, load
from residencias.demo.desk import Typed, judge
from residencias.demo.driver.desk import verdicts
from residencias.demo.oferta import read_oferta
from residencias.demo.oracle import puntaje_of
from residencias.demo.papers import draw, truth_of
from residencias.demo.papers.values import text_values
from residencias.demo.people import Person, make_people
from residencias.demo.plan import plan_of
from residencias.demo.registro import registro_of
from residencias.demo.scenarios import script

X45, X48 = "xlv-enarm-2021", "xlviii-extraordinario"
BOTH = pytest.mark.parametrize("call", [X45, X48])


@cache
def crowd(call: str) -> tuple[Person, ...]:
    oferta = read_oferta((ROOT / "convocatorias" / call / "oferta.csv").read_text(encoding="utf-8"))
    return make_people(5, 300, oferta, call)


@cache
def rules_of(call: str) -> Convocatoria:
    folder = ROOT / "convocatorias" / call
    example = folder / "ejemplo" / "calendario.ejemplo.yaml"
    return load(folder, example if example.is_file() else None)


def local(value: datetime) -> datetime:
    return value.replace(tzinfo=MEXICO_CITY)


@BOTH
def test_the_shares_sum_to_one_and_every_scenario_is_dealt(call: str) -> None:
    table = script(call).scenarios
    assert sum((s.share for s in table.values()), Decimal(0)) == 1
    assert {p.scenario for p in crowd(call)} == set(table)


@BOTH
def test_the_demos_own_calendar_is_that_of_the_rules(call: str) -> None:
    book, windows = script(call).calendar, rules_of(call).windows
    for told, window in (
        ("registro_closes", "registro"),
        ("envio_closes", "envio"),
        ("ficha_closes", "ficha"),
        ("acceptance_closes", "aceptacion"),
    ):
        assert local(book[told]) == windows[window].closes_at, told
    assert local(book["results"]) == windows["resultados"].opens_at
    assert windows["solicitud_print"].contains(local(book["opens"]))
    assert windows["vigencia_preaceptacion"].contains(local(book["ooad_from"]))
    assert windows["vigencia_preaceptacion"].contains(local(book["sede_letter"]))
    assert windows["vigencia_preaceptacion"].closed(local(book["no_show_swept"]))


@BOTH
def test_steps_follow_each_other_in_time(call: str) -> None:
    for person in crowd(call):
        for before, after in pairwise(plan_of(person, 5)):
            assert before.at <= after.at, (person.scenario, before, after)


@BOTH
def test_the_papers_are_those_of_the_calls_table_by_its_names_and_kinds(call: str) -> None:
    rules = rules_of(call)
    for person in crowd(call):
        claimed = tuple(person.claimed)
        who = (person.typed_categoria, "trabajador" in claimed, "hijo_trabajador" in claimed, claimed)
        assert set(person.papers) == set(rules.required_slots(*who)), person.scenario
        for slot in person.papers:
            admitted = {kind.kind for kind in rules.documents.row(slot).kinds}
            assert truth_of(person, slot).declared_kind in admitted, (person.scenario, slot)


@BOTH
def test_a_validator_who_rules_by_the_papers_proves_what_the_oracle_counts(call: str) -> None:
    validated = 0
    for person in crowd(call):
        is_false = person.typed_categoria != person.categoria
        if is_false or person.first_papers or person.typed_promedio != person.grade.registered:
            continue
        typed = Typed(call, person.full_name, person.categoria, person.typed_promedio, person.claimed)
        ruling = judge(typed, {slot: truth_of(person, slot) for slot in person.papers})
        proven = {claim for claim, is_proven in ruling.claims.items() if is_proven}
        assert ruling.decision == "validate", person.scenario
        assert proven == person.proven, person.scenario
        assert dict(ruling.units) == dict(person.units), person.scenario
        said = {one["claim"]: one["units"] for one in verdicts(ruling)}
        assert {claim: units for claim, units in said.items() if units} == dict(person.units)
        validated += 1
    assert validated > 200


@BOTH
def test_what_is_registered_is_what_the_call_asks(call: str) -> None:
    known = {extra.code for extra in rules_of(call).scoring.extras}
    for person in crowd(call)[:60]:
        form = registro_of(person, {})
        assert set(form["reclamos"]) == known
        cycle = rules_of(call).windows["ciclo"].opens or ""
        assert form["egreso_on"] <= form["internado_on"] < cycle
        for field in ("titulo_reverso", "cedula", "servicio_social"):
            assert form[field] in rules_of(call).field(field).options


@BOTH
def test_papers_speak_of_their_own_call(call: str) -> None:
    person = crowd(call)[0]
    said = text_values(person, "CONSTANCIA_ENARM")
    assert said["enarm"] == rules_of(call).enarm.value
    assert said["convocatoria"] == rules_of(call).title.value
    issued = datetime.fromisoformat(said["expedicion_iso"]).date()
    assert issued < script(call).facts["sent_about"]
    assert issued.year == int(said["enarm_ano"]) or call == X48


def test_the_acta_of_2021_was_issued_in_2021() -> None:
    for person in crowd(X45):
        assert text_values(person, "ACTA")["expedicion_iso"] >= "2021-01-01"


def test_a_file_of_x48_carries_the_name_of_its_table() -> None:
    person = crowd(X48)[0]
    assert draw(person, "ACTANACIMIENTO").name == "ACTANACIMIENTO.jpg"
    assert "ACTADENACIMIENTO" not in person.papers


def test_in_x48_nobody_is_foreign_and_nobody_owes_papers() -> None:
    assert {p.categoria for p in crowd(X48)} == {"nacional"}
    assert not [kind for p in crowd(X48) for kind in p.papers.values() if kind.startswith("CC_DOC")]


@pytest.mark.parametrize(
    ("years", "published", "extras"),
    [(1, 1, "1.0"), (2, 1, "1.5"), (5, 4, "2.0"), (2, 2, "2.0")],
)
def test_the_oracle_counts_two_years_and_two_publications_at_most(
    years: int, published: int, extras: str
) -> None:
    units = {"docencia": years, "publicaciones": published}
    puntaje = puntaje_of(rules_of(X45), Decimal(70), Decimal(90), units, units)
    assert puntaje.total == Decimal(80) + Decimal(extras)


def test_teaching_and_publications_are_of_2021_alone() -> None:
    counted = {claim for p in crowd(X45) for claim in p.units}
    assert counted == {"docencia", "publicaciones"}
    assert not [p for p in crowd(X48) if p.units]


@pytest.mark.parametrize("kind", ["DOCENCIA", "PUBLICACIONES"])
def test_their_papers_are_drawn_and_weigh_less_than_400_kb(kind: str) -> None:
    person = next(p for p in crowd(X45) if kind in p.papers and p.units)
    assert 20_000 < len(draw(person, kind).content) <= 400 * 1024
