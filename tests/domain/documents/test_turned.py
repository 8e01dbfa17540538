"""Pages that lie sideways or upside down and carry no tag: told on upload, turned by the help to comply."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from bench.labelled import the_papers
from residencias.demo.papers import draw
from residencias.demo.papers.photo import photograph
from services.documents.comply.making import comply
from services.documents.inspection import glyphs, inspect
from tests.domain.documents.originals import LESS, SHEET, SIDES
from tests.usecases.documents.scans import jpg

TURNS = (0, 90, 180, 270)
KINDS = ("ACTA", "CEDULA_CREDENCIAL", "INE_ANVERSO", "INE_REVERSO")
MOST_PX = 40_000_000


@lru_cache
def a_paper(kind: str) -> Image.Image:
    """A paper of the demo, in capitals, figures and small print, some of them cards."""
    person, slot = next((who, slot) for who, slot in the_papers(2023) if who.papers[slot] == kind)
    return Image.open(BytesIO(draw(person, slot).content))


def turned(content: bytes) -> int:
    return inspect(content, MOST_PX).page.turned


@pytest.mark.parametrize("kind", KINDS)
def test_the_letters_tell_which_way_is_up_on_forms_and_cards_too(kind: str) -> None:
    told = [turned(jpg(a_paper(kind).rotate(-degrees, expand=True))) for degrees in TURNS]
    assert told == list(TURNS)


def test_a_list_whose_lines_stand_in_columns_is_not_taken_to_lie() -> None:
    page = Image.new("L", (1275, 1650), "white")
    draw, font = ImageDraw.Draw(page), ImageFont.load_default(30)
    for row in range(30):
        text = f"Materia {row}: calificación 9.{row % 10}, aprobada en ordinario"
        draw.text((150, 150 + row * 40), text, font=font, fill="black")
    told = [turned(jpg(page.rotate(-degrees, expand=True))) for degrees in TURNS]
    assert told == list(TURNS)


def test_a_page_without_letters_does_not_tell() -> None:
    noise = np.random.default_rng(3).integers(0, 255, (1650, 1275), dtype=np.uint8)
    ruled = np.full((1650, 1275), 245, np.uint8)
    ruled[100::60] = 20
    ruled[:, 100::200] = 20
    assert [turned(jpg(Image.fromarray(page))) for page in (noise, ruled)] == [0, 0]


def test_a_letter_upside_down_says_the_opposite() -> None:
    net = tuple(np.random.default_rng(1).normal(size=shape).astype(np.float32) for shape in ((256, 5), 5, 5))
    letters = np.random.default_rng(2).random((70, 256)) < 0.3
    assert np.allclose(glyphs.scores(letters, net), -glyphs.scores(letters[:, ::-1], net), atol=1e-4)


@pytest.mark.parametrize("degrees", [90, 180])
def test_a_scan_that_lies_wrong_is_turned_and_the_step_says_so(degrees: int) -> None:
    made = comply((jpg(a_paper("ACTA").rotate(-degrees, expand=True), quality=80),), SHEET)
    steps = [step for step in made.steps if step.code == "GIRADA"]
    assert [step.facts for step in steps] == [{"hoja": "1", "grados": str(min(degrees, 360 - degrees))}]
    assert turned(made.content) == 0
    upright = np.asarray(a_paper("ACTA").convert("L").resize((64, 80)), np.float32)
    result = np.asarray(Image.open(BytesIO(made.content)).convert("L").resize((64, 80)), np.float32)
    assert np.corrcoef(upright.ravel(), result.ravel())[0, 1] > 0.9


def test_a_photo_on_a_table_held_sideways_comes_out_upright() -> None:
    photo = Image.open(BytesIO(photograph(a_paper("ACTA"), LESS))).rotate(90, expand=True)
    made = comply((jpg(photo, quality=85),), SHEET)
    assert {"RECORTADA", "GIRADA"} <= {step.code for step in made.steps}
    assert turned(made.content) == 0


def test_what_stands_upright_is_not_turned() -> None:
    made = comply((jpg(a_paper("INE_ANVERSO"), quality=85),), replace(SIDES, most_pages=1))
    assert "GIRADA" not in [step.code for step in made.steps]
