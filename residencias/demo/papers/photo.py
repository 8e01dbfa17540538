"""The photo that a telephone takes of a sheet on a table: perspective, shadow, warm light, noise."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

FRAME = (3024, 4032)  # a 12 megapixel sensor, held upright
ROTATED = 6  # EXIF: the sensor lies on its side
Corners = tuple[tuple[float, float], ...]
CORNERS: Corners = ((0.075, 0.085), (0.915, 0.06), (0.945, 0.93), (0.055, 0.905))
"""Of the sheet in the frame, from the top left clockwise, as shares of its width and height."""


@dataclass(frozen=True)
class Shot:
    """How the photo is taken. Units: `blur_px` pixels; `shadow` the share of light it takes away."""

    corners: Corners = CORNERS
    frame: tuple[int, int] = FRAME
    table: tuple[int, int, int] = (96, 70, 52)
    shadow: float = 0.42
    noise: float = 10.0
    blur_px: float = 0.7
    quality: int = 80
    exif_rotated: bool = False
    seed: int = 7


def photograph(page: Image.Image, shot: Shot = Shot()) -> bytes:
    """The JPG that the telephone keeps, with its EXIF."""
    dice = np.random.default_rng(shot.seed)
    scene = _table(shot, dice)
    sheet, mask = _in_perspective(page.convert("RGB"), shot)
    scene.paste(sheet, (0, 0), mask)
    scene = scene.filter(ImageFilter.GaussianBlur(shot.blur_px))
    lit = (
        np.asarray(scene, dtype=np.float32)
        * _light(shot)[..., None]
        * np.array([1.0, 0.965, 0.9], np.float32)
    )
    lit += dice.normal(0, shot.noise, lit.shape).astype(np.float32)
    return _kept(Image.fromarray(np.clip(lit, 0, 255).astype(np.uint8)), shot)


def _table(shot: Shot, dice: np.random.Generator) -> Image.Image:
    """A wooden table: long soft veins."""
    height = shot.frame[1]
    veins = dice.normal(0, 1, (height // 6, 24)).astype(np.float32)
    grain = Image.fromarray(np.clip(128 + 34 * veins, 0, 255).astype(np.uint8)).resize(shot.frame)
    level = np.asarray(grain, dtype=np.float32)[..., None] / 128
    return Image.fromarray(np.clip(level * np.array(shot.table, np.float32), 0, 255).astype(np.uint8))


def _in_perspective(page: Image.Image, shot: Shot) -> tuple[Image.Image, Image.Image]:
    """(The sheet where it lies in the frame, its mask)."""
    width, height = shot.frame
    seen = [(x * width, y * height) for x, y in shot.corners]
    flat = [(0, 0), (page.width, 0), (page.width, page.height), (0, page.height)]
    how = _perspective(seen, flat)
    sheet = page.transform(shot.frame, Image.Transform.PERSPECTIVE, how, Image.Resampling.BICUBIC)
    whole = Image.new("L", page.size, 255)
    return sheet, whole.transform(shot.frame, Image.Transform.PERSPECTIVE, how, Image.Resampling.BILINEAR)


def _perspective(seen: list[tuple[float, float]], flat: list[tuple[int, int]]) -> list[float]:
    """Pillow's eight coefficients: from a point of the frame to one of the sheet."""
    rows, known = [], []
    for (x, y), (u, v) in zip(seen, flat, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        known += [u, v]
    return list(np.linalg.solve(np.array(rows, dtype=float), np.array(known, dtype=float)))


def _light(shot: Shot) -> NDArray[np.float32]:
    """How much light reaches each point: less towards a corner, and the soft shadow of the hand and telephone."""
    width, height = shot.frame
    y, x = np.mgrid[0:height:8, 0:width:8].astype(np.float32)
    x, y = x / width, y / height
    fading = 1.0 - 0.16 * x
    edge = 1 / (1 + np.exp(-(x + 0.55 * y - 1.05) * 22))
    light = Image.fromarray((fading * (1 - shot.shadow * edge)).astype(np.float32))
    return np.asarray(light.resize(shot.frame, Image.Resampling.BILINEAR))


def _kept(image: Image.Image, shot: Shot) -> bytes:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Telefono", "Modelo de prueba"
    if shot.exif_rotated:
        image = image.transpose(Image.Transpose.ROTATE_90)
        exif[0x0112] = ROTATED
    out = io.BytesIO()
    image.save(out, "JPEG", quality=shot.quality, dpi=(72, 72), exif=exif)
    return out.getvalue()
