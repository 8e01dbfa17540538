"""What each letter says, and that it never says it with a hole."""

from __future__ import annotations

import re
from copy import deepcopy

import pytest

from plumbing.errors import Invalid
from services.notifications.domain.model import LetterKind
from services.notifications.letters import render
from services.notifications.letters.letters import default_texts, kinds
from tests.domain.notifications.reading import images_of, pdf_of, text_of
from tests.domain.notifications.samples import issue, letter_data

EVERY = list(LetterKind)

SAID = {
    LetterKind.SOLICITUD: [
        "Esta impresión sustituye a las anteriores",
        "Impresión número",
        "9b74c9897bac770ffc029102a200c5de11f0a1b8f3e24d2c8a7b6c5d4e3f2a10",
        "una vez asignada la sede no hay cambios en ningún momento, sin excepción. [1.3]",
        "Firma del aspirante",
        "No participo en otra institución de salud",
    ],
    LetterKind.FICHA: [
        "XLVII-2023-004217",
        "Del sábado 18 de noviembre de 2023",
        "martes 12 de diciembre de 2023, 08:00",
    ],
    LetterKind.CARTA_COMPROMISO: ["cédula profesional federal", "12 meses", "baja académica inmediata"],
    LetterKind.RESULTADO: [
        "unidad médica de adscripción académica",
        "domingo 17 de diciembre de 2023, 23:59",
        "una sola vez",
    ],
    LetterKind.PUNTAJE: [
        "79.3125",
        "35.8125",
        "9.2",
        "Te faltaron 8.7875 puntos",
        "decidió el desempate",
        "G-01",
    ],
    LetterKind.PREACEPTACION: [
        "Del lunes 18 de diciembre de 2023 al viernes 5 de enero de 2024",
        "OOAD Guerrero",
        "Avenida Ejemplo 124",
        "Bolígrafo de tinta azul",
        "INE o pasaporte",
        "abandono",
        "USD 8,000.00",
        "antes del domingo 14 de abril de 2024",
        "seguro de gastos médicos",
        "Título profesional de médico",
        "Impresión única",
        "tercer periodo",
    ],
    LetterKind.PRESENTACION: [
        "lunes 26 de febrero de 2024, 08:00",
        "Curso propedéutico",
        "Sin inconveniente, miércoles 20",
    ],
    LetterKind.PERMUTA: ["misma especialidad y del mismo grado académico", "99000117", "Firma (tinta azul)"],
    LetterKind.ACUSE_ENVIO: [
        "Envío de expediente a validación",
        "CERTIFICADO",
        "398211",
        "con otra institución de salud",
    ],
    LetterKind.ACUSE_DECISION: [
        "Renuncia a la plaza asignada",
        "tercer periodo",
        "miércoles 3 de enero de 2024, 12:00",
    ],
}


@pytest.mark.parametrize("kind", EVERY)
def test_the_letter_says_what_the_rule_names(kind: LetterKind) -> None:
    text = text_of(pdf_of(kind))
    assert [part for part in SAID[kind] if part not in text] == []


def test_the_solicitud_carries_every_field_and_every_sede_in_order() -> None:
    data = letter_data(LetterKind.SOLICITUD)
    text = text_of(pdf_of(LetterKind.SOLICITUD))
    for group in data["grupos"]:
        for field in group["campos"]:
            assert f"{field['etiqueta']} {field['valor']}" in text
    places = [text.find(f" {n} {sede['sede']} ") for n, sede in enumerate(data["opciones"], start=1)]
    assert -1 not in places
    assert places == sorted(places)


def test_a_solicitud_with_twenty_sedes_takes_two_pages() -> None:
    assert len(images_of(pdf_of(LetterKind.SOLICITUD), dpi=30)) == 2


def test_a_national_without_debts_gets_one_page_and_no_word_about_payment() -> None:
    data = letter_data(LetterKind.PREACEPTACION)
    national = {
        name: value for name, value in data.items() if name not in {"extranjero", "documentos_pendientes"}
    }
    pdf = render(LetterKind.PREACEPTACION, national, issue())
    assert "FOFOE" not in text_of(pdf)
    assert "USD" not in text_of(pdf)
    assert len(images_of(pdf, dpi=30)) == 1


def test_who_got_no_plaza_reads_no_steps_to_accept() -> None:
    data = letter_data(LetterKind.RESULTADO)
    del data["adscripcion"]
    text = text_of(render(LetterKind.RESULTADO, data, issue()))
    assert "no obtuviste una plaza" in text
    assert "Acepto adscripción" not in text


@pytest.mark.parametrize("acto", ["ACEPTO_ADSCRIPCION", "ACEPTO_COMPROMISO", "NO_ACEPTA", "RENUNCIA"])
def test_every_decision_has_its_receipt(acto: str) -> None:
    pdf = render(LetterKind.ACUSE_DECISION, letter_data(LetterKind.ACUSE_DECISION) | {"acto": acto}, issue())
    assert re.search(r"\[4\.[3489]", text_of(pdf))


def test_a_presentation_without_dates_sends_to_the_ooad() -> None:
    data = letter_data(LetterKind.PRESENTACION)
    for name in ("sede", "presentarse_at", "examenes", "propedeutico"):
        del data[name]
    text = text_of(render(LetterKind.PRESENTACION, data, issue()))
    assert "En la fecha y hora que indique el OOAD" in text
    assert "Curso propedéutico" not in text


def test_an_empty_permuta_is_a_form_to_fill() -> None:
    data = letter_data(LetterKind.PERMUTA)
    del data["residentes"]
    text = text_of(render(LetterKind.PERMUTA, data, issue()))
    assert text.count("Matrícula") == 2
    assert "99000117" not in text


@pytest.mark.parametrize("kind", EVERY)
def test_each_mandatory_field_is_really_mandatory(kind: LetterKind) -> None:
    for name in [name for name in kinds()[kind]["fields"] if not name.endswith("?")]:
        data = letter_data(kind)
        del data[name]
        with pytest.raises(Invalid, match="CARTA_INCOMPLETA") as caught:
            render(kind, data, issue())
        assert [error.field for error in caught.value.fields] == [name]


def test_an_option_that_was_full_must_say_by_how_much() -> None:
    data = letter_data(LetterKind.PUNTAJE)
    data["opciones"] = [{"numero": 1, "sede": "Hospital", "resultado": "LLENA_ANTES", "plazas": 1}]
    with pytest.raises(Invalid, match="CARTA_INCOMPLETA"):
        render(LetterKind.PUNTAJE, data, issue())


def test_another_convocatoria_brings_its_own_words() -> None:
    own = deepcopy(dict(default_texts()))
    own["FICHA"]["lead"] = "Con esta ficha, **${aspirante.nombre}**, quedas inscrito. [3.4]"
    text = text_of(render(LetterKind.FICHA, letter_data(LetterKind.FICHA), issue(), texts=own))
    assert "Con esta ficha, José Ñáñez Iturbide, quedas inscrito" in text


def test_a_sentence_that_names_an_unknown_value_is_refused() -> None:
    own = deepcopy(dict(default_texts()))
    own["FICHA"]["lead"] = "${aspirante.apodo}"
    with pytest.raises(Invalid, match="CARTA_INCOMPLETA"):
        render(LetterKind.FICHA, letter_data(LetterKind.FICHA), issue(), texts=own)
