"""Where the sheet lies in a photo, and the sheet laid flat: only when four corners are found for sure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from services.documents.comply.opening import Pixels

Quad = NDArray[np.float32]
LOOK_PX = 720  # long side of the picture in which corners are looked for
SMALLEST = 0.04  # of the frame
SMALL = 0.2  # a smaller sheet must lie on something much darker: it may be a part of a page
DARKER = 0.75
NEARLY_ALL = 0.97  # of the frame: there is nothing to cut away
EDGE_LEVELS = 12  # the sheet is that much brighter, or of that much another colour, than what it lies on
SURE = 0.86  # of each side must be such an edge
SAMPLES = 48
NEAR_PX, FAR_PX = 4, 9
REACH_PX = 10
BLURRED_PX = 1.5  # the edge lies that far behind where it begins to show
RATIO = 0.1  # a sheet whose sides are this near the usual paper's is that paper
OTHER_SHEETS = (
    1.294,
    1.414,
    1.545,
    1.574,
    1.647,
)  # carta, A4, media carta, oficio mexicano, legal: long to short
OTHER_RATIO = 0.05
SHEET_FROM = 1600  # short side, in pixels, from which the usual paper is a sheet and not a card
INSET = 0.004  # of each side: the edge itself is no part of the page


def corners(pixels: Pixels, full: tuple[int, int]) -> Quad | None:
    """The four corners of the sheet, from the top left clockwise, in pixels of the picture; None when unsure.

    `full`: sides of the usual paper. What has neither its proportions nor those of another sheet is no sheet: it may
    be a part of one.
    """
    scale = LOOK_PX / max(pixels.shape[:2])
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_RGB2LAB), (5, 5), 0)
    best: tuple[float, Quad] | None = None
    for quad in _candidates(small):
        area = cv2.contourArea(quad) / (small.shape[0] * small.shape[1])
        if area >= NEARLY_ALL or not _is_sheet(quad, full):
            continue
        if area < SMALL and not _lies_on_dark(small, quad):
            continue
        sure = _sureness(small, quad)
        if sure >= SURE and (best is None or sure + 2 * area > best[0]):
            best = (sure + 2 * area, quad)
    if best is None:
        return None
    quad = _refined(small, _refined(small, best[1]))
    return (quad / np.float32(scale)).astype(np.float32) if _sureness(small, quad) >= SURE else None


def _lies_on_dark(lab: Pixels, quad: Quad) -> bool:
    """All around it is much darker than it is."""
    inside = cv2.fillConvexPoly(np.zeros(lab.shape[:2], np.uint8), quad.astype(np.int32), 255) > 0
    light = lab[..., 0]
    return bool(np.percentile(light[~inside], 75) < DARKER * np.median(light[inside]))


def _sides(quad: Quad) -> tuple[float, float]:
    """(Width, height): the longer of each pair of opposite sides."""
    top, right, bottom, left = (float(np.linalg.norm(b - a)) for a, b in pairwise([*quad, quad[0]]))
    return max(top, bottom), max(left, right)


def _is_sheet(quad: Quad, full: tuple[int, int]) -> bool:
    short, long = sorted(_sides(quad))
    ratio = long / max(1.0, short)
    others = OTHER_SHEETS if full[0] >= SHEET_FROM else ()
    usual = abs(ratio / (full[1] / full[0]) - 1) <= RATIO
    return usual or any(abs(ratio / other - 1) <= OTHER_RATIO for other in others)


def flat(pixels: Pixels, quad: Quad, full: tuple[int, int]) -> Pixels:
    """The sheet alone, seen from straight above, with as many pixels as the photo gives it.

    `full`: sides of the usual paper; a sheet of nearly those proportions gets exactly them.
    """
    width, height = _sides(quad)
    usual = full[1] / full[0] if height >= width else full[0] / full[1]
    if abs(height / width / usual - 1) <= RATIO:
        height = width * usual
    size = (max(2, round(width)), max(2, round(height)))
    inset = (INSET * size[0], INSET * size[1])
    target = np.array(
        [
            [-inset[0], -inset[1]],
            [size[0] + inset[0], -inset[1]],
            [size[0] + inset[0], size[1] + inset[1]],
            [-inset[0], size[1] + inset[1]],
        ],
        dtype=np.float32,
    )
    how = cv2.getPerspectiveTransform(quad, target)
    return np.asarray(
        cv2.warpPerspective(pixels, how, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE),
        dtype=np.uint8,
    )


def _candidates(lab: Pixels) -> Iterator[Quad]:
    """Quadrilaterals that may be the sheet: of its brightness, of its lack of colour, of its outline."""
    light = lab[..., 0]
    away = cv2.absdiff(lab, _border(lab)).max(axis=2)
    _, bright = cv2.threshold(light, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    _, unlike = cv2.threshold(away, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    masks = [bright, unlike, cv2.bitwise_or(bright, unlike), cv2.bitwise_and(bright, unlike)]
    masks += [cv2.threshold(light, level, 255, cv2.THRESH_BINARY)[1] for level in (70, 95, 120, 150, 180)]
    masks += [cv2.threshold(away, level, 255, cv2.THRESH_BINARY)[1] for level in (10, 18, 30)]
    for low in (20, 50, 100):
        outlines = [cv2.Canny(channel, low, low * 3) for channel in cv2.split(lab)]
        masks.append(cv2.dilate(np.maximum.reduce(outlines), np.ones((3, 3), np.uint8)))
    closing = cv2.getStructuringElement(cv2.MORPH_RECT, (9, 9))
    for mask in masks:
        whole = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, closing)
        found, _ = cv2.findContours(whole, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        for contour in sorted(found, key=cv2.contourArea, reverse=True)[:2]:
            for quad in (_by_corners(contour), _by_sides(contour)):
                if quad is not None and cv2.contourArea(quad) >= SMALLEST * light.size:
                    yield quad


def _border(lab: Pixels) -> Pixels:
    """A picture of the tone of what lies around: the middle one along the frame's edge."""
    edge = np.concatenate([lab[:6].reshape(-1, 3), lab[-6:].reshape(-1, 3), lab[:, :6].reshape(-1, 3),
                           lab[:, -6:].reshape(-1, 3)])  # fmt: skip
    return np.full_like(lab, np.median(edge, axis=0).astype(np.uint8))


