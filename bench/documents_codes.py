"""How many damaged QR codes are read: by one reader on the reduced and on the whole page, and by the whole ladder.

Run: `python -m bench.documents_codes [pages]`. A code of 4 to 10 pixels a module on a page of text, with one defect of
random strength. A text that is not the one written is a wrong reading; the status is 1 when there is one, or
when the ladder reads fewer than one reader does.
"""

from __future__ import annotations

import io
import sys
from collections import Counter
from collections.abc import Callable
from random import Random

import segno
import zxingcpp
from PIL import Image, ImageChops, ImageDraw, ImageFilter
from rich.console import Console
from rich.table import Table

from bench.scanning import as_jpg
from services.documents.inspection import inspect

PAGES, SEED = 140, 2023
TEXT = "https://cedula.example/validar?idCedula=12761123&token=ab12cd34ef56"
SIZE, PLACE = (2550, 3300), (1600, 2400)
PAPER, INK = 235, 40
MODULES = (4, 5, 6, 8, 10)


def soft(page: Image.Image, dice: Random) -> Image.Image:
    """Out of focus."""
    return page.filter(ImageFilter.GaussianBlur(dice.uniform(2, 4.5)))


def grainy(page: Image.Image, dice: Random) -> Image.Image:
    """Coarse grain."""
    return ImageChops.add(page, Image.effect_noise(page.size, dice.uniform(60, 130)), 1, -128)


def striped(page: Image.Image, dice: Random) -> Image.Image:
    """Rows the printer left out."""
    pen, step, wide = ImageDraw.Draw(page), dice.randint(9, 14), dice.randint(2, 4)
    for row in range(PLACE[1], SIZE[1], step):
        pen.line((PLACE[0], row, SIZE[0], row), fill=PAPER, width=wide)
    return page


def dusty(page: Image.Image, dice: Random) -> Image.Image:
    """Specks, dark and light."""
    pen = ImageDraw.Draw(page)
    for _ in range(dice.randint(6_000, 18_000)):
        x, y = dice.randrange(PLACE[0], SIZE[0]), dice.randrange(PLACE[1], SIZE[1])
        pen.rectangle((x, y, x + 2, y + 2), fill=dice.choice((INK, PAPER)))
    return page


def rastered(page: Image.Image, dice: Random) -> Image.Image:
    """Printed as dots."""
    pen = ImageDraw.Draw(page)
    for row in range(PLACE[1], SIZE[1], 6):
        for column in range(PLACE[0], SIZE[0], 6):
            pen.rectangle((column, row, column + dice.randint(1, 2), row + dice.randint(1, 2)), fill=PAPER)
    return page


def shaded(page: Image.Image, dice: Random) -> Image.Image:
    """Half in the dark."""
    left = dice.uniform(0.04, 0.1)
    levels = [round(255 * (left + (1 - left) * value / 255)) for value in range(256)]
    light = Image.linear_gradient("L").rotate(90).point(levels).resize(page.size)
    return ImageChops.multiply(page, light)


def pale(page: Image.Image, dice: Random) -> Image.Image:
    """Hardly any toner."""
    depth = dice.uniform(16, 40)
    return page.point([round(PAPER - depth + value * depth / 255) for value in range(256)])


DAMAGE: dict[str, Callable[[Image.Image, Random], Image.Image]] = {
    "desenfoque": soft,
    "grano": grainy,
    "renglones sin tinta": striped,
    "motas": dusty,
    "trama": rastered,
    "sombra": shaded,
    "tenue": pale,
}


def main(count: int = PAGES) -> dict[str, Counter[str]]:
    """The table is printed; its counts are answered."""
    seen = {name: Counter[str]() for name in DAMAGE}
    for number in range(count):
        name = list(DAMAGE)[number % len(DAMAGE)]
        dice = Random(f"{SEED}/{number}")
        content = as_jpg(DAMAGE[name](page_with_code(dice.choice(MODULES)), dice), dice.randint(30, 70))
        seen[name].update(readings(content))
    table = Table(title=f"{count} códigos QR dañados: cuántos se leen")
    for head in ("daño", "páginas", "reducida", "y entera", "escalera", "mal leídos"):
        table.add_column(head, justify="left" if head == "daño" else "right")
    for name, counts in (*seen.items(), ("todos", total(seen))):
        columns = ("page", "reduced", "whole", "ladder", "wrong")
        table.add_row(name, *(str(counts[column]) for column in columns))
    Console().print(table)
    return seen


def total(seen: dict[str, Counter[str]]) -> Counter[str]:
    return sum(seen.values(), Counter[str]())


def readings(content: bytes) -> list[str]:
    """Which of the ways read the code: a mark for each."""
    whole = Image.open(io.BytesIO(content)).convert("L")
    reduced = _reads(whole.reduce(2))
    ladder = inspect(content, 40_000_000, True).qr
    marks = ["page"] + ["reduced"] * reduced + ["whole"] * (reduced or _reads(whole))
    return marks + ["ladder"] * (ladder == (TEXT,)) + ["wrong"] * (ladder not in ((), (TEXT,)))


def page_with_code(module_px: int) -> Image.Image:
    """A page of lines with a code near its foot."""
    page = Image.new("L", SIZE, PAPER)
    pen = ImageDraw.Draw(page)
    for number in range(28):
        pen.text(
            (270, 300 + number * 72), "Se hace constar que cursó el internado " * 3, font_size=44, fill=INK
        )
    kept = io.BytesIO()
    segno.make(TEXT, error="m", micro=False).save(kept, kind="png", scale=module_px, border=4)
    page.paste(Image.open(kept).convert("L"), (PLACE[0], PLACE[1] + 100))
    return page


def _reads(image: Image.Image) -> bool:
    found = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)
    return any(code.text == TEXT for code in found)


if __name__ == "__main__":
    counted = total(main(int(sys.argv[1]) if len(sys.argv) > 1 else PAGES))
    sys.exit(bool(counted["wrong"] or counted["ladder"] < counted["whole"]))
