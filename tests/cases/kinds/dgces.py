"""Where the sede comes from the DGCES: who begins when, the roster, the transcription, and what is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plumbing.config import ROOT
from plumbing.convocatoria import load_catalog
from plumbing.convocatoria.model import Convocatoria
from services.registration.domain.model import Opcion
from services.registration.domain.preferencias import transcription_problems
from services.registration.domain.roster import Known, place_problem
from tests.cases.kinds import kind
from tests.cases.kinds.calendario import instant


@kind("apertura_personal")
def opening(convocatoria: Convocatoria, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """dado: seleccion (día en la DGCES), instante, ventana (registro). entonces: abierta."""
    own = convocatoria.window_of(given.get("ventana", "registro"), str(given["seleccion"]))
    return {"abierta": own.contains(instant(given["instante"]))}


@kind("fila_dgces")
def row(convocatoria: Convocatoria, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """dado: sede, subsede, seleccion de un renglón de la lista. entonces: se_admite, motivo."""
    catalog, opening = load_catalog(ROOT / "catalog"), convocatoria.personal_opening
    known = Known(
        especialidades=(),
        today=instant("2026-02-16T10:00:00").date(),
        sedes={sede.code: {subsede.code for subsede in sede.subsedes} for sede in catalog.sedes},
        selected_on={day.selected_on for day in opening.days} if opening else frozenset(),
    )
    cells = {"sede": given["sede"], "subsede": given["subsede"], "seleccion_on": str(given["seleccion"])}
    problem = place_problem(cells, known)
    return {"se_admite": problem is None, "motivo": problem[0] if problem else ""}


@kind("sede_transcrita")
def transcribed(convocatoria: Convocatoria, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """dado: constancia {sede, subsede}, escribe {sede, subsede}. entonces: error (vacío: coincide)."""
    right, typed = given["constancia"], given.get("escribe", {})
    options = [Opcion(typed["sede"], (typed["subsede"],))] if typed else []
    wrong = transcription_problems(
        options, right["sede"], right["subsede"], convocatoria.preferences.clause or ""
    )
    return {"error": wrong[0].code if wrong else ""}


@kind("reclamo")
def claim(convocatoria: Convocatoria, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """dado: reclamo. entonces: puntos, si_no_se_comprueba (desenlace; vacío: solo no da puntos)."""
    found = convocatoria.scoring.extra(given["reclamo"])
    return {"puntos": f"{found.points:f}", "si_no_se_comprueba": found.false_outcome or ""}


@kind("aviso_dgces")
def told(convocatoria: Convocatoria, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """dado: causa. entonces: se_avisa."""
    notice = convocatoria.release_notice
    return {"se_avisa": bool(notice and given["causa"] in notice.outcomes)}
