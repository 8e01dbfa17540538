"""Calificaciones, condiciones de trabajador y puntaje, by scoring's own rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from plumbing.convocatoria.model import Convocatoria
from plumbing.errors import ResidenciasError
from services.scoring.domain import rules
from services.scoring.domain.model import Claim, Grade, LineKind, Verdict
from services.scoring.domain.worker import Employment, Seniority, holds_conditions
from services.scoring.usecases import scoring_rules
from tests.cases.kinds import kind


def plain(value: Decimal) -> str:
    """78.50 as 78.5."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@kind("calificacion")
def grade(convocatoria: Convocatoria, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """dado: escala, valor, equivalencia (¿adjunta el documento?), equivalente. entonces: base_100 o error."""
    equivalent = given.get("equivalente")
    try:
        value = rules.to_base_100(
            scoring_rules(convocatoria),
            str(given["escala"]),
            Decimal(str(given["valor"])),
            equivalent=Decimal(str(equivalent)) if equivalent is not None else None,
            has_equivalence_document=bool(given.get("equivalencia")),
        )
    except ResidenciasError as error:
        return {"base_100": "", "error": error.code}
    return {"base_100": plain(value), "error": ""}


@kind("puntaje")
def score(convocatoria: Convocatoria, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """dado: un valor por componente, acreditados, no_acreditados, cumple_condiciones (sí, si no se dice), unidades.

    entonces: total, base, extras y, por cada reclamo, sus puntos.
    """
    chosen = scoring_rules(convocatoria)
    grades = [Grade(c.code, Decimal(str(given[c.code])), c.code) for c in chosen.components]
    holds = bool(given.get("cumple_condiciones", True))
    units: Mapping[str, int] = given.get("unidades", {})
    claims = [
        Claim(code, Verdict.VALIDATED, "", holds, units.get(code, 0)) for code in given.get("acreditados", ())
    ]
    claims += [Claim(code, Verdict.REFUSED, "", holds) for code in given.get("no_acreditados", ())]
    try:
        puntaje = rules.compute_puntaje(chosen, grades, claims)
    except ResidenciasError as error:
        return {"total": "", "error": error.code}
    extras = {line.concept: line.value for line in puntaje.lines if line.kind is LineKind.EXTRA}
    base = [line.value for line in puntaje.lines if line.kind is LineKind.COMPONENT]
    return {
        "total": plain(puntaje.total),
        "mostrado": rules.shown(chosen, puntaje.total),
        "base": plain(sum(base, Decimal(0))),
        "extras": plain(sum(extras.values(), Decimal(0))),
        "puntos": {code: plain(value) for code, value in extras.items()},
        "error": "",
    }


@kind("trabajador")
def worker(convocatoria: Convocatoria, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """dado: lo que difiere de un trabajador que cumple todo, y el día del primer envío. entonces: cumple."""
    years = next(one for one in convocatoria.worker_conditions if one.rule == "antiguedad")
    employment = Employment(
        contratacion=given.get("contratacion", "BASE"),
        marca=str(given.get("marca", "00")),
        is_titular=bool(given.get("titular", True)),
        ingreso_on=date.fromisoformat(str(given["ingreso"])),
        titulo_reverso=given.get("titulo", "TITULO_REVERSO"),
        cedula=given.get("cedula", "FEDERAL"),
        counted_on=date.fromisoformat(str(given["primer_envio"])),
    )
    return {"cumple": holds_conditions(employment, Seniority(years.min_years or 0, years.max_years or 99))}
