"""Checks of documents per second and core, against libjpeg-turbo's bare full decode of the same files (by Pillow).

Run: `python -m bench.documents [seconds]`. One process, one thread, processor time; no store is touched. A check is
all that happens to an upload's bytes: digest, format, structure, decode to the last byte, tags, blank page, focus,
light, position, edges, compression, likeness, and the verdict; then the same with the whole ladder of attempts at a QR,
on pages that have none. The files are the demo's own drawn papers, one of each slot. The status is 1 when a ratio of
all files together is below its target.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
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
from services.documents.domain.model import Requirements
from services.documents.inspection import inspect
from services.documents.usecases.views import requirements

CALL = "xlvii-enarm-2023"
SEED = 2023
TARGET, TARGET_WITH_LADDER = 0.5, 0.15


@dataclass(frozen=True)
class Sample:
    """A file, and what is asked of it."""

    slot: str
    name: str
    content: bytes
    asked: Requirements


def main(seconds: float = 0.5) -> list[dict[str, Any]]:
    """The table is printed; its rows are answered, the last two for all files together. Units: seconds a file."""
    samples = _samples()
    rows = [_measure([sample], sample.slot, seconds) for sample in samples]
    rows.append(_measure(samples, "todos, sin QR", seconds * 3))
    without = [sample for sample in samples if not _has_code(sample)]
    rows.append(_measure(without, "los que no traen QR, toda la escalera", seconds * 3, wants_qr=True))
    table = Table(title="Revisiones de documentos por segundo y núcleo (sin almacén; tiempo de procesador)")
    table.add_column("archivo")
    for name in ("KB", "Mpx", "revisiones/s", "libjpeg-turbo desnudo/s", "razón", "meta"):
        table.add_column(name, justify="right")
    for row in rows:
        table.add_row(
            row["name"],
            f"{row['bytes'] / 1024:.0f}",
            f"{row['pixels'] / 1e6:.1f}",
            f"{row['per_s']:.0f}",
            f"{row['bare_per_s']:.0f}",
            f"{row['per_s'] / row['bare_per_s']:.2f}",
            f"{row['target']}" if row["target"] else "",
        )
    Console().print(table)
    return rows


def shortfalls(rows: list[dict[str, Any]]) -> list[str]:
    """The rows below their target."""
    return [row["name"] for row in rows if row["per_s"] < row["target"] * row["bare_per_s"]]


def _has_code(sample: Sample) -> bool:
    return bool(inspect(sample.content, sample.asked.max_pixels, True).qr)


def _measure(samples: list[Sample], name: str, seconds: float, wants_qr: bool = False) -> dict[str, Any]:
    """Rates over `samples`, each counted once."""
    sizes = [Image.open(BytesIO(sample.content)).size for sample in samples]
    target = TARGET_WITH_LADDER if wants_qr else TARGET
    per_s, bare_per_s = _rates(samples, partial(_check, wants_qr), _bare, seconds=seconds * 2)
    return {
        "name": name,
        "bytes": sum(len(sample.content) for sample in samples) / len(samples),
        "pixels": sum(width * height for width, height in sizes) / len(samples),
        "per_s": per_s,
        "bare_per_s": bare_per_s,
        "target": target if len(samples) > 1 else 0,
    }


def _check(wants_qr: bool, sample: Sample) -> None:
    seen = inspect(sample.content, sample.asked.max_pixels, wants_qr)
    rules.judge(seen, sample.name, sample.asked)


def _bare(sample: Sample) -> None:
    Image.open(BytesIO(sample.content)).load()


def _rates(samples: list[Sample], *each: Callable[[Sample], None], seconds: float) -> list[float]:
    """Files per second of processor time of each way, taken in turns so that a busy neighbour weighs on all alike."""
    begin, used, done = time.perf_counter(), [0.0] * len(each), 0
    while time.perf_counter() - begin < seconds or not done:
        for sample in samples:
            for way, one in enumerate(each):
                began = time.process_time()
                one(sample)
                used[way] += time.process_time() - began
        done += len(samples)
    return [done / spent for spent in used]


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
    sys.exit(bool(shortfalls(main(float(sys.argv[1]) if len(sys.argv) > 1 else 0.5))))
