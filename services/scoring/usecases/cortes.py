"""The cut of grades: imported, judged, and accepted by a person before anything is computed from it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from plumbing.convocatoria.investigacion import GradesFile
from plumbing.convocatoria.model import Convocatoria
from plumbing.deadlines import convocatoria_of, require_open
from plumbing.errors import Conflict, Invalid, NotFound
from plumbing.events import Act, actor_text
from plumbing.store import Stored
from services.scoring.domain import calificaciones
from services.scoring.domain.calificaciones import ACEPTADO, Corte, Refused
from services.scoring.domain.events import CalificacionesAccepted, CalificacionesImported
from services.scoring.usecases.desk import Desk

REFUSED_KEPT = 1000


def grades_file(convocatoria: Convocatoria) -> GradesFile:
    """How this call's grades come. Raises Conflict(SIN_CORTE_DE_CALIFICACIONES)."""
    if convocatoria.scoring.grades is None:
        raise Conflict("SIN_CORTE_DE_CALIFICACIONES")
    return convocatoria.scoring.grades


def import_calificaciones(desk: Desk, act: Act, filename: str, content: bytes) -> dict[str, Any]:
    """The file is read and judged, its report kept; nothing counts yet. The same bytes are the same cut.

    Raises: OutsideWindow; Invalid with what is wrong with the file. Source: 002§3.1; G-17.
    """
    convocatoria = convocatoria_of(desk.registry, act)
    rule = grades_file(convocatoria)
    window = convocatoria.windows[rule.window]
    require_open(window, act.at, window.label)
    concepts = [component.code for component in convocatoria.scoring.components]
    judged = calificaciones.judge(calificaciones.read_file(content), concepts, rule.cycles_of)
    sha256 = hashlib.sha256(content).hexdigest()
    corte_id = str(uuid5(NAMESPACE_URL, f"{convocatoria.id}/calificaciones/{sha256}"))
    if (known := desk.cortes.load(corte_id)) is not None:
        return _view(desk, known)
    people = calificaciones.by_person(judged.admitted)
    desk.grades.keep(corte_id, people)
    corte = Corte(
        convocatoria=convocatoria.id,
        filename=filename,
        sha256=sha256,
        rows=judged.rows,
        people=len(people),
        refused=judged.refused[:REFUSED_KEPT],
        distribution=dict(judged.distribution),
        direction=judged.direction,
        imported_at=act.at,
        imported_by=actor_text(act.actor),
    )
    fact = CalificacionesImported(filename, sha256, judged.rows, len(judged.admitted))
    return _view(desk, desk.cortes.create(corte_id, corte, act, [fact]))


def accept_calificaciones(desk: Desk, act: Act, corte_id: str) -> dict[str, Any]:
    """The cut counts: everybody's puntaje follows from it. Accepting twice changes nothing; there is one per call.

    Raises: OutsideWindow; NotFound(CORTE_DESCONOCIDO); Invalid(CALIFICACIONES_DIRECCION);
    Conflict(CORTE_YA_ACEPTADO). Source: 002§3.1 IMPORTANTE; G-17.
    """
    convocatoria = convocatoria_of(desk.registry, act)
    window = convocatoria.windows[grades_file(convocatoria).window]
    stored = _found(desk, act, corte_id)
    if stored.value.state == ACEPTADO:
        return _view(desk, stored)
    require_open(window, act.at, window.label)
    if stored.value.direction:
        raise Invalid("CALIFICACIONES_DIRECCION", motivo=stored.value.direction)
    if accepted_corte(desk, convocatoria.id) is not None:
        raise Conflict("CORTE_YA_ACEPTADO")
    kept = replace(stored.value, state=ACEPTADO, accepted_by=actor_text(act.actor), accepted_at=act.at)
    fact = CalificacionesAccepted(kept.sha256, kept.people, kept.accepted_by)
    return _view(desk, desk.cortes.save(stored, kept, act, [fact]))


def get_calificaciones(desk: Desk, act: Act, corte_id: str) -> dict[str, Any]:
    """The report. Raises NotFound(CORTE_DESCONOCIDO)."""
    return _view(desk, _found(desk, act, corte_id))


def list_calificaciones(desk: Desk, act: Act) -> dict[str, Any]:
    """Every cut, the newest first, without its refused rows."""
    call = convocatoria_of(desk.registry, act).id
    found = sorted(desk.cortes.find({"convocatoria": call}), key=lambda one: (one.value.imported_at, one.id))
    return {"cortes": [{**_view(desk, one), "refused": []} for one in reversed(found)]}


def accepted_corte(desk: Desk, convocatoria: str) -> Stored[Corte] | None:
    """The cut that counts, if one was accepted."""
    return desk.cortes.first({"convocatoria": convocatoria, "state": ACEPTADO})


def _found(desk: Desk, act: Act, corte_id: str) -> Stored[Corte]:
    stored = desk.cortes.load(corte_id)
    if stored is None or stored.value.convocatoria != act.convocatoria:
        raise NotFound("CORTE_DESCONOCIDO")
    return stored


def _view(desk: Desk, stored: Stored[Corte]) -> dict[str, Any]:
    corte = stored.value
    return {
        "corte_id": stored.id,
        "state": corte.state,
        "filename": corte.filename,
        "sha256": corte.sha256,
        "rows": corte.rows,
        "people": corte.people,
        "refused": [_refused(desk, one) for one in corte.refused],
        "distribution": corte.distribution,
        "direction": corte.direction,
        "accepted_by": corte.accepted_by,
        "imported_at": corte.imported_at,
        "imported_by": corte.imported_by,
    }


def _refused(desk: Desk, one: Refused) -> dict[str, Any]:
    text = desk.words[one.code]
    return {
        "row": one.row,
        "code": one.code,
        "que": text["que"].format_map(one.facts),
        "arreglo": text["arreglo"],
    }
