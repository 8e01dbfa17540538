"""What the desks see of their own work: tallies from our own facts, the queue, and what the close will leave."""

from __future__ import annotations

from datetime import timedelta

import pytest

from plumbing.events import decode
from services.validation import usecases
from services.validation.usecases.pace import DECISIONS
from tests.usecases.validation.world import World


@pytest.fixture
def world() -> World:
    return World()


def told(world: World, *expedientes: str) -> None:
    """Every fact of the desks has come back to us, twice."""
    for expediente_id in expedientes:
        for envelope in world.facts(expediente_id):
            fact = decode(envelope)
            if fact.name in (*DECISIONS, "ClaimReleased"):
                usecases.on_ruled(world.desk, fact)
                usecases.on_ruled(world.desk, fact)


def test_a_validadors_day_is_counted_once_with_its_median(world: World) -> None:
    for expediente_id, minutes in (("a", 2), ("b", 4), ("c", 9)):
        world.sent(expediente_id)
        usecases.claim_next(world.desk, world.validador())
        world.clock.advance(timedelta(minutes=minutes))
        if expediente_id == "b":
            said = [{"target": "CURP", "reason": "DOCUMENTO_ILEGIBLE"}]
            usecases.observe(world.desk, world.validador(), "b", said)
        else:
            usecases.validate(world.desk, world.validador(), expediente_id, [])
    world.sent("d")
    usecases.claim_next(world.desk, world.validador())
    usecases.release_claim(world.desk, world.validador(), "d")
    told(world, "a", "b", "c", "d")
    figures = usecases.get_desk_figures(world.desk, world.validador())
    assert figures["today"] == {
        "by": "validador-1",
        "on": "2023-11-22",
        "observed": 1,
        "validated": 2,
        "annulments": 0,
        "returned": 1,
        "median_s": 240,
    }
    assert figures["waiting"] == 1
    assert figures["oldest_at"] == world.desk.expedientes.load("d").value.submitted_at.isoformat()  # type: ignore[union-attr]
    other = usecases.get_desk_figures(world.desk, world.validador("another"))
    assert (other["today"]["validated"], other["waiting"]) == (0, 1)


def test_what_was_decided_without_a_claim_is_nobodys_day(world: World) -> None:
    world.sent("a")
    usecases.propose_annulment(world.desk, world.act("ces", "c"), "a", "INCONSISTENCIA_GRAVE")
    told(world, "a")
    assert usecases.get_pace(world.desk, world.act("ces", "c"))["tallies"] == []


def test_the_pace_of_a_day_says_what_the_close_will_leave(world: World) -> None:
    for number in range(4):
        world.sent(f"e{number}")
        if number < 2:
            usecases.claim_next(world.desk, world.validador())
            usecases.validate(world.desk, world.validador(), f"e{number}", [])
    usecases.claim_next(world.desk, world.validador("v2"))
    told(world, "e0", "e1")
    pace = usecases.get_pace(world.desk, world.act("supervisor_validacion", "s"))
    assert [line["claimed_by"] for line in pace["held"]] == ["v2"]
    assert (pace["waiting"], pace["proposed"], pace["rezago"]) == (1, 0, 0)
    forecast = pace["forecast"]
    closes = world.call.windows["revision"].closes_at
    assert closes is not None
    days = (closes - world.clock.now()).total_seconds() / 86400
    assert (forecast["pending"], forecast["per_day"]) == (2, 2)
    assert (forecast["can"], forecast["left"], forecast["needed_per_day"]) == (int(2 * days), 0, 1)
    world.clock.move_to(closes - timedelta(hours=1))
    late = usecases.get_pace(world.desk, world.act("ces", "c"))["forecast"]
    assert (late["per_day"], late["can"], late["left"]) == (0, 0, 2), "yesterday's pace is no pace of today"
    world.clock.move_to(closes + timedelta(seconds=1))
    after = usecases.get_pace(world.desk, world.act("ces", "c"))
    assert ("closes_at" in after["forecast"], after["rezago"]) == (False, 2)


def test_what_waits_for_a_second_person_is_listed_with_who_when_and_why(world: World) -> None:
    world.sent("a")
    world.sent("b")
    usecases.claim_next(world.desk, world.validador())
    usecases.propose_annulment(
        world.desk, world.validador(), "a", "INCONSISTENCIA_GRAVE", "Dos CURP distintas."
    )
    act = world.act("supervisor_validacion", "s")
    listed = usecases.list_expedientes(world.desk, act, situation="ANULACION_PROPUESTA")["expedientes"]
    (line,) = listed
    assert (line["expediente_id"], line["proposed_annulment_by"]) == ("a", "validador-1")
    assert line["proposed_annulment_note"] == "Dos CURP distintas."
    assert line["proposed_annulment_at"] == world.clock.now().isoformat()
    usecases.confirm_annulment(world.desk, act, "a")
    assert not usecases.list_expedientes(world.desk, act, situation="ANULACION_PROPUESTA")["expedientes"]
    waiting = usecases.list_expedientes(world.desk, act, situation="EN_FILA")["expedientes"]
    assert [one["expediente_id"] for one in waiting] == ["b"]
