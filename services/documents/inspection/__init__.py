"""From the bytes of a file to its measurements: a pure function, within 300 MB and 5 s for any bytes.

Limits are judged on the file's own header before anything is decoded; the picture is then decoded to its
last byte (in grey and at a reduced scale when the page is large: every coded byte is still read); only
Pillow's and zxing-cpp's maintained code touches it. Other formats are told
by their signature and never opened.
"""

from __future__ import annotations

import hashlib

from services.documents.domain.model import Damage, Measurements
from services.documents.inspection import markers, page, signatures


def inspect(content: bytes, max_pixels: int, wants_qr: bool = False) -> Measurements:
    """The measurements of `content`. Never raises. Units: `max_pixels`, pixels of the whole image."""
    size, sha256 = len(content), hashlib.sha256(content).hexdigest()
    format_ = signatures.format_of(content)
    if format_ != "JPG":
        return Measurements(size, sha256, format_)
    structure = markers.walk(content)
    seen = Measurements(
        size,
        sha256,
        format_,
        damage=_damage(structure, max_pixels),
        width_px=structure.width,
        height_px=structure.height,
        trailing_bytes=size - structure.end if structure.end else 0,
        second_file=signatures.second_file(content, structure.end),
    )
    if seen.damage is not Damage.NINGUNO:
        return seen
    return page.read(content, structure, seen, wants_qr)


def _damage(structure: markers.Structure, max_pixels: int) -> Damage:
    """What the markers alone say."""
    if structure.pixels > max_pixels or structure.cost_bytes > markers.MAX_COST_BYTES:
        return Damage.DEMASIADO
    if structure.work > markers.MAX_WORK:
        return Damage.DEMASIADO
    if structure.is_broken:
        return Damage.ILEGIBLE
    if not structure.end:
        return Damage.TRUNCADO
    return Damage.NINGUNO if structure.pixels and structure.scans else Damage.ILEGIBLE
