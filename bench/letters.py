"""Letters per second and core, by kind, against the same engine on a bare page of as many pages.

Run: `python -m bench.letters [seconds]`. One process, one thread, processor time; every letter has its own name,
id and code, so that none is answered from a cache. The bare page is what the engine costs without our design.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pymupdf
import typst
import yaml
from rich.console import Console
from rich.table import Table

from services.notifications.domain.code import code_of, verification_url
from services.notifications.domain.model import LetterKind
from services.notifications.letters import render

SAMPLES = Path(__file__).parents[1] / "tests/domain/notifications/golden_letters.yaml"
KEY = b"a key of codes, only for figures"
BARE = '#set page(paper: "us-letter")\n#sys.inputs.n\n#for p in range(int(sys.inputs.pages) - 1) [#pagebreak() x]\n'


def main(seconds: float = 2.0) -> list[dict[str, Any]]:
    """The table is printed; its rows are answered."""
    samples = yaml.safe_load(SAMPLES.read_text(encoding="utf-8"))
    rows = [_measure(kind, samples[kind], samples["issue"], seconds) for kind in LetterKind]
    table = Table(title="Cartas por segundo y núcleo (un proceso, un hilo, tiempo de procesador)")
    for name, justify in (
        ("clase", "left"),
        ("páginas", "right"),
        ("cartas/s", "right"),
        ("ms/carta", "right"),
    ):
        table.add_column(name, justify=justify)  # type: ignore[arg-type]
    table.add_column("KB", justify="right")
    table.add_column("página desnuda/s", justify="right")
    table.add_column("razón", justify="right")
    for row in rows:
        table.add_row(
            row["kind"],
            str(row["pages"]),
            f"{row['per_s']:.0f}",
            f"{1000 / row['per_s']:.1f}",
            f"{row['bytes'] / 1024:.0f}",
            f"{row['bare_per_s']:.0f}",
            f"{row['per_s'] / row['bare_per_s']:.2f}",
        )
    Console().print(table)
    return rows


def _measure(kind: LetterKind, data: dict[str, Any], issue: dict[str, Any], seconds: float) -> dict[str, Any]:
    last = b""

    def one(number: int) -> None:
        nonlocal last
        last = render(kind, _another(data, number), _issue(issue, number))

    one(0)
    per_s = _rate(one, seconds)
    pages = _pages(last)
    return {
        "kind": str(kind),
        "pages": pages,
        "bytes": len(last),
        "per_s": per_s,
        "bare_per_s": _rate(_bare(pages), seconds / 4),
    }


def _pages(pdf: bytes) -> int:
    with pymupdf.open(stream=pdf) as document:
        return len(document)


def _another(data: dict[str, Any], number: int) -> dict[str, Any]:
    if "aspirante" not in data:
        return data
    return data | {"aspirante": data["aspirante"] | {"nombre": f"{data['aspirante']['nombre']} {number}"}}


def _issue(issue: dict[str, Any], number: int) -> dict[str, Any]:
    letter_id = f"{issue['letter_id'][:-6]}{number:06d}"
    code = code_of(letter_id, KEY)
    url = verification_url("https://residencias.example/verificar", code)
    return issue | {"letter_id": letter_id, "verify_code": code, "verify_url": url}


def _bare(pages: int) -> Callable[[int], None]:
    folder = Path(tempfile.mkdtemp(prefix="bench-letters-"))
    source = folder / "bare.typ"
    source.write_text(BARE, encoding="utf-8")
    compiler = typst.Compiler(root=folder, ignore_system_fonts=True)

    def one(number: int) -> None:
        inputs = {"n": str(number), "pages": str(pages)}
        compiler.compile(input=source, format="pdf", sys_inputs=inputs, timestamp=0)

    return one


def _rate(one: Callable[[int], None], seconds: float) -> float:
    """Calls per second of processor time, so that a busy neighbour does not show in the figure."""
    begin, used, done = time.perf_counter(), time.process_time(), 0
    while time.perf_counter() - begin < seconds:
        done += 1
        one(done)
    return done / (time.process_time() - used)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 2.0)
