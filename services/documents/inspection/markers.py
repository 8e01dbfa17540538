"""The skeleton of a JPG, from its markers alone, before any decoder sees the file (ITU-T T.81, annex B)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

SOI_BYTES = 2
EOI, SOS, APP0 = 0xD9, 0xDA, 0xE0
FRAMES = {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}
PROGRESSIVE = {0xC2, 0xC6, 0xCA, 0xCE}
STANDALONE = {0x01, *range(0xD0, 0xD9)}
END_OF_SCAN = re.compile(rb"\xff(?=[^\x00\xff\xd0-\xd7])")  # one literal first: found by memchr
CM_PER_INCH = 2.54
MAX_SEGMENTS = 20_000
MAX_COST_BYTES = 180_000_000  # coefficients that a decoder keeps of a picture in several scans
MAX_WORK = 1_500_000_000  # samples visited: each scan visits the whole picture again


@dataclass(frozen=True)
class Structure:
    """What the markers say. `end`: offset behind the EOI marker, 0 when there is none.

    `dpi`: of the JFIF header, (0, 0) when it gives none. `sampling`: per component (horizontal, vertical).
    """

    width: int = 0
    height: int = 0
    sampling: tuple[tuple[int, int], ...] = ()
    is_progressive: bool = False
    scans: int = 0
    end: int = 0
    is_broken: bool = False
    dpi: tuple[int, int] = (0, 0)

    @property
    def pixels(self) -> int:
        return self.width * self.height

    @property
    def samples(self) -> int:
        """Of all components."""
        if not self.sampling:
            return 0
        widest = max(h for h, _ in self.sampling)
        tallest = max(v for _, v in self.sampling)
        return sum(self.pixels * h * v // (widest * tallest) for h, v in self.sampling)

    @property
    def cost_bytes(self) -> int:
        """Memory for coefficients: two bytes a sample when the picture comes in several scans."""
        return self.samples * 2 if self.scans > 1 or self.is_progressive else 0

    @property
    def work(self) -> int:
        """Samples a decoder visits at most."""
        return self.samples * max(1, self.scans)


def walk(content: bytes) -> Structure:
    """The structure of a file that begins with SOI; what cannot be followed is broken or has no end."""
    at, seen = SOI_BYTES, Structure()
    for _ in range(MAX_SEGMENTS):
        at, marker = _next_marker(content, at)
        if marker is None:
            return _with(seen, is_broken=at < len(content))
        if marker == EOI:
            return _with(seen, end=at)
        if marker in STANDALONE:
            continue
        size = int.from_bytes(content[at : at + 2], "big")
        body = content[at + 2 : at + size]
        if at + 2 > len(content) or at + size > len(content):
            return seen
        if size < 2:
            return _with(seen, is_broken=True)
        at += size
        if marker in FRAMES:
            seen = _with_frame(seen, marker, body)
        elif marker == APP0 and body[:5] == b"JFIF\x00":
            seen = _with(seen, dpi=_density(body))
        elif marker == SOS:
            seen = _with(seen, scans=seen.scans + 1)
            found = END_OF_SCAN.search(content, at)
            if found is None:
                return seen
            at = found.start()
        if seen.is_broken:
            return seen
    return _with(seen, is_broken=True)


def _next_marker(content: bytes, at: int) -> tuple[int, int | None]:
    """(Offset behind the next marker, its code); the code is None where no marker stands."""
    if at < len(content) and content[at] != 0xFF:
        return at, None
    while at < len(content) and content[at] == 0xFF:
        at += 1
    if at >= len(content):
        return at, None
    return (at + 1, content[at]) if content[at] else (at, None)


def _with(seen: Structure, **change: object) -> Structure:
    return replace(seen, **change)  # type: ignore[arg-type]


def _with_frame(seen: Structure, marker: int, body: bytes) -> Structure:
    """The frame header's size and components; a second frame, or one cut short, breaks the file."""
    count = body[5] if len(body) > 5 else 0
    if seen.sampling or not count or len(body) < 6 + 3 * count:
        return _with(seen, is_broken=True)
    pairs = [body[7 + 3 * n] for n in range(count)]
    sampling = tuple((pair >> 4 or 1, pair & 15 or 1) for pair in pairs)
    height, width = int.from_bytes(body[1:3], "big"), int.from_bytes(body[3:5], "big")
    return _with(seen, width=width, height=height, sampling=sampling, is_progressive=marker in PROGRESSIVE)


def _density(body: bytes) -> tuple[int, int]:
    """Dots per inch of a JFIF header; (0, 0) when it states none."""
    if len(body) < 12 or body[7] not in (1, 2):
        return (0, 0)
    scale = CM_PER_INCH if body[7] == 2 else 1
    return (
        round(int.from_bytes(body[8:10], "big") * scale),
        round(int.from_bytes(body[10:12], "big") * scale),
    )
