"""Defects of known strength, added to an otherwise clean page: (image, how it is scanned, dice) → (strength, file).

The key is the code that should be said of it. Strengths begin where a person begins to have trouble reading.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from bench.scanning import Scan, as_jpg, scale, taken, tone

Made = tuple[float, bytes]
STEPS = 24  # places at which a cut may fall


def blurred(image: Image.Image, scan: Scan, dice: Random) -> Made:
    """Out of focus. Strength: pixels of a letter page at 300 ppp (sigma)."""
    sigma = dice.uniform(4.5, 9)
    flat = image.filter(ImageFilter.GaussianBlur(sigma * scale(image)))
    return sigma, as_jpg(taken(flat, scan, dice), scan.quality)


def shaken(image: Image.Image, scan: Scan, dice: Random) -> Made:
    """Moved while it was taken. Strength: pixels of the movement."""
    reach = dice.uniform(18, 34)
    smaller = max(1, round(image.width / max(2, reach * scale(image))))
    size = (
        (smaller, image.height)
        if dice.random() < 0.5
        else (image.width, round(smaller * image.height / image.width))
    )
    moved = image.resize(size, Image.Resampling.BOX).resize(image.size, Image.Resampling.BILINEAR)
    return reach, as_jpg(taken(moved, scan, dice), scan.quality)


def half_blurred(image: Image.Image, scan: Scan, dice: Random) -> Made:
    """The page was not flat: one side is out of focus. Strength: share of the page."""
    share = dice.uniform(0.45, 0.7)
    soft = image.filter(ImageFilter.GaussianBlur(7 * scale(image)))
    mask = Image.new("L", image.size, 0)
    from_top = dice.random() < 0.5
    top = 0 if from_top else round(image.height * (1 - share))
    mask.paste(255, (0, top, image.width, top + round(image.height * share)))
    return share, as_jpg(taken(Image.composite(soft, image, mask), scan, dice), scan.quality)


def unfocused(image: Image.Image, scan: Scan, dice: Random) -> Made:
    """One of the ways not to be sharp."""
    return dice.choice((blurred, blurred, shaken, half_blurred))(image, scan, dice)


def faint(image: Image.Image, scan: Scan, dice: Random) -> Made:
    """Hardly any toner. Strength: levels between paper and ink."""
    depth = dice.uniform(20, 45)
    pale = replace(scan, ink=round(scan.paper - depth), noise=min(scan.noise, 3.0), shade=min(scan.shade, 8))
    return depth, as_jpg(taken(image, pale, dice), max(50, scan.quality))


def dark(image: Image.Image, scan: Scan, dice: Random) -> Made:
    """Too little light on all of it, or a shadow over much of it. Strength: share of the light that is left."""
    light = dice.uniform(0.2, 0.38)
    page = taken(image, scan, dice)
    dim = page.point([round(value * light) for value in range(256)] * len(page.getbands()))
    if dice.random() < 0.5:
        return light, as_jpg(dim, max(50, scan.quality))
    mask = Image.new("L", (64, 64), 0)
    ImageDraw.Draw(mask).rectangle((0, 0, 63, dice.randint(30, 40)), fill=255)
    soft = mask.rotate(dice.choice((0, 90, 180, 270))).filter(ImageFilter.GaussianBlur(2)).resize(page.size)
    return light, as_jpg(Image.composite(dim, page, soft), max(50, scan.quality))


def glaring(image: Image.Image, scan: Scan, dice: Random) -> Made:
    """A lamp mirrored over text. Strength: the spot's reach as a share of the page's width."""
    reach = dice.uniform(0.16, 0.3)
    page = taken(image, replace(scan, paper=min(scan.paper, 228), noise=min(scan.noise, 4.0)), dice)
    x, y = _middle_of_ink(page, dice)
    rows, columns = np.ogrid[: page.height // 8, : page.width // 8]
    far = np.hypot(rows - y / 8, columns - x / 8) / (reach * page.width / 8)
    spot = Image.fromarray(np.clip(2.6 * np.exp(-(far**2) * 3) * 255, 0, 255).astype(np.uint8))
    mask = spot.resize(page.size, Image.Resampling.BILINEAR)
    return reach, as_jpg(
        Image.composite(Image.new(page.mode, page.size, tone(page, 255)), page, mask), scan.quality
    )


def slanted(image: Image.Image, scan: Scan, dice: Random) -> Made:
    """Laid askew. Strength: degrees."""
    degrees = dice.uniform(4, 9) * dice.choice((-1, 1))
    return abs(degrees), as_jpg(taken(image, replace(scan, turn=degrees, is_photo=False), dice), scan.quality)


def upside_down(image: Image.Image, scan: Scan, dice: Random) -> Made:
    return 180.0, as_jpg(taken(image, scan, dice).rotate(180), scan.quality)


def sideways(image: Image.Image, scan: Scan, dice: Random) -> Made:
    degrees = dice.choice((90, 270))
    return float(degrees), as_jpg(taken(image, scan, dice).rotate(degrees, expand=True), scan.quality)


def cut(image: Image.Image, scan: Scan, dice: Random) -> Made:
    """One side is missing, up to a place where text stands. Strength: share that is missing."""
    page = taken(image, scan, dice)
    side = dice.randrange(4)
    turned = page.rotate(90 * side, expand=True)
    share = _where_text_is_cut(turned, dice)
    kept = turned.crop((round(turned.width * share), 0, turned.width, turned.height))
    back = kept.rotate(-90 * side, expand=True)
    padded = Image.new(back.mode, page.size, tone(back, scan.paper))
    corner = (0, 0) if side in (0, 1) else (page.width - back.width, page.height - back.height)
    padded.paste(back, corner)
    return share, as_jpg(padded, scan.quality)


def squeezed(image: Image.Image, scan: Scan, dice: Random) -> Made:
    """Saved with next to no quality. Strength: the quality, of 100."""
    quality = dice.randint(2, 8)
    return float(quality), as_jpg(taken(image, scan, dice), quality)


def blank(image: Image.Image, scan: Scan, dice: Random) -> Made:
    """The empty side of the sheet."""
    empty = Image.new(image.mode, image.size, tone(image, 255))
    return 0.0, as_jpg(taken(empty, replace(scan, is_photo=False), dice), scan.quality)


def small(image: Image.Image, scan: Scan, dice: Random) -> Made:
    """Too few pixels to be read. Strength: points per inch."""
    ppp = dice.uniform(60, 140)
    size = (round(image.width * ppp / 300), round(image.height * ppp / 300))
    return ppp, as_jpg(taken(image, scan, dice).resize(size, Image.Resampling.BOX), scan.quality)


def truncated(image: Image.Image, scan: Scan, dice: Random) -> Made:
    """The end never arrived. Strength: share that did."""
    share = dice.uniform(0.3, 0.98)
    whole = as_jpg(taken(image, scan, dice), scan.quality)
    return share, whole[: round(len(whole) * share)]


def _middle_of_ink(page: Image.Image, dice: Random) -> tuple[int, int]:
    """A place of the page around which there is much ink."""
    small_page = np.asarray(page.convert("L").reduce(32), np.float32)
    dark_share = float(np.median(small_page)) - small_page
    rows, columns = dark_share.shape
    inner = dark_share[rows // 4 : rows * 3 // 4, columns // 4 : columns * 3 // 4]
    places = np.argwhere(inner >= np.percentile(inner, 85))
    row, column = places[dice.randrange(len(places))]
    return (int(column) + columns // 4) * 32, (int(row) + rows // 4) * 32


def _where_text_is_cut(page: Image.Image, dice: Random) -> float:
    """The share of the width, of those tried, whose column crosses most strokes."""
    grey = np.asarray(page.convert("L"), np.int16)
    tried = [dice.uniform(0.1, 0.45) for _ in range(STEPS)]

    def strokes(share: float) -> int:
        column = grey[:, round(page.width * share) : round(page.width * share) + 4].mean(axis=1)
        ink = column < np.median(column) - 60
        return int(np.count_nonzero(np.diff(ink.astype(np.int8)) == 1))

    return max(tried, key=strokes)


DEFECTS: dict[str, Callable[[Image.Image, Scan, Random], Made]] = {
    "BORROSA": unfocused,
    "CONTRASTE_BAJO": faint,
    "CORTADA": cut,
    "DE_CABEZA": upside_down,
    "DE_LADO": sideways,
    "INCLINADA": slanted,
    "MUY_COMPRIMIDA": squeezed,
    "OSCURA": dark,
    "POCOS_PIXELES": small,
    "REFLEJO": glaring,
    "TRUNCADO": truncated,
    "VACIO": blank,
}
