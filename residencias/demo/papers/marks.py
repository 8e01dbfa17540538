"""Marks on paper drawn by us: emblems, guilloche, stamps, signatures, portraits, fingerprints, QR and bar codes."""

import math
from collections.abc import Callable
from functools import lru_cache
from random import Random
from typing import Any

import segno
from PIL import Image, ImageDraw

from residencias.demo.papers.ink import Sheet, font, width


def emblem(sheet: Sheet, op: dict[str, Any], _: str) -> None:
    """An emblem of our own (sun, book, cross or star in a ring); never an official one."""
    r, kind = op["r"], op.get("kind", "sun")
    scale = 3
    box = Image.new("L", (2 * r * scale, 2 * r * scale), 0)
    pen = ImageDraw.Draw(box)
    c = r * scale
    pen.ellipse([4, 4, 2 * c - 4, 2 * c - 4], outline=255, width=r * scale // 12)
    _EMBLEMS[kind](pen, c)
    mask = box.resize((2 * r, 2 * r), Image.Resampling.LANCZOS)
    x, y = sheet.at(*op["at"])
    sheet.image.paste(sheet.colour(op.get("fill"), 90), (x - r, y - r), mask)


def _sun(pen: ImageDraw.ImageDraw, c: int) -> None:
    for ray in range(16):
        angle = ray * math.pi / 8
        far = 0.8 if ray % 2 else 0.66
        tip = (c + far * c * math.cos(angle), c + far * c * math.sin(angle))
        pen.line([(c, c), tip], fill=255, width=c // 14)
    pen.ellipse([c * 0.62, c * 0.62, c * 1.38, c * 1.38], fill=255)
    pen.ellipse([c * 0.72, c * 0.72, c * 1.28, c * 1.28], fill=0)
    pen.polygon([(c, c * 0.78), (c * 1.2, c * 1.16), (c * 0.8, c * 1.16)], fill=255)


def _book(pen: ImageDraw.ImageDraw, c: int) -> None:
    for side in (-1, 1):
        outer = c + side * 0.62 * c
        points = [(c, c * 0.72), (outer, c * 0.58), (outer, c * 1.28), (c, c * 1.42)]
        pen.polygon(points, outline=255, width=c // 14)
        for line in range(3):
            y = c * (0.84 + 0.16 * line)
            pen.line([(c + side * 0.1 * c, y), (c + side * 0.52 * c, y - 0.1 * c)], fill=255, width=c // 22)
    pen.polygon([(c, c * 0.26), (c * 1.12, c * 0.5), (c * 0.88, c * 0.5)], fill=255)


def _cross(pen: ImageDraw.ImageDraw, c: int) -> None:
    pen.rectangle([c * 0.82, c * 0.34, c * 1.18, c * 1.66], fill=255)
    pen.rectangle([c * 0.34, c * 0.82, c * 1.66, c * 1.18], fill=255)
    points = [(c + 0.2 * c * math.sin(t / 6), c * 0.3 + t * c * 0.0125) for t in range(112)]
    pen.line(points, fill=0, width=c // 12)


def _star(pen: ImageDraw.ImageDraw, c: int) -> None:
    points = []
    for tip in range(10):
        far = 0.74 if tip % 2 == 0 else 0.32
        angle = tip * math.pi / 5 - math.pi / 2
        points.append((c + far * c * math.cos(angle), c + far * c * math.sin(angle)))
    pen.polygon(points, outline=255, width=c // 12)


_EMBLEMS: dict[str, Callable[[ImageDraw.ImageDraw, int], None]] = {
    "sun": _sun,
    "book": _book,
    "cross": _cross,
    "star": _star,
}


def guilloche(sheet: Sheet, op: dict[str, Any], _: str) -> None:
    """Fine waves over a box, as security papers have."""
    x, y, w, h = op["at"]
    ink = sheet.colour(op.get("fill"), 220)
    waves = op.get("waves", 14)
    reach = min(h / waves * 1.5, 64)
    for wave in range(waves):
        phase, middle = wave * 0.55, y + reach + (h - 2 * reach) * wave / waves
        points = [sheet.at(x + w * t / 90, middle + reach * math.sin(t * 0.21 + phase)) for t in range(91)]
        sheet.pen.line(points, fill=ink, width=op.get("width", 2))


def signature(sheet: Sheet, op: dict[str, Any], who: str) -> None:
    """A hand signature; the same text always signs the same way."""
    x, y, w, h = op["at"]
    mask = _strokes(who, w, h)
    sheet.image.paste(sheet.colour(op.get("fill"), [24, 34, 96]), sheet.at(x, y), mask)


@lru_cache(maxsize=256)
def _strokes(who: str, w: int, h: int) -> Image.Image:
    rng = Random(f"signature/{who}")
    mask = Image.new("L", (w * 2, h * 2), 0)
    pen = ImageDraw.Draw(mask)
    turns, lean, wobble = rng.uniform(3.2, 6.2), rng.uniform(0.25, 0.6), rng.uniform(1.5, 3.5)
    points = []
    for step in range(160):
        t = step / 159
        tall = 0.62 * (1 - t) ** 2.2 + 0.13 + 0.11 * math.sin(t * 2 * math.pi * wobble + turns)
        angle = 2 * math.pi * turns * t**0.86 + rng.uniform(-0.02, 0.02)
        up = h * tall * math.cos(angle)
        reach = w * (0.1 - 0.07 * t) * math.sin(angle)
        points.append((w * (0.22 + 1.18 * t) + reach + up * lean, h * 1.0 - up))
    pen.line(points, fill=255, width=max(4, h // 24), joint="curve")
    x, y = points[-1]
    tail = [
        (x + (0.42 * w) * t - 1.1 * w * t * (1 - t), y + h * 0.52 * math.sin(math.pi * t) - 0.1 * h * t)
        for t in (n / 24 for n in range(25))
    ]
    pen.line(tail, fill=255, width=max(3, h // 32), joint="curve")
    return mask.resize((w, h), Image.Resampling.LANCZOS)


def stamp(sheet: Sheet, op: dict[str, Any], text: str) -> None:
    """A round rubber stamp, a little turned and uneven, with its text around and across."""
    r = op["r"]
    mask = _stamp_mask(text, r)
    x, y = sheet.at(*op["at"])
    place = (x - mask.width // 2, y - mask.height // 2)
    sheet.image.paste(sheet.colour(op.get("fill"), [70, 60, 140]), place, mask)


@lru_cache(maxsize=64)
def _stamp_mask(text: str, r: int) -> Image.Image:
    box = Image.new("L", (2 * r, 2 * r), 0)
    pen = ImageDraw.Draw(box)
    for inset, thick in ((4, 7), (26, 3), (r // 2 - 10, 3)):
        pen.ellipse([inset, inset, 2 * r - inset, 2 * r - inset], outline=190, width=thick)
    around, _, across = text.partition("|")
    size = max(16, r // 7)
    spread = min(2 * math.pi * 0.8, len(around) * size * 1.05 / (r * 0.78))
    for nth, char in enumerate(around):
        angle = -math.pi / 2 + spread * (nth / max(1, len(around) - 1) - 0.5)
        glyph = Image.new("L", (size * 2, size * 2), 0)
        ImageDraw.Draw(glyph).text((size, size), char, font=font("bold", size), fill=200, anchor="mm")
        glyph = glyph.rotate(-math.degrees(angle) - 90, Image.Resampling.BICUBIC)
        where = (r + 0.73 * r * math.cos(angle) - size, r + 0.73 * r * math.sin(angle) - size)
        box.paste(200, (round(where[0]), round(where[1])), glyph)
    small = max(14, r // 9)
    for nth, line in enumerate(across.split("/")):
        left = r - width(line, "bold", small) / 2
        pen.text((left, r - small + nth * small * 1.2), line, font=font("bold", small), fill=200)
    return box.rotate(Random(text).uniform(-14, 14), Image.Resampling.BICUBIC)


def photo(sheet: Sheet, op: dict[str, Any], who: str) -> None:
    """A portrait of nobody: the same person always has the same face; grey where the paper is."""
    x, y, w, h = op["at"]
    face = _face(who, w, h)
    sheet.image.paste(face if sheet.image.mode == "RGB" else face.convert("L"), sheet.at(x, y))


@lru_cache(maxsize=32)
def _face(who: str, w: int, h: int) -> Image.Image:
    rng = Random(f"face/{who}")
    skin = rng.choice([(226, 186, 150), (204, 158, 120), (178, 130, 94), (150, 106, 76)])
    hair = rng.choice([(40, 30, 24), (66, 44, 30), (24, 22, 22), (92, 62, 40)])
    coat = rng.choice([(44, 60, 92), (90, 90, 96), (240, 240, 240), (110, 40, 52)])
    big = Image.new("RGB", (2 * w, 2 * h), (226, 232, 236))
    pen = ImageDraw.Draw(big)

    def oval(cx: float, cy: float, rx: float, ry: float, fill: tuple[int, int, int]) -> None:
        pen.ellipse([2 * w * (cx - rx), 2 * h * (cy - ry), 2 * w * (cx + rx), 2 * h * (cy + ry)], fill=fill)

    shade = tuple(int(c * 0.86) for c in skin)
    if who.endswith("M"):
        oval(0.5, 0.47, 0.33, 0.36, hair)
    oval(0.5, 1.06, 0.48, 0.32, coat)
    pen.rectangle([2 * w * 0.42, 2 * h * 0.6, 2 * w * 0.58, 2 * h * 0.78], fill=shade)
    oval(0.5, 0.4, 0.29, 0.26, hair)
    oval(0.5, 0.46, 0.235, 0.245, skin)
    oval(0.5, 0.26, 0.22, 0.09, hair)
    for side in (-0.095, 0.095):
        oval(0.5 + side, 0.44, 0.035, 0.014, (250, 250, 250))
        oval(0.5 + side, 0.44, 0.016, 0.013, (40, 26, 20))
        oval(0.5 + side, 0.405, 0.05, 0.007, hair)
    oval(0.5, 0.52, 0.022, 0.03, shade)  # type: ignore[arg-type]
    oval(0.5, 0.595, 0.07, 0.012, (166, 92, 84))
    return big.resize((w, h), Image.Resampling.BILINEAR)


def fingerprint(sheet: Sheet, op: dict[str, Any], who: str) -> None:
    """The ridges of a fingertip."""
    x, y, w, h = op["at"]
    rng = Random(f"finger/{who}")
    ink = sheet.colour(op.get("fill"), 120)
    turn = rng.uniform(-0.4, 0.4)
    for ridge in range(3, 15):
        points = []
        for t in range(40):
            angle = t / 39 * 2 * math.pi * 0.93 + turn
            far = ridge / 15 * (1 + 0.04 * math.sin(angle * 3 + ridge))
            points.append(
                sheet.at(
                    x + w / 2 + w * 0.45 * far * math.cos(angle), y + h / 2 + h * 0.48 * far * math.sin(angle)
                )
            )
        sheet.pen.line(points, fill=ink, width=3)


def qr(sheet: Sheet, op: dict[str, Any], text: str) -> None:
    """A QR that reads back as `text`, at least 8 pixels a module where the box allows it."""
    code = segno.make(
        text, error="m", micro=False, mask=2
    )  # a fixed mask: trying all eight costs more than the page
    matrix = [bytes(0 if cell else 255 for cell in line) for line in code.matrix]
    side = len(matrix)
    image = Image.frombytes("L", (side, side), b"".join(matrix))
    pixels = max(3, op["size"] // (side + 4))
    image = image.resize((side * pixels, side * pixels), Image.Resampling.NEAREST)
    quiet = Image.new("L", (image.width + 8 * pixels, image.height + 8 * pixels), 255)
    quiet.paste(image, (4 * pixels, 4 * pixels))
    sheet.image.paste(quiet if sheet.image.mode == "L" else quiet.convert("RGB"), sheet.at(*op["at"]))


def barcode(sheet: Sheet, op: dict[str, Any], text: str) -> None:
    """Bars of two widths that follow the text (decorative, not a symbology)."""
    x, y, w, h = op["at"]
    bits = "".join(f"{ord(c) % 64:06b}" for c in text)[: max(12, w // 7)]
    step = w / (len(bits) * 2)
    for nth, bit in enumerate(bits):
        left = x + nth * 2 * step
        wide = step * (1.5 if bit == "1" else 0.7)
        sheet.pen.rectangle([*sheet.at(left, y), *sheet.at(left + wide, y + h)], fill=sheet.colour(20))
