"""Deadlines act by themselves: what was not done in time becomes an explicit fact, once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from plumbing.convocatoria.model import Convocatoria
from plumbing.errors import Conflict
from plumbing.events import Act, system_act
from services.validation.domain import rules
from services.validation.domain.model import Estado, Expediente
from services.validation.domain.rules.closing import CAUSES
from services.validation.domain.rules.settled import Change
from services.validation.usecases import terms
from services.validation.usecases.desk import Desk

BATCH = 100
Task = tuple[Mapping[str, Any], Callable[[Expediente], Change | None]]


def sweep_deadlines(desk: Desk) -> None:
    """Every deadline up to the instant it began is acted on, in every convocatoria.

    Source: 000§3.1, 3.3 c, 3.4.
    """
    for newest in desk.registry.values():
        now = desk.clock.now()
        convocatoria = newest.at(now)
        act = system_act("validation", now, convocatoria=convocatoria.id, rules_digest=convocatoria.digest)
        if all([_done(desk, act, task) for task in _tasks(convocatoria, act, now)]):
            desk.sweeps.mark(convocatoria.id, now)


def _tasks(convocatoria: Convocatoria, act: Act, now: datetime) -> Iterator[Task]:
    """What to look for, and what becomes of it: leases that ran out, then each window that has closed."""
    by, windows, of = act.actor.subject, convocatoria.windows, {"convocatoria": convocatoria.id}
    yield (
        {"held": convocatoria.id, "claimed_until": {"$lte": now}},
        lambda e: rules.release_expired(e, by, now),
    )
    closing = {
        Estado.PENDIENTE: convocatoria.last_chance_to_begin,
        Estado.CON_OBSERVACIONES: windows["envio"],
        Estado.VALIDADO: windows["ficha"],
    }
    for estado, window in closing.items():
        if window.closed(now):
            clause = terms.clause_of(convocatoria, CAUSES[estado])
            yield {**of, "estado": estado.value}, partial(rules.fall_out, clause=clause, by=by, at=now)
    if windows["revision"].closed(now):
        undecided = {**of, "estado": Estado.EN_VALIDACION.value, "is_rezago": False}
        yield undecided, lambda e: rules.list_rezago(e, by, now)


def _done(desk: Desk, act: Act, task: Task) -> bool:
    """Nothing of the task is left; False when somebody else was saving: the next sweep looks again."""
    criteria, change = task
    complete = True
    while True:
        found = desk.expedientes.find(criteria, limit=BATCH)
        moved = 0
        for stored in found:
            outcome = change(stored.value)
            if outcome is None:
                continue
            try:
                desk.expedientes.save(stored, outcome[0], act, outcome[1])
                moved += 1
            except Conflict:
                complete = False
        if len(found) < BATCH or not moved:
            return complete
