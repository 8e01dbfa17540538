"""Draws documents.png: one labelled page of each defect, with the places that the inspection marks.

Run: `python -m docs.pictures.documents`.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw, ImageFont

from bench.defects import DEFECTS
from bench.documents_quality import verdict_of
from bench.labelled import CLEAN, Labelled, one, the_papers

SEED, COLUMNS, TILE, FOOT, GAP = 2023, 5, (250, 324), 26, 8
SLOTS = ("SERVICIOSOCIAL", "INTERNADO", "CURP", "ACTADENACIMIENTO", "SOLVENCIA")
CARDS = (("DE_CABEZA", "IDENTIFICACION1"), ("DE_LADO", "IDENTIFICACION2"))
BEHIND = (222, 222, 222)
TARGET = Path(__file__).with_suffix(".png")


def main() -> None:
    """The picture is written."""
    shown = [
        CLEAN,
        CLEAN,
        CLEAN,
        *(code for code in sorted(DEFECTS) if code not in ("TRUNCADO", "POCOS_PIXELES")),
    ]
    pages = [(code, SLOTS[number % len(SLOTS)]) for number, code in enumerate(shown)] + list(CARDS)
    papers = {slot: (person, slot) for person, slot in reversed(the_papers(SEED))}
    rows = -(-len(pages) // COLUMNS)
    size = (COLUMNS * (TILE[0] + GAP) + GAP, rows * (TILE[1] + FOOT + GAP) + GAP)
    sheet = Image.new("RGB", size, (120, 120, 120))
    for number, (code, slot) in enumerate(pages):
        page = one(*papers[slot], code, Random(f"sheet/{number}"))
        row, column = divmod(number, COLUMNS)
        sheet.paste(_tile(page), (GAP + column * (TILE[0] + GAP), GAP + row * (TILE[1] + FOOT + GAP)))
    sheet.quantize(64).save(TARGET, optimize=True)


def _tile(page: Labelled) -> Image.Image:
    """The page with its marks, and under it what was said."""
    image = Image.open(BytesIO(page.content)).convert("RGB")
    image.thumbnail(TILE)
    pen, found = ImageDraw.Draw(image), verdict_of(page).findings
    for area in (area for finding in found for area in finding.areas):
        corners = (
            area.left * image.width,
            area.top * image.height,
            area.right * image.width,
            area.bottom * image.height,
        )
        pen.rectangle(corners, outline=(210, 30, 30), width=3)
    tile = Image.new("RGB", (TILE[0], TILE[1] + FOOT), BEHIND)
    tile.paste(image, ((TILE[0] - image.width) // 2, (TILE[1] - image.height) // 2))
    tile.paste("white", (0, TILE[1], *tile.size))
    said = ", ".join(finding.code for finding in found) or "sin avisos"
    ImageDraw.Draw(tile).text((6, TILE[1] + 5), said[:34], font=ImageFont.load_default(14), fill=(20, 20, 20))
    return tile


if __name__ == "__main__":
    main()
