"""Help to comply: time a page, what is left under 400 KB, and how legible it stays, against Pillow's plain way.

Run: `python -m bench.comply`. One process, one thread, processor time. The baseline is what people do by hand: Pillow's
`thumbnail` to letter size at 300 ppp and the best JPEG quality that fits, in the photo's colours. Legibility is SSIM on
the inked tiles of the sheet against the same picture before it was compressed, each way against its own.
"""

from __future__ import annotations

import statistics
import sys
import time
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

import numpy as np
from PIL import Image, ImageOps
from rich.console import Console
from rich.table import Table

from plumbing.config import ROOT
from plumbing.convocatoria.registry import Registry
from residencias.demo.oferta import read_oferta
from residencias.demo.papers import draw
from residencias.demo.papers.photo import Shot, photograph
from residencias.demo.people import make_people
from services.documents.comply import legibility, paper
from services.documents.comply.making import comply
from services.documents.usecases.complying import goal_of

CALL = "xlvii-enarm-2023"
SEED = 2023
SLOTS = ("ACTADENACIMIENTO", "CURP", "TITULO1", "INTERNADO", "SERVICIOSOCIAL", "PUNTAJENARM", "SOLICITUD")
SHOTS = (Shot(), Shot(noise=16, exif_rotated=True), Shot(table=(60, 64, 70), shadow=0.3, seed=3))
MOST_S = 5.0


@dataclass(frozen=True)
class Row:
    """One paper: seconds a page, KB left, legibility of both ways."""

    name: str
    seconds: float
    margin_kb: float
    ours: float
    baseline: float

    @property
    def holds(self) -> bool:
        return self.seconds <= MOST_S and self.margin_kb >= 0 and self.ours > self.baseline


def main() -> int:
    """The table is printed; the status is 1 when a page takes over 5 s, weighs too much or is not the better one."""
    rows = [_measure(slot, SHOTS[at % len(SHOTS)]) for at, slot in enumerate(SLOTS)]
    middle = Row(
        "p50", *(statistics.median(column) for column in zip(*(_figures(row) for row in rows), strict=True))
    )
    table = Table(title="Ayuda para cumplir: fotos de 12 Mpx (tiempo de procesador)")
    table.add_column("documento")
    for name in ("s/página (≤ 5)", "KB libres", "legible", "Pillow a secas", "cumple"):
        table.add_column(name, justify="right")
    for row in (*rows, middle):
        figures = [f"{figure:.{places}f}" for figure, places in zip(_figures(row), (2, 0, 3, 3), strict=True)]
        table.add_row(row.name, *figures, "sí" if row.holds else "NO")
    Console().print(table)
    return 0 if all(row.holds for row in rows) else 1


def _figures(row: Row) -> tuple[float, float, float, float]:
    return row.seconds, row.margin_kb, row.ours, row.baseline


def _measure(slot: str, shot: Shot) -> Row:
    call = Registry.load(ROOT / "convocatorias")[CALL]
    oferta = read_oferta((ROOT / "convocatorias" / CALL / "oferta.csv").read_text(encoding="utf-8"))
    person = next(person for person in make_people(SEED, 120, oferta, CALL) if slot in person.papers)
    photo = photograph(Image.open(BytesIO(draw(person, slot).content)), shot)
    row = call.documents.row(slot)
    goal = replace(goal_of(call, row, row.kinds[0].kind, ()), chosen=(1,))
    begin = time.process_time()
    made = comply((photo,), goal)
    seconds = time.process_time() - begin
    return Row(slot, seconds, made.margin_bytes / 1024, made.legibility / 1000, _plain(photo, shot, goal))


def _plain(photo: bytes, shot: Shot, goal: Any) -> float:
    """Legibility of the sheet in what Pillow alone makes."""
    image = ImageOps.exif_transpose(Image.open(BytesIO(photo)))
    image.thumbnail(goal.full, Image.Resampling.LANCZOS)
    for quality in range(95, 1, -1):
        out = BytesIO()
        image.save(out, "JPEG", quality=quality, dpi=(300, 300), optimize=True)
        if out.tell() <= goal.max_bytes:
            break
    quad = np.array([(x * image.width, y * image.height) for x, y in shot.corners], dtype=np.float32)
    before, after = (paper.flat(np.asarray(one), quad, goal.full) for one in (image, Image.open(out)))
    return legibility.legibility(after, legibility.yardstick(before))


if __name__ == "__main__":
    sys.exit(main())
