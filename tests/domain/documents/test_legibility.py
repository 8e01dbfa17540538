"""How a page looks: each advice at its threshold, said with its place, and never a refusal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from plumbing import messages
from plumbing.errors import FieldError
from services.documents.domain import rules
from services.documents.domain.model import Finding, Level
from services.documents.domain.page import Area, Page
from tests.domain.documents.test_rules import ASKED, GOOD

TEXTS = messages.load(Path("services/documents/messages.yaml"))
PAGE = Page(inked_share=0.3, sharpness=0.8, depth=180, paper=240, quality=60)
ZONE = (Area(0.1, 0.2, 0.5, 0.4),)
EDGES = {
    "BORROSA": ({"sharpness": 0.25}, {"sharpness": 0.249, "blurred": ZONE}),
    "BORROSA en parte": ({"blurred_share": 0.199}, {"blurred_share": 0.2, "blurred": ZONE}),
    "CONTRASTE_BAJO": ({"depth": 58}, {"depth": 57}),
    "OSCURA": ({"paper": 110, "depth": 80}, {"paper": 109, "depth": 80}),
    "OSCURA en parte": ({"dark_share": 0.299}, {"dark_share": 0.3, "dark": ZONE}),
    "REFLEJO": ({"glare": ()}, {"glare": ZONE}),
    "DE_CABEZA": ({"turned": 0}, {"turned": 180}),
    "DE_LADO": ({"turned": 0}, {"turned": 90}),
    "INCLINADA": ({"slant": -2.9}, {"slant": -3.0}),
    "CORTADA": ({"cut": {"arriba": 5, "abajo": 5}}, {"cut": {"arriba": 5, "abajo": 6}}),
    "MUY_COMPRIMIDA": ({"quality": 12}, {"quality": 11}),
    "MUY_COMPRIMIDA si se sabe": ({"quality": 0}, {"quality": 1}),
}


def said(**change: object) -> tuple[Finding, ...]:
    seen = replace(GOOD, page=replace(PAGE, **change))  # type: ignore[arg-type]
    return rules.judge(seen, "CERTIFICADO.jpg", ASKED).findings


@pytest.mark.parametrize("name", EDGES)
def test_a_defect_is_said_at_its_threshold_and_not_before(name: str) -> None:
    before, at = EDGES[name]
    assert said(**before) == ()
    (found,) = said(**at)
    assert (found.code, found.level) == (name.split()[0], Level.ADVIERTE)


@pytest.mark.parametrize("name", EDGES)
def test_the_advice_has_its_three_sentences_with_all_facts_filled(name: str) -> None:
    (found,) = said(**EDGES[name][1])
    text = TEXTS.text(FieldError("", found.code, found.facts))
    assert all(text[part] for part in ("que", "porque", "arreglo"))
    assert "«" not in "".join(text.values())


def test_the_place_on_the_page_travels_with_the_finding() -> None:
    assert said(glare=ZONE)[0].areas == ZONE
    assert said(sharpness=0.1, blurred=ZONE)[0].areas == ZONE
    assert said(dark_share=0.5, dark=ZONE)[0].areas == ZONE
    top, right = said(cut={"arriba": 9, "derecha": 9})[0].areas
    assert (top.bottom, right.left) == (0.03, 0.97)


def test_a_page_without_ink_or_a_blank_one_is_told_nothing_about_its_looks() -> None:
    assert said(inked_share=0.0, sharpness=0.0, depth=0, paper=20) == ()
    seen = replace(GOOD, is_blank=True, page=replace(PAGE, sharpness=0.0))
    assert [f.code for f in rules.judge(seen, "CERTIFICADO.jpg", ASKED).findings] == ["VACIO"]


def test_only_a_page_that_can_be_read_tells_which_way_is_up() -> None:
    assert [f.code for f in said(turned=180, sharpness=0.1)] == ["BORROSA"]
    assert [f.code for f in said(turned=180, dark_share=0.4)] == ["OSCURA"]


def test_no_look_of_a_page_is_a_refusal() -> None:
    worst = replace(
        PAGE, sharpness=0.0, blurred_share=1.0, depth=1, dark_share=1.0, glare=ZONE, slant=9.0, quality=1,
        cut=dict.fromkeys(("arriba", "abajo", "izquierda", "derecha"), 99),
    )  # fmt: skip
    verdict = rules.judge(replace(GOOD, page=worst), "CERTIFICADO.jpg", ASKED)
    assert verdict.verdict == "CON_ADVERTENCIAS"
    assert len(verdict.findings) == 7
