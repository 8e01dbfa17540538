"""How well defects of pages are told: precision and recall of each, over pages with known defects of known strength.

Run: `python -m bench.documents_quality [pages]`. Half of the pages are clean. A finding on a page that has another
defect counts as wrong too, unless the defect brings it along. The status is 1 when a clean page is refused, or when a
figure is below its floor.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache, partial

from rich.console import Console
from rich.table import Table

from bench.defects import DEFECTS
from bench.labelled import CALL, CLEAN, Labelled, pages
from plumbing.config import ROOT
from plumbing.convocatoria.model import Convocatoria
from plumbing.convocatoria.registry import Registry
from services.documents.domain import rules
from services.documents.domain.model import Level, Verdict
from services.documents.inspection import inspect
from services.documents.usecases.views import requirements

PAGES, SEED = 2000, 2023
LEAST_PRECISION = 0.9
LEAST_RECALL = 0.85
BROUGHT_ALONG = {
    "INCLINADA": {"CORTADA"},  # a sheet laid askew loses its corners
    "POCOS_PIXELES": {"BORROSA", "MUY_COMPRIMIDA", "DE_CABEZA", "DE_LADO"},
    "VACIO": {"MUY_COMPRIMIDA"},
}


@dataclass
class Tally:
    """Codes counted over pages: `made`, `told` of those, `false` on others; `strengths` told or missed."""

    made: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    refused_clean: list[str] = field(default_factory=list)
    warned_clean: int = 0

    def add(self, page: Labelled, found: dict[str, Level]) -> None:
        """One page and what was said of it."""
        self.made[page.defect] += 1
        self.told[page.defect] += page.defect in found
        allowed = {page.defect} | BROUGHT_ALONG.get(page.defect, set())
        self.false.update(code for code in found if code in DEFECTS and code not in allowed)
        if page.defect == CLEAN:
            blocking = [code for code, level in found.items() if level is Level.BLOQUEA]
            self.refused_clean += [f"{page.slot}: {', '.join(blocking)}"] if blocking else []
            self.warned_clean += Level.ADVIERTE in found.values()

    def __iadd__(self, other: Tally) -> Tally:
        self.made += other.made
        self.told += other.told
        self.false += other.false
        self.refused_clean += other.refused_clean
        self.warned_clean += other.warned_clean
        return self

    def precision(self, code: str) -> float:
        said = self.told[code] + self.false[code]
        return self.told[code] / said if said else 1.0

    def recall(self, code: str) -> float:
        return self.told[code] / self.made[code] if self.made[code] else 1.0

    def shortfalls(self) -> list[str]:
        """What is below its floor, in words; empty when all is well."""
        low = [
            f"{code}: precisión {self.precision(code):.2f}"
            for code in DEFECTS
            if self.precision(code) < LEAST_PRECISION
        ]
        low += [
            f"{code}: exhaustividad {self.recall(code):.2f}"
            for code in DEFECTS
            if self.recall(code) < LEAST_RECALL
        ]
        return low + [f"limpia y rechazada: {page}" for page in self.refused_clean]


def verdict_of(page: Labelled) -> Verdict:
    """All that is said of the page in its slot."""
    row = _call().documents.row(page.slot)
    kinds = [kind.kind for kind in row.kinds]
    asked = requirements(_call(), row, page.kind if page.kind in kinds else kinds[0])
    return rules.judge(inspect(page.content, asked.max_pixels), f"{page.slot}.jpg", asked)


def judged(page: Labelled) -> dict[str, Level]:
    """Code → level of each finding."""
    return {finding.code: finding.level for finding in verdict_of(page).findings}


def tally(made: Iterable[Labelled]) -> Tally:
    """Every page judged and counted."""
    counted = Tally()
    for page in made:
        counted.add(page, judged(page))
    return counted


def main(count: int = PAGES) -> Tally:
    """The table is printed; its tally is answered."""
    cores = os.cpu_count() or 1
    total = Tally()
    with ProcessPoolExecutor(cores) as pool:
        for part in pool.map(partial(_part, count, cores * 4), range(cores * 4)):
            total += part
    table = Table(title=f"{count} páginas, {total.made[CLEAN]} limpias: lo que se dice de cada defecto")
    for name in ("defecto", "páginas", "dichas", "de más", "precisión", "exhaustividad"):
        table.add_column(name, justify="left" if name == "defecto" else "right")
    for code in sorted(DEFECTS):
        counts = (str(total.made[code]), str(total.told[code]), str(total.false[code]))
        table.add_row(code, *counts, f"{total.precision(code):.3f}", f"{total.recall(code):.3f}")
    console = Console()
    console.print(table)
    console.print(
        f"limpias: {total.made[CLEAN]}, rechazadas {len(total.refused_clean)}, con algún aviso {total.warned_clean}"
    )
    for shortfall in total.shortfalls():
        console.print(f"[red]{shortfall}[/red]")
    return total


def _part(count: int, parts: int, part: int) -> Tally:
    return tally(pages(count, SEED, part, parts))


@lru_cache(maxsize=1)
def _call() -> Convocatoria:
    return Registry.load(ROOT / "convocatorias")[CALL]


if __name__ == "__main__":
    sys.exit(bool(main(int(sys.argv[1]) if len(sys.argv) > 1 else PAGES).shortfalls()))
