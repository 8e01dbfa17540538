"""A concurso of five, before the run, and one whose results are out."""

from __future__ import annotations

import pytest

from services.allocation import usecases
from tests.usecases.allocation.concurso import GATE, Concurso, four


@pytest.fixture
def concurso() -> Concurso:
    return four(Concurso())


@pytest.fixture
def out(concurso: Concurso) -> Concurso:
    """Published, the gate open, everybody's result delivered."""
    concurso.publish()
    concurso.at(GATE)
    usecases.sweep(concurso.desk)
    return concurso
