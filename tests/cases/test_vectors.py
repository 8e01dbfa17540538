"""The test vectors drawn from the five texts, each with the cases that show it."""

from __future__ import annotations

import pytest

from tests.cases.reading import folders, read_cases

X47, X48, X49, CER = "xlvii-enarm-2023", "xlviii-extraordinario", "xlix-tercer-periodo-2026", "cer-rama-2025"
VECTORS = [
    (1, X47, "Un segundo antes de las 12:00 del 18 de noviembre, el registro no ha abierto"),
    (2, X47, "A las 12:00 en punto del 18 de noviembre ya puedes registrarte"),
    (3, X47, "A las 23:59:30 del 23 de noviembre todavía puedes registrarte: el minuto corre completo"),
    (4, X47, "A las 00:00 del 24 de noviembre el registro ya cerró y no hay prórroga"),
    (7, X47, "Un teléfono de ocho dígitos no deja imprimir"),
    (8, X47, "Un solo teléfono en lugar de los dos no deja imprimir"),
    (9, X49, "Un solo correo no deja imprimir"),
    (10, X47, "Un espacio de sede vacío no deja continuar"),
    (11, X47, "Escribir 8.88 donde debe decir 88.8 es un valor equivocado"),
    (12, X47, "Escala de 5 con equivalencia: se multiplica por veinte"),
    (12, X49, "Un certificado que dice 4.1 en escala 5 se registra como 82"),
    (13, X47, "Trabajador, hijo, internado y servicio social suman dos puntos"),
    (14, X47, "Hijo y servicio social suman punto y medio"),
    (15, X47, "Servicio social en el IMSS con constancia de la escuela: cero en ese rubro"),
    (17, X47, "Validado sin ficha no participa en la asignación"),
    (19, X47, "Con la carta en mano, la renuncia por escrito deja solo el tercer periodo"),
    (20, X47, "Con la carta en mano y sin presentarse, es abandono y cierra las convocatorias del IMSS"),
    (21, CER, "Medicina interna, grado 2: 8 CER"),
    (21, CER, "Con Medicina interna grado 2 no puedes elegir Infectología, que pide grado 4"),
    (21, CER, "Con Medicina interna grado 2 no puedes elegir Dermatología, que pide grado 1"),
    ("21b", CER, "Medicina interna, grado 3: no hay ningún CER"),
    ("21b", CER, "Cirugía general, grado 3: no hay ningún CER"),
    (23, CER, "A las 10:00:00 del 14 de enero todavía puedes registrarte"),
    (23, CER, "A las 10:00:01 del 14 de enero el registro cerró, sin derecho de réplica"),
    (24, CER, "Una sede del CER sin ordenar deja el registro incompleto"),
    (25, CER, "Publicado el 1 de diciembre de 2024 está a tiempo"),
    (25, CER, "Publicado el 2 de diciembre de 2024 ya no"),
    (27, CER, "No hacer nada hasta las 16:00 del 28 de enero es rechazo automático"),
    (27, CER, "En la nueva sede no hay exámenes, y las plazas liberadas van a residentes externos"),
    (29, CER, "Cardiología sin diploma: la Tabla 5 no la detiene"),
    (30, CER, "Neonatología sin diploma al terminar la vigencia pierde la plaza"),
    (32, X49, "A las 16:00:01 el primer envío está cerrado, aunque el registro sigue abierto"),
    (34, X49, "La ficha se descarga a las 12:00:00 del 23 de febrero"),
    (34, X49, "A las 12:00:01 del 23 de febrero la ficha está cerrada"),
    (35, X49, "A las 08:59 no se puede aceptar la carta compromiso"),
    (35, X49, "A las 09:00 del 24 de febrero abre la carta compromiso"),
    (37, X49, "Con contrato eventual vigente no hay exámenes y se recibe la carta para la sede"),
    (37, X49, "Con contrato vigente de todos modos hay que presentarse"),
    (38, X48, "Llamarla ACTADENACIMIENTO, como en otras convocatorias, no vale"),
]
TITLES = {(folder.name, case.title) for folder in folders() for case in read_cases(folder)}


@pytest.mark.parametrize(("number", "call", "title"), VECTORS, ids=[f"{n} {t}" for n, _, t in VECTORS])
def test_the_vector_is_a_case(number: int | str, call: str, title: str) -> None:
    assert (call, title) in TITLES, f"el vector {number} se quedó sin caso"
