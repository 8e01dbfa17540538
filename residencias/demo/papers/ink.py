"""Text on paper: fonts, words placed one by one on a slightly turned sheet, paragraphs and rows."""

import math
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

FOLDER = Path("/usr/share/fonts/truetype/dejavu")
FACES = {
    "sans": "DejaVuSansCondensed.ttf",
    "bold": "DejaVuSansCondensed-Bold.ttf",
    "serif": "DejaVuSerifCondensed.ttf",
    "serifbold": "DejaVuSerifCondensed-Bold.ttf",
    "italic": "DejaVuSerifCondensed-BoldItalic.ttf",
    "mono": "DejaVuSansMono.ttf",
}
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@cache
def font(face: str, size: int) -> Font:
    """The face at a size in pixels; Pillow's own when the distribution's DejaVu is not installed."""
    file = FOLDER / FACES[face]
    if file.exists():
        return ImageFont.truetype(str(file), size)
    return ImageFont.load_default(size)


@lru_cache(maxsize=50_000)
def width(text: str, face: str, size: int) -> float:
    """How long a text is. Units: pixels."""
    return font(face, size).getlength(text)


class Sheet:
    """An image being written on, turned by a small angle: every point given is a point of the unturned page."""

    def __init__(self, image: Image.Image, degrees: float = 0.0) -> None:
        """A sheet over `image`. Units: degrees, anticlockwise."""
        self.image = image
        self.pen = ImageDraw.Draw(image)
        self._sin = math.sin(math.radians(degrees))
        self._cos = math.cos(math.radians(degrees))
        self._middle = (image.width / 2, image.height / 2)

    def at(self, x: float, y: float) -> tuple[int, int]:
        """Where a point of the page lies on the turned sheet."""
        dx, dy = x - self._middle[0], y - self._middle[1]
        turned_x = self._middle[0] + dx * self._cos + dy * self._sin
        return round(turned_x), round(self._middle[1] - dx * self._sin + dy * self._cos)

    def colour(self, wanted: Any, default: Any = 40) -> Any:
        """A grey level or an RGB list in the image's own mode."""
        value = default if wanted is None else wanted
        if self.image.mode == "L":
            return value if isinstance(value, int) else sum(value) // 3
        return (value,) * 3 if isinstance(value, int) else tuple(value)


def write(sheet: Sheet, op: dict[str, Any], text: str) -> None:
    """One line of text, left, centred or to the right of its point."""
    face, size = op.get("font", "sans"), op.get("size", 44)
    x, y = op["at"]
    while size > 14 and "max" in op and width(text, face, size) > op["max"]:
        size -= 2
    shift = {"left": 0.0, "center": 0.5, "right": 1.0}[op.get("align", "left")]
    _words(sheet, x - shift * width(text, face, size), y, text, face, size, sheet.colour(op.get("fill")))


def paragraph(sheet: Sheet, op: dict[str, Any], text: str) -> None:
    """A text broken into lines of at most `width` pixels."""
    face, size = op.get("font", "serif"), op.get("size", 46)
    x, y = op["at"]
    leading = op.get("leading", round(size * 1.7))
    ink = sheet.colour(op.get("fill"))
    for line in _lines(text, face, size, op["width"]):
        _words(sheet, x, y, line, face, size, ink)
        y += leading


def rows(sheet: Sheet, op: dict[str, Any], cells: list[list[str]]) -> None:
    """A table without borders: the first column small and bold, the others plain; ruled when `rule` is given."""
    size, step = op.get("size", 42), op.get("step", 84)
    x, y = op["at"]
    for record in cells:
        left = x
        for column, (text, room) in enumerate(zip(record, op["columns"], strict=False)):
            face = "bold" if column == 0 and op.get("heads", True) else op.get("font", "sans")
            small = size
            while small > 14 and width(text, face, small) > room - 12:
                small -= 2
            _words(sheet, left, y, text, face, small, sheet.colour(op.get("fill")))
            left += room
        if "rule" in op:
            below = y + step - round(step * 0.2)
            sheet.pen.line(
                [sheet.at(x, below), sheet.at(left, below)], fill=sheet.colour(op["rule"]), width=2
            )
        y += step


def _words(sheet: Sheet, x: float, y: float, text: str, face: str, size: int, ink: Any) -> None:
    face_font = font(face, size)
    gap = width(" ", face, size)
    for word in text.split(" "):
        if word:
            sheet.pen.text(sheet.at(x, y), word, font=face_font, fill=ink)
        x += width(word, face, size) + gap


def _lines(text: str, face: str, size: int, room: float) -> list[str]:
    lines: list[str] = []
    for block in text.split("\n"):
        line = ""
        for word in block.split():
            longer = f"{line} {word}".strip()
            if line and width(longer, face, size) > room:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    return lines