def _by_corners(contour: NDArray[np.int32]) -> Quad | None:
    """The convex quadrilateral of a contour, from its top left corner clockwise; None when it has not four."""
    hull = cv2.convexHull(contour)
    around = cv2.arcLength(hull, True)
    for share in (0.01, 0.015, 0.02, 0.03, 0.04, 0.06):
        shape = cv2.approxPolyDP(hull, share * around, True)
        if len(shape) == 4:
            return _ordered(shape.reshape(4, 2).astype(np.float32)) if cv2.isContourConvex(shape) else None
        if len(shape) < 4:
            return None
    return None


def _by_sides(contour: NDArray[np.int32]) -> Quad | None:
    """The quadrilateral that its four longest sides make: a corner may be round, folded or in the shade."""
    hull = cv2.convexHull(contour)
    shape = cv2.approxPolyDP(hull, 0.012 * cv2.arcLength(hull, True), True).reshape(-1, 2).astype(np.float64)
    if not 5 <= len(shape) <= 12:
        return None
    ends = np.roll(shape, -1, axis=0)
    longest = sorted(np.argsort(np.linalg.norm(ends - shape, axis=1))[-4:])
    lines = [np.cross([*shape[at], 1.0], [*ends[at], 1.0]) for at in longest]
    points = [np.cross(lines[at - 1], lines[at]) for at in range(4)]
    if any(abs(point[2]) < 1e-9 for point in points):
        return None
    quad = np.array([point[:2] / point[2] for point in points], dtype=np.float32)
    return _ordered(quad) if cv2.isContourConvex(quad) else None


def _ordered(points: Quad) -> Quad:
    middle = points.mean(axis=0)
    angle = np.arctan2(points[:, 1] - middle[1], points[:, 0] - middle[0])
    around = points[np.argsort(angle)]
    first = int(np.argmin(around.sum(axis=1)))
    return np.roll(around, -first, axis=0)


