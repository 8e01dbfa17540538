"""The scanner of pages finds what no person should read, and lets good pages be."""

from __future__ import annotations

import pytest

from tests.browser.reading import texts, untranslated


@pytest.mark.parametrize(
    "page",
    [
        "<p>Estado: EN_VALIDACION</p>",
        "<p>ASIGNADO</p>",
        "<li>18:23 del sábado 18 de noviembre de 2023: ASIGNADO</li>",
        "<p>Falta calificacion.base_100</p>",
        "<p>El campo puntaje_enarm</p>",
        "<p>Tu folio: None</p>",
        "<p>Hola {nombre}</p>",
        "<p>El 2023-11-20</p>",
        "<details><summary>Ver</summary><p>2023-11-20T18:00:00+00:00</p></details>",
        '<img alt="NO_ASIGNADO">',
        "<title>RECHAZO_IMPLICITO</title>",
        "<p>&lt;Status.PENDIENTE: 1&gt;</p>",
    ],
)
def test_what_is_for_programs_is_found(page: str) -> None:
    assert untranslated(page)


@pytest.mark.parametrize(
    "page",
    [
        "<p>Expediente en proceso de validación</p>",
        "<p>Folio del ENARM E47-000123 y folio X47-000001-A</p>",
        "<p>ana_luz.perez@example.com</p>",
        "<p>Acuse 01a22055-cacb-707a-b406-f24a451c0052</p>",
        "<p>DOMICILIO.jpg, CURP, IMSS, BT09</p>",
        "<script>const NO_VISTO = {a: 1}</script><style>.a { b: c }</style>",
        '<input name="calificacion.base_100" value="NO_ES_NUESTRO">',
        "<p>Código <code>ERROR_INTERNO</code></p><pre>{}</pre>",
        "<p>La XLVII convocatoria, ciclo 2024-2025</p>",
    ],
)
def test_what_people_say_is_let_be(page: str) -> None:
    assert untranslated(page) == []


def test_what_is_only_heard_is_read_too() -> None:
    assert texts('<a aria-label="Volver"> <b>Mi   proceso</b></a>') == ["Volver", "Mi proceso"]
