"""What «help to comply» is asked and answers: any pictures of a paper in, the one legal JPG out.

Units: bytes, pixels, points per inch, thousandths.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from services.documents.domain.page import Area


@dataclass(frozen=True)
class Goal:
    """What the JPG must be. `minimum`, `full`: (short, long) pixels of the whole, as Requirements has them.

    `page_minimum`, `page_full`: of each sheet or side, where up to `most_pages` of them share the file. `chosen`:
    numbers, from 1, of the pages to take of all that were sent, in this order; empty: all of them.
    """

    max_bytes: int
    required_ppp: int
    minimum: tuple[int, int]
    full: tuple[int, int]
    page_minimum: tuple[int, int]
    page_full: tuple[int, int]
    max_pixels: int
    most_pages: int = 1
    chosen: tuple[int, ...] = ()

    def page(self, pages: int) -> tuple[tuple[int, int], tuple[int, int]]:
        """(Fewest, usual) pixels of one page when so many share the file."""
        return (self.minimum, self.full) if pages == 1 else (self.page_minimum, self.page_full)


@dataclass(frozen=True)
class Step:
    """One thing that was done to the picture: a code of messages.yaml and the facts of its sentences."""

    code: str
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Complied:
    """The legal JPG, a small picture of before and of after, and what was done.

    `legibility`: structural similarity of the inked tiles with the composition before it was compressed, in
    thousandths. `margin_bytes`: what is left under the limit. `has_glare`: in a photo light wiped out what was written,
    which no longer shows once the light is even; `glare`: where on the result, when it is one sheet.
    """

    content: bytes
    before: bytes
    after: bytes
    steps: tuple[Step, ...]
    legibility: int
    margin_bytes: int
    quality: int
    is_grey: bool
    has_glare: bool = False
    glare: tuple[Area, ...] = ()


@dataclass(frozen=True)
class Original:
    """One file as it was sent, kept as long as what was made of it. `format`: by its content (`JPG`, `PDF`, …)."""

    object_name: str
    sha256: str
    bytes: int
    format: str
