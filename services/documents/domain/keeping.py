"""What is kept beside the versions, and for how long: originals of what Comply made, and the end of the term."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from services.documents.domain.complying import Original
from services.documents.domain.model import Carpeta, Finding, Prepared, Version

MOST_PREPARED = 3
PREPARED_FOR = timedelta(days=7)


def with_prepared(carpeta: Carpeta, prepared: Prepared) -> Carpeta:
    """Its originals are kept until it is uploaded; of one slot only the last three. Source: 000§2.1."""
    others = [one for one in carpeta.prepared if one.sha256 != prepared.sha256 or one.slot != prepared.slot]
    of_slot = [one for one in others if one.slot == prepared.slot][-(MOST_PREPARED - 1) :]
    kept = [one for one in others if one.slot != prepared.slot or one in of_slot]
    return replace(carpeta, prepared=(*kept, prepared))


def originals_of(carpeta: Carpeta, slot: str, sha256: str) -> tuple[Original, ...]:
    """What these bytes were made from; empty when Comply did not make them. Source: 000§2.1."""
    made = [one for one in carpeta.prepared if (one.slot, one.sha256) == (slot, sha256)]
    earlier = [one for one in carpeta.of(slot) if one.sha256 == sha256]
    return made[-1].originals if made else earlier[0].originals if earlier else ()


def seen_in_originals(carpeta: Carpeta, slot: str, sha256: str) -> tuple[Finding, ...]:
    """What a result of Comply no longer shows of its originals. Source: 000§2.2.3 «Especificaciones» b."""
    made = [one for one in carpeta.prepared if (one.slot, one.sha256) == (slot, sha256)]
    return made[-1].findings if made else ()


def accepted(carpeta: Carpeta, version: Version) -> Carpeta:
    """What was made for the slot is decided: originals of what was accepted are its version's. Source: 000§2.1."""
    return replace(carpeta, prepared=tuple(one for one in carpeta.prepared if one.slot != version.slot))


def without_stale(carpeta: Carpeta, now: datetime) -> Carpeta:
    """What nobody accepted in a week is given up. Source: 000§2.1 (only what is uploaded is part of the expediente)."""
    fresh = tuple(one for one in carpeta.prepared if now - one.prepared_at < PREPARED_FOR)
    return replace(carpeta, prepared=fresh)


def object_names(carpeta: Carpeta) -> tuple[str, ...]:
    """Every object that the carpeta names. Source: 000§2.1."""
    originals = [original for version in carpeta.versions for original in version.originals]
    originals += [original for made in carpeta.prepared for original in made.originals]
    names = [version.object_name for version in carpeta.versions] + [one.object_name for one in originals]
    return tuple(dict.fromkeys(names))


def erased(carpeta: Carpeta, now: datetime) -> Carpeta:
    """The term is over: what was said of the files stays, their objects go. Source: supuesto conservacion."""
    return replace(carpeta, prepared=(), erased_at=now, erasing=object_names(carpeta))


def forgotten(carpeta: Carpeta) -> Carpeta:
    """Nothing is left to delete. Source: supuesto conservacion."""
    return replace(carpeta, erasing=())
