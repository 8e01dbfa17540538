"""One page made straight, evenly lit and told apart from a hopeless one."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from services.documents.comply.opening import Pixels
from services.documents.domain.page import Area
from services.documents.inspection import legibility, lines
from services.documents.inspection.page import ENOUGH_PX
from services.documents.inspection.tiles import Tiles

LOOK_PX = 1000
LETTERS_PX = 1600  # long side that is plenty to read letters by
MOST_DEGREES = 8.0
LEAST_DEGREES = 0.3
STEEPNESS = 1.12  # how much sharper the lines of text must stand when straight
TILE_PX = 64
INK_LEVELS = 40  # between the paper and the ink of a tile that holds some
PAPER_SHARE = 0.55
UNEVEN_LEVELS = 22
DIM = 205
PAPER_TONE = 246.0
TINT_LEVELS = 12
TINTED_SHARE = 0.01
MOST_GAIN = 3.2
DARKEST_SHADE = 48  # what is darker is ink or a band, not paper in the shade
NOISY_LEVELS = 1.5
MOST_CALMED_LEVELS = 40.0
NORMAL_MAD = 0.6745  # median distance from the middle of a normal distribution, in sigmas


def skew_degrees(grey: NDArray[np.uint8]) -> float:
    """How far the lines of text lean, clockwise; 0 when no lean stands out."""
    scale = min(1.0, LOOK_PX / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = cv2.adaptiveThreshold(small, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15)
    border = max(4, small.shape[0] // 40)
    ink[:border], ink[-border:], ink[:, :border], ink[:, -border:] = 0, 0, 0, 0
    if np.count_nonzero(ink) < ink.size // 500:
        return 0.0
    coarse = np.arange(-MOST_DEGREES, MOST_DEGREES + 0.1, 0.5)
    sharpness = [_sharpness(ink, angle) for angle in coarse]
    best = float(coarse[int(np.argmax(sharpness))])
    fine = np.arange(best - 0.5, best + 0.51, 0.1)
    best = float(fine[int(np.argmax([_sharpness(ink, angle) for angle in fine]))])
    stands_out = max(sharpness) >= STEEPNESS * _sharpness(ink, 0.0)
    return best if stands_out and LEAST_DEGREES <= abs(best) < MOST_DEGREES else 0.0


def _sharpness(ink: NDArray[np.uint8], degrees: float) -> float:
    """How abruptly rows of ink and of paper alternate when the page is turned by that much."""
    rows = _turned(ink, degrees, 0).sum(axis=1, dtype=np.float64)
    return float(np.sum(np.diff(rows) ** 2))


def _turned(image: NDArray[np.uint8], degrees: float, beyond: object) -> NDArray[np.uint8]:
    height, width = image.shape[:2]
    how = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    flags = cv2.INTER_NEAREST if image.ndim == 2 else cv2.INTER_CUBIC
    turned = cv2.warpAffine(image, how, (width, height), flags=flags, borderValue=beyond)
    return np.asarray(turned, dtype=np.uint8)


def straightened(pixels: Pixels) -> tuple[Pixels, float]:
    """(The page with its lines of text level, by how many degrees it was turned; 0: it was left alone)."""
    degrees = skew_degrees(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY))
    if not degrees:
        return pixels, 0.0
    paper = tuple(int(level) for level in np.percentile(pixels[::16, ::16].reshape(-1, 3), 90, axis=0))
    return _turned(pixels, degrees, paper), degrees


def glare(pixels: Pixels) -> tuple[Area, ...]:
    """Where light has wiped out what was written; once the light is even it can no longer be told from paper."""
    share = min(1.0, ENOUGH_PX / max(pixels.shape[:2]))
    size = (round(pixels.shape[1] * share), round(pixels.shape[0] * share))
    grey = cv2.cvtColor(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
    return legibility.measure(Tiles(Image.fromarray(grey))).glare


def upright(pixels: Pixels) -> tuple[Pixels, int]:
    """(The page with its letters upright, how far it was turned: 90, 180 or 270; 0: it stands, or does not tell)."""
    grey = Image.fromarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY))
    _, turned = lines.measure(Tiles(grey.reduce(max(1, max(grey.size) // LETTERS_PX))))
    return np.ascontiguousarray(np.rot90(pixels, turned // 90)), turned


def lit_evenly(pixels: Pixels) -> tuple[Pixels, bool]:
    """(The page without shadows, were there any): one gain for all three colours, so no colour changes.

    Only pages that are mostly paper and dim or unevenly lit are touched.
    """
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    paper = _paper_tone(grey)
    small = cv2.resize(grey, (paper.shape[1], paper.shape[0]), interpolation=cv2.INTER_AREA)
    if _is_coloured_where_dark(pixels, paper):
        return pixels, False
    share = float(np.mean(small >= paper * 0.86))
    low, high = np.percentile(paper, (3, 97))
    if share < PAPER_SHARE or low < DARKEST_SHADE:
        return pixels, False
    if high - low < UNEVEN_LEVELS and np.median(paper) >= DIM:
        return pixels, False
    gain = np.clip(PAPER_TONE / np.maximum(paper, 1), 1.0, MOST_GAIN).astype(np.float32)
    lit = np.empty_like(pixels)
    for top in range(0, pixels.shape[0], 512):  # in bands: memory holds one
        band = pixels[top : top + 512]
        of_band = _enlarged(gain, pixels.shape[:2], top, band.shape[0])
        lit[top : top + 512] = np.clip(band * of_band[..., None], 0, 255).astype(np.uint8)
    return lit, True


def _is_coloured_where_dark(pixels: Pixels, paper: NDArray[np.float32]) -> bool:
    """What looks like shade has a colour of its own: a band or a seal of the paper, which must stay as it is."""
    size = (paper.shape[1], paper.shape[0])
    lab = cv2.cvtColor(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2LAB)
    tint = np.median(lab.reshape(-1, 3), axis=0)[1:]
    away = np.abs(lab[..., 1:].astype(np.float32) - tint).max(axis=2)
    return float(np.mean((paper < np.median(paper) * 0.8) & (away > TINT_LEVELS))) > TINTED_SHARE


def _paper_tone(grey: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The brightness of the paper around each place, a sixteenth of the size: ink is passed over."""
    size = (max(8, grey.shape[1] // 16), max(8, grey.shape[0] // 16))
    brightest = cv2.dilate(cv2.GaussianBlur(grey, (5, 5), 0), np.ones((9, 9), np.uint8))
    small = cv2.resize(brightest, size, interpolation=cv2.INTER_AREA)
    around = max(3, min(size) // 12) | 1
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((around, around), np.uint8))
    closed = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    return np.asarray(cv2.GaussianBlur(closed, (around, around), 0), dtype=np.float32) - 4


def _enlarged(gain: NDArray[np.float32], shape: tuple[int, ...], top: int, rows: int) -> NDArray[np.float32]:
    """The part of the gain that lies over these rows, in pixels of the page."""
    height, width = shape
    ys = (np.arange(top, top + rows, dtype=np.float32) + 0.5) * gain.shape[0] / height - 0.5
    xs = (np.arange(width, dtype=np.float32) + 0.5) * gain.shape[1] / width - 0.5
    grid_x, grid_y = np.meshgrid(xs, ys)
    found = cv2.remap(gain, grid_x, grid_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(found, dtype=np.float32)


def calmed(pixels: Pixels) -> tuple[Pixels, bool]:
    """(The page without the sensor's grain, was there any): edges stay, so that bytes go to the writing."""
    noise = _noise_levels(np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8))
    if noise < NOISY_LEVELS:
        return pixels, False
    reach = min(MOST_CALMED_LEVELS, 12 * noise)
    return np.asarray(cv2.bilateralFilter(pixels, 5, reach, 2), dtype=np.uint8), True


def _noise_levels(grey: NDArray[np.uint8]) -> float:
    """Sigma of the grain: what a pixel differs from its four neighbours, where nothing is drawn."""
    some = np.ascontiguousarray(grey[grey.shape[0] // 3 : grey.shape[0] * 2 // 3])
    around = cv2.filter2D(some, cv2.CV_32F, np.array([[0, -1, 0], [-1, 4, -1], [0, -1, 0]], dtype=np.float32))
    return float(np.median(np.abs(around)) / NORMAL_MAD / math.sqrt(20))


def detail(grey: NDArray[np.uint8], ppp: float) -> float:
    """How much of the writing is fine: strokes against the blots that they make together; 1 when there is no writing.

    At 300 dots per inch the difference between blurs of 1 and 2 pixels, against that of 3 and 6, in the tiles that hold
    ink: print has 0.5 to 1.5; out of focus so far that nobody can read it, under 0.25. Contrast does not matter,
    and what the sensor's grain adds, as blank tiles show it, is taken off.
    """
    inked, blank = tiles(grey, TILE_PX, 160), tiles(grey, TILE_PX, 60, with_ink=False)
    if not len(inked):
        return 1.0
    fine, coarse = _bands(inked, ppp / 300)
    of_grain = [float(np.median(band)) for band in _bands(blank, ppp / 300)] if len(blank) else [0.0, 0.0]
    fine, coarse = np.maximum(fine - of_grain[0], 0), np.maximum(coarse - of_grain[1], 1e-4)
    return float(np.median(np.sqrt(fine / coarse)))


def _bands(those: NDArray[np.uint8], scale: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Per tile, the variance between blurs of 1 and 2 pixels, and that between 3 and 6."""
    found = []
    for tile in those.astype(np.float32):
        one, two, three, six = (cv2.GaussianBlur(tile, (0, 0), px * scale) for px in (1, 2, 3, 6))
        found.append((float((one - two).var()), float((three - six).var())))
    both = np.array(found)
    return both[:, 0], both[:, 1]


def tiles(grey: NDArray[np.uint8], side: int, most: int, with_ink: bool = True) -> NDArray[np.uint8]:
    """Up to `most` square tiles with ink, or without, evenly from the whole page; shape (tiles, side, side)."""
    places = tile_places(grey, side, most, with_ink)
    return np.array([grey[y : y + side, x : x + side] for y, x in places], dtype=np.uint8)


def tile_places(
    grey: NDArray[np.uint8], side: int, most: int, with_ink: bool = True
) -> list[tuple[int, int]]:
    """(top, left) of up to `most` tiles with ink, or without, evenly from the whole page."""
    rows, columns = grey.shape[0] // side, grey.shape[1] // side
    if not rows or not columns:
        return []
    cut = grey[: rows * side, : columns * side]
    small = cv2.resize(cut, (columns * 12, rows * 12), interpolation=cv2.INTER_AREA)
    grid = small.reshape(rows, 12, columns, 12).swapaxes(1, 2).reshape(rows, columns, -1)
    has_ink = (grid.max(axis=2).astype(int) - grid.min(axis=2)) >= INK_LEVELS
    found = [(int(y) * side, int(x) * side) for y, x in zip(*np.nonzero(has_ink == with_ink), strict=True)]
    return found[:: max(1, math.ceil(len(found) / most))]
