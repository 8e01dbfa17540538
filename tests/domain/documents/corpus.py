"""Hostile and odd files, made on the spot: name → bytes, several hundred of them."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator

import numpy as np
from PIL import Image

from tests.domain.documents.forge import (
    SIDES,
    a_zip,
    after_soi,
    an_mpo,
    marker_offsets,
    segment,
    with_size,
)
from tests.usecases.documents.scans import a_page, in_format, jpg

EOI = b"\xff\xd9"
BASES: dict[str, Callable[[], bytes]] = {
    "grey": lambda: jpg(a_page(SIDES)),
    "colour": lambda: jpg(a_page(SIDES, "RGB"), subsampling=0),
    "progressive": lambda: jpg(a_page(SIDES, "RGB"), progressive=True),
    "cmyk": lambda: jpg(a_page(SIDES, "CMYK")),
    "restarts": lambda: jpg(a_page(SIDES), restart_marker_blocks=4),
}
TAILS = {
    "zip": a_zip,
    "pdf": lambda: b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF",
    "php": lambda: b"<?php system($_GET[0]); ?>",
    "html": lambda: b"<html><script>alert(1)</script></html>",
    "exe": lambda: b"MZ\x90\x00" + bytes(500),
    "elf": lambda: b"\x7fELF" + bytes(500),
    "rar": lambda: b"Rar!\x1a\x07" + bytes(90),
    "script": lambda: b"#!/bin/sh\nrm -rf /\n",
    "jpg": lambda: jpg(a_page(SIDES)),
    "zeros": lambda: bytes(100_000),
    "noise": lambda: random.Random(5).randbytes(100_000),
    "newline": lambda: b"\n",
}
CLAIMS = [
    (1, 1), (1, 65_535), (65_535, 1), (8, 8), (16, 16), (17, 33), (31, 31), (64, 64), (65, 63), (600, 1), (4, 780),
    (6_000, 6_000), (65_500, 65_500), (40_000, 1_000), (1_000, 40_000), (12_000, 3_333), (0, 780), (600, 0),
]  # fmt: skip
FORMATS = (
    "PNG",
    "GIF",
    "BMP",
    "TIFF",
    "WEBP",
    "PDF",
    "JPEG2000",
    "PPM",
    "TGA",
    "ICO",
    "PCX",
    "EPS",
    "ICNS",
    "DDS",
)


def corpus() -> Iterator[tuple[str, bytes]]:
    """Every file with a name that says what it is."""
    for name, base in BASES.items():
        whole = base()
        yield f"{name}: whole", whole
        yield from _truncated(name, whole)
        yield from _with_tails(name, whole)
        yield from _resized(name, whole)
        yield from _segments(name, whole)
    yield from _not_jpgs()
    yield from _pictures()


def _truncated(name: str, whole: bytes) -> Iterator[tuple[str, bytes]]:
    """Cut at every marker and in its middle; cut at shares; closed by a false end."""
    offsets = marker_offsets(whole)
    for nth, at in enumerate(offsets[:12] + offsets[-3:]):
        yield f"{name}: cut at marker {nth}", whole[:at]
        yield f"{name}: cut within marker {nth}", whole[: at + 1]
    for share in (0.3, 0.7, 0.95):
        yield f"{name}: cut at {share}", whole[: int(len(whole) * share)]
        yield f"{name}: cut at {share} and closed", whole[: int(len(whole) * share)].rstrip(b"\xff") + EOI


def _with_tails(name: str, whole: bytes) -> Iterator[tuple[str, bytes]]:
    for tail, content in TAILS.items():
        yield f"{name}: {tail} behind", whole + content()
    yield f"{name}: zip in front", a_zip() + whole
    yield f"{name}: html in front", b"<html>" + whole


def _resized(name: str, whole: bytes) -> Iterator[tuple[str, bytes]]:
    """The same data under headers that claim other sizes."""
    for width, height in CLAIMS:
        yield f"{name}: says {width} x {height}", with_size(whole, width, height)


def _segments(name: str, whole: bytes) -> Iterator[tuple[str, bytes]]:
    dice = random.Random(name)
    bodies = {
        "huge exif": [segment(0xE1, b"Exif\x00\x00" + b"M" * 65_000)] * 9,
        "exif of noise": [segment(0xE1, b"Exif\x00\x00II*\x00\x08\x00\x00\x00" + dice.randbytes(4_000))],
        "exif in a circle": [segment(0xE1, b"Exif\x00\x00II*\x00\x08\x00\x00\x00\x00\x00\x08\x00\x00\x00")],
        "comments": [segment(0xFE, b"x" * 65_000)] * 20,
        "profile": [segment(0xE2, b"ICC_PROFILE\x00\x09\x01" + dice.randbytes(900))],
        "photoshop": [segment(0xED, b"Photoshop 3.0\x008BIM" + dice.randbytes(900))],
        "mpf": [segment(0xE2, b"MPF\x00" + dice.randbytes(90))],
        "adobe": [segment(0xEE, b"Adobe" + dice.randbytes(7))],
        "jfif of zero": [segment(0xE0, b"JFIF\x00\x01\x02\x01\x00\x00\x00\x00\x00\x00")],
        "tables of noise": [
            segment(0xDB, b"\x00" + dice.randbytes(64)),
            segment(0xC4, b"\x00" + dice.randbytes(60)),
        ],
        "empty segments": [segment(0xFE, b"")] * 2_000,
        "fill bytes": [b"\xff" * 5_000],
    }
    for body, parts in bodies.items():
        yield f"{name}: {body}", after_soi(whole, *parts)


def _not_jpgs() -> Iterator[tuple[str, bytes]]:
    """Other formats, with the start of a JPG or without."""
    for format_ in FORMATS:
        kept = io.BytesIO()
        image = Image.new("RGB", (64, 64), "white")
        image.save(kept, format_)
        yield f"{format_}", kept.getvalue()
        yield f"{format_} behind the start of a jpg", b"\xff\xd8\xff" + kept.getvalue()
    yield "png of a page", in_format("PNG")
    for size in (0, 1, 2, 3, 4, 10, 100):
        yield f"{size} zeros", bytes(size)
        yield f"{size} bytes of a jpg", jpg(a_page(SIDES))[:size]
    yield "svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"
    yield "text", "áéíóú ñ".encode() * 50
    yield "half a megabyte of noise", random.Random(6).randbytes(500_000)


def _pictures() -> Iterator[tuple[str, bytes]]:
    """Whole files that no scanner makes."""
    dice = np.random.default_rng(8)
    for width, height in (
        (1, 1),
        (1, 9),
        (9, 1),
        (31, 33),
        (32, 32),
        (33, 31),
        (63, 64),
        (64, 65),
        (40, 5_000),
        (5_000, 40),
    ):
        for tone in (0, 128, 255):
            yield f"{width} x {height} of tone {tone}", jpg(Image.new("L", (width, height), tone))
        noise = Image.fromarray(dice.integers(0, 255, (height, width), np.uint8))
        yield f"{width} x {height} of noise", jpg(noise)
        yield f"{width} x {height} of stripes", jpg(noise.resize((width, 1)).resize((width, height)))
    for orientation in range(10):
        exif = Image.Exif()
        exif[0x0112] = orientation
        yield f"orientation {orientation}", jpg(a_page(SIDES), exif=exif.tobytes())
    for bits in (2, 12, 16):
        whole = jpg(a_page(SIDES))
        at = whole.index(b"\xff\xc0")
        yield f"{bits} bits", whole[: at + 4] + bytes((bits,)) + whole[at + 5 :]
    yield "several pictures", an_mpo()
    yield "a page of codes", jpg(a_page(SIDES, qr="hola").resize((1200, 1500)))
