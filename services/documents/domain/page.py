"""What the picture of a page shows, measured where there is ink: no opinion, that is `legibility`'s."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

NO_SIDES: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True)
class Area:
    """A box on the page as it is seen (turned as its EXIF tag says). Units: shares of its width and height."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Page:
    """One page as it is seen. The defaults are those of a page that shows nothing to judge.

    `sharpness`: the steepest step of the ink's edges over its depth, 0…1. `depth` and `paper`: levels of 255.
    `slant`: degrees, clockwise. `turned`: degrees, clockwise, from upright: 0, 90, 180 or 270.
    `cut`: pieces of strokes on each edge. `quality`: 1…100, as encoders count it; 0 unknown.
    """

    inked_share: float = 0.0
    sharpness: float = 1.0
    blurred_share: float = 0.0
    blurred: tuple[Area, ...] = ()
    depth: int = 255
    paper: int = 255
    dark_share: float = 0.0
    dark: tuple[Area, ...] = ()
    glare: tuple[Area, ...] = ()
    slant: float = 0.0
    turned: int = 0
    cut: Mapping[str, int] = field(default_factory=lambda: NO_SIDES)
    quality: int = 0

    @property
    def contrast(self) -> float:
        """How much darker the ink is than its paper, 0…1, whatever the light."""
        return self.depth / max(1, self.paper)
