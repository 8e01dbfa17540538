"""Queries: a document's bytes as they were sent, and the manifest. A look by staff is a fact of its own."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from plumbing.clock import MEXICO_CITY
from plumbing.deadlines import convocatoria_of
from plumbing.errors import Conflict, NotFound, Rule, Unavailable
from plumbing.events import Act
from plumbing.telemetry import log
from services.documents.domain import errors
from services.documents.domain.complying import Original
from services.documents.domain.events import DossierRead
from services.documents.domain.likeness import newest
from services.documents.domain.model import Carpeta, Readings, Version
from services.documents.usecases.desk import Desk
from services.documents.usecases.repeats import elsewhere, flagged
from services.documents.usecases.uploads import load
from services.documents.usecases.views import ManifestView, SlotView, VersionView, slot_view, version_view

MEDIA_TYPES = {
    "JPG": "image/jpeg",
    "PNG": "image/png",
    "TIFF": "image/tiff",
    "WebP": "image/webp",
    "HEIC": "image/heic",
    "AVIF": "image/avif",
    "BMP": "image/bmp",
    "PDF": "application/pdf",
}
UNKNOWN = "application/octet-stream"
REVIEWER = "revisor_investigacion"
STAFF = ("validador", "supervisor_validacion", "ces", "ooad", "auditor", REVIEWER)
WHO_COMPARES = ("validador", "supervisor_validacion", "ces", "auditor")  # told of the same picture elsewhere
AHEAD = "ADELANTO"
RACES_RETRIED = 12


def get_document(
    desk: Desk,
    act: Act,
    expediente_id: str,
    slot: str,
    version: int,
    original: int = 0,
    is_ahead: bool = False,
) -> tuple[VersionView, bytes]:
    """(The version, its bytes as they were sent, SHA-256 verified); version 0 is the newest.

    With `original`, the bytes of that original, from 1, that Comply made the version from. `is_ahead`: staff has it
    at hand before they take the expediente, and the fact of the look says so.
    Raises NotFound(NO_ES_TUYO, DOCUMENTO_NO_EXISTE, DOCUMENTO_DEPURADO),
    Unavailable(DOCUMENTO_ALTERADO, OBJETOS_NO_DISPONIBLE).
    """
    carpeta, found = _found(desk, act, expediente_id, slot, version)
    if original > len(found.originals) or original < 0:
        raise errors.missing(slot, found.number)
    source = found.originals[original - 1] if original else None
    content = intact(desk, found, source)
    note_reading(desk, act, expediente_id, _what(found, original), AHEAD if is_ahead else "")
    view = version_view(desk.messages, found)
    if act.actor.has(*WHO_COMPARES):
        clause = convocatoria_of(desk.registry, act).clause_by_rule[Rule.DOCUMENTS]
        view = flagged(desk, view, found, elsewhere(desk, carpeta, (found,)), clause)
    return view, content


def media_type(version: VersionView, original: int) -> str:
    """Of the version's bytes, or of those of its original."""
    return MEDIA_TYPES.get(version.originals[original - 1].format if original else "JPG", UNKNOWN)


def find_version(desk: Desk, act: Act, expediente_id: str, slot: str, version: int) -> Version:
    """The version, if the caller may look at it. Raises NotFound as `get_document` does."""
    return _found(desk, act, expediente_id, slot, version)[1]


def _found(desk: Desk, act: Act, expediente_id: str, slot: str, version: int) -> tuple[Carpeta, Version]:
    act.actor.may_see(expediente_id)
    _require_reviewable(desk, act, slot)
    stored = load(desk, act, expediente_id)
    found = stored.value.version(slot, version) if stored else None
    if stored is None or found is None:
        raise errors.missing(slot, version)
    if stored.value.erased_at is not None:
        raise errors.erased(slot, found.number, f"{stored.value.erased_at.astimezone(MEXICO_CITY):%d/%m/%Y}")
    return stored.value, found


def intact(desk: Desk, found: Version, original: Original | None = None) -> bytes:
    """The bytes as they were sent. Raises Unavailable(DOCUMENTO_ALTERADO, OBJETOS_NO_DISPONIBLE)."""
    name, digest = (original.object_name, original.sha256) if original else (found.object_name, found.sha256)
    content = desk.files.get(name)
    if content is None or sha256(content).hexdigest() != digest:
        log.error("a kept file is not what was sent", object=name, is_gone=content is None)
        raise Unavailable("DOCUMENTO_ALTERADO", slot=found.slot, version=found.number)
    return content


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
        slots = _flagged_slots(desk, carpeta, slots, call.clause_by_rule[Rule.DOCUMENTS])
    note_reading(desk, act, expediente_id, "manifiesto")
    return ManifestView(expediente_id, slots, stored.version if stored else 0)


def _flagged_slots(
    desk: Desk, carpeta: Carpeta, slots: tuple[SlotView, ...], clause: str
) -> tuple[SlotView, ...]:
    """The newest version of each slot carries the flag when its picture stands in another carpeta."""
    held = elsewhere(desk, carpeta, newest(carpeta))
    versions = {version.slot: version for version in newest(carpeta)}

    def first(slot: SlotView) -> VersionView:
        return flagged(desk, slot.versions[0], versions[slot.slot], held, clause)

    return tuple(
        replace(slot, versions=(first(slot), *slot.versions[1:])) if slot.versions else slot for slot in slots
    )


def note_reading(desk: Desk, act: Act, expediente_id: str, what: str, purpose: str = "") -> None:
    """Staff's look at `what` is a fact; the owner's and a system's are not."""
    if not act.actor.has(*STAFF):
        return
    event = DossierRead(what, purpose)
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


def _what(version: Version, original: int = 0) -> str:
    return f"documento {version.slot} v{version.number}" + (f", original {original}" if original else "")
