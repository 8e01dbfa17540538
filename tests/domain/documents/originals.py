"""What people really send: photos of drawn papers, PDFs, scans in other formats."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from io import BytesIO
from typing import Any

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from residencias.demo.papers.photo import Shot, photograph
from services.documents.domain.complying import Goal
from tests.usecases.documents.scans import CARD, LETTER, a_page

SHEET = Goal(409_600, 300, (1276, 1650), (2550, 3300), (1276, 1650), (2550, 3300), 40_000_000)
SHEETS = replace(SHEET, most_pages=8)
SIDES = Goal(409_600, 300, (506, 638), (1011, 1276), (319, 506), (638, 1011), 40_000_000, 2)
LESS = Shot(frame=(2268, 3024))  # 7 megapixels: enough, and quicker to draw


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
def a_pdf(pages: int = 1, lines: int = 24) -> bytes:
    """Pages of text, drawn as a scan inside a PDF."""
    out = BytesIO()
    first, *others = [a_page(LETTER, lines=lines + number) for number in range(pages)]
    first.save(out, "PDF", resolution=300, save_all=True, append_images=others)
    return out.getvalue()


def in_format(name: str, page: Image.Image | None = None, **options: Any) -> bytes:
    """A page in another format."""
    out = BytesIO()
    (page or a_page(CARD, "RGB")).save(out, name, **options)
    return out.getvalue()
