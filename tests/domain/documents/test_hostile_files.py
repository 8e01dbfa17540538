"""Hostile files: always an answer, never an exception, never more than 300 MB or 5 s."""

from __future__ import annotations

import io
import random
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from services.documents.domain.model import Damage
from services.documents.inspection import markers
from tests.domain.documents.forge import (
    SIDES,
    a_zip,
    after_soi,
    look,
    marker_offsets,
    segment,
    with_size,
)
from tests.usecases.documents.scans import a_page, jpg

MAX_SECONDS = 5.0
MAX_KILOBYTES = 300 * 1024
DOUBLE_SCAN = b"\xff\xda\x00\x0c\x03\x01\x00\x02\x00\x03\x00\x00\x00\x10"


@pytest.mark.parametrize("progressive", [False, True])
def test_a_file_cut_at_any_marker_is_truncated(progressive: bool) -> None:
    whole = jpg(a_page(SIDES, "RGB"), progressive=progressive, restart_marker_blocks=0)
    offsets = marker_offsets(whole)
    assert len(offsets) > 8
    for at in offsets[1:]:
        for end in (at, at + 1, at + 3):
            if 2 < end < len(whole):
                assert look(whole[:end]).damage is Damage.TRUNCADO, end


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_a_false_end_does_not_hide_a_cut(share: float, mode: str) -> None:
    whole = jpg(a_page(SIDES, mode))
    start = whole.index(b"\xff\xda") + 20
    cut = start + int((len(whole) - start) * share)
    assert look(whole[:cut].rstrip(b"\xff") + b"\xff\xd9").damage is Damage.TRUNCADO


def test_a_page_with_a_mid_grey_corner_is_not_taken_for_a_cut_one() -> None:
    page = a_page(SIDES)
    page.paste(128, (300, 400, *SIDES))
    assert look(jpg(page, quality=95)).damage is Damage.NINGUNO


