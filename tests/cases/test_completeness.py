"""Every convocatoria's cases show at least what its data says there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from plumbing.convocatoria.model import Convocatoria
from tests.cases.completeness import missing
from tests.cases.reading import folders, read_cases
from tests.cases.running import call_of


def with_dates(folder: Path) -> Convocatoria:
    call = call_of(folder)
    return call_of(folder, "ejemplo") if call.pending_windows else call


@pytest.mark.parametrize("folder", folders(), ids=lambda folder: folder.name)
def test_there_is_a_case_per_row_score_line_outcome_and_transition(folder: Path) -> None:
    assert missing(with_dates(folder), read_cases(folder)) == {}


@pytest.mark.parametrize("folder", folders(), ids=lambda folder: folder.name)
def test_without_its_cases_everything_of_a_call_is_missing(folder: Path) -> None:
    call = with_dates(folder)
    left = missing(call, [])
    assert left["renglones de documentos"] == [row.slot for row in call.documents.rows]
    assert left["desenlaces"] == [one.outcome for one in call.consequences]
    assert "PENDIENTE → FUERA_DE_PROCESO:NO_ENVIADO" in left["transiciones del expediente"]
    assert "ASIGNADO → ADSCRIPCION_ACEPTADA" in left["transiciones del resultado"] or call.period.value == 3


def test_a_case_that_is_dropped_is_missed() -> None:
    folder = folders()[0]
    cases = read_cases(folder)
    kept = [case for case in cases if case.given.get("desenlace") != "ABANDONO"]
    assert missing(with_dates(folder), kept)["desenlaces"] == ["ABANDONO"]
