"""By timer: what nobody accepted is given up, and files whose term is over are deleted, each as a fact."""

from __future__ import annotations

from plumbing.errors import Conflict
from plumbing.events import system_act
from plumbing.store import Stored
from services.documents.domain import keeping
from services.documents.domain.events import DocumentsErased
from services.documents.domain.model import Carpeta
from services.documents.usecases.desk import Desk

BATCH = 100
LOST = "VERSION_PERDIDA"


def give_up_prepared(desk: Desk) -> int:
    """What Comply made and nobody accepted in a week is named no more: the sweeper takes its originals."""
    now = desk.clock.now()
    stale = {"prepared.prepared_at": {"$lte": now - keeping.PREPARED_FOR}}
    return sum(
        _saved(desk, one, keeping.without_stale(one.value, now), [])
        for one in desk.carpetas.find(stale, limit=BATCH)
    )


def erase_expired(desk: Desk) -> int:
    """Of each convocatoria whose term is over: first the fact, then the objects go; returns how many carpetas.

    What fails in between is taken up at the next tick. Source: the call's `retention`; supuesto conservacion.
    """
    done = 0
    for call in desk.registry.values():
        term = call.retention_over(desk.clock.now())
        if term is None:
            continue
        kept = {"convocatoria": call.id, "erased_at": None}
        for stored in desk.carpetas.find(kept, limit=BATCH):
            changed = keeping.erased(stored.value, desk.clock.now())
            event = DocumentsErased(len(changed.erasing), term.days)
            done += _saved(desk, stored, changed, [event] if changed.erasing else [])
        for stored in desk.carpetas.find(
            {"convocatoria": call.id, "erasing.0": {"$exists": True}}, limit=BATCH
        ):
            _delete(desk, stored)
    return done


def _delete(desk: Desk, stored: Stored[Carpeta]) -> None:
    for name in stored.value.erasing:
        desk.files.delete(name)
    _saved(desk, stored, keeping.forgotten(stored.value), [])


def _saved(desk: Desk, stored: Stored[Carpeta], value: Carpeta, events: list[object]) -> int:
    """1 when it was kept; 0 when somebody was faster: the next tick sees to it."""
    call = desk.registry.get(value.convocatoria)
    act = system_act("documents", desk.clock.now(), None, value.convocatoria, call.digest if call else "")
    try:
        desk.carpetas.save(stored, value, act, events)
    except Conflict as error:
        if error.code != LOST:
            raise
        return 0
    return 1
