"""What registration hears of an outcome depends on the plaza going back: every convocatoria is held to it."""

from __future__ import annotations

import pytest

from plumbing.convocatoria import Convocatoria, load
from tests.convocatoria.conftest import ROOT, Spoil

FOLDERS = sorted(path.parent for path in (ROOT / "convocatorias").glob("*/convocatoria.yaml"))
OF_ALLOCATION = ("RENUNCIA", "ABANDONO", "EXAMEN_NO_FAVORABLE", "NO_ACEPTA", "RECHAZO_IMPLICITO")


def kept_back(call: Convocatoria) -> set[str]:
    """Outcomes that take a plaza away, leave a right to a later period, and give nothing back."""
    acceptance = call.acceptance
    ends = {*OF_ALLOCATION, acceptance.reject_outcome, acceptance.no_show_outcome}
    ends |= {step.on_silence for step in acceptance.steps}
    return {
        one.outcome
        for one in call.consequences
        if one.outcome in ends and one.right != "NONE" and not one.frees_plaza
    }


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_who_loses_a_plaza_and_keeps_a_right_gives_the_plaza_back(folder):
    assert kept_back(load(folder)) == set()


def test_one_that_kept_the_plaza_would_be_seen(spoil: Spoil):
    folder = spoil("resultados.yaml", "right: NEXT_PERIOD, frees_plaza: true", "right: NEXT_PERIOD")
    assert kept_back(load(folder)) == {"NO_ACEPTA"}
