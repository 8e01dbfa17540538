"""The cut of grades: judged, accepted, turned into PI-IMSS or into an exclusion."""

from __future__ import annotations

from decimal import Decimal

import pytest

from plumbing.errors import Conflict, Invalid, OutsideWindow
from services.scoring import usecases as scoring
from services.validation import usecases as validation
from tests.usecases.cer.world import CER, CUT, OPEN, World, grades, local, row, table_csv

NAMES = ("curp", "concepto", "ciclo", "calificacion")


@pytest.fixture
def world() -> World:
    world = World()
    world.load_oferta()
    world.accept(row(1), row(2))
    return world.at(OPEN)


def load(world: World, *rows: tuple[str, ...]):
    content = table_csv(NAMES, [dict(zip(NAMES, one, strict=True)) for one in rows])
    return scoring.import_calificaciones(world.scoring, world.act("ces"), "siices.csv", content)


def test_the_worked_example_is_exact_with_a_clause_on_every_line(world: World) -> None:
    me = world.participant(1, "cardiologia")
    world.at(CUT).cut(*grades(1, "70.00", "80.00", "94", "96"))
    explained = scoring.explain_puntaje(world.scoring, world.mine(me), me)
    assert explained["total"] == Decimal("77.05")
    assert explained["shown"] == "77.0500"
    assert [(line.concept, line.value) for line in explained["lines"]] == [
        ("efiser", Decimal("2.4")),
        ("posgrado", Decimal("25.65")),
        ("enarm", Decimal("49")),
    ]
    assert all(line.clause == "002§3.1 Tabla 3" for line in explained["lines"])
    told = world.facts("PuntajeComputed")[0]["data"]
    assert {one["code"]: one["value"] for one in told["components"]} == {
        "efiser": "80", "posgrado": "95", "enarm": "70"
    }  # fmt: skip


def test_without_the_grade_of_2024_2025_the_person_is_excluded_by_itself(world: World) -> None:
    out, stays = world.participant(1, "cardiologia"), world.participant(2, "cardiologia")
    world.at(CUT).cut(*grades(1, "90", "90", "90", "90", current=False), *grades(2, "70", "80", "95"))
    seen = validation.get_expediente(world.validation, world.act("ces"), out)
    assert (seen["estado"], seen["cause"]) == ("FUERA_DE_PROCESO", "SIN_CALIFICACION_SIICES")
    fact = world.facts("ParticipantExcluded")[0]["data"]
    assert fact["missing"] == ["posgrado:2024-2025"]
    assert fact["clause"] == "002§3.1 IMPORTANTE"
    assert [one["expediente_id"] for one in world.inscritos_of(CER)["inscritos"]] == [stays]


def test_whoever_has_no_row_at_all_is_excluded_too(world: World) -> None:
    me = world.participant(1, "cardiologia")
    world.at(CUT).cut(*grades(2, "70", "80", "95"))
    assert validation.get_expediente(world.validation, world.act("ces"), me)["estado"] == "FUERA_DE_PROCESO"


def test_nothing_is_loaded_while_grades_may_still_be_corrected(world: World) -> None:
    with pytest.raises(OutsideWindow):
        load(world.at(local("2025-01-14T23:59:59")), *grades(1, "70", "80", "95"))
    assert load(world.at(local("2025-01-15T00:00:00")), *grades(1, "70", "80", "95"))["people"] == 1


def test_the_same_file_is_the_same_cut_and_only_one_is_accepted(world: World) -> None:
    world.at(CUT)
    first, again = load(world, *grades(1, "70", "80", "95")), load(world, *grades(1, "70", "80", "95"))
    assert first["corte_id"] == again["corte_id"]
    other = load(world, *grades(2, "70", "80", "95"))
    scoring.accept_calificaciones(world.scoring, world.act("ces"), first["corte_id"])
    with pytest.raises(Conflict, match="CORTE_YA_ACEPTADO"):
        scoring.accept_calificaciones(world.scoring, world.act("ces"), other["corte_id"])


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (("X", "enarm", "", "70"), "CURP_MAL_ESCRITA"),
        ((row(1)["curp"], "oral", "", "70"), "CONCEPTO_DESCONOCIDO"),
        ((row(1)["curp"], "posgrado", "", "70"), "CICLO_MAL_ESCRITO"),
        ((row(1)["curp"], "enarm", "2024-2025", "70"), "CICLO_MAL_ESCRITO"),
        ((row(1)["curp"], "enarm", "", "setenta"), "CALIFICACION_ILEGIBLE"),
        ((row(1)["curp"], "enarm", "", "100.01"), "CALIFICACION_FUERA_DE_RANGO"),
        ((row(2)["curp"], "enarm", "", "71"), "CALIFICACION_REPETIDA"),
    ],
)
def test_a_row_is_refused_with_its_reason(world: World, bad: tuple[str, ...], code: str) -> None:
    report = load(world.at(CUT), *grades(2, "70", "80", "95"), bad)
    assert [(one["row"], one["code"]) for one in report["refused"]] == [(4, code)]


def test_a_file_in_base_10_is_not_accepted(world: World) -> None:
    rows = [(row(n)["curp"], "enarm", "", "7.5") for n in range(1, 10)]
    report = load(world.at(CUT), *rows)
    assert report["direction"] == "ESCALA_DE_10"
    with pytest.raises(Invalid, match="CALIFICACIONES_DIRECCION"):
        scoring.accept_calificaciones(world.scoring, world.act("ces"), report["corte_id"])


def test_an_average_that_never_ends_is_kept_far_beyond_any_tie(world: World) -> None:
    me = world.participant(1, "cardiologia")
    world.at(CUT).cut(*grades(1, "70", "80", "90", "90", "91"))
    lines = scoring.explain_puntaje(world.scoring, world.mine(me), me)["lines"]
    assert str(lines[1].given).startswith("90.333333333333333333")


def test_a_row_that_does_not_count_says_why_and_the_list_leaves_rows_out(world: World) -> None:
    report = load(
        world.at(CUT),
        *grades(1, "70", "80", "90"),
        ("CORTA", "enarm", "", "80"),
        (row(1)["curp"], "enarm", "", "x"),
    )
    assert [(one["row"], one["code"]) for one in report["refused"]][-2:] == [
        (report["rows"] - 1, "CURP_MAL_ESCRITA"),
        (report["rows"], "CALIFICACION_ILEGIBLE"),
    ]
    assert "«CORTA»" in report["refused"][0]["que"]
    assert all(one["arreglo"] for one in report["refused"])
    (listed,) = scoring.list_calificaciones(world.scoring, world.act("ces"))["cortes"]
    assert (listed["corte_id"], listed["refused"], listed["filename"]) == (
        report["corte_id"],
        [],
        "siices.csv",
    )
