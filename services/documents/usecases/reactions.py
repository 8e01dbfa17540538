"""Validation's facts open and close the slots; by timer, files that nothing names are cleared away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from plumbing.events import Fact, system_act
from plumbing.telemetry import log
from services.documents.domain import keeping, rules
from services.documents.domain.model import Carpeta
from services.documents.usecases.desk import Desk

ESTADOS = {
    "ExpedienteSubmitted": "EN_VALIDACION",
    "ExpedienteObserved": "CON_OBSERVACIONES",
    "ExpedienteValidated": "VALIDADO",
    "FichaIssued": "INSCRITO",
    "ExpedienteAnnulled": "ANULADO",
    "ParticipationCancelled": "CANCELADO",
    "ExpedienteOutOfProcess": "FUERA_DE_PROCESO",
}
ORPHAN_AGE = timedelta(days=1)
BATCH = 200
NAMED_IN = ("versions.object_name", "versions.originals.object_name", "prepared.originals.object_name")


def on_estado(desk: Desk, fact: Fact) -> None:
    """The carpeta is as open as validation's latest fact says; repeated or overtaken ones change nothing."""

    def follow(carpeta: Carpeta | None) -> tuple[Carpeta, Sequence[object]] | None:
        current = carpeta or Carpeta(fact.convocatoria, fact.subject)
        position = fact.version * 1000 + fact.sequence
        changed = rules.with_estado(current, ESTADOS[fact.name], _observed(fact), position)
        return (changed, ()) if changed else None

    desk.carpetas.absorb(fact, fact.subject, system_act("documents", desk.clock.now(), fact), follow)


def _observed(fact: Fact) -> tuple[str, ...]:
    """The slots that the fact's observations name."""
    observations = fact.data.get("observations", ())
    return tuple(o["target"] for o in observations if o.get("target_kind") == "DOCUMENTO")


def sweep_orphans(desk: Desk) -> int:
    """Objects older than a day that no version, no original and nothing prepared names are deleted; returns how many.

    An upload puts its object first and names it within seconds, so such an object is a failed command's.
    When suspiciously many look abandoned (another database, a restore) none is touched and a person is told.
    """
    old = list(desk.files.older_than(ORPHAN_AGE))  # listed before the database is asked
    orphans: list[str] = []
    for start in range(0, len(old), BATCH):
        batch = old[start : start + BATCH]
        named = {
            name
            for place in NAMED_IN
            for stored in desk.carpetas.find({place: {"$in": batch}})
            for name in keeping.object_names(stored.value)
        }
        orphans += [name for name in batch if name not in named]
    if not rules.may_sweep(len(orphans), len(old)):
        log.error("too many files without an owner: none deleted", orphans=len(orphans), objects=len(old))
        return 0
    for name in orphans:
        desk.files.delete(name)
    return len(orphans)
