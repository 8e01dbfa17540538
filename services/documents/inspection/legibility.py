"""Whether ink can be read: its edges, its depth, the light on it. Judged in tiles, only where there is ink."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from services.documents.domain.page import Area, Page
from services.documents.inspection.tiles import HALF_PX, TILE_PX, Bits, Levels, Tiles, extreme, groups

Shares = NDArray[np.float32]
MOST = 60  # per cent: rules and guilloches have edges in one direction only
BLURRED = 0.25  # steepest step over the ink's depth: a crisp edge gives 0.6 to 1
GROUP = 4  # tiles that are a zone and not a stain
DIM = 90  # paper darker than this is in the dark
SHADOW = 0.5  # of the page's own paper
BLOWN = 250
GLARING_PAPER = 238  # lighter paper cannot be told from a blown-out one
HALO = 0.25  # of the way from paper to white, around a glare; a white box has none
NEAR = 8  # tiles


def measure(tiles: Tiles) -> Page:
    """What the tiles show of focus and light; the defaults where there is no ink to judge."""
    inked = tiles.inked
    if not inked.any():
        return Page(paper=int(np.median(tiles.paper)) if inked.size else 255)
    across, down = sharpness(tiles)
    soft = inked & (np.maximum(across, down) < BLURRED)
    paper = int(np.median(tiles.paper))
    dark = tiles.paper < max(DIM, SHADOW * float(np.percentile(tiles.paper, 75)))
    return Page(
        inked_share=float(inked.mean()),
        sharpness=float(min(np.percentile(across[inked], MOST), np.percentile(down[inked], MOST))),
        blurred_share=float(soft.sum() / inked.sum()),
        blurred=tiles.areas(soft, GROUP),
        depth=int(np.percentile(tiles.depth[inked], 75)),
        paper=paper,
        dark_share=float(dark.mean()),
        dark=tiles.areas(dark, GROUP),
        glare=glare(tiles, paper),
    )


def sharpness(tiles: Tiles) -> tuple[Shares, Shares]:
    """Of each tile, the steepest step between neighbours over its ink's depth: (across the page, down the page).

    Pairs of rows (of columns) are averaged first: noise weighs less.
    """
    across = steps(tiles.flat, tiles.shape, across=True)
    down = steps(tiles.narrow, tiles.shape, across=False)
    depth = np.maximum(tiles.depth, 1).astype(np.float32)
    return np.minimum(across / depth, 1.0), np.minimum(down / depth, 1.0)


def steps(values: Levels, shape: tuple[int, int], across: bool) -> Levels:
    """The steepest step of each tile."""
    one, other = (values[:, 1:], values[:, :-1]) if across else (values[1:], values[:-1])
    step = np.zeros((values.shape[0], values.shape[1]), np.uint8)
    into = step[:, :-1] if across else step[:-1]
    np.maximum(one, other, out=into)
    into -= np.minimum(one, other)
    tall, wide = (HALF_PX, TILE_PX) if across else (TILE_PX, HALF_PX)
    return extreme(step, shape, tall, wide, np.maximum)


def glare(tiles: Tiles, paper: int) -> tuple[Area, ...]:
    """Where light has wiped out what stands on both sides: all white, on paper that is not, with a halo."""
    if paper > GLARING_PAPER:
        return ()
    white = tiles.dark >= BLOWN
    marked = np.zeros_like(white)
    for group in groups(white) if white.any() else ():
        if (
            len(group) >= GROUP
            and _has_halo(tiles.paper, white, group, paper)
            and _interrupts(tiles.inked, group)
        ):
            marked[tuple(np.array(group).T)] = True
    return tiles.areas(marked, GROUP)


def _has_halo(levels: Levels, white: Bits, group: list[tuple[int, int]], paper: int) -> bool:
    """The paper two tiles away is lighter than the page's."""
    rows, columns = levels.shape
    far = {
        (row + down, column + right)
        for row, column in group
        for down, right in ((-2, 0), (2, 0), (0, -2), (0, 2))
        if 0 <= row + down < rows and 0 <= column + right < columns
    }
    ring = [int(levels[place]) for place in far if not white[place]]
    return bool(ring) and float(np.median(ring)) > paper + HALO * (255 - paper)


def _interrupts(inked: Bits, group: list[tuple[int, int]]) -> bool:
    """There is ink on both sides, at the same height or in the same column."""
    rows, columns = np.array(group).T
    top, bottom, left, right = rows.min(), rows.max() + 1, columns.min(), columns.max() + 1
    beside = inked[top:bottom, max(0, left - NEAR) : left], inked[top:bottom, right : right + NEAR]
    over = inked[max(0, top - NEAR) : top, left:right], inked[bottom : bottom + NEAR, left:right]
    return bool((beside[0].any() and beside[1].any()) or (over[0].any() and over[1].any()))
