"""By timer: scans whose term is over are deleted, each person's as a fact, and those that no person's papers name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from plumbing import orphans
from plumbing.convocatoria.model import Convocatoria
from plumbing.errors import Conflict
from plumbing.events import system_act
from plumbing.store import Stored
from services.allocation.domain import papeles
from services.allocation.domain.events import PapersErased
from services.allocation.domain.record import Participacion
from services.allocation.usecases.desk import Desk

BATCH = 100


def erase_expired(desk: Desk) -> int:
    """Of each convocatoria whose term is over: first the fact, then the scans go; returns of how many people.

    A paper that came after the cycle is kept as long from then on. What fails in between is taken up at the next tick.
    Source: the call's `retention`; supuesto conservacion.
    """
    done = 0
    for call in desk.registry.values():
        term = call.retention_over(desk.clock.now())
        if term is None:
            continue
        expired = {"convocatoria": call.id, "papers_since": {"$lt": desk.clock.now() - term}}
        for stored in desk.participaciones.find(expired, limit=BATCH):
            done += _erase(desk, call, stored, term.days)
    return done


def sweep_orphans(desk: Desk) -> int:
    """Scans that no paper of anybody names are gone after a day: a command died before it saved. Returns how many."""
    return orphans.sweep(desk.papers, partial(_named_among, desk))


def _named_among(desk: Desk, names: Sequence[str]) -> set[str]:
    found = desk.participaciones.find({"papers.object_name": {"$in": names}})
    return {paper.object_name for stored in found for paper in stored.value.papers}


def _erase(desk: Desk, call: Convocatoria, stored: Stored[Participacion], days: int) -> int:
    """1 when the scans are gone; 0 when somebody was faster: the next tick sees to it."""
    now = desk.clock.now()
    act = system_act("allocation", now, None, call.id, call.digest)
    value = papeles.erased(stored.value, now - timedelta(days=days), now)
    said = len(papeles.erasing(value)) - len(papeles.erasing(stored.value))
    try:
        if said:
            stored = desk.participaciones.save(stored, value, act, [PapersErased(said, days)])
        for name in papeles.erasing(value):
            desk.papers.delete(name)
        desk.participaciones.save(stored, papeles.forgotten(value), act, [])
    except Conflict as error:
        if error.code != "VERSION_PERDIDA":
            raise
        return 0
    return 1
