"""What the convocatoria says of outcomes, steps, obligations, letters, reasons, sentences and declarations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from plumbing.clock import MEXICO_CITY
from plumbing.convocatoria.model import Convocatoria
from services.allocation.usecases.terms import terms_of
from tests.cases.kinds import kind


@kind("consecuencia")
def consequence(convocatoria: Convocatoria, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """dado: desenlace. entonces: derecho, impide_otras (convocatorias), anios, libera_plaza."""
    found = convocatoria.consequence(given["desenlace"])
    return {
        "derecho": found.right,
        "impide_otras": found.ban,
        "anios": found.ban_years or 0,
        "libera_plaza": found.frees_plaza,
    }


@kind("obligacion")
def obligation(convocatoria: Convocatoria, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """dado: obligacion, desde (día del que se cuenta). entonces: ultimo_dia, incumplirla, a_quien, monto."""
    found = convocatoria.obligation(given["obligacion"])
    anchor = date.fromisoformat(str(given["desde"])) if given.get("desde") else None
    last = None
    if found.due.window and found.due.rule == "cierre_de_ventana":
        closes = convocatoria.windows[found.due.window].last_instant
        last = closes.astimezone(MEXICO_CITY).date() if closes else None
    return {
        "ultimo_dia": found.last_day(anchor_on=anchor, window_last_day=last).isoformat(),
        "incumplirla": found.consequence,
        "a_quien": found.applies_to,
        "monto": f"{found.amount:f} {found.currency}" if found.amount else "",
        "se_repite": found.repeats,
    }


@kind("carta")
def letter(convocatoria: Convocatoria, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """dado: carta (su código). entonces: veces, ventana, minutos_para_retomar."""
    found = convocatoria.letter(given["carta"])
    return {
        "veces": found.times,
        "ventana": found.window or "",
        "minutos_para_retomar": found.resume_minutes or 0,
    }


@kind("paso")
def step(convocatoria: Convocatoria, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """dado: paso (de la aceptación). entonces: boton, ventana, si_calla, unico, dispositivo, lugar."""
    codes = [one.code for one in convocatoria.acceptance.steps]
    found = convocatoria.acceptance.steps[codes.index(given["paso"])]
    return {
        "boton": found.button,
        "ventana": found.window,
        "si_calla": found.on_silence,
        "unico": found.single,
        "dispositivo": found.device,
        "lugar": codes.index(found.code) + 1,
    }


@kind("motivo")
def reason(convocatoria: Convocatoria, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """dado: motivo. entonces: efecto; dado además documento o campo: se_puede_usar."""
    found = convocatoria.reason(given["motivo"])
    usable = convocatoria.reasons_for(
        slot=given.get("documento"), field=given.get("campo"), claim=given.get("reclamo")
    )
    return {"efecto": found.effect, "se_puede_usar": found in usable}


@kind("texto")
def sentence(convocatoria: Convocatoria, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """dado: texto (código). entonces: donde se muestra."""
    return {"donde": next(t.where for t in convocatoria.portal_texts if t.code == given["texto"])}


@kind("declaracion")
def declaration(convocatoria: Convocatoria, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """dado: declaracion. entonces: excluye (no declararla impide participar)."""
    found = next(d for d in convocatoria.declarations if d.code == given["declaracion"])
    return {"excluye": found.excludes}


@kind("ooad")
def at_the_ooad(convocatoria: Convocatoria, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """dado: nada. entonces: examenes, exentos, plazas_liberadas."""
    terms = terms_of(convocatoria)
    return {
        "examenes": list(convocatoria.presentation.exams),
        "exentos": list(convocatoria.presentation.exempt_from_exams),
        "plazas_liberadas": terms.freed_destination,
    }
