"""How a letter is made: the same bytes, accessible, verifiable, inside its margins."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pymupdf
import pytest
import zxingcpp
from pypdf import PdfReader

from services.notifications.domain.model import LetterKind
from services.notifications.letters import content_digest, render
from services.notifications.letters.letters import kinds
from tests.domain.notifications.reading import images_of, pdf_of, text_of
from tests.domain.notifications.samples import issue, letter_data

EVERY = list(LetterKind)


def test_every_kind_has_a_shape_and_a_sample() -> None:
    assert set(kinds()) - {"common", "issue"} == {str(kind) for kind in EVERY}


@pytest.mark.parametrize("kind", EVERY)
def test_the_same_content_gives_the_same_bytes(kind: LetterKind) -> None:
    assert render(kind, letter_data(kind), issue()) == pdf_of(kind)


OTHER_PROCESS = """
import hashlib
from services.notifications.domain.model import LetterKind
from tests.domain.notifications.reading import pdf_of
print(hashlib.sha256(pdf_of(LetterKind.ACUSE_ENVIO)).hexdigest())
"""


def test_another_process_in_another_zone_gives_the_same_bytes() -> None:
    environment = os.environ | {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7"}
    done = subprocess.run(
        [sys.executable, "-c", OTHER_PROCESS], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == hashlib.sha256(pdf_of(LetterKind.ACUSE_ENVIO)).hexdigest()


def test_many_threads_give_the_same_bytes() -> None:
    kind = LetterKind.ACUSE_ENVIO
    with ThreadPoolExecutor(4) as pool:
        made = pool.map(lambda _: render(kind, letter_data(kind), issue()), range(8))
        assert set(made) == {pdf_of(kind)}


def test_an_instant_in_another_zone_is_the_same_content() -> None:
    moved = issue() | {"issued_at": datetime(2023, 12, 15, 0, 42, 7, tzinfo=UTC).isoformat()}
    assert render(LetterKind.FICHA, letter_data(LetterKind.FICHA), moved) == pdf_of(LetterKind.FICHA)


@pytest.mark.parametrize("kind", EVERY)
def test_the_pdf_is_tagged_and_says_its_language_and_title(kind: LetterKind) -> None:
    root = PdfReader(BytesIO(pdf_of(kind))).trailer["/Root"]
    xmp = root["/Metadata"].get_object().get_data().decode("utf-8")
    assert bool(root["/MarkInfo"]["/Marked"])
    assert root["/Lang"] == "es-MX"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert issue()["folio"] in xmp
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp


@pytest.mark.parametrize("kind", EVERY)
def test_pages_are_letter_size(kind: LetterKind) -> None:
    with pymupdf.open(stream=pdf_of(kind)) as document:
        assert all((page.rect.width, page.rect.height) == (612, 792) for page in document)


@pytest.mark.parametrize("kind", EVERY)
def test_every_page_has_a_qr_that_opens_the_verification(kind: LetterKind) -> None:
    for page in images_of(pdf_of(kind), dpi=200):
        assert [code.text for code in zxingcpp.read_barcodes(page)] == [issue()["verify_url"]]


def test_headings_and_table_heads_are_tagged_as_such() -> None:
    tags = _tags(pdf_of(LetterKind.SOLICITUD))
    assert tags.count("/H1") == 1
    assert tags.count("/H2") >= 6
    assert tags.count("/TH") >= 3 + 3 + 3
    assert "/Figure" in tags


def test_the_qr_is_described_to_who_cannot_see_it() -> None:
    described = [str(node["/Alt"]) for node in _nodes(pdf_of(LetterKind.FICHA)) if "/Alt" in node]
    assert any(issue()["verify_url"] in text for text in described)


def _nodes(pdf: bytes) -> list[Any]:
    """Every element of the structure tree."""
    found: list[Any] = []

    def walk(node: Any) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            found.append(node)
            walk(node.get("/K", []))

    root: Any = PdfReader(BytesIO(pdf)).trailer["/Root"]
    walk(root["/StructTreeRoot"]["/K"])
    return found


def _tags(pdf: bytes) -> list[str]:
    return [str(node["/S"]) for node in _nodes(pdf) if "/S" in node]


@pytest.mark.parametrize("kind", EVERY)
def test_every_page_names_folio_id_page_hash_and_where_to_verify(kind: LetterKind) -> None:
    digest = content_digest(kind, letter_data(kind), issue())
    with pymupdf.open(stream=pdf_of(kind)) as document:
        for page in document:
            text = " ".join(page.get_text().split())
            for part in (
                issue()["folio"],
                issue()["letter_id"],
                digest,
                "Verifica en",
                issue()["verify_code"],
            ):
                assert part in text
            assert f"Página {page.number + 1} de {len(document)}" in text


@pytest.mark.parametrize("kind", EVERY)
def test_every_letter_says_that_the_wording_is_ours(kind: LetterKind) -> None:
    assert "No transcribe ni sustituye el texto oficial" in text_of(pdf_of(kind))


@pytest.mark.parametrize("kind", EVERY)
def test_nothing_runs_over_the_margin(kind: LetterKind) -> None:
    with pymupdf.open(stream=pdf_of(kind)) as document:
        for page in document:
            for x0, y0, x1, y1, word, *_ in page.get_text("words"):
                assert 50 <= x0 < x1 <= 562, word
                assert 20 <= y0 < y1 <= 784, word


def test_the_content_hash_follows_the_content() -> None:
    data = letter_data(LetterKind.FICHA)
    later = data | {"resultados_at": "2023-12-14T18:01:00-06:00"}
    assert content_digest(LetterKind.FICHA, later, issue()) != content_digest(LetterKind.FICHA, data, issue())


def test_typst_markup_in_a_name_stays_text() -> None:
    data = letter_data(LetterKind.FICHA)
    data["aspirante"] = data["aspirante"] | {"nombre": "#panic[x] *José* $a$ \\ _Ñ_ @y <b>"}
    assert "#panic[x] *José* $a$ \\ _Ñ_ @y <b>" in text_of(render(LetterKind.FICHA, data, issue()))


def test_hostile_lengths_stay_inside_the_page() -> None:
    data = letter_data(LetterKind.PREACEPTACION)
    data["aspirante"] = data["aspirante"] | {"nombre": "Wolfeschlegelsteinhausenbergerdorff " * 4}
    data["adscripcion"] = data["adscripcion"] | {"sede": "Hospital General Regional con Unidad Médica " * 4}
    with pymupdf.open(stream=render(LetterKind.PREACEPTACION, data, issue())) as document:
        words = [word for page in document for word in page.get_text("words")]
    assert all(x1 <= 562 for _, _, x1, *_ in words)


def test_a_signer_gets_the_finished_pdf() -> None:
    signed = render(
        LetterKind.FICHA, letter_data(LetterKind.FICHA), issue(), sign=lambda pdf: pdf + b"%signed"
    )
    assert signed == pdf_of(LetterKind.FICHA) + b"%signed"


def test_a_print_may_carry_its_own_qr() -> None:
    own = issue() | {"qr": "RS1|xlvii-enarm-2023|018c6b2e-9f3a-7c41-8d52-6a1b0c9e4f77|3|9b74c9897bac"}
    pages = images_of(render(LetterKind.SOLICITUD, letter_data(LetterKind.SOLICITUD), own), dpi=200)
    assert {code.text for page in pages for code in zxingcpp.read_barcodes(page)} == {own["qr"]}


def test_dates_may_come_as_objects_or_as_text() -> None:
    data = letter_data(LetterKind.PERMUTA)
    data["periodo"] = {"desde_on": "2024-06-03", "hasta_on": date(2024, 6, 14)}
    assert render(LetterKind.PERMUTA, data, issue()) == pdf_of(LetterKind.PERMUTA)