BOMBS = {
    "65500 × 65500": lambda: with_size(jpg(a_page(SIDES)), 65_500, 65_500),
    "progressive 65500 × 65500": lambda: with_size(
        jpg(a_page(SIDES, "RGB"), progressive=True), 65_500, 65_500
    ),
    "one row over the cap": lambda: with_size(jpg(a_page(SIDES)), 8_000, 5_001),
    "progressive in full colour": lambda: with_size(
        jpg(a_page(SIDES, "RGB"), progressive=True, subsampling=0), 6_300, 6_300
    ),
    "thousands of scans": lambda: (
        with_size(jpg(a_page(SIDES, "RGB"), progressive=True), 5_000, 5_000)[:-2]
        + DOUBLE_SCAN * 4_000
        + b"\xff\xd9"
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_before_it_is_opened(name: str) -> None:
    began = time.process_time()
    assert look(BOMBS[name](), wants_qr=True).damage is Damage.DEMASIADO
    assert time.process_time() - began < 1.0


BROKEN = {
    "only the start": b"\xff\xd8\xff",
    "start and end": b"\xff\xd8\xff\xd9",
    "garbage after the start": b"\xff\xd8\xff\xe0" + random.Random(2).randbytes(4000),
    "segment of length one": b"\xff\xd8\xff\xfe\x00\x01" + bytes(90),
    "no picture": after_soi(b"\xff\xd8\xff\xd9", segment(0xFE, b"hola")),
    "frame cut short": after_soi(b"\xff\xd8\xff\xd9", segment(0xC0, b"\x08\x00")),
    "scan without frame": b"\xff\xd8\xff\xda\x00\x02" + bytes(90) + b"\xff\xd9",
    "a million empty segments": b"\xff\xd8" + b"\xff\xfe\x00\x02" * 1_000_000 + b"\xff\xd9",
    "nothing but 0xFF": b"\xff\xd8" + b"\xff" * 2_000_000,
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_skeleton_is_never_accepted(name: str) -> None:
    began = time.process_time()
    seen = look(BROKEN[name], wants_qr=True)
    assert seen.damage in (Damage.ILEGIBLE, Damage.TRUNCADO)
    assert time.process_time() - began < 1.0


def test_zero_height_and_second_frames_are_broken() -> None:
    whole = jpg(a_page(SIDES))
    assert look(with_size(whole, 600, 0)).damage is Damage.ILEGIBLE
    frame = re.search(rb"\xff\xc0\x00.{9,15}?(?=\xff)", whole, re.S)
    assert frame
    twice = whole[: frame.end()] + frame.group() + whole[frame.end() :]
    assert look(twice).damage is Damage.ILEGIBLE


def test_twelve_and_sixteen_bits_are_not_accepted_as_eight() -> None:
    whole = jpg(a_page(SIDES))
    at = whole.index(b"\xff\xc0")
    for bits in (12, 16):
        assert look(whole[: at + 4] + bytes((bits,)) + whole[at + 5 :]).damage is not Damage.NINGUNO


SECOND_FILES = {
    "ZIP": lambda whole: whole + a_zip(),
    "PDF": lambda whole: whole + b"%PDF-1.7\n%%EOF",
    "HTML": lambda whole: whole + b"<HTML><script>alert(1)</script>",
    "PHP": lambda whole: whole + b"\n\n<?php system($_GET[0]);",
    "EXE": lambda whole: whole + bytes(50) + b"MZ\x90\x00",
}


@pytest.mark.parametrize("name", SECOND_FILES)
def test_a_second_file_behind_the_picture_is_found(name: str) -> None:
    assert look(SECOND_FILES[name](jpg(a_page(SIDES)))).second_file == name


def test_a_second_file_inside_the_picture_is_found() -> None:
    whole = jpg(a_page(SIDES))
    assert look(after_soi(whole, segment(0xFE, b"%PDF-1.4 hola"))).second_file == "PDF"
    archive = bytearray(after_soi(whole, segment(0xFE, a_zip())))
    end = archive.index(b"PK\x05\x06")
    archive[end + 20 : end + 22] = (len(archive) - end - 22).to_bytes(2, "little")
    assert zipfile.is_zipfile(io.BytesIO(bytes(archive)))
    assert look(bytes(archive)).second_file == "ZIP"


def mutations() -> Iterator[bytes]:
    dice = random.Random(2023)
    bases = [
        jpg(a_page(SIDES, mode), progressive=progressive) for mode in ("L", "RGB") for progressive in (0, 1)
    ]
    for number in range(400):
        changed = bytearray(bases[number % len(bases)])
        for _ in range(dice.choice((1, 3, 20))):
            place = dice.randrange(2, len(changed) if number % 2 else 700)
            changed[place] = dice.choice((0, 0xFF, 0xD9, 0xC4, 0xDA, dice.randrange(256)))
        yield bytes(changed)


def test_four_hundred_mutated_files_are_all_measured_in_time() -> None:
    for content in mutations():
        began = time.process_time()
        look(content, wants_qr=True)
        assert time.process_time() - began < MAX_SECONDS


MEASURE = """
import re, sys, time
from pathlib import Path
from services.documents.inspection import inspect
slowest = 0.0
for file in sorted(Path(sys.argv[1]).iterdir()):
    content = file.read_bytes()
    began = time.process_time()
    inspect(content, 40_000_000, True)
    slowest = max(slowest, time.process_time() - began)
status = Path("/proc/self/status").read_text()
print(re.search(r"VmHWM:\\s+(\\d+)", status)[1], slowest)
"""


def test_the_dearest_admissible_files_stay_under_300_mb_and_5_s(tmp_path: Path) -> None:
    """In a process of its own, whose peak of memory is measured."""
    for number, content in enumerate(dearest()):
        assert _fits(content)
        (tmp_path / f"{number}.jpg").write_bytes(content)
    argv = [sys.executable, "-c", MEASURE, str(tmp_path)]
    done = subprocess.run(argv, capture_output=True, text=True, check=True, timeout=300)
    kilobytes, seconds = done.stdout.split()
    assert int(kilobytes) < MAX_KILOBYTES
    assert float(seconds) < MAX_SECONDS


def dearest() -> Iterator[bytes]:
    """At the caps: many pixels, many scans, noise for the QR reader, full colour."""
    noise = Image.effect_noise((1000, 1000), 120)
    page = Image.new("L", (6000, 6600))
    for x in range(0, 6000, 1000):
        for y in range(0, 6600, 1000):
            page.paste(noise, (x, y))
    yield jpg(page, quality=10)
    yield jpg(page.crop((0, 0, 4400, 4400)), quality=40)
    progressive = jpg(a_page(SIDES, "RGB"), progressive=True, subsampling=0)
    wide = with_size(progressive, 6_000, 5_000)
    scans = next(n for n in range(200, 0, -1) if _fits(wide[:-2] + DOUBLE_SCAN * n + b"\xff\xd9"))
    yield wide[:-2] + DOUBLE_SCAN * scans + b"\xff\xd9"
    yield jpg(page.crop((0, 0, 3500, 3500)).convert("RGB"), progressive=True, subsampling=0, quality=15)


def _fits(content: bytes) -> bool:
    structure = markers.walk(content)
    return structure.work <= markers.MAX_WORK and structure.cost_bytes <= markers.MAX_COST_BYTES
