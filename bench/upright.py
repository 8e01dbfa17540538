"""Learns which way letters stand and writes `services/documents/inspection/glyphs.npz`. Run: `python -m bench.upright`.

It takes a minute. The letters are drawn in families that the labelled pages do not
use (those are in DejaVu), so that the figures of `bench.documents_quality` are of letters it has never seen; and each
family is read by a net that learnt from the others, which is printed.
"""

from __future__ import annotations

import io
import re
from functools import cache, lru_cache
from random import Random

import numpy as np
import pymupdf
from PIL import Image, ImageDraw, ImageFont
from rich.console import Console

from bench.scanning import a_scan, as_jpg, taken
from plumbing.config import ROOT
from services.documents.inspection import glyphs, lines
from services.documents.inspection.glyphs import Net, Values
from services.documents.inspection.tiles import Bits, Tiles

FAMILIES = {
    "Helvetica": ("helv", "heit", "hebo", "hebi"),
    "Times": ("tiro", "tibo", "tiit", "tibi"),
    "Courier": ("cour", "cobo", "coit", "cobi"),
    "Aileron": ("",),  # Pillow's own
}
SIZES = (14, 16, 18, 20, 22, 24, 26, 28, 32, 36, 44, 56)
PAGE, LINE_PX, MARGIN = (1000, 1300), 900, 50
PAGES = 60  # of each family
HIDDEN, EPOCHS, BATCH = 24, 12, 256
PACE, KEPT, KEPT_SQUARES, SHRUNK = 2e-3, 0.9, 0.999, 1e-5
FIGURES = 0.12  # of the words


def train() -> None:
    """The file is written; how well each family is read by a net that never saw it is printed."""
    seen = {family: _letters_of(family) for family in FAMILIES}
    console = Console()
    for family, letters in seen.items():
        others = np.concatenate([found for name, found in seen.items() if name != family])
        right = float((glyphs.scores(letters, _learnt(others)) > 0).mean())
        console.print(f"{family}: {len(letters):,} letras, {right:.1%} bien leídas sin haberla visto")
    weights, bias, out = (part.astype(np.float16) for part in _learnt(np.concatenate(list(seen.values()))))
    np.savez_compressed(glyphs.WEIGHTS, weights=weights, bias=bias, out=out)
    console.print(f"{glyphs.WEIGHTS.relative_to(ROOT)}: {glyphs.WEIGHTS.stat().st_size:,} bytes")


def _letters_of(family: str) -> Bits:
    """The letters of pages written in the family, as the inspection cuts them, half of them from upside down.

    What cutting itself does to a letter is then the same both ways, and nothing that can be learnt.
    """
    found = []
    for number in range(PAGES):
        dice = Random(f"{family}/{number}")
        scan = a_scan(dice)
        image = Image.open(io.BytesIO(as_jpg(taken(_page(family, dice), scan, dice), scan.quality)))
        for page, back in ((image, slice(None)), (image.rotate(180), slice(None, None, -1))):
            tiles = Tiles(page)
            found.append(glyphs.letters(tiles.fine_ink, lines.slant(tiles.ink).degrees)[:, back])
    return np.concatenate(found)


def _page(family: str, dice: Random) -> Image.Image:
    """Lines of words and figures, some in capitals, in sizes and faces of the family."""
    page = Image.new("L", PAGE, 255)
    pen, y = ImageDraw.Draw(page), MARGIN
    while y < PAGE[1] - 2 * MARGIN:
        size = dice.choice(SIZES)
        face = _face(dice.choice(FAMILIES[family]), size)
        written = dice.choice((str.upper, str.upper, str.lower, str.lower, str.capitalize))
        text = " ".join(written(_word(dice)) for _ in range(30))
        while face.getlength(text) > LINE_PX:
            text = text.rpartition(" ")[0]
        pen.text((dice.randint(MARGIN // 2, MARGIN), y), text, font=face, fill=dice.randint(0, 60))
        y += round(size * dice.uniform(1.15, 1.9))
    return page


@cache
def _face(name: str, size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    if not name:
        return ImageFont.load_default(size)
    return ImageFont.truetype(io.BytesIO(pymupdf.Font(name).buffer), size)  # type: ignore[no-untyped-call]


def _word(dice: Random) -> str:
    if dice.random() < FIGURES:
        return dice.choice(
            (str(dice.randrange(10**8)), f"{dice.randint(1, 31):02}/{dice.randint(1, 12):02}/2023")
        )
    return dice.choice(_words())


@lru_cache(maxsize=1)
def _words() -> list[str]:
    """The words of the convocatorias."""
    texts = (path.read_text(encoding="utf-8") for path in sorted((ROOT / "convocatorias").glob("*/*.yaml")))
    return [word for text in texts for word in re.findall(r"[A-Za-zÁÉÍÓÚÑáéíóúñü]{2,}[,.;:]?", text)]


def _learnt(letters: Bits) -> Net:
    """A net that gives a letter a higher score upright than upside down (Adam on the logistic loss)."""
    dice = np.random.default_rng(0)
    shapes = ((glyphs.SIDE**2, HIDDEN), (HIDDEN,), (HIDDEN,))
    net = [
        dice.normal(0, width, shape).astype(np.float32)
        for width, shape in zip((0.06, 0, 0.3), shapes, strict=True)
    ]
    means, squares = [np.zeros_like(part) for part in net], [np.zeros_like(part) for part in net]
    steps = len(letters) // BATCH
    for step in range(EPOCHS * steps):
        if step % steps == 0:
            order = dice.permutation(len(letters))
        chosen = order[step % steps * BATCH : (step % steps + 1) * BATCH]
        pace = PACE * (1 - step // steps / EPOCHS)
        for part, slope, mean, square in zip(net, _slopes(net, letters[chosen]), means, squares, strict=True):
            mean += (1 - KEPT) * (slope - mean)
            square += (1 - KEPT_SQUARES) * (slope**2 - square)
            told = mean / (1 - KEPT ** (step + 1)), square / (1 - KEPT_SQUARES ** (step + 1))
            part -= pace * told[0] / (np.sqrt(told[1]) + 1e-8)
    return net[0], net[1], net[2]


def _slopes(net: list[Values], letters: Bits) -> tuple[Values, Values, Values]:
    """How the loss over these letters rises with each part of the net."""
    weights, bias, out = net
    up = letters.astype(np.float32)
    down = up[:, ::-1]
    of_up, of_down = np.maximum(up @ weights + bias, 0), np.maximum(down @ weights + bias, 0)
    error = -1 / (1 + np.exp((of_up - of_down) @ out)) / len(up)
    to_up, to_down = error[:, None] * out * (of_up > 0), -error[:, None] * out * (of_down > 0)
    to_weights = up.T @ to_up + down.T @ to_down + SHRUNK * weights
    return to_weights, to_up.sum(axis=0) + to_down.sum(axis=0), error @ (of_up - of_down)


if __name__ == "__main__":
    train()
