"""Whether the page was cut: text that runs into the picture's edge.

Along an edge that cuts text, many short pieces of ink stand side by side. A shadow, a frame or a dark lid is one
long piece.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from services.documents.inspection.tiles import HALF_PX, Tiles

SIDES = ("arriba", "abajo", "izquierda", "derecha")
DEEP = 3  # pixels of the half page that ink must fill to count as running off it
WIDEST = 9  # of one piece: a stroke
LONG, AROUND = 40, 100  # beside a long piece (a table, a lid) ragged ends are not strokes
DIM = 0.9  # of the paper: an edge darker than that is no paper
SHARE_OF_DEPTH = 0.4
FAINTEST = 40


def cut_pieces(tiles: Tiles, depth: int) -> dict[str, int]:
    """Short pieces of ink on each edge. Units: `depth`, levels between the page's paper and ink."""
    pixels = tiles.half_pixels.astype(np.int16)
    if min(pixels.shape) < 4 * HALF_PX:
        return dict.fromkeys(SIDES, 0)
    strips = (pixels[:DEEP], pixels[: -DEEP - 1 : -1], pixels[:, :DEEP].T, pixels[:, : -DEEP - 1 : -1].T)
    near = (tiles.paper[0], tiles.paper[-1], tiles.paper[:, 0], tiles.paper[:, -1])
    least = max(FAINTEST, depth * SHARE_OF_DEPTH)
    return {
        side: _pieces(strip.max(axis=0) < _along(paper, strip.shape[1]) - least)
        if _is_paper(strip, paper)
        else 0
        for side, strip, paper in zip(SIDES, strips, near, strict=True)
    }


def _is_paper(strip: NDArray[np.int16], paper: NDArray[np.uint8]) -> bool:
    return float(np.median(strip[0])) >= DIM * float(np.median(paper))


def _along(paper: NDArray[np.uint8], length: int) -> NDArray[np.int16]:
    """The tone of the paper beside each pixel of an edge."""
    each = np.repeat(paper.astype(np.int16), HALF_PX)
    return np.pad(each, (0, max(0, length - len(each))), mode="edge")[:length]


def _pieces(ink: NDArray[np.bool_]) -> int:
    """How many runs of ink are as short as a stroke."""
    bounds = np.flatnonzero(np.diff(np.concatenate(([0], ink.astype(np.int8), [0]))))
    lengths = bounds[1::2] - bounds[::2]
    short = lengths <= WIDEST
    for start, end in bounds.reshape(-1, 2)[lengths >= LONG]:
        short &= (bounds[::2] > end + AROUND) | (bounds[1::2] < start - AROUND)
    return int(short.sum())
