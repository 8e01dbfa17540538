"""How the lines of text lie: their slant, and which way is up.

Rows of a page of text are full of ink or empty; the slant is the one at which they differ most. What stands over a
line of Spanish (b d f h k l t, capitals, accents) outweighs what hangs under it (g j p q y): that tells the top.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from services.documents.domain.page import SIDEWAYS
from services.documents.inspection.tiles import Bits, Tiles

STRIPS = 16
MOST_DEGREES = 12.0
COARSE, FINE = 0.5, 0.1
CLEAR = 1.5  # rows differ so much more than columns when the lines lie flat
RULED = 0.75
SURE = 0.02  # of a line's ink, more over its body than under it
SURELY = 2.2  # standard errors
UPRIGHT = 3.0  # degrees of slant beyond which the lines do not tell which way is up
FEWEST_LINES = 12
TALLEST, LOWEST = 90, 8  # pixels of a line of text
GAP = 0.06  # of the fullest row: less is between lines
BODY = 0.6  # of a line's own fullest row: the height of an x

Profile = NDArray[np.float32]


def measure(tiles: Tiles) -> tuple[float, int]:
    """(Slant, how far the page is turned), as `Page` has them; zeros when the page does not tell."""
    ink = tiles.ink
    flat, steep = _slant(ink), _slant(np.ascontiguousarray(ink.T))
    if steep.sharpness > flat.sharpness * CLEAR and abs(steep.degrees) <= UPRIGHT:
        up = _uprightness(np.rot90(tiles.fine_ink), -steep.degrees)
        return -steep.degrees, SIDEWAYS if not up else 90 if up > 0 else 270
    is_flat = flat.sharpness > steep.sharpness * CLEAR and abs(flat.degrees) <= UPRIGHT
    return flat.degrees, 180 if is_flat and _uprightness(tiles.fine_ink, flat.degrees) < 0 else 0


@dataclass(frozen=True)
class _Slant:
    degrees: float
    sharpness: float


def _slant(ink: Bits) -> _Slant:
    """The slant at which the rows differ most, first in half degrees, then in tenths."""
    strips = _strips(ink)
    best = max(_scores(strips, ink.shape[1], np.arange(-MOST_DEGREES, MOST_DEGREES + COARSE, COARSE)))
    near = best[1] + np.arange(-COARSE, COARSE + FINE, FINE)
    score, degrees = max(_scores(strips, ink.shape[1], near))
    return _Slant(round(float(degrees), 1), score / max(1.0, float(strips.sum()) ** 2) * ink.shape[0])


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


def _add_shifted(rows: Profile, strip: Profile, shift: int) -> None:
    """`rows` has the strip added as if it had been moved up by `shift`."""
    if abs(shift) >= len(rows):
        return
    if shift >= 0:
        rows[: len(rows) - shift] += strip[shift:]
    else:
        rows[-shift:] += strip[:shift]


def _uprightness(ink: Bits, degrees: float) -> float:
    """Positive when the lines stand upright, negative upside down, 0 when they do not tell."""
    strips, wide = _strips(ink), ink.shape[1] / STRIPS
    told = []
    for one, other in zip(
        strips[::2], strips[1::2], strict=False
    ):  # two strips at a time: little slant within them
        rows = one.copy()
        _add_shifted(rows, other, round(float(wide * np.tan(np.radians(degrees)))))
        told += [_over_less_under(line) for line in _lines(rows)]
    if len(told) < FEWEST_LINES:
        return 0.0
    mean, error = float(np.mean(told)), float(np.std(told)) / len(told) ** 0.5
    return mean if abs(mean) >= max(SURE, SURELY * error) else 0.0


def _lines(rows: Profile) -> list[Profile]:
    """The stretches of rows that are a line of text each."""
    full = rows > rows.max(initial=0) * GAP
    edges = np.flatnonzero(np.diff(np.concatenate(([0], full.astype(np.int8), [0]))))
    return [rows[start:end] for start, end in edges.reshape(-1, 2) if LOWEST <= end - start <= TALLEST]


def _over_less_under(line: Profile) -> float:
    """The share of a line's ink over its body, whose rows are the fullest, less the share under it."""
    body = np.flatnonzero(line >= line.max() * BODY)
    return float((line[: body[0]].sum() - line[body[-1] + 1 :].sum()) / line.sum())
