"""What the convocatoria says of one person's papers, fields, claims and causes, in the contracts' words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from plumbing.convocatoria.expediente import ObservationReason
from plumbing.convocatoria.model import Convocatoria
from plumbing.errors import Conflict
from services.validation.domain.model import (
    CLAIMS,
    NO_ACREDITADO,
    ClaimVerdict,
    Paper,
    Registro,
    WorkerCondition,
)


def annulments(convocatoria: Convocatoria) -> tuple[str, ...]:
    """The causes for which the call annuls, in its order."""
    return tuple(r.code for r in convocatoria.observation_reasons if r.effect == "anula")


def cancellations(convocatoria: Convocatoria) -> tuple[str, ...]:
    """The causes for which the call cancels: those of its reasons, and what a false claim leads to."""
    reasons = (r.code for r in convocatoria.observation_reasons if r.effect == "cancela")
    return (*reasons, *false_outcomes(convocatoria))


def require_circuit(convocatoria: Convocatoria) -> None:
    """Passes where validadores review expedientes. Raises Conflict(SIN_CIRCUITO_DE_VALIDACION)."""
    if not convocatoria.has_validation:
        raise Conflict("SIN_CIRCUITO_DE_VALIDACION", clause=convocatoria.expediente.clause)


def clause_of(convocatoria: Convocatoria, cause: str) -> str:
    """The clause that gives `cause` its effect; that of the expediente's life when none is named."""
    for consequence in convocatoria.consequences:
        if consequence.outcome == cause and consequence.clause:
            return consequence.clause
    return convocatoria.expediente.clause or ""


def category_of(convocatoria: Convocatoria, registro: Registro) -> str:
    """The convocatoria's category of a registro, by what was declared; empty when there is none yet."""
    declared = str(registro.datos.get("categoria") or registro.content.get("categoria") or "")
    studies = str(registro.datos.get("estudios") or "MEXICO")
    try:
        return convocatoria.category_for(declared, studies).code
    except KeyError:
        return ""


def slots_of(convocatoria: Convocatoria, registro: Registro) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(required, allowed) slots of this person; both empty while the category is unknown."""
    category = category_of(convocatoria, registro)
    if not category:
        return (), ()
    trabajador, hijo = "trabajador" in registro.claimed, "hijo_trabajador" in registro.claimed
    person = (category, trabajador, hijo, registro.claimed)
    required = convocatoria.required_slots(*person)
    return required, tuple(row.slot for row in convocatoria.rows_for(*person))


def slot_reasons(convocatoria: Convocatoria, slot: str) -> dict[str, ObservationReason]:
    """What may be observed on a document, by code."""
    return _by_code(convocatoria.reasons_for(slot=slot), "observacion")


def field_reasons(convocatoria: Convocatoria, path: str) -> dict[str, ObservationReason]:
    """What may be observed on a field of the registro, by code."""
    return _by_code(convocatoria.reasons_for(field=path.split("[")[0]), "observacion")


def claim_reasons(convocatoria: Convocatoria) -> dict[str, Collection[str]]:
    """The codes with which each claim may be refused."""
    return {
        claim: tuple(_by_code(convocatoria.reasons_for(claim=claim), "rechaza_comprobacion"))
        for claim in CLAIMS
    }


def counted_claims(convocatoria: Convocatoria) -> dict[str, int]:
    """The most units that may be accredited of each claim that counts by units."""
    return {e.code: e.counted.max_accepted for e in convocatoria.scoring.extras if e.counted}


def _by_code(reasons: tuple[ObservationReason, ...], effect: str) -> dict[str, ObservationReason]:
    return {reason.code: reason for reason in reasons if reason.effect == effect}


def has_field(datos: Mapping[str, Any], path: str) -> bool:
    """`path` (`calificacion.base_100`, `telefonos[1]`) names a place of the registro."""
    value: Any = datos
    for step in path.replace("[", ".").replace("]", "").split("."):
        if isinstance(value, Mapping) and step in value:
            value = value[step]
        elif isinstance(value, list | tuple) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        else:
            return False
    return True


def cartas_compromiso(convocatoria: Convocatoria, papers: Mapping[str, Paper]) -> tuple[str, ...]:
    """The slots in which a paper starts an obligation instead of proving something (X-66)."""
    owed = []
    for row in convocatoria.documents.rows:
        paper = papers.get(row.slot)
        if paper and any(kind.obligation for kind in row.kinds if kind.kind == paper.kind):
            owed.append(row.slot)
    return tuple(owed)


def false_outcomes(convocatoria: Convocatoria) -> tuple[str, ...]:
    """What false claims lead to, in the calls that cancel for them."""
    return tuple(extra.false_outcome for extra in convocatoria.scoring.extras if extra.false_outcome)


def false_outcome(convocatoria: Convocatoria, verdicts: Collection[ClaimVerdict]) -> str:
    """What the first claim that was not proven leads to; empty when it only gives no points."""
    refused = {one.claim for one in verdicts if one.verdict == NO_ACREDITADO}
    found = (extra.false_outcome for extra in convocatoria.scoring.extras if extra.code in refused)
    return next((outcome for outcome in found if outcome), "")


def worker_conditions(convocatoria: Convocatoria) -> tuple[WorkerCondition, ...]:
    """The conditions that decide the worker's points."""
    return tuple(
        WorkerCondition(c.rule, c.label, c.clause or "", c.min_years or 0, c.max_years or 99)
        for c in convocatoria.worker_conditions
        if c.decides_points
    )
