"""How well copies of a picture are found, and that two people's papers of one form are never taken for copies.

Run: `python -m bench.documents_copies [people]`. One scan of each paper of the demo, and what a person may do with its
file: save it again, resize it, make it darker, turn it, cut its margins; or with the paper: scan or photograph it anew.
«Mismo»: told beside the original in one carpeta; «otro»: found in another's, where every look is an indexed equality,
so a key must be shared too. Cut margins and new scans are told by the code of a paper that has one. The others' papers
of each form lie on the very place of the first (as downloads do), or are scanned each in its own way. The status is 1
when a person's paper is taken for another's, too many of the others' share a key, or a share is below its floor.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from io import BytesIO
from itertools import combinations
from random import Random

from PIL import Image, ImageChops
from rich.console import Console
from rich.table import Table

from bench.labelled import CALL, holders, paper_of
from bench.scanning import Scan, a_scan, as_jpg, taken
from plumbing.config import ROOT
from plumbing.convocatoria.registry import Registry
from residencias.demo.people import Person
from services.documents.domain.likeness import code_keys, is_same_paper, is_same_picture
from services.documents.domain.model import Verdict
from services.documents.inspection import inspect
from services.documents.usecases.judging import Paper

PEOPLE, SEED, MOST_PX = 6, 2023, 40_000_000
LEAST, LEAST_ELSEWHERE = 0.9, 0.85
MOST_READ = 0.01  # of the others' scans: who shares a key is read at every look
BY_CODE = ", CON CODIGO"  # without one a cut or new scan is not found: counted all the same
FORM, OWN = "MISMO_FORMATO", "MISMO_FORMATO_OTRO_ESCANEO"
Copy = Callable[[Image.Image, Random], bytes]


def _resized(page: Image.Image, dice: Random) -> bytes:
    share = dice.uniform(0.6, 1.3)
    how = dice.choice((Image.Resampling.BICUBIC, Image.Resampling.BILINEAR, Image.Resampling.LANCZOS))
    size = round(page.width * share), round(page.height * share)
    return as_jpg(page.resize(size, how), dice.randint(40, 85))


def _toned(page: Image.Image, dice: Random) -> bytes:
    share, least = dice.uniform(0.7, 0.95), dice.randint(0, 20)
    tones = [round(level * share) + least for level in range(256)]
    return as_jpg(page.point(tones * len(page.getbands())), 60)


def _cut(least: float, most: float, page: Image.Image, dice: Random) -> bytes:
    left, top, right, bottom = (dice.uniform(least, most) for _ in range(4))
    width, height = page.size
    box = (round(left * width), round(top * height), round((1 - right) * width), round((1 - bottom) * height))
    return as_jpg(page.crop(box), 70)


COPIES: dict[str, Copy] = {
    "COPIA_GUARDADA": lambda page, dice: as_jpg(page, dice.randint(15, 60)),
    "COPIA_OTRO_TAMANO": _resized,
    "COPIA_OTRO_TONO": _toned,
    "COPIA_GIRADA": lambda page, dice: as_jpg(page.rotate(dice.choice((90, 180, 270)), expand=True), 70),
}
CUTS: dict[str, Copy] = {
    "COPIA_RECORTADA": partial(_cut, 0.003, 0.02),
    "COPIA_MUY_RECORTADA": partial(_cut, 0.03, 0.08),
}
ANEW = {"OTRO_ESCANEO": False, "OTRA_FOTO": True}
OF_PAPER = tuple(name + way for name in (*CUTS, *ANEW) for way in ("", BY_CODE))


@dataclass
class Tally:
    """Pairs by what they are: made, told in one carpeta, found in another, with a key in common."""

    made: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    keyed: Counter[str] = field(default_factory=Counter)

    def add(self, what: str, one: Verdict, other: Verdict) -> None:
        """One pair, compared as the service does."""
        is_same, is_found = is_same_picture(one, other), is_same_paper(one, other)
        has_key = not set(one.likeness_keys).isdisjoint(other.likeness_keys)
        self.made[what] += 1
        self.told[what] += is_same
        self.keyed[what] += has_key
        self.found[what] += is_found

    def __iadd__(self, other: Tally) -> Tally:
        self.made += other.made
        self.told += other.told
        self.found += other.found
        self.keyed += other.keyed
        return self

    def shortfalls(self) -> list[str]:
        """What is below its floor, in words."""
        wrong = {what: max(self.told[what], self.found[what]) for what in (FORM, OWN)}
        low = [f"{what}: {count} de más" for what, count in wrong.items() if count]
        low += [f"{OWN}: {self.keyed[OWN]} con clave"] if self.keyed[OWN] > MOST_READ * self.made[OWN] else []
        by_code = tuple(what for what in OF_PAPER if what.endswith(BY_CODE))
        for what in (*COPIES, *by_code):
            made, told, found = self.made[what], self.told[what], self.found[what]
            if (what in COPIES and told < LEAST * made) or found < LEAST_ELSEWHERE * made:
                low.append(f"{what}: {told} y {found} de {made}")
        return low


def pairs(people: int = PEOPLE, part: int = 0, parts: int = 1, seed: int = SEED) -> Tally:
    """All pairs of this share of the forms, compared."""
    counted = Tally()
    for number, ((slot, kind), who) in enumerate(sorted(holders(seed).items())):
        if number % parts == part:
            _compare(f"{seed}/{slot}/{kind}", kind, who[:people], counted)
    return counted


def _compare(name: str, kind: str, who: list[Person], counted: Tally) -> None:
    """The first person's paper with its copies, everybody's with its new scans, and with the others' of the form."""
    dice = Random(name)
    scan = a_scan(dice)
    contents = [_scanned(person, kind, scan, Random(name)) for person in who]
    alike = [_seen(content, kind) for content in contents]
    page = Image.open(BytesIO(contents[0]))
    for what, copy in COPIES.items():
        counted.add(what, alike[0], _seen(copy(page, dice), kind))
    for person, content, seen in zip(who, contents, alike, strict=True):
        for what, again in _of_paper(person, kind, Image.open(BytesIO(content)), dice).items():
            counted.add(what + (BY_CODE if kind in _coded() else ""), seen, _seen(again, kind))
    apart = list(_each_in_its_way(name, kind, who))
    for what, verdicts in ((FORM, alike), (OWN, apart)):
        for one, other in combinations(verdicts, 2):
            counted.add(what, one, other)


