"""A call without a calendar is not half-open: no service begins anything in it, and the sweepers pass it by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from plumbing.auth import Caller
from plumbing.errors import Conflict
from plumbing.events import Act
from services.allocation import usecases as allocation
from services.registration import usecases as registration
from services.validation import usecases as validation
from tests.usecases.allocation.concurso import Concurso
from tests.usecases.registration.world import REGISTRY, a_world, roster_csv, row
from tests.usecases.validation.world import World as Validation

NOW = datetime(2025, 1, 12, 18, tzinfo=UTC)
X48 = "xlviii-extraordinario"
Tried = Callable[[], object]


def act(role: str) -> Act:
    return Act(at=NOW, actor=Caller("p", frozenset({role}), None), convocatoria=X48)


def tried(command: str) -> object:
    """One command of a service that would begin something."""
    ces = act("ces")
    commands: dict[str, Tried] = {
        "roster": lambda: registration.import_roster(
            replace(a_world().desk, registry=REGISTRY), ces, "lista.csv", roster_csv(row())
        ),
        "oferta": lambda: allocation.load_oferta(Concurso().desk, ces, "oferta.csv", b""),
        "ensayo": lambda: allocation.rehearse_round(Concurso().desk, ces, "12345", "Lotería"),
        "cola": lambda: validation.claim_next(Validation().desk, act("validador")),
    }
    return commands[command]()


@pytest.mark.parametrize("command", ["roster", "oferta", "ensayo", "cola"])
def test_every_command_answers_the_same_error(command: str) -> None:
    with pytest.raises(Conflict) as refused:
        tried(command)
    assert refused.value.code == "CONVOCATORIA_SIN_CALENDARIO"


def test_a_sweeper_passes_it_by() -> None:
    desks = Validation()
    assert X48 not in list(desks.desk.registry)
    validation.sweep_deadlines(desks.desk)
