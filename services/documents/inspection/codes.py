"""The QR codes of a page, by a ladder of attempts: what one reader setting misses another finds.

Each rung looks at the page another way: reduced, whole, with one threshold for all of it, and at the zones that
look like a code, shrunk, sharpened, smoothed and with small gaps closed. The first rung that finds something ends the
climb. A text is believed when a second look, at its own place and with the other threshold, does not read something
else there: readers sometimes read what is not written. Nothing that a code names is ever fetched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import zxingcpp
from PIL import Image, ImageFilter

from services.documents.inspection.tiles import TILE_PX, Tiles, groups

MOST_TEXTS = 5
MOST_CHARACTERS = 300
MOST_ZONES = 2
LEAST_TILES, MOST_TILES = 4, 400
LEAST_FILLED = 0.6  # of the group's own box: codes are squares
LONGEST = 1.6  # times as long as wide
ZONE_PX = 640  # long side at which a code can be mended
MARGIN_SHARE = 0.35
LEAST_INK, MOST_INK = 0.25, 0.75
LOCAL, WHOLE = zxingcpp.Binarizer.LocalAverage, zxingcpp.Binarizer.GlobalHistogram
OTHER = {LOCAL: WHOLE, WHOLE: LOCAL}
MEND: tuple[Callable[[Image.Image], Image.Image], ...] = (
    lambda zone: zone,
    lambda zone: zone.reduce(3),  # a raster
    lambda zone: zone.filter(ImageFilter.UnsharpMask(6, 300, 0)),  # out of focus
    lambda zone: (
        zone.reduce(2).filter(ImageFilter.MinFilter(3)).filter(ImageFilter.MaxFilter(3))
    ),  # light gaps
    lambda zone: zone.filter(ImageFilter.GaussianBlur(3)),  # dust
)


def read(reduced: Image.Image, tiles: Tiles, whole: Callable[[], Image.Image]) -> tuple[str, ...]:
    """Texts of the codes; empty when no rung reads one. `whole`: the page at its full size, asked for at most once."""
    for image, binarizer in _rungs(reduced, tiles, whole):
        if texts := _believed(image, binarizer):
            return texts
    return ()


def _rungs(
    reduced: Image.Image, tiles: Tiles, whole: Callable[[], Image.Image]
) -> Iterator[tuple[Image.Image, Any]]:
    """(What to look at, how its threshold is set), the cheapest first."""
    yield reduced, LOCAL
    yield reduced, WHOLE
    page = whole()
    if page.size != reduced.size:
        yield page, LOCAL
    for zone in _zones(page, tiles):
        for mend in MEND:
            mended = mend(zone)
            yield mended, LOCAL
            yield mended, WHOLE


def _believed(image: Image.Image, binarizer: Any) -> tuple[str, ...]:
    """Texts read in `image` that a second look does not contradict."""
    texts = (
        code.text[:MOST_CHARACTERS] for code in _codes(image, binarizer) if _agrees(image, binarizer, code)
    )
    return tuple(text for text in texts if text)[:MOST_TEXTS]


def _codes(image: Image.Image, binarizer: Any) -> list[Any]:
    found: list[Any] = zxingcpp.read_barcodes(
        image,
        formats=zxingcpp.BarcodeFormat.QRCode,
        binarizer=binarizer,
        try_invert=False,
    )
    return found


def _agrees(image: Image.Image, binarizer: Any, code: Any) -> bool:
    """At the code's own place the other threshold reads the same, or nothing."""
    corners = (
        code.position.top_left,
        code.position.top_right,
        code.position.bottom_left,
        code.position.bottom_right,
    )
    xs, ys = [corner.x for corner in corners], [corner.y for corner in corners]
    margin = round(max(max(xs) - min(xs), max(ys) - min(ys)) * MARGIN_SHARE)
    box = (max(0, min(xs) - margin), max(0, min(ys) - margin), max(xs) + margin, max(ys) + margin)
    again = _codes(
        image.crop((*box[:2], min(image.width, box[2]), min(image.height, box[3]))), OTHER[binarizer]
    )
    return all(other.text == code.text for other in again)


def _zones(page: Image.Image, tiles: Tiles) -> Iterator[Image.Image]:
    """Parts of the page that are half ink, closely packed: codes, and little else."""
    rows, columns = tiles.shape
    if not rows or not columns:
        return
    packed = (tiles.ink_share >= LEAST_INK) & (tiles.ink_share <= MOST_INK) & tiles.inked
    found = sorted((group for group in groups(packed) if _is_square(group)), key=len, reverse=True)
    scale = page.width / tiles.grey.width * TILE_PX
    for group in found[:MOST_ZONES]:
        places = np.array(group)
        (top, left), (bottom, right) = places.min(axis=0) - 1, places.max(axis=0) + 2
        box = [round(max(0, side) * scale) for side in (left, top, right, bottom)]
        zone = page.crop((box[0], box[1], min(page.width, box[2]), min(page.height, box[3])))
        yield zone.reduce(max(1, max(zone.size) // ZONE_PX))


def _is_square(group: list[tuple[int, int]]) -> bool:
    """The group of tiles fills a box about as high as wide."""
    tall, wide = np.ptp(np.array(group), axis=0) + 1
    is_filled = LEAST_TILES <= len(group) <= MOST_TILES and len(group) >= LEAST_FILLED * tall * wide
    return bool(is_filled and max(tall, wide) <= LONGEST * min(tall, wide))
