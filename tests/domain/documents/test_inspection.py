"""Good and odd files: what is measured is what is there."""

from __future__ import annotations

import random

import pytest
from PIL import Image

from services.documents.domain.model import Damage
from tests.domain.documents.forge import (
    SIDES,
    a_zip,
    after_soi,
    an_mpo,
    look,
    segment,
)
from tests.usecases.documents.scans import LETTER, a_page, a_scan, in_format, jpg

QR = "RES1|xlvii-enarm-2023|018f2f1e-aaaa-7bbb-8ccc-0123456789ab|2|0123456789ab"


def test_a_good_scan_is_measured() -> None:
    seen = look(a_scan())
    assert (seen.format, seen.damage, seen.mode) == ("JPG", Damage.NINGUNO, "L")
    assert (seen.width_px, seen.height_px, seen.dpi, seen.dpi_vertical) == (*LETTER, 300, 300)
    assert (seen.trailing_bytes, seen.second_file, seen.is_blank, seen.orientation) == (0, "", False, 1)
    assert seen.bytes == len(a_scan()) <= 409_600
    assert len(seen.sha256) == 64


GOOD_ONES = {
    "progressive": lambda: jpg(a_page(SIDES, "RGB"), progressive=True),
    "full colour": lambda: jpg(a_page(SIDES, "RGB"), subsampling=0, quality=95),
    "cmyk": lambda: jpg(a_page(SIDES, "CMYK")),
    "optimised": lambda: jpg(a_page(SIDES), optimize=True),
    "restart markers": lambda: jpg(a_page(SIDES), restart_marker_blocks=4),
    "comment": lambda: jpg(a_page(SIDES), comment="hola" * 9000),
    "fill bytes": lambda: after_soi(jpg(a_page(SIDES)), b"\xff" * 9 + segment(0xFE, b"x")),
    "many comments": lambda: after_soi(jpg(a_page(SIDES)), *[segment(0xFE, b"x" * 60_000)] * 3),
    "huge exif": lambda: after_soi(jpg(a_page(SIDES)), *[segment(0xE1, b"Exif\x00\x00" + b"M" * 65_000)] * 5),
    "broken exif": lambda: after_soi(
        jpg(a_page(SIDES)), segment(0xE1, b"Exif\x00\x00II*\x00\x08\x00\x00\x00\xff\xff" + b"\xff" * 400)
    ),
    "broken photoshop": lambda: after_soi(
        jpg(a_page(SIDES)), segment(0xED, b"Photoshop 3.0\x00" + b"8BIM" * 99)
    ),
    "broken profile": lambda: after_soi(
        jpg(a_page(SIDES)), segment(0xE2, b"ICC_PROFILE\x00\x09\x01" + b"z" * 50)
    ),
    "broken mpf": lambda: after_soi(jpg(a_page(SIDES)), segment(0xE2, b"MPF\x00" + b"\xff" * 50)),
    "one pixel": lambda: jpg(Image.new("L", (1, 1), 0)),
    "long strip": lambda: jpg(Image.new("L", (1, 40_000), 0)),
}


@pytest.mark.parametrize("name", GOOD_ONES)
def test_odd_but_whole_files_are_read(name: str) -> None:
    assert look(GOOD_ONES[name](), wants_qr=True).damage is Damage.NINGUNO


def test_the_colour_mode_is_that_of_the_file() -> None:
    modes = [look(jpg(a_page(SIDES, mode))).mode for mode in ("L", "RGB", "CMYK")]
    assert modes == ["L", "RGB", "CMYK"]


OTHER_FORMATS = {
    "PNG": lambda: in_format("PNG"),
    "GIF": lambda: in_format("GIF"),
    "BMP": lambda: in_format("BMP"),
    "TIFF": lambda: in_format("TIFF"),
    "WebP": lambda: in_format("WEBP"),
    "PDF": lambda: in_format("PDF"),
    "JPEG 2000": lambda: in_format("JPEG2000"),
    "ZIP": a_zip,
    "HEIC": lambda: b"\x00\x00\x00\x18ftypheic" + bytes(200),
    "": lambda: random.Random(1).randbytes(5000),
}


