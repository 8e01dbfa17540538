"""A run against an earlier one: who has another place, which cut-offs moved, who is new and who is gone."""

from __future__ import annotations

from typing import Any

from plumbing.errors import NotFound
from plumbing.events import Act
from plumbing.store import Stored
from services.allocation.domain.model import Assignment, CutOff
from services.allocation.domain.record import Ronda
from services.allocation.usecases import running
from services.allocation.usecases.desk import Desk
from services.allocation.usecases.publication import find_round, ran
from services.allocation.usecases.resultados import cutoff_view
from services.allocation.usecases.rondas import before, place_of
from services.allocation.usecases.round_views import shown

NAMED = 200  # folios listed by name


def compare_rounds(desk: Desk, act: Act, round_id: str, before_id: str) -> dict[str, Any]:
    """What the round changed against `before_id`, or against the run before it.

    Raises: NotFound RONDA_INEXISTENTE, SIN_CORRIDA_ANTERIOR; Conflict RONDA_ESTADO when one of them has no result.
    """
    this = find_round(desk, act, round_id)
    that = find_round(desk, act, before_id) if before_id else before(desk, this)
    if that is None:
        raise NotFound("SIN_CORRIDA_ANTERIOR", ronda=this.id)
    now, then = _places(desk, this), _places(desk, that)
    moved = [
        (then[f], now[f]) for f in sorted(now.keys() & then.keys()) if place_of(then[f]) != place_of(now[f])
    ]
    return {
        "round": shown(desk, this),
        "before": shown(desk, that),
        "entered": len(now.keys() - then.keys()),
        "left": len(then.keys() - now.keys()),
        "changed": len(moved),
        "moved": [_moved(*pair) for pair in moved[:NAMED]],
        "cutoffs": _cutoffs(desk, this, that),
    }


def _places(desk: Desk, stored: Stored[Ronda]) -> dict[str, Assignment]:
    return dict(running.by_folio(desk, ran(stored).output_sha256))


def _moved(old: Assignment, new: Assignment) -> dict[str, str]:
    return {
        "folio": new.folio,
        "especialidad": new.specialty,
        "sede_before": old.sede,
        "subsede_before": old.subsede,
        "sede": new.sede,
        "subsede": new.subsede,
    }


def _cutoffs(desk: Desk, this: Stored[Ronda], that: Stored[Ronda]) -> list[dict[str, Any]]:
    """Of the cells that both had, those whose last puntaje or number of people is another."""
    old = {_cell(one): one for one in running.result_of(desk, ran(that).output_sha256).cut_offs}
    return [
        {"before": cutoff_view(old[_cell(one)]), "now": cutoff_view(one)}
        for one in running.result_of(desk, ran(this).output_sha256).cut_offs
        if _cell(one) in old
        and (one.last_puntaje, one.admitted) != (old[_cell(one)].last_puntaje, old[_cell(one)].admitted)
    ]


def _cell(one: CutOff) -> tuple[str, str, str, str]:
    return one.specialty, one.sede, one.subsede, one.category
