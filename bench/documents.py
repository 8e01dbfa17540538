"""Checks of documents per second and core, against Pillow's bare full decode of the same files.

Run: `python -m bench.documents [seconds]`. One process, one thread, processor time; no store is touched. A check is
all that happens to an upload's bytes: digest, format, structure, decode to the last byte, tags, blank page, QR (only on
the SOLICITUD), and the verdict. The files are the demo's own drawn papers, one of each slot.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image
from rich.console import Console
from rich.table import Table

from plumbing.config import ROOT
from plumbing.convocatoria.registry import Registry
from residencias.demo.oferta import read_oferta
from residencias.demo.papers import draw
from residencias.demo.people import make_people
from services.documents.domain import rules
from services.documents.domain.model import SOLICITUD, Requirements
from services.documents.inspection import inspect
from services.documents.usecases.views import requirements

CALL = "xlvii-enarm-2023"
SEED = 2023
TARGET = 0.5


@dataclass(frozen=True)
class Sample:
    """A file, and what is asked of it."""

    slot: str
    name: str
    content: bytes
    asked: Requirements


def main(seconds: float = 0.5) -> list[dict[str, Any]]:
    """The table is printed; its rows are answered, the last one for all files together. Units: seconds a file."""
    samples = _samples()
    rows = [_measure([sample], sample.slot, seconds) for sample in samples]
    plain = [sample for sample in samples if sample.slot != SOLICITUD]
    rows.append(_measure(plain, "todos, sin SOLICITUD", seconds * 3))
    rows.append(_measure(samples, "todos", seconds * 3))
    table = Table(title="Revisiones de documentos por segundo y núcleo (sin almacén; tiempo de procesador)")
    table.add_column("archivo")
    for name in ("KB", "Mpx", "revisiones/s", "Pillow desnudo/s", f"razón (≥ {TARGET})"):
        table.add_column(name, justify="right")
    for row in rows:
        table.add_row(
            row["name"],
            f"{row['bytes'] / 1024:.0f}",
            f"{row['pixels'] / 1e6:.1f}",
            f"{row['per_s']:.0f}",
            f"{row['bare_per_s']:.0f}",
            f"{row['per_s'] / row['bare_per_s']:.2f}",
        )
    Console().print(table)
    return rows


def _measure(samples: list[Sample], name: str, seconds: float) -> dict[str, Any]:
    """Rates over `samples`, each counted once."""
    sizes = [Image.open(BytesIO(sample.content)).size for sample in samples]
    return {
        "name": name,
        "bytes": sum(len(sample.content) for sample in samples) / len(samples),
        "pixels": sum(width * height for width, height in sizes) / len(samples),
        "per_s": _rate(samples, _check, seconds),
        "bare_per_s": _rate(samples, _bare, seconds),
    }


def _check(sample: Sample) -> None:
    seen = inspect(sample.content, sample.asked.max_pixels, sample.slot == SOLICITUD)
    rules.judge(seen, sample.name, sample.asked)


def _bare(sample: Sample) -> None:
    Image.open(BytesIO(sample.content)).load()


def _rate(samples: list[Sample], one: Callable[[Sample], None], seconds: float) -> float:
    """Files per second of processor time, so that a busy neighbour does not show in the figure."""
    begin, used, done = time.perf_counter(), time.process_time(), 0
    while time.perf_counter() - begin < seconds or not done:
        for sample in samples:
            one(sample)
        done += len(samples)
    return done / (time.process_time() - used)


def _samples() -> list[Sample]:
    """One paper of every slot that the demo's first nacional, trabajador and extranjero hand in."""
    call = Registry.load(ROOT / "convocatorias")[CALL]
    drawn: dict[str, Sample] = {}
    oferta = read_oferta((ROOT / "convocatorias" / CALL / "oferta.csv").read_text(encoding="utf-8"))
    for person in make_people(SEED, 120, oferta, CALL):
        for slot in person.papers:
            if slot not in drawn:
                paper = draw(person, slot)
                row = call.documents.row(slot)
                asked = requirements(call, row, row.kinds[0].kind)
                drawn[slot] = Sample(slot, paper.name, paper.content, asked)
    return [drawn[row.slot] for row in call.documents.rows if row.slot in drawn]


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 0.5)
