"""Whether two files show the same picture, and what is said of one that stands in two places."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable
from hashlib import blake2s

from services.documents.domain.model import Carpeta, Finding, Level, Requirements, Verdict, Version

MOST_APART = (
    3  # of 16 tones, in any place: the same picture saved again differs by less, another name by more
)
STEP, LOW = 16, 15
CODE = "qr:"  # begins the key of a code
CODE_BYTES = 8
LEAST_DIGITS = 6  # of a number that tells one paper from the others of its form

MayRepeat = Callable[[str, str], tuple[str, ...]]
"""(slot, kind) → the slots whose image it may be."""


def is_same_picture(one: Verdict, other: Verdict) -> bool:
    """The same file, or the same picture under other tags, or one saved again with another quality or size.

    Source: 000§2.2.3 table (each document in its own file).
    """
    if one.sha256 == other.sha256 or (one.picture_sha256 and one.picture_sha256 == other.picture_sha256):
        return True
    return bool(one.likeness and other.likeness) and _is_near(one.likeness, other.likeness)


def is_same_paper(one: Verdict, other: Verdict) -> bool:
    """The same picture, found by its digest or a key in common, or a code in common, which a new scan of it keeps.

    Source: 000§2.2.3 table.
    """
    shared = set(one.likeness_keys).intersection(other.likeness_keys)
    if any(CODE in key for key in shared):
        return True
    is_found = bool(shared) or bool(one.picture_sha256 and one.picture_sha256 == other.picture_sha256)
    return is_found and is_same_picture(one, other)


def code_keys(qr: tuple[str, ...]) -> tuple[str, ...]:
    """A key of each code whose text carries a number: the paper's own, not its form's. Source: 000§2.2.3 table."""
    own = sorted({text.strip() for text in qr if sum(map(str.isdigit, text)) >= LEAST_DIGITS})
    return tuple(CODE + blake2s(text.encode(), digest_size=CODE_BYTES).hexdigest() for text in own)


def _is_near(one: str, other: str) -> bool:
    pairs = zip(b64decode(one), b64decode(other), strict=True)
    return all(
        abs(a // STEP - b // STEP) <= MOST_APART and abs((a & LOW) - (b & LOW)) <= MOST_APART
        for a, b in pairs
    )


def repeated_findings(
    verdict: Verdict, slot: str, kind: str, carpeta: Carpeta, may_repeat: MayRepeat, asked: Requirements
) -> tuple[Finding, ...]:
    """One finding for each other slot whose newest file shows this very picture, unless the rules allow the pair.

    Source: 000§2.2.1 d.2 (the anverso again when there is no reverso), 2.2.3 table (passport in both); X-59.
    """
    found = []
    for other in newest(carpeta):
        allowed = other.slot in may_repeat(slot, kind) or slot in may_repeat(other.slot, other.kind)
        if other.slot != slot and not allowed and is_same_picture(verdict, other.verdict):
            found.append(Finding("REPETIDA", Level.ADVIERTE, asked.clause, {"otro": other.slot}))
    return tuple(found)


def newest(carpeta: Carpeta) -> tuple[Version, ...]:
    """The newest version of every slot. Source: 000§2.1."""
    return tuple({version.slot: version for version in carpeta.versions}.values())
