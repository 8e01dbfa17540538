"""The printed solicitud, signed by hand and scanned into one image: every page, side by side when there are several."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageChops

from residencias.demo.papers import marks
from residencias.demo.papers.ink import Sheet, write
from residencias.demo.papers.sheet import dust, light
from residencias.demo.papers.values import words

LETTER = (2550, 3300)
HALF = (1980, 2562)
SIGN_LINE = (0.524, 0.812)


@dataclass(frozen=True)
class Printout:
    """Pages on paper. Units: `signature_at` is where the signature line begins, as shares of the last page."""

    pages: tuple[Image.Image, ...]
    signature_at: tuple[float, float] = SIGN_LINE


def from_png(pages: Sequence[bytes], signature_at: tuple[float, float] = SIGN_LINE) -> Printout:
    """A printout from rendered pages."""
    return Printout(tuple(Image.open(io.BytesIO(page)).convert("L") for page in pages), signature_at)


def from_pdf(pdf: bytes, sign_text: str) -> Printout:
    """A printout of a PDF; the signature goes over the last place where `sign_text` stands, or where it usually is."""
    import pymupdf  # only whoever prints a PDF needs it

    with pymupdf.open(stream=pdf, filetype="pdf") as document:  # type: ignore[no-untyped-call]
        dots = 300 if document.page_count == 1 else 233
        pages, where = [], SIGN_LINE
        for page in document:
            pixels = page.get_pixmap(dpi=dots, colorspace=pymupdf.csGRAY)
            pages.append(Image.frombytes("L", (pixels.width, pixels.height), pixels.samples))
        for box in page.search_for(sign_text):
            where = (box.x0 / page.rect.width, box.y0 / page.rect.height)
    return Printout(tuple(pages), where)


def signed_scan(printout: Printout, who: str, print_number: int) -> Image.Image:
    """One grey image: the pages, the hand signature over its line, the lamp, some dust, a sheet laid a bit off."""
    size = LETTER if len(printout.pages) == 1 else HALF
    flat = Image.new("L", (size[0] * len(printout.pages), size[1]), 255)
    for nth, page in enumerate(printout.pages):
        fitted = (
            page.convert("L")
            if page.size == size
            else page.convert("L").resize(size, Image.Resampling.BICUBIC)
        )
        flat.paste(fitted, (nth * size[0], 0))
    rng = Random(f"{who}/{print_number}")
    scan = ImageChops.offset(flat, rng.randint(-7, 7), rng.randint(-7, 7))
    scan = ImageChops.multiply(scan, light(scan.size, rng.randrange(3)))
    dust(scan, rng)
    wide, tall = round(size[0] * 0.26), round(size[1] * 0.062)
    left = size[0] * (len(printout.pages) - 1) + round(size[0] * printout.signature_at[0])
    top = round(size[1] * printout.signature_at[1]) - round(tall * 0.95)
    sheet = Sheet(scan)
    marks.signature(sheet, {"at": [left + 40, top, wide, tall], "fill": 50}, who)
    mark = {"at": [scan.width / 2, scan.height - 46], "size": 28, "align": "center", "fill": 150}
    write(sheet, mark, words()["specimen"])
    return scan
