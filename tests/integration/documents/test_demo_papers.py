"""The demo's drawn papers are judged as their truth says; a clean scan is never refused."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from plumbing.config import ROOT
from residencias.demo.oferta import read_oferta
from residencias.demo.papers import draw
from residencias.demo.people import Person, make_people
from services.documents.domain import rules
from services.documents.domain.model import Verdict
from services.documents.inspection import inspect
from services.documents.usecases.views import requirements
from tests.usecases.documents.desks import CALL, the_registry

SAID = {
    "TOO_BIG": "EXCEDE_TAMANO",
    "PNG_RENAMED": "NO_ES_JPG",
    "TRUNCATED": "TRUNCADO",
    "TOO_FEW_PIXELS": "POCOS_PIXELES",
    "WRONG_DPI_TAG": "PPP_DISTINTOS",
}


@pytest.fixture(scope="module")
def people() -> tuple[Person, ...]:
    """120 people, so that every kind of person is among them."""
    rows = read_oferta((ROOT / "convocatorias" / CALL / "oferta.csv").read_text(encoding="utf-8"))
    return make_people(2023, 120, rows, "xlvii-enarm-2023")


def judged(person: Person, slot: str, defect: str = "") -> tuple[Verdict, str]:
    call = the_registry()[CALL]
    row = call.documents.row(slot)
    paper = draw(person, slot, defect=defect)
    known = {kind.kind for kind in row.kinds}
    kind = paper.truth.kind if paper.truth.kind in known else row.kinds[0].kind
    asked = requirements(call, row, kind)
    return rules.judge(
        inspect(paper.content, asked.max_pixels, False), paper.name, asked
    ), paper.truth.technical


def one_of_each(people: tuple[Person, ...]) -> Iterator[tuple[Person, str]]:
    """A person for every slot and kind of paper that the demo knows."""
    seen = set()
    for person in people:
        for slot, kind in person.papers.items():
            if (slot, kind) not in seen:
                seen.add((slot, kind))
                yield person, slot


def test_no_clean_paper_is_refused_or_warned(people: tuple[Person, ...]) -> None:
    chosen = list(one_of_each(people))
    assert len({slot for _, slot in chosen}) == 17
    for person, slot in chosen:
        verdict, technical = judged(person, slot)
        assert technical == "ok"
        assert (slot, verdict.verdict, verdict.findings) == (slot, "ACEPTABLE", ())


@pytest.mark.parametrize("defect", SAID)
def test_each_technical_defect_is_found_and_nothing_else(people: tuple[Person, ...], defect: str) -> None:
    person = next(person for person in people if "CERTIFICADO" in person.papers)
    for slot in ("CERTIFICADO", "ACTADENACIMIENTO"):
        verdict, technical = judged(person, slot, defect)
        assert verdict.verdict == ("CON_ADVERTENCIAS" if technical.startswith("warned") else "RECHAZADO")
        blocking = [finding.code for finding in verdict.blocking] or [f.code for f in verdict.findings]
        assert blocking == [SAID[defect]]