def _sureness(lab: Pixels, quad: Quad) -> float:
    """The share of its worst side along which the inside is unlike the outside; 0 when its angles are not sound."""
    if not _is_sound(quad):
        return 0.0
    return min(float(np.mean(_steps(lab, a, b) >= EDGE_LEVELS)) for a, b in pairwise([*quad, quad[0]]))


def _is_sound(quad: Quad) -> bool:
    """Angles between 60° and 120°, opposite sides no more than 1.6 times each other."""
    sides = [b - a for a, b in pairwise([*quad, quad[0]])]
    lengths = [float(np.linalg.norm(side)) for side in sides]
    if min(lengths) < 40:
        return False
    for one, two in pairwise([*sides, sides[0]]):
        cosine = float(one @ two) / float(np.linalg.norm(one) * np.linalg.norm(two))
        if abs(cosine) > 0.5:
            return False
    return all(max(a, b) <= 1.6 * min(a, b) for a, b in ((lengths[0], lengths[2]), (lengths[1], lengths[3])))


def _steps(lab: Pixels, start: Quad, end: Quad) -> NDArray[np.float32]:
    """How unlike the inside is what lies outside, at points along one side (clockwise: inside is to the right).

    Brighter counts, darker does not; another colour counts either way.
    """
    along = np.linspace(0.04, 0.96, SAMPLES, dtype=np.float32)[:, None]
    points = start + (end - start) * along
    inward = _inward(start, end)
    inside = np.mean([_at(lab, points + inward * px) for px in (NEAR_PX, FAR_PX)], axis=0)
    outside = np.mean([_at(lab, points - inward * px) for px in (NEAR_PX, FAR_PX)], axis=0)
    step = inside - outside
    return np.asarray(np.maximum(step[:, 0], np.abs(step[:, 1:]).max(axis=1)), dtype=np.float32)


def _inward(start: Quad, end: Quad) -> NDArray[np.float32]:
    along = (end - start) / max(1e-6, float(np.linalg.norm(end - start)))
    return np.asarray([-along[1], along[0]], dtype=np.float32)


def _at(lab: Pixels, points: NDArray[np.float32]) -> NDArray[np.float32]:
    """Tones at points; outside the frame it is as in its last pixel: no edge is seen there."""
    height, width = lab.shape[:2]
    x = np.clip(np.round(points[:, 0]).astype(int), 0, width - 1)
    y = np.clip(np.round(points[:, 1]).astype(int), 0, height - 1)
    return np.asarray(lab[y, x], dtype=np.float32)


def _refined(lab: Pixels, quad: Quad) -> Quad:
    """The corners where straight lines through the strongest edge along each side meet."""
    lines = [_line(lab, a, b) for a, b in pairwise([*quad, quad[0]])]
    found = []
    for number, old in enumerate(quad):
        point = np.cross(lines[number - 1], lines[number])
        near = abs(point[2]) > 1e-9 and np.linalg.norm(point[:2] / point[2] - old) < 2 * REACH_PX
        found.append(point[:2] / point[2] if near else old)
    return np.array(found, dtype=np.float32)


def _line(lab: Pixels, start: Quad, end: Quad) -> NDArray[np.float64]:
    """The side as a homogeneous line through the points, where the last of what lies outside ends."""
    along = np.linspace(0.05, 0.95, SAMPLES, dtype=np.float32)[:, None]
    points, inward = start + (end - start) * along, _inward(start, end)
    offsets = np.arange(-REACH_PX, REACH_PX + 1, dtype=np.float32)
    tones = np.stack([_at(lab, points + inward * offset) for offset in offsets])
    away = tones - tones[:3].mean(axis=0)
    is_same = np.maximum(away[..., 0], np.abs(away[..., 1:]).max(axis=2)) < EDGE_LEVELS
    last = len(offsets) - 1 - np.argmax(is_same[::-1], axis=0)
    is_known = (last > 0) & (last < len(offsets) - 1) & is_same.any(axis=0)
    edge = (points + inward * (offsets[last] + BLURRED_PX)[:, None])[is_known]
    if len(edge) < SAMPLES // 2:
        edge = points
    dx, dy, x, y = cv2.fitLine(edge.astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01).flatten()
    return np.cross([x, y, 1.0], [x + dx, y + dy, 1.0])
