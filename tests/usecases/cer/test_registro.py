"""Who may choose what, what locks the choice, and what the print makes of its owner."""

from __future__ import annotations

from datetime import timedelta

import pytest

from plumbing.errors import Conflict, Invalid, OutsideWindow
from services.registration import usecases as registration
from services.registration.usecases.reglas import roster_columns
from services.validation import usecases as validation
from tests.usecases.cer.world import CALL, CER, CLOSED, OPEN, World, local, row, table_csv


@pytest.fixture
def world() -> World:
    world = World()
    world.load_oferta()
    return world


def opened(world: World, number: int = 1, **changes: str) -> str:
    world.accept(row(number, **changes))
    return world.at(OPEN).account(number)


def codes(view: dict) -> set[str]:
    return {problem["code"] for problem in view["errors"]}


def test_the_roster_of_residents_has_the_columns_that_the_call_declares() -> None:
    assert roster_columns(CALL) == (
        "folio_enarm", "curp", "nombre", "primer_apellido", "segundo_apellido", "sexo", "fecha_nacimiento",
        "entidad_nacimiento", "correo", "ceme", "grado", "status", "adscripcion", "delegacion",
        "efiser_convocatoria",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"grado": "cero"}, "GRADO_ILEGIBLE"),
        ({"status": "BAJA"}, "RESIDENTE_NO_ACTIVO"),
        ({"efiser_convocatoria": "2023-07-24"}, "EFISER_DESCONOCIDO"),
        ({"efiser_convocatoria": ""}, "DATO_FALTANTE"),
        ({"curp": ""}, "CURP_FALTANTE"),
    ],
)
def test_a_row_of_the_roster_is_refused_with_its_reason(
    world: World, changes: dict[str, str], code: str
) -> None:
    content = table_csv(roster_columns(CALL), [row(1, **changes), row(2)])
    report = registration.import_roster(world.registration.desk, world.act("ces"), "r.csv", content)
    assert [one["code"] for one in report["refused"]] == [code]
    assert report["admitted"] == 1
    assert report["distribution"]["troncal:Medicina interna 2"] == 1


def test_what_is_missing_cites_the_text_of_this_call(world: World) -> None:
    who = opened(world)
    view = registration.get_registro(world.registration.desk, world.mine(who), who)
    assert view["errors"]
    assert all(problem["clause"].startswith("002") for problem in view["errors"])


def test_a_resident_of_medicina_interna_2_is_offered_eight_courses(world: World) -> None:
    me = opened(world)
    courses = registration.list_opciones(world.registration.desk, world.mine(me), me)["cursos"]
    assert len(courses) == 8
    assert {"cer": "cardiologia", "nombre": "Cardiología"} in courses


@pytest.mark.parametrize("cer", ["infectologia", "dermatologia", "neonatologia"])
def test_a_course_of_another_grade_or_ceme_is_not_eligible(world: World, cer: str) -> None:
    me = opened(world)
    assert "CER_NO_ELEGIBLE" in codes(world.choose(me, cer))
    with pytest.raises(Invalid, match="REGISTRO_INCOMPLETO"):
        world.print(me)


@pytest.mark.parametrize("ceme", ["Medicina interna", "Cirugía general"])
def test_grade_3_of_these_ceme_finds_no_course(world: World, ceme: str) -> None:
    me = opened(world, ceme=ceme, grado="3")
    assert "SIN_CER_DISPONIBLE" in codes(world.choose(me, "cardiologia"))


def test_neuroanestesiologia_asks_for_the_efiser_of_november(world: World) -> None:
    world.accept(
        row(1, ceme="Anestesiología", grado="3"),
        row(2, ceme="Anestesiología", grado="3", efiser_convocatoria="2024-07-24 2024-11-13"),
    )
    world.at(OPEN)
    july, both = world.account(1), world.account(2)
    assert "CER_NO_ELEGIBLE" in codes(world.choose(july, "neuro-anestesiologia"))
    assert codes(world.choose(both, "neuro-anestesiologia")) == set()


