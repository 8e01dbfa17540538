"""Scans drawn for the tests: pages of text as JPG, and their parts."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from random import Random
from typing import Any

import segno
from PIL import Image, ImageDraw, ImageFont

LETTER = (2550, 3300)
CARD = (638, 1011)
WORDS = ("la", "universidad", "hace", "constar", "que", "curso", "internado", "de", "pregrado", "completo")


def a_page(size: tuple[int, int] = LETTER, mode: str = "L", lines: int = 24, qr: str = "") -> Image.Image:
    """A page with `lines` of text, and a QR code near its foot."""
    page = Image.new(mode, size, "white" if mode != "CMYK" else (0, 0, 0, 0))
    ink = "black" if mode != "CMYK" else (0, 0, 0, 255)
    draw, dice = ImageDraw.Draw(page), Random(7)
    width, height = size
    font = ImageFont.load_default(max(10, width // 60))
    step = height // (lines * 2 + 6) if lines else height
    for line in range(lines):
        text = " ".join(dice.choice(WORDS) for _ in range(8))
        draw.text((width // 12, height // 12 + line * step), text, font=font, fill=ink)
    if qr:
        drawn = BytesIO()
        segno.make(qr, error="m").save(drawn, kind="png", scale=max(3, width // 320), border=4)
        page.paste(Image.open(drawn).convert(mode), (width // 12, height * 3 // 4))
    return page


def jpg(page: Image.Image, **options: Any) -> bytes:
    """The page as JPG, 300 ppp in its tag unless told otherwise."""
    kept = BytesIO()
    page.save(kept, "JPEG", **{"quality": 45, "dpi": (300, 300), **options})
    return kept.getvalue()


@lru_cache
def a_scan(size: tuple[int, int] = LETTER, mode: str = "L", qr: str = "", quality: int = 45) -> bytes:
    """A good scan: 300 ppp letter, in grey, under 400 KB."""
    return jpg(a_page(size, mode, qr=qr), quality=quality)


def in_format(name: str, **options: Any) -> bytes:
    """A page in another format."""
    kept = BytesIO()
    a_page(CARD, "RGB").save(kept, name, **options)
    return kept.getvalue()
