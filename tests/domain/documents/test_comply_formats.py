"""What telephones and scanners really save: HEIC with its orientation, and pixels of every depth and kind."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from io import BytesIO
from typing import Any

import numpy as np
import pillow_heif
import pytest
from PIL import Image

from plumbing.errors import Invalid
from residencias.demo.papers.photo import FRAME
from services.documents.comply import apart
from services.documents.comply.apart import Apart
from services.documents.comply.making import comply
from services.documents.inspection import inspect
from tests.domain.documents.originals import ONE_CARD, SHEET, SIDES, a_large_photo, in_format
from tests.usecases.documents.scans import CARD, a_page
from tests.waiting import PATIENCE_S

QUICK = {"preset": "ultrafast"}
STORED = {1: (), 3: (Image.Transpose.ROTATE_180,), 6: (Image.Transpose.ROTATE_90,),
                  8: (Image.Transpose.ROTATE_270,)}  # fmt: skip


def heic(*pages: Image.Image, orientation: int = 1, quality: int = 60, primary: int = 0) -> bytes:
    """A file as a telephone saves it: HEVC, its EXIF with the orientation."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Telefono", orientation
    first = pillow_heif.from_pillow(pages[0])
    for other in pages[1:]:
        first.add_from_pillow(other)
    kept = BytesIO()
    first.save(kept, quality=quality, exif=exif.tobytes(), primary_index=primary, enc_params=QUICK)
    return kept.getvalue()


@lru_cache
def a_card() -> Image.Image:
    return a_page(CARD, "RGB", lines=14)


def ink(content: bytes, size: tuple[int, int] = (48, 76)) -> np.ndarray:
    """Where the ink stands, in a few places."""
    small = Image.open(BytesIO(content)).convert("L").resize(size, Image.Resampling.BOX)
    return np.asarray(small, np.float32)


def is_like(content: bytes, page: Image.Image) -> bool:
    kept = BytesIO()
    page.convert("L").save(kept, "PNG")
    return bool(np.corrcoef(ink(content).ravel(), ink(kept.getvalue()).ravel())[0, 1] > 0.9)


def codes(made: Any) -> list[str]:
    return [step.code for step in made.steps]


def test_a_heic_of_a_telephone_becomes_the_legal_jpg_without_what_travelled_with_it() -> None:
    content = heic(a_card())
    assert inspect(content, SIDES.max_pixels).format == "HEIC"
    made = comply((content,), ONE_CARD)
    assert inspect(made.content, SIDES.max_pixels).damage == ""
    assert is_like(made.content, a_card())
    assert b"Telefono" not in made.content


@pytest.mark.parametrize("orientation", STORED)
def test_a_heic_stands_upright_by_its_own_orientation_and_once(orientation: int) -> None:
    kept = a_card()
    for turn in STORED[orientation]:
        kept = kept.transpose(turn)
    made = comply((heic(kept, orientation=orientation),), ONE_CARD)
    assert is_like(made.content, a_card())
    assert "GIRADA" not in codes(made)


def test_a_heic_of_twelve_megapixels_is_done_within_the_limits_of_its_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(apart, "WALL_PER_CPU", PATIENCE_S)
    photo = Image.open(BytesIO(a_large_photo()))
    assert photo.size == FRAME
    made = Apart()((heic(photo),), SHEET)
    assert "RECORTADA" in codes(made)
    assert inspect(made.content, SHEET.max_pixels).short_px >= 2294


def test_of_a_heic_with_several_pictures_the_main_one_is_taken() -> None:
    other = a_page(CARD, "RGB", lines=5)
    made = comply((heic(other, a_card(), primary=1),), ONE_CARD)
    assert is_like(made.content, a_card())
    assert "HOJAS_REUNIDAS" not in codes(comply((heic(a_card(), other),), replace(ONE_CARD, most_pages=8)))


def test_a_heic_cut_short_is_damaged() -> None:
    content = heic(a_card())
    for share in (0.02, 0.3, 0.7):
        with pytest.raises(Invalid, match=r"ORIGINAL_DANADO|ORIGINAL_DESCONOCIDO"):
            comply((content[: round(len(content) * share)],), ONE_CARD)


def sixteen_bits() -> Image.Image:
    return Image.fromarray(np.asarray(a_card().convert("L"), np.uint16) * 257)


def printing_colours() -> Image.Image:
    return a_card().convert("CMYK")


def see_through() -> Image.Image:
    clear = a_card().convert("RGBA")
    clear.putalpha(a_card().convert("L").point(lambda level: 255 if level < 200 else 0))
    return clear


MODES = {
    "16 bits": (sixteen_bits, ("PNG", "TIFF")),
    "printing colours": (printing_colours, ("TIFF", "JPEG")),
    "a palette": (lambda: a_card().quantize(16), ("PNG", "TIFF", "BMP")),
    "a palette with a clear colour": (lambda: see_through().quantize(16), ("PNG",)),
    "alpha": (see_through, ("PNG", "TIFF", "WEBP")),
    "grey with alpha": (lambda: see_through().convert("LA"), ("PNG", "TIFF")),
    "one bit": (lambda: a_card().convert("1"), ("PNG", "TIFF", "BMP")),
}


@pytest.mark.parametrize(
    ("mode", "name"), [(mode, name) for mode, (_, names) in MODES.items() for name in names]
)
def test_pixels_of_any_kind_give_the_same_page(mode: str, name: str) -> None:
    options = {"lossless": True} if name == "WEBP" else {"quality": 90} if name == "JPEG" else {}
    made = comply((in_format(name, MODES[mode][0](), **options),), ONE_CARD)
    assert is_like(made.content, a_card())
    assert Image.open(BytesIO(made.content)).mode in ("L", "RGB")
    assert ink(made.content).max() > 235


@pytest.mark.parametrize(("size", "dpi", "orientation"), [
    ((CARD[0] * 2, CARD[1]), (600, 300), 1),
    ((CARD[0], CARD[1] // 2), (204, 102), 1),
    ((CARD[1] * 2, CARD[0]), (600, 300), 6),
])  # fmt: skip
def test_a_fax_whose_pixels_are_not_square_has_the_shape_of_its_paper(
    size: tuple[int, int], dpi: tuple[int, int], orientation: int
) -> None:
    kept = a_card() if orientation == 1 else a_card().transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = orientation
    made = comply((in_format("TIFF", kept.resize(size), dpi=dpi, exif=exif),), ONE_CARD)
    width, height = Image.open(BytesIO(made.content)).size
    assert width / height == pytest.approx(CARD[0] / CARD[1], rel=0.01)
    assert is_like(made.content, a_card())
