"""The validador's two answers: observations, or the verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from plumbing.clock import local_date
from plumbing.convocatoria.model import Convocatoria
from plumbing.deadlines import convocatoria_of
from plumbing.errors import FieldError, OutsideWindow, Reason
from plumbing.events import Act
from services.validation.domain import rules
from services.validation.domain.errors import invalid
from services.validation.domain.model import (
    CAMPO,
    DOCUMENTO,
    ClaimVerdict,
    Expediente,
    Observation,
    Snapshot,
)
from services.validation.usecases import terms
from services.validation.usecases.contents import last_snapshot
from services.validation.usecases.desk import Change, Content, Desk, decide
from services.validation.usecases.queue import require_reviewing
from services.validation.usecases.views import for_staff


def observe(desk: Desk, act: Act, expediente_id: str, observations: Sequence[Mapping[str, Any]]) -> Content:
    """CON_OBSERVACIONES: each target with its coded reason, to attend until the envío closes.

    Raises OutsideWindow(VALIDACION_CERRADA | OBSERVAR_FUERA_DE_TIEMPO), Invalid(SIN_OBSERVACIONES |
    OBSERVACIONES_INVALIDAS), and as `rules.require_lease`. Source: 000§3.3 c.
    """
    convocatoria = convocatoria_of(desk.registry, act)
    require_reviewing(convocatoria, act)
    envio = convocatoria.windows["envio"]

    def change(expediente: Expediente) -> Change:
        by = act.actor.subject
        rules.require_lease(expediente, by, act.at)
        if envio.closed(act.at):
            raise OutsideWindow("OBSERVAR_FUERA_DE_TIEMPO", clause=envio.clause, cierre=envio.closing_text)
        stated = _stated(convocatoria, last_snapshot(desk, expediente), observations)
        return rules.observe(expediente, stated, envio.closes_at, by, act.at)

    return for_staff(desk, decide(desk, act, expediente_id, "Observe", change))


def _stated(
    convocatoria: Convocatoria, snapshot: Snapshot, observations: Sequence[Mapping[str, Any]]
) -> tuple[Observation, ...]:
    """The observations with the text the aspirante reads. Raises Invalid with all that is wrong."""
    allowed = terms.slots_of(convocatoria, snapshot.registro)[1]
    stated: dict[tuple[str, str], Observation] = {}
    wrong: list[FieldError] = []
    for index, said in enumerate(observations):
        target, code = str(said.get("target", "")), str(said.get("reason", ""))
        kind = str(said.get("target_kind") or (DOCUMENTO if target in allowed else CAMPO))
        if kind == DOCUMENTO:
            exists, reasons = target in allowed, terms.slot_reasons(convocatoria, target)
        else:
            exists = kind == CAMPO and terms.has_field(snapshot.registro.datos, target)
            reasons = terms.field_reasons(convocatoria, target)
        if not exists:
            wrong.append(
                FieldError(f"observations[{index}].target", "OBJETO_DESCONOCIDO", {"objeto": target})
            )
        elif code not in reasons:
            facts = {"motivo": code, "objeto": target, "admitidos": ", ".join(reasons)}
            wrong.append(FieldError(f"observations[{index}].reason", "MOTIVO_DESCONOCIDO", facts))
        else:
            reason = reasons[code]
            text = f"{reason.que} {reason.porque} {reason.arreglo}"
            stated[target, code] = Observation(target, kind, code, text, str(said.get("note", "")))
    if wrong:
        raise invalid("OBSERVACIONES_INVALIDAS", wrong)
    return tuple(stated.values())


def validate(desk: Desk, act: Act, expediente_id: str, claims: Sequence[Mapping[str, Any]]) -> Content:
    """VALIDADO: every document conforme, a verdict for every claim.

    Where a false claim cancels the folio it is proposed, and a second person decides.

    Raises OutsideWindow(VALIDACION_CERRADA), Invalid(VEREDICTOS_INVALIDOS), and as `rules.require_lease`.
    Source: 000§3.3 e, 9.3; 003§2.2.1 h, k, l.
    """
    convocatoria = convocatoria_of(desk.registry, act)
    require_reviewing(convocatoria, act)

    def change(expediente: Expediente) -> Change:
        by = act.actor.subject
        rules.require_lease(expediente, by, act.at)
        verdicts = judged_claims(convocatoria, last_snapshot(desk, expediente), expediente, claims)
        if false := terms.false_outcome(convocatoria, verdicts):
            return rules.propose_cancellation(expediente, verdicts, false, by, act.at)
        return rules.validate(expediente, verdicts, by, act.at)

    return for_staff(desk, decide(desk, act, expediente_id, "Validate", change))


def judged_claims(
    convocatoria: Convocatoria,
    snapshot: Snapshot,
    expediente: Expediente,
    claims: Sequence[Mapping[str, Any]],
) -> tuple[ClaimVerdict, ...]:
    """The verdicts, when each is possible. Raises Invalid(VEREDICTOS_INVALIDOS) with all that is wrong."""
    verdicts = tuple(
        ClaimVerdict(
            str(c.get("claim", "")),
            str(c.get("verdict", "")),
            str(c.get("reason", "")),
            int(c.get("units") or 0),
        )
        for c in claims
    )
    claimed = snapshot.registro.claimed
    failed: tuple[Reason, ...] = ()
    if "trabajador" in claimed:
        failed = tuple(
            rules.failed_conditions(
                snapshot.registro,
                terms.cartas_compromiso(convocatoria, snapshot.papers),
                local_date(expediente.first_submitted_at),
                terms.worker_conditions(convocatoria),
            )
        )
    reasons, counted = terms.claim_reasons(convocatoria), terms.counted_claims(convocatoria)
    wrong = rules.wrong_verdicts(verdicts, claimed, failed, reasons, counted)
    if wrong:
        raise invalid("VEREDICTOS_INVALIDOS", wrong)
    return verdicts
