"""Pages of the paper's usual size side by side in one picture."""

from __future__ import annotations

import math

import cv2
import numpy as np

from services.documents.comply.opening import Pixels

WHITE = 255
MOST_ENLARGED = (
    1.2  # a photo of 250 dots per inch may fill the paper's 300; more would invent nothing but pixels
)
STRETCH = (
    1.12  # a page longer or wider than its paper by more than this is put on a sheet of the paper's shape
)
GAP = 0.01
ROOMY = (2550, 3300)
LARGER = 1.3  # than its paper, in both sides: more than its paper is in the picture


def sized(pixels: Pixels, full: tuple[int, int], is_flat: bool = True) -> tuple[Pixels, float]:
    """(The page with the pixels its paper has, by what factor it was sized): never enlarged by more than a fifth.

    `full`: (short, long) sides at the required resolution. Both sides reach them, a page of other proportions goes
    beyond in one; beyond a tenth it is laid on a white sheet of the paper's shape. `is_flat`: it is the sheet and
    nothing else.
    """
    short, long = sorted(pixels.shape[:2])
    if not is_flat and short > LARGER * full[0] and long > LARGER * full[1]:
        return spared(pixels, full), 1.0
    height, width = pixels.shape[:2]
    paper = full if height >= width else full[::-1]
    by_width, by_height = paper[0] / width, paper[1] / height
    is_odd = max(by_width, by_height) / min(by_width, by_height) > STRETCH
    wanted = min(by_width, by_height) if is_odd else max(by_width, by_height)
    factor = min(wanted, MOST_ENLARGED)
    page = resized(pixels, (max(1, math.ceil(width * factor)), max(1, math.ceil(height * factor))))
    if is_odd:
        share = factor / wanted
        page = _on_sheet(page, (math.ceil(paper[0] * share), math.ceil(paper[1] * share)))
    return page, factor


def spared(pixels: Pixels, full: tuple[int, int]) -> Pixels:
    """A photo whose sheet was not found has no more pixels than a large sheet needs, and keeps those it has.

    Its paper may fill but a part of it, so it is not brought down to the pixels of a small paper.
    """
    roomy = max(full, ROOMY)
    share = max(roomy[0] / min(pixels.shape[:2]), roomy[1] / max(pixels.shape[:2]))
    if share >= 1:
        return pixels
    return resized(pixels, (math.ceil(pixels.shape[1] * share), math.ceil(pixels.shape[0] * share)))


def within(pages: list[Pixels], most_px: float) -> list[Pixels]:
    """The pages, all smaller where they have more pixels together: some were spared."""
    share = math.sqrt(most_px / sum(page.shape[0] * page.shape[1] for page in pages))
    if share >= 1:
        return pages
    return [resized(page, (int(page.shape[1] * share), int(page.shape[0] * share))) for page in pages]


def resized(pixels: Pixels, size: tuple[int, int]) -> Pixels:
    """`size`: (width, height)."""
    if (pixels.shape[1], pixels.shape[0]) == size:
        return pixels
    shrinks = size[0] < pixels.shape[1]
    how = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, size, interpolation=how), dtype=np.uint8)


def _on_sheet(page: Pixels, size: tuple[int, int]) -> Pixels:
    width, height = (max(a, b) for a, b in zip(size, page.shape[1::-1], strict=True))
    sheet = np.full((height, width, 3), WHITE, dtype=np.uint8)
    top, left = (height - page.shape[0]) // 2, (width - page.shape[1]) // 2
    sheet[top : top + page.shape[0], left : left + page.shape[1]] = page
    return sheet


def composed(pages: list[Pixels]) -> Pixels:
    """One picture of all pages in reading order, as near to a square as rows and columns allow."""
    if len(pages) == 1:
        return pages[0]
    columns = _columns(pages)
    rows = [pages[start : start + columns] for start in range(0, len(pages), columns)]
    gap = max(2, round(GAP * max(page.shape[1] for page in pages)))
    widths = [max(row[at].shape[1] for row in rows if at < len(row)) for at in range(columns)]
    heights = [max(page.shape[0] for page in row) for row in rows]
    size = (sum(heights) + gap * (len(rows) - 1), sum(widths) + gap * (columns - 1), 3)
    whole = np.full(size, WHITE, dtype=np.uint8)
    for number, page in enumerate(pages):
        row, column = divmod(number, columns)
        top = sum(heights[:row]) + gap * row
        left = sum(widths[:column]) + gap * column
        whole[top : top + page.shape[0], left : left + page.shape[1]] = page
    return whole


def _columns(pages: list[Pixels]) -> int:
    """The number of columns that leaves the least empty and keeps the picture near a square."""
    height = max(page.shape[0] for page in pages)
    width = max(page.shape[1] for page in pages)

    def cost(columns: int) -> tuple[int, float]:
        rows = math.ceil(len(pages) / columns)
        return rows * columns - len(pages), abs(math.log(rows * height / (columns * width)))

    return min(range(1, len(pages) + 1), key=cost)
