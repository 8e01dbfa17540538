"""What is kept on paper."""

from __future__ import annotations

import io
from typing import Any

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from contracts.residencias.validation.v1 import service_pb2 as validation
from plumbing.config import ROOT
from plumbing.convocatoria.registry import Registry
from tests.browser.alone.conftest import Registro
from tests.browser.looking import Looked
from tests.integration.gateway.conftest import X47, World
from tests.integration.gateway.surfing import BASE


@pytest.mark.parametrize(
    ("path", "told", "most"),
    [
        ("/acuse", ["A-77", "Huella de todo lo enviado", "Título anverso"], 2),
        ("/ficha", ["X47-000001-A", "Estás inscrito"], 1),
        ("", ["Calendario", "Documentos que se piden", "Supuestos", "promedio simple"], 15),
    ],
)
def test_what_is_kept_on_paper_says_all_and_nothing_to_press(
    desk: Page, world: World, registro: Registro, looked: Looked, path: str, told: list[str], most: int
) -> None:
    world.answers.said |= {"GetAcuse": an_acuse, "GetFicha": a_ficha, "GetExpediente": inscribed}
    desk.emulate_media(color_scheme="dark")
    desk.goto(f"{BASE}{path}")
    made = desk.pdf(prefer_css_page_size=True)
    looked.keep_print(made, path.strip("/") or "convocatoria")
    paper = PdfReader(io.BytesIO(made))
    text = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
    assert len(paper.pages) <= most
    assert [one for one in told if one not in text] == []
    assert [one for one in ("Salir", "Mi proceso", "Descargar", "Imprimir esta página") if one in text] == []


def an_acuse(request: Any) -> validation.Acuse:
    rows = Registry.load(ROOT / "convocatorias")[X47].documents.rows
    sent = [validation.ManifestEntry(slot=row.slot, version=1, sha256="ab" * 32) for row in rows]
    return validation.Acuse(
        acuse_id="A-77",
        submitted_at="2023-11-20T18:00:00+00:00",
        send_number=1,
        folio_enarm="E47-000123",
        print_number=2,
        snapshot_sha256="cd" * 32,
        documents=sent,
    )


def a_ficha(request: Any) -> validation.Ficha:
    at = "2023-11-20T18:00:00+00:00"
    return validation.Ficha(
        folio="X47-000001-A", nombre_completo="ANA LUZ", issued_at=at, submitted_at=at, validated_at=at
    )


def inscribed(request: Any) -> validation.Expediente:
    return validation.Expediente(estado="INSCRITO", folio="X47-000001-A")
