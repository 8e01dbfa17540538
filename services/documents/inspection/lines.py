"""How the lines of text lie: their slant, and which way is up.

Rows of a page of text are full of ink or empty; the slant is the one at which they differ most. Whether they lie or
stand, and where their top is, the letters say, read both ways where the rows do not tell: read wrongly they say little.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from services.documents.inspection import glyphs
from services.documents.inspection.tiles import Bits, Tiles

STRIPS = 16
MOST_DEGREES = 12.0
COARSE, FINE = 0.5, 0.1
CLEAR = 1.5  # rows differ so much more than columns when the lines lie flat
RULED = 0.75
SURE = 4.5  # standard errors of the letters' vote
SURE_ALONE = 9.0  # with less both ways are read: tables and lists stand in columns too

Profile = NDArray[np.float32]


def measure(tiles: Tiles) -> tuple[float, int]:
    """(Slant, how far the page is turned), as `Page` has them; zeros when the page does not tell."""
    flat, steep = slant(tiles.ink), slant(np.ascontiguousarray(tiles.ink.T))
    lying, standing = _Reading(tiles, flat.degrees, 0), _Reading(tiles, -steep.degrees, 90)
    stands = steep.sharpness > flat.sharpness * CLEAR
    lies = flat.sharpness > steep.sharpness * CLEAR
    first, second = (standing, lying) if stands else (lying, standing)
    readings = [first] if abs(first.votes) >= SURE_ALONE and (stands or lies) else [first, second]
    best = max(readings, key=lambda reading: abs(reading.votes))
    if abs(best.votes) < SURE:
        return first.degrees, 0
    return best.degrees, best.turned if best.votes > 0 else best.turned + 180


@dataclass(frozen=True)
class _Reading:
    """The page read along its rows, or, turned back by 90°, along its columns."""

    tiles: Tiles
    degrees: float
    turned: int

    @cached_property
    def votes(self) -> float:
        ink = self.tiles.fine_ink
        return glyphs.uprightness(np.rot90(ink) if self.turned else ink, self.degrees)


@dataclass(frozen=True)
class Slant:
    degrees: float
    sharpness: float


def slant(ink: Bits) -> Slant:
    """The slant at which the rows differ most, first in half degrees, then in tenths."""
    strips = _strips(ink)
    best = max(_scores(strips, ink.shape[1], np.arange(-MOST_DEGREES, MOST_DEGREES + COARSE, COARSE)))
    near = best[1] + np.arange(-COARSE, COARSE + FINE, FINE)
    score, degrees = max(_scores(strips, ink.shape[1], near))
    return Slant(round(float(degrees), 1), score / max(1.0, float(strips.sum()) ** 2) * ink.shape[0])


def _strips(ink: Bits) -> Profile:
    """Ink per row in each of the page's vertical strips; a row that is all ink is a rule and counts as none."""
    wide = max(8, ink.shape[1] // STRIPS // 8 * 8)
    count = ink.shape[1] // wide
    packed = np.packbits(ink[:, : count * wide], axis=1).reshape(ink.shape[0], count, wide // 8)
    strips: Profile = np.bitwise_count(packed).sum(axis=2, dtype=np.uint16).T.astype(np.float32)
    strips[strips > wide * RULED] = 0
    return strips


def _scores(strips: Profile, width: int, degrees: NDArray[np.float64]) -> list[tuple[float, float]]:
    """(How much the rows differ, degrees) for each slant: squares of the differences of neighbouring rows."""
    count, height = strips.shape
    places = (np.arange(count) - (count - 1) / 2) * width / count
    shifts = np.rint(np.tan(np.radians(degrees))[:, None] * places).astype(int)
    reach = int(np.abs(shifts).max(initial=0))
    padded = np.pad(strips, ((0, 0), (reach, reach)))
    rows = np.zeros((len(degrees), height), np.float32)
    for strip, shift in zip(padded, shifts.T, strict=True):
        rows += sliding_window_view(strip, height)[reach + shift]
    scores = np.square(np.diff(rows)).sum(axis=1)
    return list(zip(scores.tolist(), degrees.tolist(), strict=True))