def _each_in_its_way(name: str, kind: str, who: list[Person]) -> Iterator[Verdict]:
    for number, person in enumerate(who):
        dice = Random(f"{name}/{number}")
        yield _seen(_scanned(person, kind, a_scan(dice), dice), kind)


def _of_paper(person: Person, kind: str, page: Image.Image, dice: Random) -> dict[str, bytes]:
    """What shows the same paper in other pixels."""
    cut = {what: copy(page, dice) for what, copy in CUTS.items()}
    return cut | {what: _anew(person, kind, is_photo, dice) for what, is_photo in ANEW.items()}


def _anew(person: Person, kind: str, is_photo: bool, dice: Random) -> bytes:
    """The same paper on another day: another skew, place, light, focus and resolution."""
    scan = replace(a_scan(dice), is_photo=is_photo)
    paper = paper_of(person, kind).convert("L")
    page = taken(ImageChops.offset(paper, dice.randint(-15, 15), dice.randint(-15, 15)), scan, dice)
    share = dice.uniform(0.7, 1)
    return as_jpg(page.resize((round(page.width * share), round(page.height * share))), scan.quality)


def _scanned(person: Person, kind: str, scan: Scan, dice: Random) -> bytes:
    return as_jpg(taken(paper_of(person, kind).convert("L"), scan, dice), scan.quality)


@lru_cache(maxsize=1)
def _coded() -> frozenset[str]:
    """The kinds of paper whose code is read."""
    call = Registry.load(ROOT / "convocatorias")[CALL]
    papers = (Paper(call, row, kind.kind) for row in call.documents.rows for kind in row.kinds)
    return frozenset(paper.kind for paper in papers if paper.wants_qr)


def _seen(content: bytes, kind: str) -> Verdict:
    """The parts of a verdict that tell papers apart."""
    seen = inspect(content, MOST_PX, kind in _coded())
    return Verdict(
        "", (), seen.bytes, seen.width_px, seen.height_px, seen.dpi, seen.sha256,
        picture_sha256=seen.picture_sha256, likeness=seen.likeness,
        likeness_keys=(*seen.likeness_keys, *code_keys(seen.qr)),
    )  # fmt: skip


def main(people: int = PEOPLE) -> Tally:
    """The table is printed; its tally is answered."""
    cores, total = os.cpu_count() or 1, Tally()
    with ProcessPoolExecutor(cores) as pool:
        for part in pool.map(partial(_part, people, cores * 4), range(cores * 4)):
            total += part
    table = Table(title="Copias que se encuentran, y papeles de otros que se toman por copia")
    for name in ("qué", "pares", "mismo", "otro", "con clave"):
        table.add_column(name, justify="left" if name == "qué" else "right")
    for what in (*COPIES, *sorted(OF_PAPER), FORM, OWN):
        counts = (counter[what] for counter in (total.told, total.found, total.keyed))
        table.add_row(what, str(total.made[what]), *(f"{count / total.made[what]:.3f}" for count in counts))
    console = Console()
    console.print(table)
    for shortfall in total.shortfalls():
        console.print(f"[red]{shortfall}[/red]")
    return total


def _part(people: int, parts: int, part: int) -> Tally:
    return pairs(people, part, parts)


if __name__ == "__main__":
    sys.exit(bool(main(int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE).shortfalls()))
