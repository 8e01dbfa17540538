"""A small likeness of a picture, to tell nearly equal ones whatever their quality, size, tone, turn or tags.

Hashes of a few bits (average, difference, DCT) call two papers of the same form equal: what differs is a name in
a line. So the likeness keeps 64 × 64 places in 16 tones, upright, and two pictures are nearly equal when no place
differs. Its keys find those that may be: ten, each of ten projections of the places in steps (p-stable hashing);
nearly equal pictures mostly share one, and of 20,000 papers of one form, each scanned in its own way, a dozen do.
The projections come from a frozen generator: keys outlive releases.
"""

from __future__ import annotations

from base64 import b64encode
from functools import lru_cache
from hashlib import blake2s

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from services.documents.inspection.tiles import Tiles

SIDE = 64
DARKEST = 400  # places whose mean is the ink's depth
LEAST_DEPTH = 4.0
STEPS, PAPER, LAST = 10, 4, 15  # of the depth; of 16 steps, lighter than paper is rare
TABLES, PROJECTIONS, WIDTH = 10, 10, 20.0
SEED = 2023
AROUND = 7  # rows and columns: a place without its neighbourhood's tone
MOST = 4.0
KEY_BYTES = 5

Places = NDArray[np.float32]


def likeness(tiles: Tiles, turned: int) -> tuple[str, tuple[str, ...]]:
    """(4,096 places of 4 bits in base64, the keys), of a line of pixels nothing; `turned`: as `Page` has it."""
    if not tiles.half_pixels.size:
        return "", ()
    places = np.rot90(_places(tiles), turned // 90)
    steps = np.clip(np.rint(places * STEPS) + PAPER, 0, LAST).astype(np.uint8).ravel()
    return b64encode((steps[::2] << 4 | steps[1::2]).tobytes()).decode("ascii"), _keys(places)


def _places(tiles: Tiles) -> Places:
    """How dark each place of the whole picture is, in shares of its ink's depth; 0 is paper."""
    size = tiles.grey.width / 2, tiles.grey.height / 2
    whole = np.pad(
        tiles.half_pixels, ((0, 1), (0, 1)), mode="edge"
    )  # an odd side has lost its last half pixel
    small = Image.fromarray(whole).resize((SIDE, SIDE), Image.Resampling.BILINEAR, (0, 0, *size))
    levels = np.asarray(small, np.float32)
    darker = np.median(levels) - levels
    depth = np.partition(darker, -DARKEST, axis=None)[-DARKEST:].mean()
    return np.asarray(darker / max(LEAST_DEPTH, float(depth)), np.float32)


def _keys(places: Places) -> tuple[str, ...]:
    apart = places - _around(places)
    scale = float(np.sqrt(np.square(apart).mean()))
    if not scale:
        return ()
    ways, shifts = _projections()
    along = np.einsum(
        "p,pw->w", np.clip(apart / scale, -MOST, MOST).ravel(), ways
    )  # no threads for so little
    cells = np.floor(along / WIDTH + shifts).astype("<i2").reshape(TABLES, PROJECTIONS)
    tables = (bytes([table]) + row.tobytes() for table, row in enumerate(cells))
    return tuple(blake2s(table, digest_size=KEY_BYTES).hexdigest() for table in tables)


@lru_cache(maxsize=1)
def _projections() -> tuple[Places, Places]:
    """(Weights of every place in each projection, where its first step begins)."""
    dice = np.random.RandomState(SEED)
    ways = dice.normal(size=(SIDE * SIDE, TABLES * PROJECTIONS)).astype(np.float32)
    return ways, dice.uniform(size=TABLES * PROJECTIONS).astype(np.float32)


def _around(places: Places) -> Places:
    """The mean of each place and those around it."""
    padded = np.pad(places, AROUND // 2, mode="edge")
    sums = np.pad(padded.cumsum(0, dtype=np.float64).cumsum(1), ((1, 0), (1, 0)))
    whole = (
        sums[AROUND:, AROUND:] - sums[:-AROUND, AROUND:] - sums[AROUND:, :-AROUND] + sums[:-AROUND, :-AROUND]
    )
    return np.asarray(whole / AROUND**2, np.float32)