def test_who_concluded_a_cer_may_choose_only_those_that_ask_for_another_specialty(world: World) -> None:
    world.load_oferta(
        "especialidad,sede,subsede,categoria,plazas\n"
        "terapia-endovascular-neurologica,UMAE-HE-SXXI,UMAE-HE-SXXI,indistinta,1\n"
        "cardiologia,UMAE-CARDIO-SXXI,UMAE-CARDIO-SXXI,indistinta,1\n"
    )
    world.accept(row(1), row(2, ceme="Neurología", grado="3"))
    world.at(OPEN)
    declared = {
        "sin_proceso_legal": True, "sin_corrupcion": True, "sin_cer_concluido": False,
        "datos_verdaderos": True, "advertencia_sedes_leida": True,
    }  # fmt: skip
    out, allowed = world.account(1), world.account(2)
    assert codes(world.choose(out, "cardiologia", declaraciones=declared)) == {"DECLARACION_EXCLUYE"}
    view = world.choose(allowed, "terapia-endovascular-neurologica", declaraciones=declared)
    assert codes(view) == set()


def test_one_sede_of_the_course_left_unranked_keeps_the_registro_incomplete(world: World) -> None:
    me = opened(world)
    assert codes(world.choose(me, "cardiologia", ["UMAE-HC-34"])) == {"ESPACIOS_SIN_LLENAR"}


def test_the_print_carries_the_folio_and_locks_the_course_and_the_sedes(world: World) -> None:
    me = opened(world)
    world.choose(me, "cardiologia")
    made = world.print(me)
    assert made["content"]["folio"] == "CER-000001-R"
    assert made["content"]["especialidad"] == "cardiologia"
    assert made["content"]["troncal"]["ceme"] == "Medicina interna"
    with pytest.raises(Conflict, match="ELECCION_DEFINITIVA"):
        world.choose(me, "nefrologia")
    again = world.print(me)
    assert (again["number"], again["sha256"]) == (made["number"], made["sha256"])


def test_before_the_print_the_choice_may_change(world: World) -> None:
    me = opened(world)
    world.choose(me, "nefrologia", [])
    assert codes(world.choose(me, "cardiologia")) == set()


def test_the_print_inscribes_under_its_folio(world: World) -> None:
    me = opened(world)
    world.choose(me, "cardiologia")
    folio = world.print(me)["content"]["folio"]
    world.pump()
    seen = validation.get_expediente(world.validation, world.act("ces"), me)
    assert (seen["estado"], seen["folio"]) == ("INSCRITO", folio)
    assert [one["folio"] for one in world.inscritos_of(CER)["inscritos"]] == [folio]
    issued = world.facts("FichaIssued")[0]["data"]
    assert issued["especialidad"] == "cardiologia"
    assert issued["curp"] == row(1)["curp"]


def test_a_print_in_time_wins_over_the_deadline_that_overtook_its_fact(world: World) -> None:
    me = opened(world)
    world.choose(me, "cardiologia")
    world.pump()
    world.at(local("2025-01-14T10:00:00")).print(me)
    world.at(CLOSED)
    validation.sweep_deadlines(world.validation)
    world.pump()
    assert validation.get_expediente(world.validation, world.act("ces"), me)["estado"] == "INSCRITO"


def test_at_ten_it_still_prints_and_a_second_later_it_does_not(world: World) -> None:
    me = opened(world)
    world.choose(me, "cardiologia")
    world.at(local("2025-01-14T10:00:00") + timedelta(seconds=1))
    with pytest.raises(OutsideWindow):
        world.print(me)
    world.at(local("2025-01-14T10:00:00"))
    assert world.print(me)["number"] == 1


def test_who_has_no_solicitud_at_the_close_is_out(world: World) -> None:
    me = opened(world)
    world.at(CLOSED).sweep()
    seen = validation.get_expediente(world.validation, world.act("ces"), me)
    assert (seen["estado"], seen["cause"]) == ("FUERA_DE_PROCESO", "NO_ENVIADO")


def test_there_is_nothing_to_send_and_no_ficha(world: World) -> None:
    me = opened(world)
    for command in (
        lambda: validation.claim_next(world.validation, world.act("validador")),
        lambda: validation.issue_ficha(world.validation, world.mine(me), me),
        lambda: validation.submit_expediente(world.validation, None, world.mine(me), me),
    ):
        with pytest.raises(Conflict, match="SIN_CIRCUITO_DE_VALIDACION"):
            command()
