"""What is said of a file: every limit at its edge, every finding with its clause and its Spanish."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from plumbing import messages
from plumbing.errors import FieldError, Rule
from services.documents.domain import rules
from services.documents.domain.model import (
    Carpeta,
    Damage,
    Level,
    Measurements,
    Print,
    Requirements,
)

ASKED = Requirements(
    slot="CERTIFICADO",
    max_bytes=409_600,
    size_label="400 KB",
    required_ppp=300,
    readable_ppp=150,
    minimum=(1275, 1650),
    full=(2550, 3300),
    max_pixels=40_000_000,
    paper="Hoja tamaño carta",
    clause="000§2.2.3 tabla",
)
GOOD = Measurements(
    bytes=409_600,
    sha256="a" * 64,
    format="JPG",
    width_px=2550,
    height_px=3300,
    dpi=300,
    dpi_vertical=300,
    mode="L",
)
PRINT = Print(
    number=2,
    printed_at=datetime(2023, 11, 20, 18, tzinfo=UTC),
    printed_text="12:00 del lunes 20 de noviembre de 2023",
    qr="RES1|xlvii|p2|2|abcdefabcdef",
    is_current=True,
)
TEXTS = messages.load(Path("services/documents/messages.yaml"))


def codes(seen: Measurements, filename: str = "CERTIFICADO.jpg", asked: Requirements = ASKED) -> list[str]:
    return [finding.code for finding in rules.judge(seen, filename, asked).findings]


def test_a_good_scan_of_exactly_400_kb_is_accepted_without_a_word() -> None:
    verdict = rules.judge(GOOD, "CERTIFICADO.jpg", ASKED)
    assert (verdict.verdict, verdict.findings) == ("ACEPTABLE", ())


def test_one_byte_more_than_400_kb_is_refused_with_the_actual_weight() -> None:
    found = rules.judge(replace(GOOD, bytes=409_601), "CERTIFICADO.jpg", ASKED).findings[0]
    text = TEXTS.text(FieldError("", found.code, found.facts))
    assert (found.code, found.level) == ("EXCEDE_TAMANO", Level.BLOQUEA)
    assert text["que"] == "El archivo pesa 400.1 KB."
    assert "409,601 bytes" in text["porque"]


@pytest.mark.parametrize(
    "name",
    [
        "CERTIFICADO.jpg",
        "CERTIFICADO.JPG",
        "CERTIFICADO.jpeg",
        "CERTIFICADO.Jpeg",
        "C:\\fotos\\CERTIFICADO.jpg",
    ],
)
def test_the_name_of_the_column_passes_with_any_extension_of_a_jpg(name: str) -> None:
    assert codes(GOOD, name) == []


@pytest.mark.parametrize(
    "name",
    [
        "certificado.jpg",
        "CERTIFICADO",
        "CERTIFICADO.png",
        "CERTIFICADO .jpg",
        "CERTIFICADO.jpg.jpg",
        "CERTIFICÁDO.jpg",
        "CERTIFICADO1.jpg",
        "CURP.jpg",
        "",
        "CERTIFICADO\u200b.jpg",
        "\u0421ERTIFICADO.jpg",
        "../CERTIFICADO.jpg/",
    ],
)
def test_any_other_name_is_refused_and_says_which_is_expected(name: str) -> None:
    found = rules.judge(GOOD, name, ASKED).findings
    assert [f.code for f in found] == ["NOMBRE_DE_ARCHIVO"]
    assert found[0].facts["esperado"] == "CERTIFICADO.jpg"


def test_everything_is_said_at_once_and_what_blocks_first() -> None:
    seen = replace(GOOD, bytes=600_000, width_px=900, height_px=1200, dpi=96, dpi_vertical=96, mode="CMYK")
    assert codes(seen, "foto.jpg") == [
        "NOMBRE_DE_ARCHIVO",
        "EXCEDE_TAMANO",
        "POCOS_PIXELES",
        "PPP_DISTINTOS",
        "COLORES_DE_IMPRENTA",
    ]


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((2550, 3300), []),
        ((3300, 2550), []),
        ((2549, 3299), []),
        ((2548, 3300), ["RESOLUCION_BAJA"]),
        ((1275, 1650), ["RESOLUCION_BAJA"]),
        ((1274, 1650), ["POCOS_PIXELES"]),
        ((1649, 1275), ["POCOS_PIXELES"]),
        ((5100, 6600), []),
    ],
)
def test_resolution_is_judged_from_the_pixels_whichever_way_the_page_lies(
    size: tuple[int, int], expected: list[str]
) -> None:
    assert codes(replace(GOOD, width_px=size[0], height_px=size[1])) == expected


@pytest.mark.parametrize(
    ("dpi", "expected"),
    [
        ((300, 300), []),
        ((299, 301), []),
        ((0, 0), ["SIN_PPP"]),
        ((72, 72), ["PPP_DISTINTOS"]),
        ((300, 72), ["PPP_DISTINTOS"]),
        ((302, 302), ["PPP_DISTINTOS"]),
    ],
)
def test_the_tag_warns_and_never_blocks_unless_the_convocatoria_says_so(
    dpi: tuple[int, int], expected: list[str]
) -> None:
    seen = replace(GOOD, dpi=dpi[0], dpi_vertical=dpi[1])
    verdict = rules.judge(seen, "CERTIFICADO.jpg", ASKED)
    assert [finding.code for finding in verdict.findings] == expected
    assert not verdict.blocking
    assert bool(rules.judge(seen, "CERTIFICADO.jpg", replace(ASKED, tag_blocks=True)).blocking) == bool(
        expected
    )


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"bytes": 0, "format": ""}, ["ARCHIVO_VACIO"]),
        ({"format": "PNG"}, ["NO_ES_JPG"]),
        ({"format": ""}, ["NO_ES_IMAGEN"]),
        ({"damage": Damage.TRUNCADO}, ["TRUNCADO"]),
        ({"damage": Damage.ILEGIBLE}, ["NO_SE_PUEDE_LEER"]),
        ({"damage": Damage.DEMASIADO, "width_px": 65_500}, ["DEMASIADOS_PIXELES"]),
        ({"is_blank": True}, ["VACIO"]),
        ({"trailing_bytes": 9, "second_file": "ZIP"}, ["ARCHIVO_DOBLE"]),
        ({"trailing_bytes": 9}, ["DATOS_AL_FINAL"]),
        ({"orientation": 6}, ["GIRADA_POR_ETIQUETA"]),
    ],
)
def test_each_defect_has_its_own_finding(change: dict[str, object], expected: list[str]) -> None:
    assert codes(replace(GOOD, **change)) == expected  # type: ignore[arg-type]


def test_every_code_of_the_rules_has_its_three_sentences_with_all_facts_filled() -> None:
    worst = [
        replace(GOOD, bytes=500_000, damage=Damage.DEMASIADO, second_file="ZIP", dpi=72),
        replace(GOOD, width_px=900, height_px=900, dpi=72, mode="CMYK", orientation=6, is_blank=True),
        replace(GOOD, width_px=2000, dpi=0, trailing_bytes=3),
        replace(GOOD, damage=Damage.TRUNCADO),
        replace(GOOD, damage=Damage.ILEGIBLE),
        replace(GOOD, format="PNG"),
        replace(GOOD, format=""),
        replace(GOOD, format="", bytes=0),
    ]
    found = {f.code: f for seen in worst for f in rules.judge(seen, "x.jpg", ASKED).findings}
    prints = (PRINT, replace(PRINT, is_current=False), None)
    for text in ("RES1|xlvii|p1|1|x", PRINT.qr, "RES1|otra|p2|2|x", "nada"):
        for current in prints:
            extra, _ = rules.solicitud_findings(replace(GOOD, qr=(text,)), "xlvii", current)
            found |= {f.code: f for f in extra}
    assert len(found) == 21
    for code, finding in found.items():
        text = TEXTS.text(FieldError("", code, finding.facts))
        assert code in TEXTS.entries
        assert "«" not in "".join(text.values()).replace("«Guardar como»", "").replace(
            "«Exportar»", ""
        ).replace("«x.jpg»", ""), (code, text)
        assert finding.clause in {*Rule, ASKED.clause}


@pytest.mark.parametrize(
    ("qr", "current", "expected"),
    [
        ((PRINT.qr,), PRINT, ([], 2)),
        (("otra cosa", PRINT.qr), PRINT, ([], 2)),
        ((), PRINT, (["QR_NO_LEIDO"], 0)),
        (("https://example.com",), PRINT, (["QR_NO_LEIDO"], 0)),
        (("RES1|xlvii|p1|1|aaaaaaaaaaaa",), PRINT, (["SOLICITUD_VENCIDA"], 1)),
        (("RES1|xlvii|p2|2|ffffffffffff",), PRINT, (["SOLICITUD_AJENA"], 0)),
        (("RES1|xlvii|px|2|abcdefabcdef",), PRINT, (["SOLICITUD_AJENA"], 0)),
        (("RES1|xlvii|p3|3|abcdefabcdef",), PRINT, (["SOLICITUD_AJENA"], 0)),
        (("RES1|otra|p2|2|abcdefabcdef",), PRINT, (["SOLICITUD_AJENA"], 0)),
        (("RES1|xlvii|p2|²|abcdefabcdef",), PRINT, (["SOLICITUD_AJENA"], 0)),
        ((PRINT.qr,), None, (["SOLICITUD_AJENA"], 0)),
        ((PRINT.qr,), replace(PRINT, is_current=False), (["SOLICITUD_POR_REIMPRIMIR"], 2)),
    ],
)
def test_the_solicitud_must_be_the_last_print(
    qr: tuple[str, ...], current: Print | None, expected: tuple[list[str], int]
) -> None:
    found, number = rules.solicitud_findings(replace(GOOD, qr=qr), "xlvii", current)
    assert ([finding.code for finding in found], number) == expected


def test_an_outdated_solicitud_names_the_number_and_date_of_the_one_needed() -> None:
    found, _ = rules.solicitud_findings(replace(GOOD, qr=("RES1|xlvii|p1|1|a",)), "xlvii", PRINT)
    text = TEXTS.text(FieldError("", found[0].code, found[0].facts))
    assert "la vigente es la 2" in text["que"]
    assert "12:00 del lunes 20 de noviembre de 2023" in text["porque"]


@pytest.mark.parametrize(
    ("estado", "observed", "slot", "expected"),
    [
        ("PENDIENTE", (), "CURP", ""),
        ("EN_VALIDACION", (), "CURP", "CERRADO_EN_VALIDACION"),
        ("EN_VALIDACION", (), "SOLICITUD", "CERRADO_EN_VALIDACION"),
        ("CON_OBSERVACIONES", ("CERTIFICADO",), "CERTIFICADO", ""),
        ("CON_OBSERVACIONES", ("CERTIFICADO",), "SOLICITUD", ""),
        ("CON_OBSERVACIONES", ("CERTIFICADO",), "CURP", "CERRADO_SIN_OBSERVACION"),
        ("VALIDADO", (), "CURP", "CERRADO_VALIDADO"),
        ("INSCRITO", (), "CURP", "CERRADO_INSCRITO"),
        ("ANULADO", (), "CURP", "CERRADO_ANULADO"),
        ("CANCELADO", (), "CURP", "CERRADO_CANCELADO"),
        ("FUERA_DE_PROCESO", (), "CURP", "CERRADO_FUERA_DE_PROCESO"),
    ],
)
def test_slots_open_and_close_with_the_state(
    estado: str, observed: tuple[str, ...], slot: str, expected: str
) -> None:
    carpeta = Carpeta("xlvii", "e1", estado=estado, observed=observed)
    assert rules.why_closed(carpeta, slot) == expected
    assert not expected or expected in TEXTS.entries


def test_an_older_state_never_overtakes_a_newer_one() -> None:
    newer = rules.with_estado(Carpeta("xlvii", "e1"), "CON_OBSERVACIONES", ("CURP",), 3000)
    assert newer is not None
    assert rules.with_estado(newer, "EN_VALIDACION", (), 2000) is None
    assert rules.with_estado(newer, "EN_VALIDACION", (), 3000) is None


@pytest.mark.parametrize(
    ("size", "expected"),
    [(524_288, "512 KB"), (409_600, "400 KB"), (409_601, "400.1 KB"), (5, "5 bytes"), (1536, "1.5 KB")],
)
def test_weights_are_said_as_people_read_them(size: int, expected: str) -> None:
    assert rules.kilobytes(size) == expected
