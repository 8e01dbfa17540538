"""Queries: a document's bytes as they were sent, and the manifest. A look by staff is a fact of its own."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from plumbing.deadlines import convocatoria_of
from plumbing.errors import Conflict, NotFound, Unavailable
from plumbing.events import Act
from plumbing.telemetry import log
from services.documents.domain import errors
from services.documents.domain.events import DossierRead
from services.documents.domain.likeness import newest
from services.documents.domain.model import Carpeta, Readings, Version
from services.documents.usecases.desk import Desk
from services.documents.usecases.repeats import elsewhere, flagged
from services.documents.usecases.uploads import load
from services.documents.usecases.views import ManifestView, SlotView, VersionView, slot_view, version_view

REVIEWER = "revisor_investigacion"
STAFF = ("validador", "supervisor_validacion", "ces", "ooad", "auditor", REVIEWER)
WHO_COMPARES = ("validador", "supervisor_validacion", "ces", "auditor")  # told of the same picture elsewhere
RACES_RETRIED = 12


def get_document(
    desk: Desk, act: Act, expediente_id: str, slot: str, version: int
) -> tuple[VersionView, bytes]:
    """(The version, its bytes as they were sent, SHA-256 verified); version 0 is the newest.

    Raises NotFound(NO_ES_TUYO, DOCUMENTO_NO_EXISTE), Unavailable(DOCUMENTO_ALTERADO, OBJETOS_NO_DISPONIBLE).
    """
    act.actor.may_see(expediente_id)
    _require_reviewable(desk, act, slot)
    stored = load(desk, act, expediente_id)
    found = stored.value.version(slot, version) if stored else None
    if found is None:
        raise errors.missing(slot, version)
    content = desk.files.get(found.object_name)
    if content is None or sha256(content).hexdigest() != found.sha256:
        log.error("a kept file is not what was sent", object=found.object_name, is_gone=content is None)
        raise Unavailable("DOCUMENTO_ALTERADO", slot=slot, version=found.number)
    note_reading(desk, act, expediente_id, _what(found))
    view = version_view(desk.messages, found)
    if stored is not None and act.actor.has(*WHO_COMPARES):
        view = flagged(desk, view, found, elsewhere(desk, stored.value, (found,)))
    return view, content


def _require_reviewable(desk: Desk, act: Act, slot: str) -> None:
    """A reviewer of research opens only the file they rule on. Raises NotFound(NO_ES_TUYO). Source: 002§4; G-20."""
    if not act.actor.has(REVIEWER) or act.actor.has("ces", "auditor"):
        return
    research = convocatoria_of(desk.registry, act).scoring.research
    if research is None or research.slot != slot:
        raise NotFound("NO_ES_TUYO")


def get_manifest(desk: Desk, act: Act, expediente_id: str) -> ManifestView:
    """Every row of the table with what it holds; looking creates nothing. Raises NotFound(NO_ES_TUYO)."""
    act.actor.may_see(expediente_id)
    call = convocatoria_of(desk.registry, act)
    stored = load(desk, act, expediente_id)
    carpeta = stored.value if stored else Carpeta(act.convocatoria, expediente_id)
    slots = tuple(slot_view(desk, call, carpeta, row, act.at) for row in call.documents.rows)
    if act.actor.has(*WHO_COMPARES):
        slots = _flagged_slots(desk, carpeta, slots)
    note_reading(desk, act, expediente_id, "manifiesto")
    return ManifestView(expediente_id, slots, stored.version if stored else 0)


def _flagged_slots(desk: Desk, carpeta: Carpeta, slots: tuple[SlotView, ...]) -> tuple[SlotView, ...]:
    """The newest version of each slot carries the flag when its picture stands in another carpeta."""
    held = elsewhere(desk, carpeta, newest(carpeta))
    versions = {version.slot: version for version in newest(carpeta)}
    return tuple(
        replace(
            slot, versions=(flagged(desk, slot.versions[0], versions[slot.slot], held), *slot.versions[1:])
        )
        if slot.versions
        else slot
        for slot in slots
    )


def note_reading(desk: Desk, act: Act, expediente_id: str, what: str) -> None:
    """Staff's look at `what` is a fact; the owner's and a system's are not."""
    if not act.actor.has(*STAFF):
        return
    event = DossierRead(what)
    for _ in range(RACES_RETRIED):
        stored = desk.readings.load(expediente_id)
        try:
            if stored is None:
                desk.readings.create(expediente_id, Readings(act.convocatoria, 1), act, [event])
            else:
                value = Readings(act.convocatoria, stored.value.count + 1)
                desk.readings.save(stored, value, act, [event])
            return
        except Conflict:
            continue
    raise Unavailable("BASE_NO_DISPONIBLE")


def _what(version: Version) -> str:
    return f"documento {version.slot} v{version.number}"
