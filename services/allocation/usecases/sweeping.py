"""Deadlines act by themselves: what was not done in time becomes an explicit fact, once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from plumbing.clock import local_date
from plumbing.convocatoria.model import Convocatoria
from plumbing.errors import Conflict
from plumbing.events import Act, system_act
from services.allocation.domain import aceptacion, ooad, permutas
from services.allocation.domain.adscripcion import UNFINISHED, Adscripcion, Outcome, Status, Terms
from services.allocation.domain.record import with_case
from services.allocation.usecases.desk import Desk, case_of
from services.allocation.usecases.gate import published, sweep_held, sweep_publication
from services.allocation.usecases.permutas import apply_permuta
from services.allocation.usecases.terms import is_direct, terms_of

BATCH = 200
Task = tuple[Mapping[str, Any], Callable[[Adscripcion], Outcome], datetime]


def sweep(desk: Desk) -> None:
    """Results have gone out and every deadline up to the instant it began is acted on, in every convocatoria.

    Source: 000§4.1, 4.3, 4.4, 4.6, 5.2; 000§2.2.1 e, 2.2.3; 000§7.1.
    """
    sweep_publication(desk)
    for newest in desk.registry.values():
        now = desk.clock.now()
        convocatoria = newest.at(now)
        act = system_act("allocation", now, convocatoria=convocatoria.id, rules_digest=convocatoria.digest)
        if is_direct(convocatoria):
            if all(
                [sweep_held(desk, convocatoria), *(_done(desk, act, t) for t in _tasks(convocatoria, act))]
            ):
                desk.sweeps.mark(convocatoria.id, now)
            continue
        ronda = published(desk, convocatoria.id)
        if ronda is None:
            desk.sweeps.mark(convocatoria.id, now)
            continue
        of = {"convocatoria": convocatoria.id, "state": permutas.APPROVED, "is_applied": False}
        for stored in desk.permutas.find(of):
            apply_permuta(desk, convocatoria, stored)
        publishes_at = ronda.value.round.publishes_at if ronda.value.round else None
        if publishes_at and now >= publishes_at and not ronda.value.is_delivered:
            continue  # somebody's result is still on its way: the next sweep looks again
        if all([_done(desk, act, task) for task in _tasks(convocatoria, act)]):
            desk.sweeps.mark(convocatoria.id, now)


def _tasks(convocatoria: Convocatoria, act: Act) -> Iterator[Task]:
    """What to look for, what becomes of it, and since when a plaza given back by it is free: the close itself."""
    terms: Terms = terms_of(convocatoria)
    of = {"convocatoria": convocatoria.id}
    if act.at > terms.acceptance.closes_at:
        ended = terms.acceptance.closes_at
        silent = {**of, "estado": {"$in": [status.value for status in UNFINISHED]}}
        yield silent, partial(aceptacion.reject_by_silence, terms=terms, at=act.at), ended
    if act.at > terms.letter_validity.closes_at:
        ended = terms.letter_validity.closes_at
        absent = {**of, "estado": Status.PREACEPTADO.value}
        reason = ooad.Abandono.NO_SE_PRESENTO
        yield absent, partial(ooad.record_abandono, terms=terms, at=act.at, reason=reason), ended
        if any(term.is_lost_at_close for term in terms.obligations):
            owing = {**of, "estado": Status.EN_OOAD.value}
            yield owing, partial(ooad.lose_plaza, terms=terms, at=act.at), ended
    overdue = {**of, "next_due_on": {"$gt": "", "$lt": local_date(act.at).isoformat()}}
    yield overdue, partial(ooad.expire_obligations, terms=terms, at=act.at), act.at


def _done(desk: Desk, act: Act, task: Task) -> bool:
    """Nothing of the task is left; False when somebody else was saving: the next sweep looks again."""
    criteria, change, ended = task
    complete = True
    while True:
        found = desk.participaciones.find(criteria, limit=BATCH)
        saved = 0
        for stored in found:
            case, facts = change(case_of(stored.value))
            value = with_case(stored.value, case, ended)
            try:
                desk.participaciones.save(stored, value, act, facts)
                saved += 1
            except Conflict:
                complete = False
        if len(found) < BATCH or not saved:
            return complete
