"""Validation's facts open and close the slots; by timer, files that nothing names are cleared away."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from plumbing import orphans
from plumbing.events import Fact, system_act
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
    """Objects that no version, no original and nothing prepared names are gone after a day; returns how many.

    Source: 000§2.1 (the expediente is made only of what was uploaded: losing it is never an option).
    """
    return orphans.sweep(desk.files, partial(_named_among, desk))


def _named_among(desk: Desk, names: Sequence[str]) -> set[str]:
    found = (stored for place in NAMED_IN for stored in desk.carpetas.find({place: {"$in": names}}))
    return {name for stored in found for name in keeping.object_names(stored.value)}
