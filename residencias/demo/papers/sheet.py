"""Papers are declared in templates/*.yaml; here a template becomes an image: a cached base plus personal ink."""

import zlib
from functools import cache, lru_cache
from pathlib import Path
from random import Random
from typing import Any

import yaml
from PIL import Image, ImageChops, ImageDraw

from residencias.demo.papers import marks
from residencias.demo.papers.ink import Sheet, paragraph, rows, write

TEMPLATES = Path(__file__).with_name("templates")
TURNS = (0.22, -0.31, 0.12)


@cache
def templates() -> dict[str, dict[str, Any]]:
    """Every template by kind of paper."""
    found: dict[str, dict[str, Any]] = {}
    for file in sorted(TEMPLATES.glob("*.yaml")):
        found.update(yaml.safe_load(file.read_text(encoding="utf-8")))
    return found


def _rect(sheet: Sheet, op: dict[str, Any], _: str) -> None:
    x, y, w, h = op["at"]
    corners = [sheet.at(*p) for p in ((x, y), (x + w, y), (x + w, y + h), (x, y + h))]
    if "fill" in op:
        sheet.pen.polygon(corners, fill=sheet.colour(op["fill"]))
    if "outline" in op:
        sheet.pen.line([*corners, corners[0]], fill=sheet.colour(op["outline"]), width=op.get("width", 3))


def _line(sheet: Sheet, op: dict[str, Any], _: str) -> None:
    x1, y1, x2, y2 = op["at"]
    ends = [sheet.at(x1, y1), sheet.at(x2, y2)]
    sheet.pen.line(ends, fill=sheet.colour(op.get("fill")), width=op.get("width", 3))


OPS = {
    "text": write,
    "para": paragraph,
    "rect": _rect,
    "line": _line,
    "emblem": marks.emblem,
    "guilloche": marks.guilloche,
    "signature": marks.signature,
    "stamp": marks.stamp,
    "photo": marks.photo,
    "fingerprint": marks.fingerprint,
    "qr": marks.qr,
    "barcode": marks.barcode,
}


def ink(sheet: Sheet, ops: list[dict[str, Any]], values: dict[str, str]) -> None:
    """Every operation of the list drawn, its text filled with `values`; a missing value raises KeyError."""
    for single in ops:
        name, op = next(iter(single.items()))
        if name == "use":
            ink(sheet, templates()[op]["ops"], values)
        elif name == "rows":
            rows(sheet, op, [[cell.format_map(values) for cell in record] for record in op["cells"]])
        else:
            OPS[name](sheet, op, op.get("text", "").format_map(values))


@cache
def _blank_sheet(kind: str) -> bytes:
    """The part of the paper that is the same for everybody, as scanned: turned a little and lit unevenly.

    Kept compressed: a letter page in colour weighs 25 MB open and about 1 MB here.
    """
    template = templates()[kind]
    mode, size = template.get("mode", "L"), tuple(template["size"])
    paper = Sheet(Image.new(mode, (1, 1))).colour(template.get("paper"), 250)
    image = Image.new(mode, size, paper)
    ink(Sheet(image, turn(kind)), template.get("base", []), _Blank())
    lit = ImageChops.multiply(image, light(size, _number(kind) % 4).convert(mode))
    return zlib.compress(lit.tobytes(), 1)


@cache
def _first_with_this_base(kind: str) -> str:
    """Kinds that name the very same base in the templates share one blank sheet: the first of them."""
    wanted = templates()[kind].get("base")
    return next(k for k, t in templates().items() if "size" in t and t.get("base") is wanted)


def turn(kind: str) -> float:
    """How far the sheet was laid off straight. Units: degrees."""
    return TURNS[_number(_first_with_this_base(kind)) % len(TURNS)]


def _number(text: str) -> int:
    return zlib.crc32(text.encode())


class _Blank(dict[str, str]):
    def __missing__(self, key: str) -> str:
        raise KeyError(f"a base layer cannot name a person: {key}")


@lru_cache(maxsize=4)
def light(size: tuple[int, ...], variant: int) -> Image.Image:
    small = Image.linear_gradient("L").rotate(90 * variant).point(lambda v: 236 + v * 19 // 255)
    return small.resize((size[0], size[1]), Image.Resampling.BICUBIC)


def dust(image: Image.Image, rng: Random) -> None:
    pen = ImageDraw.Draw(image)
    for _ in range(image.width * image.height // 120_000):
        x, y, r = rng.randrange(image.width), rng.randrange(image.height), rng.choice((1, 1, 2))
        pen.ellipse([x, y, x + r, y + r], fill=150 if image.mode == "L" else (150, 148, 140))


def compose(kind: str, values: dict[str, str], who: str, *, extra: str = "") -> Image.Image:
    """The whole paper of one person, as their scanner would see it; `extra` names a part to add (an apostille)."""
    template = templates()[kind]
    mode, size = template.get("mode", "L"), tuple(template["size"])
    blank = _blank_sheet(_first_with_this_base(kind))
    image = Image.new(mode, size, None)  # not filled: every pixel comes from the blank sheet
    image.frombytes(zlib.decompress(blank, bufsize=size[0] * size[1] * len(mode)))
    more = [{"use": extra}] if extra else []
    ink(Sheet(image, turn(kind)), [*template.get("personal", []), *more], values)
    dust(image, Random(f"{who}/{kind}"))
    return image
