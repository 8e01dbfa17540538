"""The same picture in another person's carpeta: told to staff alone, looked up when they look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from services.documents.domain.model import Carpeta, Finding, Level, Version
from services.documents.usecases.desk import Desk
from services.documents.usecases.views import VersionView, finding_view

MOST = 20  # carpetas: who shares a picture with more shares a form, not a paper
PICTURE = "versions.verdict.picture_sha256"


def elsewhere(desk: Desk, carpeta: Carpeta, versions: Sequence[Version]) -> dict[str, list[str]]:
    """Picture → `EXPEDIENTE SLOT` of the others who hold it in the same convocatoria, by one indexed look-up."""
    wanted = sorted({version.verdict.picture_sha256 for version in versions} - {""})
    if not wanted:
        return {}
    criteria = {PICTURE: {"$in": wanted}, "convocatoria": carpeta.convocatoria}
    found: dict[str, list[str]] = {}
    for stored in desk.carpetas.find(criteria, limit=MOST + 1):
        if stored.value.expediente_id != carpeta.expediente_id:
            for version in stored.value.versions:
                held = found.setdefault(version.verdict.picture_sha256, [])
                place = f"{stored.value.expediente_id} {version.slot}"
                if place not in held:
                    held.append(place)
    return {picture: held for picture, held in found.items() if picture in wanted}


def flagged(
    desk: Desk, view: VersionView, version: Version, held: dict[str, list[str]], clause: str
) -> VersionView:
    """The view with the flag, when others hold its picture; `clause`: where the call asks for the documents."""
    if not (others := held.get(version.verdict.picture_sha256)):
        return view
    facts = {"otros": ", ".join(others)}
    flag = finding_view(desk.messages, Finding("REPETIDA_EN_OTRO_EXPEDIENTE", Level.ADVIERTE, clause, facts))
    findings = (*view.verdict.findings, flag)
    name = "CON_ADVERTENCIAS" if view.verdict.verdict == "ACEPTABLE" else view.verdict.verdict
    return replace(view, verdict=replace(view.verdict, verdict=name, findings=findings))
