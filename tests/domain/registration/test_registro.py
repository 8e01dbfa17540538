"""Every field of the registro, right and wrong (appendix B 7-12 of the rules among them)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plumbing.messages import load
from services.registration.domain import curp as clave
from services.registration.domain import registro
from services.registration.domain.estudios import unknown_claims
from services.registration.domain.model import Reclamos, RegistroDatos
from services.registration.wiring import HERE
from tests.domain.registration.people import REGLAS, TODAY, expediente, seleccionado

TEXTS = load(HERE / "messages.yaml")


def found(changes=None, **more):
    return {(p.field, p.code) for p in registro.problems(expediente(changes, **more), REGLAS, TODAY)}


def test_a_complete_registro_has_no_problem():
    assert found() == set()


def test_an_empty_registro_asks_for_everything_and_every_problem_has_words():
    wrong = registro.problems(expediente(datos=None), REGLAS, TODAY)
    assert len(wrong) > 25
    for problem in wrong:
        text = TEXTS.text(problem)
        assert problem.code in TEXTS.entries
        assert problem.clause
        assert "«»" not in text["que"]
        assert "{" not in "".join(text.values())


@pytest.mark.parametrize(
    ("telefonos", "field", "code"),
    [
        (["55123456", "3312345678"], "telefonos[0]", "TELEFONO_LONGITUD"),  # B-7
        (["5512345678"], "telefonos[1]", "TELEFONO_FALTANTE"),  # B-8
        (["5512345678", ""], "telefonos[1]", "TELEFONO_FALTANTE"),
        (["5512345678", "5512345678"], "telefonos[1]", "TELEFONO_REPETIDO"),
        (["5512345678", "55 1234 56"], "telefonos[1]", "TELEFONO_LONGITUD"),
        (["5512345678", "٥٥١٢٣٤٥٦٧٨"], "telefonos[1]", "TELEFONO_LONGITUD"),
        (["5512345678", "3312345678", "8112345678"], "telefonos[2]", "TELEFONO_DE_MAS"),
    ],
)
def test_two_different_phones_of_ten_digits(telefonos, field, code):
    assert found({"telefonos": telefonos}) == {(field, code)}


@pytest.mark.parametrize(
    ("grade", "wrong"),
    [
        ({"valor": "88.8", "escala": "100", "base_100": "88.8"}, None),
        ({"valor": "8.88", "escala": "10", "base_100": "88.80"}, None),
        ({"valor": "8.88", "escala": "10", "base_100": "8.88"}, ("calificacion.base_100", "CALIFICACION_NO_COINCIDE")),
        ({"valor": "4.1", "escala": "5", "base_100": "82.0", "has_equivalencia": True}, None),  # B-12
        ({"valor": "4.1", "escala": "5", "base_100": "82"}, ("calificacion.has_equivalencia", "EQUIVALENCIA_FALTANTE")),
        ({"valor": "88.8", "escala": "10", "base_100": "88.8"}, ("calificacion.valor", "CALIFICACION_FUERA_DE_ESCALA")),
        ({"valor": "8.88", "escala": "100", "base_100": "8.88"},
         ("calificacion.escala", "CALIFICACION_PARECE_BASE_10")),
        ({"valor": "88,8", "escala": "100", "base_100": "88.8"}, ("calificacion.valor", "CALIFICACION_ILEGIBLE")),
        ({"valor": "18", "escala": "OTRA", "base_100": "90", "has_equivalencia": True}, None),
        ({"valor": "18", "escala": "OTRA", "base_100": "101", "has_equivalencia": True},
         ("calificacion.base_100", "CALIFICACION_MAYOR_A_100")),
        ({"valor": "NaN", "escala": "10", "base_100": "88.8"}, ("calificacion.valor", "CALIFICACION_ILEGIBLE")),
        ({"valor": "8.88", "escala": "20", "base_100": "88.8"}, ("calificacion.escala", "OPCION_DESCONOCIDA")),
    ],
)  # fmt: skip
def test_grade_scale_and_base_100_say_the_same(grade, wrong):
    assert found({"calificacion": {"has_equivalencia": False, **grade}}) == ({wrong} if wrong else set())


def test_the_expected_grade_is_named():  # B-11
    (problem,) = registro.problems(
        expediente({"calificacion": {"valor": "8.88", "escala": "10", "base_100": "8.88"}}), REGLAS, TODAY
    )
    assert problem.facts["esperado"] == "88.8"
    assert "88.8" in TEXTS.text(problem)["arreglo"]


def test_a_round_grade_is_expected_in_plain_digits():
    (problem,) = registro.problems(
        expediente({"calificacion": {"valor": "10", "escala": "10", "base_100": "10"}}), REGLAS, TODAY
    )
    assert problem.facts["esperado"] == "100"


def test_a_national_of_the_roster_may_not_register_as_a_foreigner():
    assert found({"categoria": "extranjero"}) == {("categoria", "CATEGORIA_DISTINTA_AL_ENARM")}


def test_a_foreigner_who_registers_as_mexican_is_warned_and_may_insist():
    foreign = seleccionado(categoria="extranjero")
    assert found({}, seleccionado=foreign) == {("categoria", "CATEGORIA_FALSO_DE_INFORMACION")}
    insisting = {"declaraciones": {"sostiene_categoria": True}}
    assert found(insisting, seleccionado=foreign) == set()
    assert expediente(insisting, seleccionado=foreign).is_categoria_falseada
    assert expediente(insisting, seleccionado=foreign).categoria == "nacional"
    assert expediente({"categoria": "extranjero"}, seleccionado=foreign).categoria == "extranjero"


@pytest.mark.parametrize(
    "name", ["sin_proceso_legal", "sin_rescision", "sin_especialidad_concluida", "una_sola_institucion"]
)
def test_each_exclusion_of_9_4_blocks_and_is_named(name):
    problems = registro.problems(expediente({"declaraciones": {name: False}}), REGLAS, TODAY)
    (problem,) = problems
    assert (problem.field, problem.code) == (f"declaraciones.{name}", "DECLARACION_EXCLUYE")
    assert problem.clause.startswith("000§9.4")
    assert problem.facts["declaracion"] in TEXTS.text(problem)["que"]


def test_the_notice_of_the_ranking_must_have_been_read():
    read = {"declaraciones": {"advertencia_sedes_leida": False}}
    assert found(read) == {("declaraciones.advertencia_sedes_leida", "DECLARACION_PENDIENTE")}


@pytest.mark.parametrize(
    ("servicio", "on", "wrong"),
    [
        ("EN_CURSO", "2024-02-29", None),
        ("EN_CURSO", "2024-03-01", "SERVICIO_SOCIAL_TARDE"),
        ("EN_CURSO", "", "DATO_OBLIGATORIO"),
        ("NO_EXIGIBLE", "", None),
        ("NO_EXIGIBLE", "2023-01-01", "SERVICIO_SOCIAL_SOBRA"),
        ("TERMINADO", "2023-12-01", "FECHA_FUTURA"),
        ("TERMINADO", "2023-13-01", "FECHA_ILEGIBLE"),
        ("TERMINADO", "2004-01-01", "FECHA_IMPOSIBLE"),
    ],
)
def test_servicio_social_ends_before_the_cycle(servicio, on, wrong):
    changes = {"servicio_social": servicio, "servicio_social_on": on}
    assert found(changes) == ({("servicio_social_on", wrong)} if wrong else set())


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"cedula": "CARTA_COMPROMISO", "cedula_numero": ""}, None),
        ({"cedula": "CARTA_COMPROMISO"}, ("cedula_numero", "CEDULA_SOBRA")),
        ({"cedula_numero": ""}, ("cedula_numero", "DATO_OBLIGATORIO")),
        ({"cedula_numero": "12"}, ("cedula_numero", "CEDULA_NUMERO")),
        ({"cedula_numero": "EC-1234567", "estudios": "EXTRANJERO"}, None),
        ({"titulo_reverso": "OTRO"}, ("titulo_reverso", "OPCION_DESCONOCIDA")),
        ({"nombre": "María Fer<b>"}, ("nombre", "NOMBRE_CARACTERES")),
        ({"correos": ["fernanda@example"]}, ("correos[0]", "CORREO_INVALIDO")),
        ({"correos": []}, ("correos[0]", "DATO_OBLIGATORIO")),
        ({"correos": ["a@example.com", "A@example.com "]}, ("correos[1]", "CORREO_REPETIDO")),
        ({"domicilio": {"codigo_postal": "4410"}}, ("domicilio.codigo_postal", "CODIGO_POSTAL")),
        ({"domicilio": {"colonia": " "}}, ("domicilio.colonia", "DATO_OBLIGATORIO")),
        ({"internado_on": "2030-01-01"}, ("internado_on", "FECHA_FUTURA")),
        ({"egreso_on": "1997-06-30"}, ("egreso_on", "FECHA_IMPOSIBLE")),
        ({"escuela": ""}, ("escuela", "DATO_OBLIGATORIO")),
    ],
)
def test_one_wrong_field_is_one_problem(changes, wrong):
    assert found(changes) == ({wrong} if wrong else set())


WORKER = {
    "matricula": "99123456", "contratacion": "BASE", "marca": "00", "regimen": "ORDINARIO", "is_titular": True,
    "ingreso_on": "2020-01-16",
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({}, None),
        (
            {"contratacion": "EVENTUAL", "marca": "08", "is_titular": False},
            None,
        ),  # no point, no exclusion
        ({"marca": "0"}, ("trabajador.marca", "MARCA")),
        ({"matricula": ""}, ("trabajador.matricula", "DATO_OBLIGATORIO")),
        ({"ingreso_on": "2024-01-01"}, ("trabajador.ingreso_on", "FECHA_FUTURA")),
    ],
)
def test_who_claims_to_be_a_worker_says_as_what(changes, wrong):
    typed = {"reclamos": {"trabajador": True}, "trabajador": {**WORKER, **changes}}
    assert found(typed) == ({wrong} if wrong else set())


def test_worker_data_are_asked_of_workers_only():
    assert found({"reclamos": {"trabajador": False}, "trabajador": {}}) == set()


def test_a_curp_temporal_says_nothing_of_names_and_dates():
    foreign = seleccionado(categoria="extranjero", curp="")
    who = expediente({"categoria": "extranjero", "nombre": "Otra", "sexo": "H"}, seleccionado=foreign)
    temporal = replace(who, curp=clave.temporal("x", "y"))
    assert registro.problems(temporal, REGLAS, TODAY) == []
    assert {p.code for p in registro.problems(who, REGLAS, TODAY)} == {"CURP_NOMBRE", "CURP_SEXO"}


def test_a_claim_that_gives_no_points_in_this_call_is_told_and_one_that_does_is_not() -> None:
    claimed = replace(RegistroDatos(), reclamos=Reclamos(docencia=True, internado_imss=True))
    assert [(p.field, p.code) for p in unknown_claims(claimed, REGLAS)] == [
        ("reclamos.docencia", "RECLAMO_SIN_PUNTOS")
    ]
    of_2021 = replace(REGLAS, puntuables=(*REGLAS.puntuables, "docencia", "publicaciones"))
    assert unknown_claims(claimed, of_2021) == []
