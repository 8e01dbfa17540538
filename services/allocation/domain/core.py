"""The assignment itself: every aspirante, best first, gets the first plaza of their list that is still free.

    for a in ranking:                        # 000§2.1 «primero el puntaje más alto»
        for cell in wishes[a]:               # sede by sede; in a sede, subsede by subsede (000§1.3)
            if free[cell] > 0:               # own category's plazas first, then the undivided ones
                free[cell] -= 1; taken[a] = cell; break

is what this module computes, with whole numbers in arrays: it knows no names, reads no clock and draws no lots.
The ranking is walked in blocks. In a block everybody claims their first cell that nobody *better* has filled; a
cell with too many claims keeps the best ones and is full for whoever stands behind; the refused claim again.
A cell only ever fills up, so this ends, and it ends at the loop's result because all cells prefer the same people.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.integer[Any]]

BLOCK = 4096  # aspirantes at a time: few enough for the processor's cache, enough for arrays to pay


def assign(ranking: Ints, wishes: Ints, places: Ints) -> Ints:
    """Every aspirante holds the index of one cell, or `len(places)`, which stands for none.

    Shapes: ranking (n,), rows of `wishes`, best first; wishes (n, k), cell indices in order of preference, unused
    ones equal to len(places); places (m,). Returns (n,), aligned with `wishes`.
    Source: 000§2.1, 000§1.3.
    """
    nowhere = len(places)
    free = np.append(places, len(ranking) + 1).astype(np.int64)
    taken = np.full(len(wishes), nowhere, np.int64)
    for start in range(0, len(ranking), BLOCK):
        block = ranking[start : start + BLOCK]
        choice = _settle(wishes[block], free)
        free -= np.bincount(choice, minlength=nowhere + 1)
        taken[block] = choice
    return taken


def _settle(wishes: Ints, free: Ints) -> Ints:
    """The cell each of a block's aspirantes gets, given what was `free` before it. Row 0 is the best placed."""
    size, nowhere = len(wishes), len(free) - 1
    full_from = np.where(free > 0, size, 0)  # the first position in the block for which the cell is full
    full_from[nowhere] = 0
    choice = np.full(size, nowhere, np.min_scalar_type(nowhere))  # small numbers sort in linear time
    claiming = np.arange(size)
    while claiming.size:
        choice[claiming] = _first_open(wishes[claiming], claiming, full_from)
        queue = np.argsort(choice, kind="stable")  # grouped by cell, inside a cell best first
        cell = choice[queue]
        claims = np.bincount(choice, minlength=nowhere + 1)
        turn = np.arange(size) - (claims.cumsum() - claims)[cell]  # 0 for the best claim of each cell
        first_refused = turn == free[cell]
        full_from[cell[first_refused]] = queue[first_refused]
        claiming = queue[turn >= free[cell]]
    return choice


def _first_open(wishes: Ints, position: Ints, full_from: Ints) -> Ints:
    """The first wish of each row that is not yet full for somebody at its `position`; else the cell «none»."""
    is_open = full_from[wishes] > position[:, None]
    first = is_open.argmax(axis=1)
    row = np.arange(len(wishes))
    return np.where(is_open[row, first], wishes[row, first], len(full_from) - 1)
