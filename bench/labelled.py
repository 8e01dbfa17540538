"""Pages with known defects of known strength, and clean ones, as scanners and phones make them.

Each page is one of the demo's papers, drawn anew, then printed and scanned in simulation. A defect is added to such
a page, so that nothing but the defect tells it from a clean one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from PIL import Image

from bench.defects import DEFECTS
from bench.scanning import a_scan, as_jpg, taken
from plumbing.config import ROOT
from residencias.demo.oferta import read_oferta
from residencias.demo.papers import truth_of
from residencias.demo.papers.sheet import compose, templates
from residencias.demo.papers.values import text_values
from residencias.demo.people import Person, make_people

CALL = "xlvii-enarm-2023"
PEOPLE = 120
CLEAN = ""
GREY_SHARE = 0.7


@dataclass(frozen=True)
class Labelled:
    """A file, the slot and kind it is meant for, and what is wrong with it: a code of the findings, or nothing."""

    slot: str
    kind: str
    defect: str
    strength: float
    content: bytes


def pages(count: int, seed: int = 2023, part: int = 0, parts: int = 1) -> Iterator[Labelled]:
    """`count` pages, half of them clean, every defect in turn; the same for a seed. `part` of `parts`: a share."""
    papers, names = the_papers(seed), sorted(DEFECTS)
    for number in range(part, count, parts):
        dice = Random(f"{seed}/{number}")
        person, slot = papers[dice.randrange(len(papers))]
        yield one(person, slot, names[number // 2 % len(names)] if number % 2 else CLEAN, dice)


def one(person: Person, slot: str, defect: str, dice: Random) -> Labelled:
    """This person's paper for the slot, scanned, with the defect at a strength the dice choose."""
    kind = person.papers[slot]
    image = paper_of(person, kind)
    if dice.random() < GREY_SHARE:
        image = image.convert("L")
    scan = a_scan(dice)
    if defect:
        strength, content = DEFECTS[defect](image, scan, dice)
    else:
        strength, content = 0.0, as_jpg(taken(image, scan, dice), scan.quality)
    return Labelled(slot, truth_of(person, slot).declared_kind, defect, strength, content)


def paper_of(person: Person, kind: str) -> Image.Image:
    """This person's paper, as it was printed."""
    return compose(kind, text_values(person, kind), person.folio_enarm)


def the_papers(seed: int) -> list[tuple[Person, str]]:
    """One person for each kind of paper in each slot."""
    return [(people[0], slot) for (slot, _), people in holders(seed).items()]


@lru_cache(maxsize=1)
def holders(seed: int) -> dict[tuple[str, str], list[Person]]:
    """(Slot, kind of paper) → who has it."""
    oferta = read_oferta((ROOT / "convocatorias" / CALL / "oferta.csv").read_text(encoding="utf-8"))
    found: dict[tuple[str, str], list[Person]] = {}
    for person in make_people(seed, PEOPLE, oferta, CALL):
        for slot, kind in person.papers.items():
            if "size" in templates()[kind]:
                found.setdefault((slot, kind), []).append(person)
    return found
