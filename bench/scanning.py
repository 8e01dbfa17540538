"""How a clean page comes out of a scanner or a phone: tones, optics, grain, light, angle, JPEG."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Any

import numpy as np
from PIL import Image, ImageChops, ImageFilter

LETTER_PX = 3300
SHARPEST = 0.5  # softer optics show; below, the pixels are larger
MAX_BYTES, WORST = 400 * 1024, 14
PAPER_TONES, INK_TONES = (222, 252), (8, 60)


@dataclass(frozen=True)
class Scan:
    """How a page was taken: everything but its defect."""

    paper: int
    ink: int
    noise: float
    soft: float
    turn: float
    is_photo: bool
    shade: int
    quality: int


def a_scan(dice: Random) -> Scan:
    """What passes for a good scan or a careful photograph."""
    is_photo = dice.random() < 0.25
    return Scan(
        paper=dice.randint(*PAPER_TONES),
        ink=dice.randint(*INK_TONES),
        noise=dice.uniform(0, 7),
        soft=dice.uniform(0, 1.3),
        turn=dice.uniform(-1.5, 1.5),
        is_photo=is_photo,
        shade=dice.randint(0, 40 if is_photo else 14),
        quality=dice.randint(28, 85),
    )


def taken(image: Image.Image, scan: Scan, dice: Random) -> Image.Image:
    """The page as the scan sees it."""
    low, high = scan.ink, scan.paper
    page = image.point([low + value * (high - low) // 255 for value in range(256)] * len(image.getbands()))
    if scan.is_photo:
        page = _photographed(page, dice)
    else:
        page = page.rotate(scan.turn, Image.Resampling.BILINEAR, fillcolor=tone(page, high))
    if scan.soft >= SHARPEST:
        page = page.filter(ImageFilter.GaussianBlur(scan.soft * scale(page)))
    return _noisy(_shaded(page, scan.shade, dice.randrange(4)), scan.noise)


def as_jpg(image: Image.Image, quality: int) -> bytes:
    """The image as a JPG of that quality, or of the best that the limit of 400 KB leaves, as people are told."""
    while True:
        out = io.BytesIO()
        image.save(out, "JPEG", quality=quality, dpi=(300, 300))
        if out.tell() <= MAX_BYTES or quality <= WORST:
            return out.getvalue()
        quality = max(WORST, quality * 2 // 3)


def scale(image: Image.Image) -> float:
    """1 for a letter page at 300 ppp, about half for a card, whose print is smaller."""
    return 1.0 if max(image.size) > LETTER_PX / 2 else 0.55


def tone(image: Image.Image, level: int) -> Any:
    return level if image.mode == "L" else (level,) * 3


def _photographed(page: Image.Image, dice: Random) -> Image.Image:
    """From a slight angle: the corners move by up to 1.2 %, outwards, so that nothing is cut."""
    width, height = page.size
    move = [(dice.uniform(-0.012, 0) * width, dice.uniform(-0.012, 0) * height) for _ in range(4)]
    quad = (
        move[0][0], move[0][1],
        move[1][0], height - move[1][1],
        width - move[2][0], height - move[2][1],
        width - move[3][0], move[3][1],
    )  # fmt: skip
    table = tone(page, dice.randint(90, 200))
    return page.transform(page.size, Image.Transform.QUAD, quad, Image.Resampling.BILINEAR, fillcolor=table)


def _shaded(page: Image.Image, depth: int, side: int) -> Image.Image:
    """Light falls off towards one side by up to `depth` levels."""
    gradient = (
        Image.linear_gradient("L")
        .rotate(90 * side)
        .point([255 - depth + v * depth // 255 for v in range(256)])
    )
    return ImageChops.multiply(page, gradient.resize(page.size, Image.Resampling.BILINEAR).convert(page.mode))


@lru_cache(maxsize=4)
def _grain(size: tuple[int, int]) -> Image.Image:
    grain = np.random.default_rng(7).normal(0, 10, (size[1], size[0]))
    return Image.fromarray(np.clip(grain + 128, 0, 255).astype(np.uint8))


def _noisy(page: Image.Image, sigma: float) -> Image.Image:
    """Grain of `sigma` levels."""
    if sigma < 0.5:
        return page
    grain = _grain(page.size).point([round(128 + (v - 128) * sigma / 10) for v in range(256)])
    return ImageChops.add(page, grain.convert(page.mode), 1, -128)
