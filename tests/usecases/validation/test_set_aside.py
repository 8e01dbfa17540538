"""The next of the queue is put aside for a desk that works on another: at its place, for some minutes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest

from plumbing.errors import OutsideWindow
from services.validation import usecases
from services.validation.domain.model import ASIDE
from tests.usecases.validation.world import X47, World, local


@pytest.fixture
def world() -> World:
    """`a`, `b` and `c` have sent, in this order; the first validador works on `a`."""
    world = World()
    for expediente_id in ("a", "b", "c"):
        world.sent(expediente_id)
    assert claimed(world) == "a"
    return world


def claimed(world: World, name: str = "validador-1") -> str:
    return str(usecases.claim_next(world.desk, world.validador(name)).get("expediente_id", ""))


def put_aside(world: World, name: str = "validador-1") -> str:
    return str(usecases.set_aside_next(world.desk, world.validador(name)).get("expediente_id", ""))


def kept(world: World, name: str = "validador-1") -> str:
    """What is put aside now."""
    return str(usecases.get_set_aside(world.desk, world.validador(name)).get("expediente_id", ""))


def test_what_is_put_aside_is_the_next_of_that_desk_and_others_pass_over_it(world: World) -> None:
    assert put_aside(world) == "b"
    assert claimed(world, "other") == "c"
    usecases.validate(world.desk, world.validador(), "a", [])
    assert claimed(world) == "b"
    assert kept(world) == "", "it is on the desk now"


def test_it_tells_where_the_papers_are_and_nothing_of_their_content(world: World) -> None:
    found = usecases.set_aside_next(world.desk, world.validador())
    assert set(found) == {"expediente_id", "until", "papers"}
    assert len(found["papers"]) == 12
    assert {frozenset(paper) for paper in found["papers"]} == {frozenset({"slot", "version"})}
    assert found == usecases.get_set_aside(world.desk, world.validador())
    assert not world.desk.reads.count({}), "nobody has looked into it"


def test_it_keeps_its_place_and_its_owner_sees_nothing_of_it(world: World) -> None:
    before = usecases.get_expediente(world.desk, world.own("b"), "b")
    put_aside(world)
    after = usecases.get_expediente(world.desk, world.own("b"), "b")
    assert {**after, "version": before["version"]} == before
    assert usecases.get_expediente(world.desk, world.own("c"), "c")["ahead"] == 1
    assert usecases.get_desk_figures(world.desk, world.validador())["waiting"] == 2


def test_asked_again_it_is_the_same_one_and_one_fact(world: World) -> None:
    assert [put_aside(world), put_aside(world)] == ["b", "b"]
    assert world.names("b") == ["ExpedienteSubmitted", "ExpedienteSetAside"]
    assert world.facts("b")[-1]["actor"] == "validador:validador-1"


def test_nobody_sees_an_empty_queue_while_something_is_put_aside(world: World) -> None:
    put_aside(world)
    assert [claimed(world, f"v{n}") for n in range(3)] == ["c", "b", ""]
    assert kept(world) == ""
    assert put_aside(world) == "", "nothing waits any more"
    usecases.validate(world.desk, world.validador(), "a", [])
    assert claimed(world) == ""


def test_a_lease_that_ran_out_comes_before_what_is_put_aside_for_others(world: World) -> None:
    claimed(world, "gone")
    world.clock.advance(timedelta(minutes=29))
    usecases.renew_claim(world.desk, world.validador(), "a")
    world.clock.advance(timedelta(minutes=2))
    assert put_aside(world) == "c"
    assert [claimed(world, "v1"), claimed(world, "v2")] == ["b", "c"]


def test_its_minutes_over_it_is_everybodys_again_at_its_old_place(world: World) -> None:
    put_aside(world)
    world.clock.advance(ASIDE - timedelta(seconds=1))
    assert kept(world) == "b"
    world.clock.advance(timedelta(seconds=1))
    assert kept(world) == ""
    assert [claimed(world, f"v{n}") for n in range(2)] == ["b", "c"]


def test_what_nobody_took_meanwhile_is_put_aside_anew(world: World) -> None:
    put_aside(world)
    world.clock.advance(ASIDE)
    assert put_aside(world) == "b"
    assert world.names("b").count("ExpedienteSetAside") == 2


def test_what_lapsed_is_put_aside_for_another_desk(world: World) -> None:
    claimed(world, "other")
    assert put_aside(world) == "c"
    world.clock.advance(ASIDE)
    assert put_aside(world, "other") == "c"
    assert (kept(world), kept(world, "other")) == ("", "c")


def test_only_who_works_on_one_has_another_put_aside(world: World) -> None:
    assert put_aside(world, "idle") == ""
    world.clock.advance(timedelta(minutes=30))
    assert put_aside(world) == "", "the lease ran out"
    assert world.names("b") == ["ExpedienteSubmitted"]


def test_who_gives_one_back_takes_what_is_put_aside_for_them(world: World) -> None:
    put_aside(world)
    usecases.release_claim(world.desk, world.validador(), "a")
    assert [claimed(world), claimed(world, "other")] == ["b", "a"]


def test_a_conflict_of_interest_is_never_put_aside(world: World) -> None:
    put_aside(world)
    supervisor = world.act("supervisor_validacion", "validador-1")
    usecases.declare_conflict(world.desk, supervisor, "b")
    assert kept(world) == ""
    assert put_aside(world) == "c"
    assert claimed(world, "other") == "b"


def test_whatever_takes_it_from_the_queue_ends_it(world: World) -> None:
    put_aside(world)
    usecases.cancel_participation(world.desk, world.act("ces", "ces1"), "b", "ILEGIBLE", "Oficio 7.")
    assert kept(world) == ""
    assert put_aside(world) == "c"
    world.clock.move_to(local("2023-12-12T08:00:01"))
    with pytest.raises(OutsideWindow) as refused:
        put_aside(world)
    assert refused.value.code == "VALIDACION_CERRADA"
    usecases.sweep_deadlines(world.desk)
    assert (world.estado("c"), kept(world)) == ("EN_VALIDACION", "")


def test_two_desks_at_the_same_instant_have_two_put_aside(world: World) -> None:
    assert claimed(world, "other") == "b"
    world.sent("d")

    def overtaken(convocatoria: str, limit: int, by: str = "", at: Any = None) -> Any:
        waiting = world.desk.oldest_waiting(convocatoria, limit, by, at)
        assert put_aside(world, "other") == "c"  # between this desk's look and its save
        return waiting

    desk = replace(world.desk, oldest_waiting=overtaken)
    assert usecases.set_aside_next(desk, world.validador())["expediente_id"] == "d"
    assert (kept(world), kept(world, "other")) == ("d", "c")


def test_two_windows_of_one_desk_have_one_put_aside(world: World) -> None:
    def overtaken(convocatoria: str, limit: int, by: str = "", at: Any = None) -> Any:
        waiting = world.desk.oldest_waiting(convocatoria, limit, by, at)
        put_aside(world)
        return waiting[1:]  # this window goes straight for the second oldest

    desk = replace(world.desk, oldest_waiting=overtaken)
    assert usecases.set_aside_next(desk, world.validador())["expediente_id"] == "b"
    assert [stored.id for stored in world.desk.expedientes.find({"aside_for": "validador-1"})] == ["b"]


def test_who_loses_it_to_another_at_the_last_instant_takes_the_next(world: World) -> None:
    put_aside(world)
    assert claimed(world, "other") == "c"
    usecases.validate(world.desk, world.validador(), "a", [])

    class Overtaken:
        """The expedientes as a slower desk finds them: what was put aside for it is taken once it was looked for."""

        def first(self, criteria: dict[str, Any]) -> Any:
            found = world.desk.expedientes.first(criteria)
            if kept(world):
                assert claimed(world, "quick") == "b"  # nothing else waits
                world.sent("d")
            return found

        def __getattr__(self, name: str) -> Any:
            return getattr(world.desk.expedientes, name)

    desk = replace(world.desk, expedientes=cast(Any, Overtaken()))
    assert usecases.claim_next(desk, world.validador())["expediente_id"] == "d"


def test_desks_in_a_rush_never_share_what_is_put_aside(world: World) -> None:
    for number in range(11):
        world.sent(f"e{number:02}")
    names = ["validador-1", *(f"v{number}" for number in range(5))]
    assert len({claimed(world, name) for name in names}) == 6
    with ThreadPoolExecutor(6) as pool:
        aside = list(pool.map(lambda name: put_aside(world, name), names))
        took = list(pool.map(lambda name: _decide_and_take(world, name), names))
    assert "" not in aside
    assert len(set(aside)) == 6
    assert took == aside


def _decide_and_take(world: World, name: str) -> str:
    held = world.desk.expedientes.first({"held": X47, "claimed_by": name})
    assert held is not None
    usecases.validate(world.desk, world.validador(name), held.id, [])
    return claimed(world, name)
