"""The ladder of attempts at a QR: it reads what one reader misses, and believes no reading that another contradicts."""

from __future__ import annotations

from random import Random
from types import SimpleNamespace

import pytest
from PIL import Image

from bench.documents_codes import DAMAGE, TEXT, page_with_code, readings
from bench.scanning import as_jpg
from services.documents.inspection import codes
from tests.domain.documents.forge import look


def damaged(name: str, module_px: int, seed: int) -> bytes:
    dice = Random(seed)
    return as_jpg(DAMAGE[name](page_with_code(module_px), dice), 60)


@pytest.mark.parametrize(("name", "module_px"), [("renglones sin tinta", 10), ("motas", 10), ("trama", 6)])
def test_the_ladder_reads_what_one_reader_misses(name: str, module_px: int) -> None:
    marks = [readings(damaged(name, module_px, seed)) for seed in range(6)]
    assert sum("ladder" in each for each in marks) > sum("whole" in each for each in marks)


@pytest.mark.parametrize("name", DAMAGE)
def test_the_ladder_never_reads_less_and_never_something_else(name: str) -> None:
    for seed, module_px in enumerate((5, 8, 10)):
        marks = readings(damaged(name, module_px, seed))
        assert "wrong" not in marks
        assert "ladder" in marks or "reduced" not in marks


def test_an_undamaged_code_is_read_at_the_first_rung() -> None:
    assert look(as_jpg(page_with_code(8), 60), wants_qr=True).qr == (TEXT,)


def test_a_reading_that_another_contradicts_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    corner = SimpleNamespace(x=10, y=10)
    place = SimpleNamespace(top_left=corner, top_right=corner, bottom_left=corner, bottom_right=corner)
    says = {codes.LOCAL: "uno", codes.WHOLE: "otro"}

    def reader(image: Image.Image, binarizer: object) -> list[SimpleNamespace]:
        return [SimpleNamespace(text=says[binarizer], position=place)] if binarizer in says else []

    monkeypatch.setattr(codes, "_codes", reader)
    page = Image.new("L", (100, 100), 255)
    assert codes._believed(page, codes.LOCAL) == ()
    says[codes.WHOLE] = "uno"
    assert codes._believed(page, codes.LOCAL) == ("uno",)
    del says[codes.WHOLE]  # the second look reads nothing: no contradiction
    assert codes._believed(page, codes.LOCAL) == ("uno",)
