"""How much of the writing survives: structural similarity of the inked tiles with the picture before compression.

The measure is SSIM (Wang et al., 2004; Gaussian window of sigma 1.5) of the luminance, on up to 240 tiles of
64 × 64 pixels that hold ink, so that blank paper, which every encoder keeps, does not flatter it. A smaller
picture is enlarged again first.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from services.documents.comply.opening import Pixels
from services.documents.comply.page import tile_places

SIDE_PX = 64
MOST_TILES = 240
SIGMA = 1.5
STEADY = ((0.01 * 255) ** 2, (0.03 * 255) ** 2)


@dataclass(frozen=True)
class Yardstick:
    """Where the ink of a composition is, and how it looks there."""

    size: tuple[int, int]  # width, height
    places: tuple[tuple[int, int], ...]
    tiles: NDArray[np.float32]


def yardstick(picture: Pixels) -> Yardstick:
    """Of the composition before it is compressed."""
    grey = as_grey(picture)
    places = tile_places(grey, SIDE_PX, MOST_TILES)
    return Yardstick((grey.shape[1], grey.shape[0]), tuple(places), _tiles(grey, places))


def legibility(picture: Pixels, against: Yardstick) -> float:
    """0..1; 1 for a composition without ink."""
    if not against.places:
        return 1.0
    grey = as_grey(picture)
    if (grey.shape[1], grey.shape[0]) != against.size:
        grey = np.asarray(cv2.resize(grey, against.size, interpolation=cv2.INTER_CUBIC), dtype=np.uint8)
    return float(np.mean(_similarity(_tiles(grey, list(against.places)), against.tiles)))


def as_grey(picture: Pixels) -> NDArray[np.uint8]:
    if picture.ndim == 2:
        return picture
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def _tiles(grey: NDArray[np.uint8], places: list[tuple[int, int]]) -> NDArray[np.float32]:
    """The tiles one below the other."""
    if not places:
        return np.zeros((0, SIDE_PX), dtype=np.float32)
    return np.concatenate([grey[y : y + SIDE_PX, x : x + SIDE_PX] for y, x in places], dtype=np.float32)


def _similarity(one: NDArray[np.float32], two: NDArray[np.float32]) -> NDArray[np.float32]:
    def blurred(levels: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.asarray(cv2.GaussianBlur(levels, (0, 0), SIGMA), dtype=np.float32)

    mean_one, mean_two = blurred(one), blurred(two)
    both = mean_one * mean_two
    spread_one = blurred(one * one) - mean_one**2
    spread_two = blurred(two * two) - mean_two**2
    shared = blurred(one * two) - both
    light, contrast = STEADY
    above = (2 * both + light) * (2 * shared + contrast)
    below = (mean_one**2 + mean_two**2 + light) * (spread_one + spread_two + contrast)
    return np.asarray(above / below, dtype=np.float32)
