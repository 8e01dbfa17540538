"""What was sent in time and is still undecided when the review closes: listed, and resolved by the CES."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from plumbing.deadlines import convocatoria_of, require_open
from plumbing.errors import Invalid
from plumbing.events import Act
from services.validation.domain import rules
from services.validation.domain.model import Estado, Expediente
from services.validation.usecases import terms
from services.validation.usecases.contents import last_snapshot
from services.validation.usecases.desk import Change, Content, Desk, decide
from services.validation.usecases.fichas import new_folio
from services.validation.usecases.review import judged_claims
from services.validation.usecases.views import desk_line, for_staff

RESOLUTIONS = ("VALIDAR", "EXCLUIR")


def list_rezago(desk: Desk, act: Act) -> Content:
    """What was sent in time and not decided when the review closed. Source: supuesto rezago (G-11)."""
    criteria = rezago_criteria(desk, act)
    listed = desk.expedientes.find(criteria, sort=[("submitted_at", 1), ("_id", 1)])
    return {"expedientes": [desk_line(stored) for stored in listed], "counts": {"REZAGO": len(listed)}}


def rezago_criteria(desk: Desk, act: Act) -> dict[str, Any]:
    """All that is under review once the review has closed, even if the sweeper has not listed it yet."""
    criteria: dict[str, Any] = {"convocatoria": act.convocatoria, "estado": Estado.EN_VALIDACION.value}
    convocatoria = convocatoria_of(desk.registry, act)
    is_over = convocatoria.has_validation and convocatoria.windows["revision"].closed(desk.clock.now())
    if not is_over:
        criteria["is_rezago"] = True
    return criteria


def resolve_rezago(
    desk: Desk,
    act: Act,
    expediente_id: str,
    resolution: str,
    reason: str,
    claims: Sequence[Mapping[str, Any]] = (),
) -> Content:
    """INSCRITO with its folio, or FUERA_DE_PROCESO, by a decision of CES with its reason.

    Raises OutsideWindow outside the window in which the pool is settled, Invalid(RESOLUCION_DESCONOCIDA |
    VEREDICTOS_INVALIDOS | RAZON_OBLIGATORIA), Conflict(REZAGO_NO_PROCEDE). Source: supuesto rezago (G-11).
    """
    convocatoria = convocatoria_of(desk.registry, act)
    if resolution not in RESOLUTIONS:
        raise Invalid("RESOLUCION_DESCONOCIDA", dice=resolution, admitidas=", ".join(RESOLUTIONS))

    def change(expediente: Expediente) -> Change:
        require_open(
            convocatoria.windows[convocatoria.allocation.frozen_in], act.at, desk.words["resolver_rezago"]
        )
        by = act.actor.subject
        if resolution == "EXCLUIR":
            clause = terms.clause_of(convocatoria, "REZAGO_EXCLUIDO")
            return rules.exclude_rezago(expediente, reason, clause, by, act.at)
        rules.require_rezago(expediente, reason, by)
        snapshot = last_snapshot(desk, expediente)
        verdicts = judged_claims(convocatoria, snapshot, expediente, claims)
        if false := terms.false_outcome(convocatoria, verdicts):
            clause = terms.clause_of(convocatoria, false)
            return rules.false_claim(expediente, verdicts, false, clause, by, act.at)
        owed = terms.cartas_compromiso(convocatoria, snapshot.papers)
        folio = new_folio(desk, act.convocatoria)
        return rules.validate_rezago(expediente, verdicts, folio, snapshot.registro, owed, reason, by, act.at)

    return for_staff(desk, decide(desk, act, expediente_id, "ResolveRezago", change))
