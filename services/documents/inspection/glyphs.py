"""Which way is up, told by the letters: each is cut from its line and scored, and they vote.

A letter turned upside down is seldom another letter, in capitals and figures as in small print. The score is that of
a small learned net; `bench/upright.py` draws what it learns from and writes `glyphs.npz`.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from services.documents.inspection.tiles import Bits

WEIGHTS = Path(__file__).with_suffix(".npz")
SIDE = 16
STRIPS = 8
LEVELLED = 2  # steps a strip in which a slanted page is levelled
LEVEL_PX = 1.5  # a strip that rises by less is level
TALLEST, LOWEST = 90, 9  # pixels of a line of text
GAP = 0.06  # of the fullest row: less is between lines
RULED = 0.75  # of a row in ink: a rule
THINNEST, WIDEST = 0.15, 1.6  # of a letter, in heights of its line
MOST_PIECES, MOST_LETTERS = 64, 240
FEWEST = 24  # letters
BLOCK = 32  # letters; a larger product is shared among threads, which costs more than it brings
LOUDEST = 3.0  # what one letter may say

Boxes = NDArray[np.intp]
Values = NDArray[np.float32]
Net = tuple[Values, Values, Values]
"""Weights from 256 places to the hidden units, their bias, what each says."""
NOTHING = np.empty((0, 4), np.intp)


def uprightness(ink: Bits, degrees: float) -> float:
    """How surely the letters stand upright, in standard errors: negative upside down, 0 when too few are seen.

    Units: `degrees`, the slant of the lines, clockwise.
    """
    found = letters(ink, degrees)
    if len(found) < FEWEST:
        return 0.0
    told = np.clip(scores(found, _net()), -LOUDEST, LOUDEST)
    return float(told.mean() / max(0.1, told.std()) * np.sqrt(len(told)))


def scores(found: Bits, net: Net) -> Values:
    """Of each letter, positive when it stands upright; turned upside down it has the opposite score."""
    weights, bias, out = net
    ways = weights, weights[::-1]
    blocks = np.split(found.astype(np.float32), range(BLOCK, len(found), BLOCK))
    up, down = (np.concatenate([np.maximum(block @ way + bias, 0) for block in blocks]) for way in ways)
    return np.asarray((up - down) @ out, np.float32)


def letters(ink: Bits, degrees: float) -> Bits:
    """Letters × 256: what stands between two gaps of a line, as high as its line."""
    level = _level(ink, degrees)
    pieces = _pieces(level)
    step = max(1, -(-len(pieces) // MOST_PIECES))
    boxes = np.concatenate([NOTHING, *(_cut(level, piece) for piece in pieces[::step])])
    boxes = boxes[:: max(1, -(-len(boxes) // MOST_LETTERS))]
    top, bottom, left, right = boxes.T[:, :, None]
    places = (np.arange(SIDE) * 2 + 1) * (bottom - top) // (2 * SIDE)
    columns = (left + right - bottom + top) // 2 + places
    inside = (columns >= left) & (columns < right)
    columns = np.clip(columns, left, right - 1)
    found = level[(top + places)[:, :, None], columns[:, None, :]] & inside[:, None, :]
    return np.asarray(found.reshape(len(boxes), SIDE * SIDE))


@lru_cache(maxsize=1)
def _net() -> Net:
    with np.load(WEIGHTS, allow_pickle=False) as kept:
        weights, bias, out = (kept[name].astype(np.float32) for name in ("weights", "bias", "out"))
        return weights, bias, out


def _level(ink: Bits, degrees: float) -> Bits:
    """The page with its slant undone: narrow strips of it are moved up or down."""
    rise, wide = float(np.tan(np.radians(degrees))), max(1, ink.shape[1] // (STRIPS * LEVELLED))
    if abs(rise) * ink.shape[1] / STRIPS < LEVEL_PX:
        return ink
    level = np.zeros_like(ink)
    for left in range(0, ink.shape[1], wide):
        shift = round(rise * (left + (wide - ink.shape[1]) / 2))
        strip = ink[:, left : left + wide]
        if abs(shift) < len(ink):
            moved = strip[shift:] if shift >= 0 else strip[:shift]
            level[max(0, -shift) : len(ink) - max(0, shift), left : left + wide] = moved
    return level


def _pieces(ink: Bits) -> Boxes:
    """Pieces of lines of text, strip by strip, each from its top to its foot: (top, bottom, left, right)."""
    wide = max(8, ink.shape[1] // STRIPS // 8 * 8)
    count = ink.shape[1] // wide
    packed = np.packbits(ink[:, : count * wide], axis=1).reshape(ink.shape[0], count, wide // 8)
    rows = np.bitwise_count(packed).sum(axis=2, dtype=np.uint16)
    rows[rows > wide * RULED] = 0
    full = np.zeros((count, len(rows) + 2), np.int8)
    full[:, 1:-1] = (rows > rows.max(axis=0, initial=0) * GAP).T
    strips, edges = np.nonzero(np.diff(full, axis=1))
    top, bottom, left = edges[::2], edges[1::2], strips[::2] * wide
    boxes = np.stack((top, bottom, left, left + wide), axis=1)
    return boxes[(bottom - top >= LOWEST) & (bottom - top <= TALLEST)]


def _cut(ink: Bits, piece: Boxes) -> Boxes:
    """The boxes of the piece's letters, but for the outermost, which may be halves."""
    top, bottom, left, right = piece
    columns = np.zeros(right - left + 2, np.int8)
    np.logical_or.reduce(ink[top:bottom, left:right], axis=0, out=columns[1:-1].view(np.bool_))
    bounds = np.flatnonzero(np.diff(columns)).reshape(-1, 2)[1:-1] + left
    wide = bounds[:, 1] - bounds[:, 0]
    kept = bounds[(wide >= THINNEST * (bottom - top)) & (wide <= WIDEST * (bottom - top))]
    boxes = np.empty((len(kept), 4), np.intp)
    boxes[:, :2], boxes[:, 2:] = (top, bottom), kept
    return boxes
