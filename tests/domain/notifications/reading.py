"""How the tests look at a PDF: its words, its picture."""

from __future__ import annotations

from functools import cache
from io import BytesIO

import pymupdf
from PIL import Image

from services.notifications.domain.model import LetterKind
from services.notifications.letters import render
from tests.domain.notifications.samples import issue, letter_data


@cache
def pdf_of(kind: LetterKind) -> bytes:
    return render(kind, letter_data(kind), issue())


def text_of(pdf: bytes) -> str:
    """The words of the letter in reading order, whatever the line breaks."""
    with pymupdf.open(stream=pdf) as document:
        return " ".join(" ".join(page.get_text().split()) for page in document)


def images_of(pdf: bytes, dpi: int) -> list[Image.Image]:
    with pymupdf.open(stream=pdf) as document:
        return [Image.open(BytesIO(page.get_pixmap(dpi=dpi).tobytes("png"))) for page in document]