@pytest.mark.parametrize("name", OTHER_FORMATS)
def test_the_format_is_told_by_content(name: str) -> None:
    assert look(OTHER_FORMATS[name]()).format == name


def test_nothing_at_all_is_measured_too() -> None:
    seen = look(b"")
    assert (seen.bytes, seen.format) == (0, "")


def test_what_phones_append_is_measured_and_is_no_second_file() -> None:
    for tail in (bytes(300), b"\xff\xd8\xff\xe0 depth", b"SEFH" + bytes(90)):
        seen = look(jpg(a_page(SIDES)) + tail)
        assert (seen.damage, seen.trailing_bytes, seen.second_file) == (Damage.NINGUNO, len(tail), "")


def test_a_multi_picture_file_of_a_phone_is_its_first_picture() -> None:
    seen = look(an_mpo())
    assert (seen.damage, seen.width_px, seen.second_file) == (Damage.NINGUNO, SIDES[0], "")
    assert seen.trailing_bytes > 0


def test_density_comes_from_jfif_or_else_from_exif() -> None:
    page = a_page(SIDES)
    exif = Image.Exif()
    exif[0x011A], exif[0x011B], exif[0x0128], exif[0x0112] = 118.11, 118.11, 3, 6
    plain = jpg(page, dpi=(0, 0))
    centimetres = after_soi(
        plain[:2] + plain[20:], segment(0xE0, b"JFIF\x00\x01\x02\x02\x00\x76\x00\x76\x00\x00")
    )
    assert look(plain).dpi == 0
    assert look(centimetres).dpi == 300
    seen = look(jpg(page, dpi=(0, 0), exif=exif.tobytes()))
    assert (seen.dpi, seen.dpi_vertical, seen.orientation) == (300, 300, 6)
    exif[0x011A], exif[0x0112] = 0, 99
    seen = look(jpg(page, dpi=(0, 0), exif=exif.tobytes()))
    assert (seen.dpi, seen.orientation) == (0, 1)


@pytest.mark.parametrize(
    ("tone", "noise", "lines", "expected"),
    [(255, 0, 0, True), (0, 0, 0, True), (235, 6, 0, True), (235, 6, 1, False), (255, 0, 1, False)],
)
def test_a_blank_page_is_told_from_one_with_a_single_line(
    tone: int, noise: int, lines: int, expected: bool
) -> None:
    page = a_page((1275, 1650), lines=lines)
    if tone != 255:
        paper = Image.effect_noise(page.size, noise).point(lambda level: max(0, min(255, level - 128 + tone)))
        page = Image.composite(paper, page, page.point(lambda level: 255 if level > 200 else 0))
    assert look(jpg(page)).is_blank is expected


def test_the_qr_is_read_on_the_reduced_page_and_on_the_whole_one() -> None:
    assert look(a_scan(qr=QR), wants_qr=True).qr == (QR,)
    small = a_page((2550, 3300))
    code = a_page((640, 800), lines=0, qr=QR)
    box = code.point(lambda level: 255 - level).getbbox()
    assert box
    symbol = code.crop(box)
    small.paste(symbol.resize((90, 90), Image.Resampling.BOX), (2300, 3000))
    assert look(jpg(small, quality=90), wants_qr=True).qr == (QR,)
    assert look(a_scan(qr=QR)).qr == ()
    assert look(a_scan(), wants_qr=True).qr == ()


@pytest.mark.parametrize("degrees", [90, 180, 270, 3])
def test_the_qr_is_read_whichever_way_the_page_lies(degrees: int) -> None:
    turned = a_page(qr=QR).rotate(degrees, expand=True, fillcolor="white")
    assert look(jpg(turned), wants_qr=True).qr == (QR,)
