"""Files made by hand: cut, claimed larger, joined with others."""

from __future__ import annotations

import io
import re
import zipfile

from services.documents.domain.model import Measurements
from services.documents.inspection import inspect
from tests.usecases.documents.scans import a_page

MAX_PIXELS = 40_000_000
SIDES = (600, 780)


def look(content: bytes, wants_qr: bool = False) -> Measurements:
    return inspect(content, MAX_PIXELS, wants_qr)


def a_zip() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("nota.txt", "hola")
    return kept.getvalue()


def segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2, "big") + body


def after_soi(content: bytes, *segments: bytes) -> bytes:
    return content[:2] + b"".join(segments) + content[2:]


def with_size(content: bytes, width: int, height: int) -> bytes:
    """The same data under a header that claims another size."""
    at = re.search(rb"\xff[\xc0-\xc2]\x00", content)
    assert at
    size = height.to_bytes(2, "big") + width.to_bytes(2, "big")
    return content[: at.start() + 5] + size + content[at.start() + 9 :]


def marker_offsets(content: bytes) -> list[int]:
    return [
        m.start()
        for m in re.finditer(rb"\xff[\xc0-\xfe]", content)
        if content[m.start() + 1] not in range(0xD0, 0xD8)
    ]


def an_mpo() -> bytes:
    kept = io.BytesIO()
    first, second = a_page(SIDES, "RGB"), a_page(SIDES, "RGB", lines=3)
    first.save(kept, "MPO", save_all=True, append_images=[second])
    return kept.getvalue()
