"""The picture itself: decoded to the last byte, its tags, how it looks, and the QR codes on it."""

from __future__ import annotations

import hashlib
import math
from bisect import bisect_left
from dataclasses import replace
from io import BytesIO
from itertools import accumulate
from typing import Any

from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile

from services.documents.domain.model import Damage, Measurements
from services.documents.domain.page import Page
from services.documents.inspection import codes, compression, edges, legibility, likeness, lines
from services.documents.inspection.markers import EOI, Structure
from services.documents.inspection.tiles import Tiles

ENOUGH_PX = 1200  # long side that is plenty for judging a page and for most QR codes
MOST_PX = 4500  # long side above which a closer look at a QR costs more than it finds
ORIENTATION, X_RESOLUTION, Y_RESOLUTION, UNIT = 0x0112, 0x011A, 0x011B, 0x0128
CM = 3
SCALES = (8, 4, 2, 1)
MODES = {1: "L", 3: "RGB", 4: "CMYK"}
MARGIN = 0.03  # borders of a scan carry shadows
INK_LEVELS = 48  # of 255, apart from the paper's own tone
BLANK_SHARE = 0.0002  # a page with less ink than this holds not even a line of text
MISSING = 128  # level of the blocks that a decoder fills in for data that never came
INKS = 4  # components of printing colours: their filler has another grey
BLOCK_PX = 16
PADDING = b"\x00" * 16
INKED_TILES = 6  # fewer are dust
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def read(content: bytes, structure: Structure, seen: Measurements, wants_qr: bool) -> Measurements:
    """`seen` with what the picture shows; with `damage` when it cannot be decoded whole."""
    try:
        image = _open(content)
        scale = _scale(image)
        x, y, orientation = _tags(image, structure)
        grey = _decode(image, scale)
        if _ends_early(content, structure, grey, scale):
            return replace(seen, damage=Damage.TRUNCADO)
    except Exception as error:  # whatever a decoder throws at hostile bytes, the answer is the same
        return replace(seen, damage=_damage_of(error))
    tiles = Tiles(grey.transpose(TURNS[orientation]) if orientation in TURNS else grey)
    look = _look(tiles, compression.quality(image.quantization))
    like, keys = likeness.likeness(tiles, look.turned)
    return replace(
        seen,
        dpi=x,
        dpi_vertical=y,
        orientation=orientation,
        mode=MODES.get(len(structure.sampling), ""),
        is_blank=_is_blank(grey, tiles),
        page=look,
        qr=_qr(content, tiles, scale, orientation) if wants_qr else (),
        picture_sha256=hashlib.sha256(tiles.half_pixels.tobytes()).hexdigest(),
        likeness=like,
        likeness_keys=keys,
    )


def _look(tiles: Tiles, quality: int) -> Page:
    """How the page looks as it is seen."""
    seen = replace(legibility.measure(tiles), quality=quality)
    if not seen.inked_share:
        return seen
    slant, turned = lines.measure(tiles)
    return replace(seen, slant=slant, turned=turned, cut=edges.cut_pieces(tiles, seen.depth))


def _open(content: bytes) -> JpegImageFile:
    """Pillow's view of the header: only its JPEG reader is used, whatever the bytes would like."""
    return JpegImageFile(BytesIO(content))


def _scale(image: JpegImageFile) -> int:
    """1, 2, 4 or 8: how much smaller the page may be decoded and still be judged."""
    return next(scale for scale in SCALES if scale == 1 or max(image.size) // scale >= ENOUGH_PX)


def _decode(image: JpegImageFile, scale: int) -> Image.Image:
    """The picture in grey, every coded byte read. Raises OSError and others when it cannot be."""
    image.draft("L", (max(1, image.width // scale), max(1, image.height // scale)))
    image.load()
    return image if image.mode == "L" else image.convert("L")


def _damage_of(error: Exception) -> Damage:
    return Damage.TRUNCADO if "truncated" in str(error).lower() else Damage.ILEGIBLE


def _ends_early(content: bytes, structure: Structure, grey: Image.Image, scale: int) -> bool:
    """The EOI marker comes before the picture is complete (decoders fill it up with mid grey in silence).

    Told in two steps: the last block is exactly the filler; then the same data without its EOI does not
    suffice.
    """
    side = max(1, BLOCK_PX // scale)
    width, height = grey.size
    corner = grey.crop((max(0, width - side // 2), max(0, height - side // 2), width, height))
    low, high = corner.getextrema()
    if low != high or (low != MISSING and len(structure.sampling) != INKS):
        return False
    if structure.is_progressive or structure.scans > 1:
        strip = grey.crop((0, max(0, height - side // 2), width, height))
        return bool(strip.getextrema() == (MISSING, MISSING))
    body = content[: structure.end - 2].rstrip(b"\xff") if content[structure.end - 1] == EOI else content
    try:
        _decode(_open(body + PADDING), scale)
    except OSError:
        return True
    return False


def _tags(image: JpegImageFile, structure: Structure) -> tuple[int, int, int]:
    """(Horizontal density, vertical density, orientation): JFIF first, EXIF where JFIF says nothing."""
    try:
        exif: Any = image.getexif()
        orientation = int(exif.get(ORIENTATION, 1))
        densities = _exif_dpi(exif)
    except Exception:  # broken EXIF is no reason to refuse a page
        orientation, densities = 1, (0, 0)
    x, y = structure.dpi if all(structure.dpi) else densities
    return x, y, orientation if 1 <= orientation <= 8 else 1


def _exif_dpi(exif: Any) -> tuple[int, int]:
    scale = 2.54 if exif.get(UNIT) == CM else 1.0
    values = [float(exif.get(tag, 0)) * scale for tag in (X_RESOLUTION, Y_RESOLUTION)]
    x, y = (round(value) if math.isfinite(value) and 0 < value < 100_000 else 0 for value in values)
    return (x, y)


def _is_blank(grey: Image.Image, tiles: Tiles) -> bool:
    """Next to nothing on the page differs from its own paper tone, and its tiles carry no faint ink either."""
    if int(tiles.inked.sum()) >= INKED_TILES:
        return False
    width, height = grey.size
    left, top = int(width * MARGIN), int(height * MARGIN)
    histogram = grey.crop((left, top, width - left, height - top)).histogram()
    total = sum(histogram)
    paper = bisect_left(list(accumulate(histogram)), total / 2)
    ink = sum(count for level, count in enumerate(histogram) if abs(level - paper) >= INK_LEVELS)
    return ink < total * BLANK_SHARE


def _qr(content: bytes, tiles: Tiles, scale: int, orientation: int) -> tuple[str, ...]:
    """Texts of the QR codes on the page as it is seen."""
    closer = scale // 2 if max(tiles.grey.size) * scale > MOST_PX else 1

    def whole() -> Image.Image:
        if closer >= scale:
            return tiles.grey
        page = _decode(_open(content), closer)
        return page.transpose(TURNS[orientation]) if orientation in TURNS else page

    return codes.read(tiles.grey, tiles, whole)
