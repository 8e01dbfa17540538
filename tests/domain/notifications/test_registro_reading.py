"""A registro, field by field, as its owner reads it on the solicitud."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from contracts.residencias.registration.v1 import service_pb2
from plumbing.errors import Invalid
from services.notifications.domain.model import LetterKind
from services.notifications.letters import categoria_of, declaraciones_of, grupos_of, puntos_of, render
from services.notifications.letters.registro import _reading
from tests.domain.notifications.reading import text_of
from tests.domain.notifications.samples import issue, letter_data

DATOS: dict[str, Any] = {
    "nombre": "Íñigo",
    "primer_apellido": "Pérez",
    "segundo_apellido": "Ávila",
    "sexo": "H",
    "nacimiento_on": "1997-05-12",
    "entidad_nacimiento": "NL",
    "categoria": "nacional",
    "nacionalidad": "Mexicana",
    "estudios": "MEXICO",
    "telefonos": ["8100000101", "8100000102"],
    "correos": ["inigo@example.com", "inigo.perez@example.com"],
    "domicilio": {
        "calle_numero": "Calle Ejemplo 12",
        "colonia": "Centro",
        "municipio": "Monterrey",
        "entidad": "Nuevo León",
        "codigo_postal": "64000",
    },
    "escuela": "Universidad de Ejemplo",
    "egreso_on": "2022-07-31",
    "calificacion": {"valor": "8.55", "escala": "10", "base_100": "85.5", "has_equivalencia": False},
    "reclamos": {
        "trabajador": False,
        "hijo_trabajador": False,
        "internado_imss": True,
        "servicio_social_imss": True,
    },
    "titulo_anverso": "TITULO",
    "titulo_reverso": "CARTA_COMPROMISO",
    "cedula": "CARTA_COMPROMISO",
    "cedula_numero": "",
    "servicio_social": "TERMINADO",
    "servicio_social_on": "2023-07-31",
    "internado_on": "2021-12-31",
    "declaraciones": {
        "sin_proceso_legal": True,
        "sin_rescision": True,
        "sin_especialidad_concluida": True,
        "una_sola_institucion": True,
        "datos_verdaderos": True,
        "advertencia_sedes_leida": True,
        "sostiene_categoria": False,
    },
}
CONTENT = {
    "datos": DATOS,
    "folio_enarm": "E23-100001",
    "especialidad_nombre": "Pediatría",
    "puntaje_enarm": "71.6250",
}


def changed(**datos: Any) -> dict[str, Any]:
    content = deepcopy(CONTENT)
    content["datos"] |= datos  # type: ignore[operator]
    return content


def values(content: dict[str, Any]) -> dict[str, str]:
    return {field["etiqueta"]: field["valor"] for group in grupos_of(content) for field in group["campos"]}


def test_codes_and_days_are_read_in_words() -> None:
    read = values(CONTENT)
    assert read["Entidad de nacimiento"] == "Nuevo León"
    assert read["Fecha de nacimiento"] == "lunes 12 de mayo de 1997"
    assert read["Cédula profesional"] == "Carta compromiso"
    assert read["Documento de equivalencia"] == "No"


def test_an_empty_optional_field_is_left_out() -> None:
    assert "Número de cédula" not in values(CONTENT)
    assert "Segundo apellido" not in values(changed(segundo_apellido=""))


@pytest.mark.parametrize("datos", [{"nombre": ""}, {"telefonos": ["8100000101"]}, {"sexo": "X"}])
def test_a_hole_or_an_unknown_word_is_refused(datos: dict[str, Any]) -> None:
    with pytest.raises(Invalid, match="CARTA_INCOMPLETA"):
        grupos_of(changed(**datos))


def test_the_conditions_of_workers_are_read_only_of_workers() -> None:
    assert "Matrícula" not in values(CONTENT)
    trabajador = {
        "matricula": "99000117",
        "contratacion": "BASE",
        "marca": "00",
        "regimen": "IMSS_BIENESTAR",
        "is_titular": True,
        "ingreso_on": "2019-01-16",
    }
    worker = changed(reclamos={"trabajador": True}, trabajador=trabajador)
    assert values(worker)["Régimen"] == "IMSS-BIENESTAR"


EXTRAS = {
    code: {"rubro": rubro, "puntos": puntos, "clausula": "9.3"}
    for code, rubro, puntos in (
        ("trabajador", "Trabajador IMSS", "1.0"),
        ("internado_imss", "Internado de pregrado en el IMSS", "0.25"),
        ("servicio_social_imss", "Servicio social en el IMSS", "0.75"),
    )
}
ASKED = {
    "sin_proceso_legal": "9.4 a",
    "sin_rescision": "9.4 b",
    "sin_especialidad_concluida": "9.4 c",
    "una_sola_institucion": "9.4 d",
    "datos_verdaderos": "9.3",
    "advertencia_sedes_leida": "1.3",
}


def test_only_what_is_claimed_is_listed_with_its_points() -> None:
    assert [(p["rubro"], p["puntos"]) for p in puntos_of(CONTENT, EXTRAS)] == [
        ("Internado de pregrado en el IMSS", "0.25"),
        ("Servicio social en el IMSS", "0.75"),
    ]


def test_who_insists_on_another_categoria_reads_so_above_the_signature() -> None:
    assert len(declaraciones_of(CONTENT, ASKED)) == 6
    insists = changed(declaraciones=DATOS["declaraciones"] | {"sostiene_categoria": True})
    assert declaraciones_of(insists, ASKED)[-1]["clausula"] == "1.4"


def test_every_field_of_the_contract_is_read_or_stands_in_the_heading() -> None:
    reading = _reading()
    rows = [field for group in reading["groups"] for field in group["fields"]]
    paths = [row["from"] for row in [*rows, *reading["declarations"]]]
    paths += [f"datos.reclamos.{claim}" for claim in EXTRAS]
    read = {path.split(".")[1] for path in paths if path.startswith("datos.")}
    named = {field.name for field in service_pb2.RegistroDatos.DESCRIPTOR.fields}
    assert named - read == {"categoria"}


def test_only_what_the_call_asks_is_declared() -> None:
    asked = {code: clause for code, clause in ASKED.items() if code != "una_sola_institucion"}
    said = declaraciones_of(CONTENT, asked | {"sin_rescision": "001 IMPORTANTE b"})
    assert len(said) == 5
    assert said[1]["clausula"] == "001 IMPORTANTE b"
    assert not [one for one in said if "otra institución de salud en el mismo" in one["texto"]]


def test_the_reading_makes_a_whole_solicitud() -> None:
    data = letter_data(LetterKind.SOLICITUD) | {
        "grupos": grupos_of(CONTENT),
        "puntos": puntos_of(CONTENT, EXTRAS),
        "declaraciones": declaraciones_of(CONTENT, ASKED),
    }
    text = text_of(render(LetterKind.SOLICITUD, data, issue()))
    assert "Calificación en base 100 85.5" in text
    assert categoria_of("extranjero") == "Extranjero"
