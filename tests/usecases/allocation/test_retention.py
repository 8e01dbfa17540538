"""When the call's term is over, the scans of what people handed in go, and what was said of them stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from plumbing.errors import NotFound, Unavailable
from services.allocation import usecases
from services.allocation.usecases import Desk
from tests.usecases.allocation.concurso import REGISTRY, X47, Concurso, accepted
from tests.usecases.documents.desks import registry_keeping

SUR = "CDMX-S"
DAYS = 365


def cycle_ends() -> datetime:
    ends = REGISTRY[X47].windows["ciclo"].last_instant
    assert ends is not None
    return ends


@pytest.fixture
def came(out: Concurso) -> Concurso:
    """A person who handed in two papers."""
    accepted(out, "a")
    for kind in ("DICTAMEN", "RENUNCIA"):
        out.paper("a", kind)
    return out


def keeping(concurso: Concurso) -> Desk:
    """Its desk, if the call had a term."""
    return replace(concurso.desk, registry=registry_keeping(DAYS))


def test_everything_is_kept_until_a_term_is_set(came: Concurso) -> None:
    came.at(cycle_ends() + timedelta(days=10_000))
    assert usecases.erase_expired(came.desk) == 0
    assert len(came.papers.kept) == 2


def test_when_the_term_is_over_the_scans_go_and_a_fact_says_so_once(came: Concurso) -> None:
    desk = keeping(came)
    came.at(cycle_ends() + timedelta(days=DAYS))
    assert usecases.erase_expired(desk) == 0
    came.clock.advance(timedelta(minutes=1))
    assert [usecases.erase_expired(desk) for _ in range(2)] == [1, 0]
    assert came.papers.kept == {}
    assert [fact["data"] for fact in came.facts("PapersErased")] == [{"papers": 2, "after_days": DAYS}]
    shown = usecases.get_result(came.desk, came.ooad(SUR), "a")["papers"]
    assert [(one["kind"], one["is_erased"]) for one in shown] == [("DICTAMEN", True), ("RENUNCIA", True)]
    with pytest.raises(NotFound, match="PAPEL_DEPURADO"):
        usecases.get_paper(came.desk, came.ooad(SUR), "a", shown[0]["sha256"])


def test_what_comes_after_the_cycle_is_kept_as_long_from_then_on(came: Concurso) -> None:
    desk = keeping(came)
    late = came.at(cycle_ends() + timedelta(days=DAYS - 1)).paper("a", "ABANDONO")
    came.clock.advance(timedelta(days=2))
    assert usecases.erase_expired(desk) == 1
    assert usecases.get_paper(came.desk, came.ooad(SUR), "a", late)["content"]
    came.clock.advance(timedelta(days=DAYS))
    assert usecases.erase_expired(desk) == 1
    assert [fact["data"]["papers"] for fact in came.facts("PapersErased")] == [2, 1]


def test_the_same_bytes_handed_in_again_are_kept_again(came: Concurso) -> None:
    desk = keeping(came)
    came.at(cycle_ends() + timedelta(days=DAYS + 1))
    usecases.erase_expired(desk)
    again = came.paper("a", "RENUNCIA")
    assert usecases.get_paper(came.desk, came.ooad(SUR), "a", again)["content"]
    assert usecases.erase_expired(desk) == 0


def test_scans_that_could_not_be_deleted_go_at_the_next_tick(came: Concurso) -> None:
    desk = keeping(came)
    came.at(cycle_ends() + timedelta(days=DAYS + 1))
    came.papers.is_away = True
    with pytest.raises(Unavailable):
        usecases.erase_expired(desk)
    assert len(came.papers.kept) == 2
    came.papers.is_away = False
    assert usecases.erase_expired(desk) == 1
    assert came.papers.kept == {}
    assert len(came.facts("PapersErased")) == 1
