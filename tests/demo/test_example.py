"""The roster to play a call by hand with."""

from __future__ import annotations

from plumbing.config import ROOT
from residencias.demo.crowd import people_of
from residencias.demo.roster import make_roster

FOLDER = ROOT / "convocatorias" / "xlvii-enarm-2023"


def test_the_example_holds_people_of_the_rehearsal_and_rows_that_are_refused() -> None:
    oferta = (FOLDER / "oferta.csv").read_text(encoding="utf-8")
    made = make_roster(people_of(2023, 8, oferta, FOLDER.name))
    assert (FOLDER / "ejemplo" / "roster.csv").read_text(encoding="utf-8") == made.text
    assert made.accepted == len(made.text.splitlines()) - 1 - 3
