"""How well copies of a picture are found, and that two people's papers of one form are never taken for copies.

Run: `python -m bench.documents_copies [people]`. One scan of each paper of the demo, and what a person may do with its
file: save it again, resize it, make it darker, turn it, cut its margins. «Mismo»: told beside the original in one
carpeta; «otro»: found in another's, where every look is an indexed equality, so a key must be shared too. The others'
papers of each form lie on the very place of the first (as downloads do), or are scanned each in its own way. The
status is 1 when a person's paper is taken for another's, or a share is below its floor.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from itertools import combinations
from random import Random

from PIL import Image
from rich.console import Console
from rich.table import Table

from bench.labelled import holders, paper_of
from bench.scanning import Scan, a_scan, as_jpg, taken
from residencias.demo.people import Person
from services.documents.domain.likeness import is_same_picture, may_be_same_picture
from services.documents.domain.model import Verdict
from services.documents.inspection import inspect

PEOPLE, SEED, MOST_PX = 6, 2023, 40_000_000
LEAST, LEAST_ELSEWHERE = 0.9, 0.75
CUT = "COPIA_RECORTADA"  # not looked for: said, so that nobody believes it is
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


def _cut(page: Image.Image, dice: Random) -> bytes:
    left, top, right, bottom = (dice.uniform(0.003, 0.02) for _ in range(4))
    width, height = page.size
    box = (round(left * width), round(top * height), round((1 - right) * width), round((1 - bottom) * height))
    return as_jpg(page.crop(box), 70)


COPIES: dict[str, Copy] = {
    "COPIA_GUARDADA": lambda page, dice: as_jpg(page, dice.randint(15, 60)),
    "COPIA_OTRO_TAMANO": _resized,
    "COPIA_OTRO_TONO": _toned,
    "COPIA_GIRADA": lambda page, dice: as_jpg(page.rotate(dice.choice((90, 180, 270)), expand=True), 70),
    CUT: _cut,
}


@dataclass
class Tally:
    """Pairs by what they are: made, told in one carpeta, found in another, with a key in common."""

    made: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    keyed: Counter[str] = field(default_factory=Counter)

    def add(self, what: str, one: Verdict, other: Verdict) -> None:
        """One pair, compared as the service does."""
        is_same, has_key = is_same_picture(one, other), may_be_same_picture(one, other)
        self.made[what] += 1
        self.told[what] += is_same
        self.keyed[what] += has_key
        self.found[what] += is_same and has_key

    def __iadd__(self, other: Tally) -> Tally:
        self.made += other.made
        self.told += other.told
        self.found += other.found
        self.keyed += other.keyed
        return self

    def shortfalls(self) -> list[str]:
        """What is below its floor, in words."""
        low = [f"{what}: {self.told[what]} de más" for what in (FORM, OWN) if self.told[what]]
        for what in (name for name in COPIES if name != CUT and self.made[name]):
            if (
                self.told[what] < LEAST * self.made[what]
                or self.found[what] < LEAST_ELSEWHERE * self.made[what]
            ):
                low.append(f"{what}: {self.told[what]} y {self.found[what]} de {self.made[what]}")
        return low


def pairs(people: int = PEOPLE, part: int = 0, parts: int = 1, seed: int = SEED) -> Tally:
    """All pairs of this share of the forms, compared."""
    counted = Tally()
    for number, ((slot, kind), who) in enumerate(sorted(holders(seed).items())):
        if number % parts == part:
            _compare(f"{seed}/{slot}/{kind}", kind, who[:people], counted)
    return counted


def _compare(name: str, kind: str, who: list[Person], counted: Tally) -> None:
    """The first person's paper with its copies, and with the others' of the same form."""
    dice = Random(name)
    scan = a_scan(dice)
    first, *others = (_scanned(person, kind, scan, Random(name)) for person in who)
    page = Image.open(BytesIO(first))
    for what, copy in COPIES.items():
        counted.add(what, _seen(first), _seen(copy(page, dice)))
    alike = [_seen(content) for content in (first, *others)]
    apart = list(_each_in_its_way(name, kind, who))
    for what, verdicts in ((FORM, alike), (OWN, apart)):
        for one, other in combinations(verdicts, 2):
            counted.add(what, one, other)


def _each_in_its_way(name: str, kind: str, who: list[Person]) -> Iterator[Verdict]:
    for number, person in enumerate(who):
        dice = Random(f"{name}/{number}")
        yield _seen(_scanned(person, kind, a_scan(dice), dice))


def _scanned(person: Person, kind: str, scan: Scan, dice: Random) -> bytes:
    return as_jpg(taken(paper_of(person, kind).convert("L"), scan, dice), scan.quality)


def _seen(content: bytes) -> Verdict:
    """The parts of a verdict that tell pictures apart."""
    seen = inspect(content, MOST_PX)
    return Verdict(
        "", (), seen.bytes, seen.width_px, seen.height_px, seen.dpi, seen.sha256,
        picture_sha256=seen.picture_sha256, likeness=seen.likeness, likeness_keys=seen.likeness_keys,
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
    for what in (*COPIES, FORM, OWN):
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
