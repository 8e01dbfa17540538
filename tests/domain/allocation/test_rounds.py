"""A round goes from its run to publication through two people and the gate, or not at all."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from plumbing.errors import ResidenciasError
from services.allocation.domain.adscripcion import Window
from services.allocation.domain.events import PublicationProposed, RoundPublished, RoundRun
from services.allocation.domain.model import Assignment, RoundResult
from services.allocation.domain.rounds import (
    Round,
    RoundKind,
    RoundState,
    approve_publication,
    is_public,
    propose_publication,
    record_run,
    require_public,
    require_runnable,
)

MX = ZoneInfo("America/Mexico_City")
GATE = datetime(2023, 12, 14, 18, tzinfo=MX)
FROZEN = Window(datetime(2023, 12, 12, 8, tzinfo=MX), GATE)
AT = datetime(2023, 12, 13, 10, tzinfo=MX)
TICK = timedelta(microseconds=1)
RESULT = RoundResult((Assignment("a", "med", 1, 1, "X", "X1", "nacional"), Assignment("b", "med", 2)), ())


def run(kind: RoundKind = RoundKind.OFFICIAL, *violations: str) -> tuple[Round, Any]:
    digests = {"input_sha256": "in", "output_sha256": "out"}
    return record_run("r1", kind, AT, who="ana", result=RESULT, violations=violations, **digests)


def proposed() -> Round:
    return propose_publication(run()[0], who="ana")[0]


def code_of(call: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(ResidenciasError) as refusal:
        call(*args, **kwargs)
    return refusal.value.code


@pytest.mark.parametrize(
    ("code", "at", "facts"),
    [
        ("POOL_NO_CONGELADO", FROZEN.opens_at - TICK, {}),
        ("POOL_NO_CONGELADO", GATE + TICK, {}),
        ("RONDA_YA_CORRIDA", AT, {"has_official": True}),
        ("REZAGO_SIN_RESOLVER", AT, {"backlog": 1}),
        ("POOL_INCOMPLETO", AT, {"missing": ["F-9"]}),
    ],
)
def test_the_official_run_waits_for_its_conditions(code: str, at: datetime, facts: dict[str, Any]) -> None:
    ready: dict[str, Any] = {"frozen": FROZEN, "backlog": 0, "missing": [], "has_official": False}
    require_runnable(AT, **ready)
    assert code_of(require_runnable, at, **{**ready, **facts}) == code


def test_a_run_keeps_its_digests_and_the_verifiers_word() -> None:
    this, events = run()
    assert (this.state, this.pool, this.assigned) == (RoundState.RUN, 2, 1)
    assert events == (RoundRun("OFICIAL", "in", "out", True, 2, 1),)


@pytest.mark.parametrize("kind", RoundKind)
def test_a_round_against_the_verifier_has_failed_for_good_and_is_never_proposed(kind: RoundKind) -> None:
    this, events = run(kind, "V5 a")
    assert (this.state, this.violations) == (RoundState.FAILED, ("V5 a",))
    assert code_of(propose_publication, this, who="ana") in ("RONDA_ESTADO", "ES_ENSAYO")
    assert events[0].is_verified is False


def test_publication_needs_a_second_person() -> None:
    this, events = propose_publication(run()[0], who="ana")
    assert events == (PublicationProposed("ana"),)
    for who in ("ana", ""):
        assert code_of(approve_publication, this, AT, who=who, gate=GATE) == "SEGUNDA_PERSONA"
    assert code_of(propose_publication, run()[0], who="") == "PERSONA_FALTANTE"


def test_results_open_at_the_gate_however_early_they_are_approved() -> None:
    this, events = approve_publication(proposed(), AT, who="luis", gate=GATE)
    assert events == (RoundPublished("out", "luis", GATE),)
    assert not is_public(this, GATE - TICK)
    assert is_public(this, GATE)
    assert code_of(require_public, this, GATE - TICK) == "RESULTADOS_NO_PUBLICADOS"
    require_public(this, GATE)


def test_a_late_approval_opens_at_once_and_nothing_unapproved_is_public() -> None:
    late, _ = approve_publication(proposed(), GATE + TICK, who="luis", gate=GATE)
    assert late.publishes_at == GATE + TICK
    assert not is_public(proposed(), GATE + TICK)
    assert not is_public(None, GATE)


def test_a_rehearsal_is_never_published_and_steps_happen_once_in_order() -> None:
    rehearsal, _ = run(RoundKind.REHEARSAL)
    assert code_of(propose_publication, rehearsal, who="ana") == "ES_ENSAYO"
    assert code_of(approve_publication, rehearsal, GATE, who="luis", gate=GATE) == "ES_ENSAYO"
    assert code_of(approve_publication, run()[0], GATE, who="luis", gate=GATE) == "RONDA_ESTADO"
    published, _ = approve_publication(proposed(), AT, who="luis", gate=GATE)
    assert code_of(propose_publication, published, who="ana") == "RONDA_ESTADO"
    assert code_of(approve_publication, published, GATE, who="eva", gate=GATE) == "RONDA_ESTADO"
