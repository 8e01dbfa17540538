"""The pages of a PDF as pixels, by pdfium: no scripts, no forms filled in by us, no links followed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from pypdfium2 import raw

from plumbing.errors import Invalid

MOST_PAGES = 40
MOST_PX = 16_000_000
COVERS = 0.6  # of the page: a picture that large is the page
SMALLEST_POINTS = 20.0


def count(content: bytes, number: int) -> int:
    """Pages of the PDF. Raises Invalid(PDF_CON_CONTRASENA, ORIGINAL_DANADO, DEMASIADAS_PAGINAS)."""
    with _opened(content, number) as pdf:
        found = len(pdf)
    if not found:
        raise Invalid("ORIGINAL_DANADO", archivo=number)
    if found > MOST_PAGES:
        raise Invalid("DEMASIADAS_PAGINAS", hay=found, maximo=MOST_PAGES)
    return found


def render(content: bytes, page: int, full: tuple[int, int], number: int) -> tuple[NDArray[np.uint8], bool]:
    """(RGB, is it a picture that a camera or scanner made). A picture keeps its own pixels, at most `full` of them."""
    with _opened(content, number) as pdf:
        pdf.init_forms()
        found = pdf[page]
        sides = sorted(found.get_size())
        if sides[0] < SMALLEST_POINTS:
            raise Invalid("ORIGINAL_DANADO", archivo=number)
        scale = max(full[0] / sides[0], full[1] / sides[1])
        picture = _picture_px(found)
        if picture:
            scale = min(scale, picture / sides[1])
        scale = min(scale, (MOST_PX / (sides[0] * sides[1])) ** 0.5)
        bitmap = found.render(scale=scale, rev_byteorder=True, draw_annots=True)
        pixels = np.array(bitmap.to_numpy()[..., :3])
    return pixels, bool(picture)


def _picture_px(page: pdfium.PdfPage) -> int:
    """Long side, in pixels, of the one picture that the page is; 0 when it is drawn."""
    width, height = page.get_size()
    for found in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
        left, bottom, right, top = found.get_bounds()
        if (right - left) * (top - bottom) >= COVERS * width * height and not _has_text(page):
            return int(max(found.get_px_size()))
    return 0


def _has_text(page: pdfium.PdfPage) -> bool:
    """Letters that are drawn, not a layer that a reader of scans has put behind the picture."""
    modes = (raw.FPDF_TEXTRENDERMODE_INVISIBLE,)
    texts = page.get_objects(filter=(raw.FPDF_PAGEOBJ_TEXT,), max_depth=2)
    return any(raw.FPDFTextObj_GetTextRenderMode(text.raw) not in modes for text in texts)


@contextmanager
def _opened(content: bytes, number: int) -> Iterator[pdfium.PdfDocument]:
    """The document, closed afterwards; pdfium's errors become ours."""
    try:
        pdf = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        code = "PDF_CON_CONTRASENA" if "password" in str(error).lower() else "ORIGINAL_DANADO"
        raise Invalid(code, archivo=number) from error
    try:
        yield pdf
    except (Invalid, MemoryError):
        raise
    except Exception as error:
        raise Invalid("ORIGINAL_DANADO", archivo=number) from error
    finally:
        pdf.close()
