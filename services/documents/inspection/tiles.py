"""The page in square tiles: paper tone, darkest tone and ink of each, and where on the page marked tiles lie.

Blank paper says nothing about focus or light, so everything is judged where there is ink.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from services.documents.domain.page import Area

Bits = NDArray[np.bool_]
Levels = NDArray[np.uint8]
TILE_PX = 32
HALF_PX = TILE_PX // 2
FAINTEST = 18  # levels between paper and ink under which a tile counts as blank
SURE = 60  # levels that are ink however rough the paper
ROUGHNESS = 2.2
FLAT_SHARE = 20  # per cent of the tiles of any paper that carry no ink
MOST_AREAS = 6
DIGITS = 4


@dataclass(frozen=True)
class Tiles:
    """A grey page cut in tiles of 32 px, and the page at half its size, whose noise is halved too."""

    grey: Image.Image

    @cached_property
    def pixels(self) -> Levels:
        return np.asarray(self.grey)

    @cached_property
    def flat(self) -> Levels:
        """Each two rows in one."""
        return in_pairs(self.pixels)

    @cached_property
    def narrow(self) -> Levels:
        """Each two columns in one."""
        return np.asarray(self.grey.reduce((2, 1)))

    @cached_property
    def half_pixels(self) -> Levels:
        return in_pairs(self.narrow)

    @property
    def shape(self) -> tuple[int, int]:
        """(Rows, columns) of whole tiles."""
        return self.grey.height // TILE_PX, self.grey.width // TILE_PX

    @cached_property
    def paper(self) -> Levels:
        """The lightest tone of each tile."""
        return extreme(self.half_pixels, self.shape, HALF_PX, HALF_PX, np.maximum)

    @cached_property
    def dark(self) -> Levels:
        """The darkest tone of each tile."""
        return extreme(self.half_pixels, self.shape, HALF_PX, HALF_PX, np.minimum)

    @cached_property
    def depth(self) -> Levels:
        """Levels between the two."""
        return self.paper - self.dark

    @cached_property
    def inked(self) -> Bits:
        """Tiles that carry ink: deeper than the paper's own roughness."""
        rough = float(np.percentile(self.depth, FLAT_SHARE)) if self.depth.size else 0.0
        return np.asarray(self.depth >= max(FAINTEST, min(rough * ROUGHNESS, SURE)))

    @cached_property
    def ink(self) -> Bits:
        """The inked pixels of the half page, whole tiles only, each judged against its own tile's paper."""
        return self._ink(self.half_pixels, HALF_PX)

    @cached_property
    def ink_share(self) -> NDArray[np.float32]:
        """Of each tile, the share that is ink."""
        rows, columns = self.shape
        blocks = self.ink.view(np.uint8).reshape(rows, HALF_PX, columns * HALF_PX)
        down = np.add.reduce(blocks, axis=1, dtype=np.uint8).reshape(rows, columns, HALF_PX)
        return np.asarray(down.sum(axis=2) / np.float32(HALF_PX**2), np.float32)

    @cached_property
    def fine_ink(self) -> Bits:
        """The same of the page at its full size."""
        return self._ink(self.pixels, TILE_PX)

    @cached_property
    def _middle(self) -> Levels:
        """The tone between each tile's paper and ink; 0 where there is no ink."""
        return np.where(self.inked, (self.paper.astype(np.uint16) + self.dark) // 2, 0).astype(np.uint8)

    def _ink(self, pixels: Levels, side: int) -> Bits:
        rows, columns = self.shape
        blocks = pixels[: rows * side, : columns * side].reshape(rows, side, columns * side)
        inked = blocks < np.repeat(self._middle, side, axis=1)[:, None, :]
        return np.asarray(inked.reshape(rows * side, columns * side))

    def areas(self, marked: Bits, least: int = 1) -> tuple[Area, ...]:
        """Boxes around the groups of at least `least` marked tiles, the largest first."""
        found = sorted(groups(marked), key=len, reverse=True)
        return tuple(self._box(group) for group in found[:MOST_AREAS] if len(group) >= least)

    def _box(self, group: list[tuple[int, int]]) -> Area:
        rows, columns = [row for row, _ in group], [column for _, column in group]
        width, height = self.grey.width / TILE_PX, self.grey.height / TILE_PX
        return Area(
            round(min(columns) / width, DIGITS),
            round(min(rows) / height, DIGITS),
            round(min(1.0, (max(columns) + 1) / width), DIGITS),
            round(min(1.0, (max(rows) + 1) / height), DIGITS),
        )


def in_pairs(values: Levels) -> Levels:
    """The mean of each two rows."""
    even = values.shape[0] // 2 * 2
    return np.asarray((values[0:even:2] >> 1) + (values[1:even:2] >> 1))


def extreme(values: Levels, shape: tuple[int, int], tall: int, wide: int, of: Any) -> Levels:
    """`of` (np.maximum or np.minimum) over each block of `tall` × `wide` values."""
    rows, columns = shape
    whole = values[: rows * tall, : columns * wide].reshape(rows, tall, columns * wide)
    return np.asarray(of.reduce(of.reduce(whole, axis=1).reshape(rows, columns, wide), axis=2))


def groups(marked: Bits) -> list[list[tuple[int, int]]]:
    """Marked tiles that touch, corners included, as lists of (row, column)."""
    left = {(int(row), int(column)) for row, column in np.argwhere(marked)}
    found = []
    while left:
        group = [left.pop()]
        for row, column in group:
            near = {(row + down, column + right) for down in (-1, 0, 1) for right in (-1, 0, 1)} & left
            left -= near
            group.extend(near)
        found.append(group)
    return found
