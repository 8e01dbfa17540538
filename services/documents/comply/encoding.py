"""The most legible JPG under the limit: quality is searched, then grey against colour, then fewer pixels."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import cv2
import numpy as np
from PIL import Image

from services.documents.comply.legibility import Yardstick, as_grey, legibility, yardstick
from services.documents.comply.opening import Pixels

BEST, WORST = 95, 8
COLOUR_LEVELS = 22  # of difference between the channels, over the page's own tint
COLOUR_SHARE = 0.002
ENOUGH = 0.93  # legibility above which nothing is given up for more of it
COLOUR_IS_WORTH = 0.015
SCALES = (0.9, 0.8, 0.7, 0.6)
WHOLE_COLOUR = 85  # quality from which colours keep every pixel


@dataclass(frozen=True)
class Encoded:
    """A JPG with what it cost. `scale`: of the composition's sides."""

    content: bytes
    quality: int
    is_grey: bool
    scale: float
    legibility: float


def encode(picture: Pixels, max_bytes: int, least_scale: float, ppp: int) -> Encoded | None:
    """The most legible of those tried; None when none fits. The picture never shrinks under `least_scale`."""
    against = yardstick(picture)
    tried: list[Encoded] = []
    for scale in (1.0, *(s for s in SCALES if s >= least_scale)):
        if tried and tried[-1].legibility >= ENOUGH:
            break
        before = len(tried)
        tried += _at_scale(_scaled(picture, scale), max_bytes, ppp, against, scale)
        if (
            before
            and len(tried) > before
            and _best(tried[before:]).legibility < _best(tried[:before]).legibility
        ):
            break  # fewer pixels no longer help
    return _best(tried) if tried else None


def _best(tried: list[Encoded]) -> Encoded:
    return max(tried, key=_worth)


def _worth(found: Encoded) -> float:
    """Legibility, with something for colour: seals and signatures are told by it."""
    return found.legibility + (0.0 if found.is_grey else COLOUR_IS_WORTH)


def _at_scale(picture: Pixels, max_bytes: int, ppp: int, against: Yardstick, scale: float) -> list[Encoded]:
    """In colour if the page has any, and in grey unless colour is legible enough."""
    found = []
    ways: list[Pixels] = (
        [picture] if picture.ndim == 2 or not has_colour(picture) else [picture, as_grey(picture)]
    )
    if len(ways) == 1 and picture.ndim == 3:
        ways = [as_grey(picture)]
    for way in ways:
        fitted = _fitted(way, max_bytes, ppp)
        if fitted is None:
            continue
        content, quality = fitted
        seen = np.asarray(Image.open(BytesIO(content)).convert("L"))
        found.append(Encoded(content, quality, way.ndim == 2, scale, legibility(seen, against)))
        if found[-1].legibility >= ENOUGH:
            break
    return found


def has_colour(picture: Pixels) -> bool:
    """Something on the page has a colour that its paper has not."""
    small = cv2.resize(picture, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA).astype(np.int16)
    tint = np.median(small.reshape(-1, 3), axis=0)
    light = np.maximum(small.mean(axis=2, keepdims=True), 1) / max(1.0, float(tint.mean()))
    away = small - tint * light
    return float(np.mean((away.max(axis=2) - away.min(axis=2)) > COLOUR_LEVELS)) > COLOUR_SHARE


def _fitted(picture: Pixels, max_bytes: int, ppp: int) -> tuple[bytes, int] | None:
    """(The best quality's JPG that fits, its quality), by halving; None when even the worst is too large."""
    image = Image.fromarray(picture)
    low, high, found = WORST, BEST, None
    guess = 60
    while low <= high:
        content = as_jpg(image, guess, ppp)
        if len(content) <= max_bytes:
            found, low = (content, guess), guess + 1
        else:
            high = guess - 1
        guess = (low + high) // 2
    return found


def as_jpg(image: Image.Image, quality: int, ppp: int) -> bytes:
    """JFIF with its density and nothing else."""
    out = BytesIO()
    subsampling = 0 if quality >= WHOLE_COLOUR else 2
    image.save(out, "JPEG", quality=quality, dpi=(ppp, ppp), optimize=True, subsampling=subsampling)
    return out.getvalue()


def _scaled(picture: Pixels, scale: float) -> Pixels:
    if scale == 1.0:
        return picture
    size = (round(picture.shape[1] * scale), round(picture.shape[0] * scale))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
