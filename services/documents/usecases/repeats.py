"""The same paper, by its picture or its code, in another person's carpeta: told to staff alone, when they look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from services.documents.domain.likeness import is_same_paper
from services.documents.domain.model import Carpeta, Finding, Level, Verdict, Version
from services.documents.usecases.desk import Desk
from services.documents.usecases.views import VersionView, finding_view

MOST = 20  # carpetas: what more share is a form, not a paper
Held = Mapping[tuple[str, int], Sequence[str]]
"""(Slot, number of a version) → `EXPEDIENTE SLOT` of the others who hold its picture."""


def with_rare_keys(desk: Desk, convocatoria: str, verdict: Verdict) -> Verdict:
    """The verdict keeps the keys by which few would be found: no look-up of near pictures ever reads many."""
    keys = tuple(f"{convocatoria} {key}" for key in verdict.likeness_keys)
    holders = desk.holders(keys) if keys else {}
    return replace(verdict, likeness_keys=tuple(key for key in keys if holders.get(key, 0) < MOST))


def elsewhere(desk: Desk, carpeta: Carpeta, versions: Sequence[Version]) -> Held:
    """Who else holds these papers in the same convocatoria, by indexed look-ups."""
    others = _who_may(desk, carpeta, [version.verdict for version in versions])
    found: dict[tuple[str, int], list[str]] = {}
    for version in versions:
        places = (
            f"{other.expediente_id} {held.slot}"
            for other in others
            for held in other.versions
            if is_same_paper(version.verdict, held.verdict)
        )
        found[version.slot, version.number] = list(dict.fromkeys(places))
    return found


def _who_may(desk: Desk, carpeta: Carpeta, verdicts: Sequence[Verdict]) -> Iterable[Carpeta]:
    """The other carpetas that hold one of the pictures or share a key with it."""
    pictures = sorted({verdict.picture_sha256 for verdict in verdicts} - {""})
    keys = sorted({key for verdict in verdicts for key in verdict.likeness_keys})
    found = desk.sharing(carpeta.convocatoria, pictures, keys)
    return [other for who, other in found.items() if who != carpeta.expediente_id]


def flagged(desk: Desk, view: VersionView, version: Version, held: Held, clause: str) -> VersionView:
    """The view with the flag, when others hold its picture; `clause`: where the call asks for the documents."""
    if not (others := held.get((version.slot, version.number))):
        return view
    facts = {"otros": ", ".join(others[:MOST])}
    flag = finding_view(desk.messages, Finding("REPETIDA_EN_OTRO_EXPEDIENTE", Level.ADVIERTE, clause, facts))
    findings = (*view.verdict.findings, flag)
    name = "CON_ADVERTENCIAS" if view.verdict.verdict == "ACEPTABLE" else view.verdict.verdict
    return replace(view, verdict=replace(view.verdict, verdict=name, findings=findings))
