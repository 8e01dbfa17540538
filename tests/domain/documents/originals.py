"""What people really send: photos of drawn papers, PDFs, scans in other formats."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from io import BytesIO
from typing import Any

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from residencias.demo.papers.photo import Shot, photograph
from services.documents.comply.making import comply
from services.documents.domain.complying import Complied, Goal
from tests.usecases.documents.scans import CARD, LETTER, a_page

SHEET = Goal(409_600, 300, (1276, 1650), (2550, 3300), (1276, 1650), (2550, 3300), 40_000_000)
SHEETS = replace(SHEET, most_pages=8)
SIDES = Goal(409_600, 300, (506, 638), (1011, 1276), (319, 506), (638, 1011), 40_000_000, 2)
ONE_CARD = replace(SIDES, full=CARD, minimum=(319, 506), page_full=CARD, most_pages=1)
CARDS = replace(ONE_CARD, most_pages=8)  # where the size is not the point
LESS = Shot(frame=(1890, 2520))  # 4.8 megapixels: enough, and quicker to draw


@lru_cache(maxsize=8)
def made_of(files: tuple[bytes, ...], goal: Goal = SHEET) -> Complied:
    """What `comply` makes, once: it is a pure function."""
    return comply(files, goal)


@lru_cache
def a_photo(shot: Shot = LESS, qr: str = "", lines: int = 30) -> bytes:
    """A photo of a letter-size page of text."""
    return photograph(a_page(mode="RGB", lines=lines, qr=qr), shot)


def with_glare(photo: bytes, spot_px: int = 160) -> bytes:
    """The photo with a lamp in it: light that the sensor cannot take any more, with its halo, over the text."""
    image = Image.open(BytesIO(photo)).convert("RGB")
    middle = (image.width // 2, int(image.height * 0.42))
    box = tuple(place + side for side in (-spot_px, spot_px) for place in middle)
    light = Image.new("L", image.size)
    ImageDraw.Draw(light).ellipse(box, fill=255)
    light = light.filter(ImageFilter.GaussianBlur(spot_px * 0.35))
    lit = Image.merge("RGB", [ImageChops.add(ImageChops.add(one, light), light) for one in image.split()])
    out = BytesIO()
    lit.save(out, "JPEG", quality=85)
    return out.getvalue()


@lru_cache
def a_large_photo() -> bytes:
    """What a telephone takes: 12 megapixels."""
    return photograph(a_page(mode="RGB", lines=20))


@lru_cache
def a_pdf(pages: int = 1, lines: int = 24, size: tuple[int, int] = LETTER) -> bytes:
    """Pages of text, drawn as a scan inside a PDF."""
    out = BytesIO()
    first, *others = [a_page(size, lines=lines + number) for number in range(pages)]
    first.save(out, "PDF", resolution=300, save_all=True, append_images=others)
    return out.getvalue()


def in_format(name: str, page: Image.Image | None = None, **options: Any) -> bytes:
    """A page in another format."""
    out = BytesIO()
    (page or a_page(CARD, "RGB")).save(out, name, **options)
    return out.getvalue()
