"""What takes a person out by decision: annulment and a false claim by two people, other cancellations by the CES."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from plumbing.errors import Conflict, Invalid, NotAllowed
from services.validation.domain.errors import not_your_expediente, wrong_state
from services.validation.domain.events import (
    AnnulmentProposed,
    AnnulmentRejected,
    ExpedienteAnnulled,
    ParticipationCancelled,
)
from services.validation.domain.model import TERMINAL, ClaimVerdict, Estado, Expediente, Proposal
from services.validation.domain.rules.conflict import require_no_conflict
from services.validation.domain.rules.settled import Change, moved

ANNULMENTS = ("INCONSISTENCIA_GRAVE", "FALSO_DE_INFORMACION")
CANCELLATIONS = ("DOS_INSTITUCIONES", "EXCLUSION", "FALSEDAD", "ILEGIBLE")


def propose_annulment(
    expediente: Expediente,
    cause: str,
    note: str,
    by: str,
    at: datetime,
    *,
    anytime: bool,
    causes: tuple[str, ...] = ANNULMENTS,
) -> Change:
    """Nobody can validate it until a second person decides. `anytime`: no lease is needed (supervisor, CES).

    `causes` are those for which the call annuls.

    Raises Invalid(CAUSA_DESCONOCIDA), Conflict(ANULACION_NO_PROCEDE | ANULACION_YA_PROPUESTA),
    NotAllowed(NO_ES_TU_EXPEDIENTE | CONFLICTO_DECLARADO). Source: 000§3.3 b, 1.4; 002§1.6.
    """
    if cause not in causes:
        raise Invalid("CAUSA_DESCONOCIDA", dice=cause, admitidas=", ".join(causes))
    require_no_conflict(expediente, by)
    if expediente.estado in TERMINAL:
        raise wrong_state("ANULACION_NO_PROCEDE", expediente)
    if expediente.proposal is not None:
        raise Conflict("ANULACION_YA_PROPUESTA")
    holds = expediente.claimed_by == by and (expediente.claimed_until or at) > at
    if not anytime and not holds:
        raise not_your_expediente()
    proposed = moved(
        expediente,
        at,
        "ANULACION_PROPUESTA",
        by,
        note,
        proposal=Proposal(by, cause, note, at),
        claimed_by="",
    )
    return proposed, (AnnulmentProposed(cause),)


def confirm_annulment(
    expediente: Expediente, clause: str, by: str, at: datetime, cancels: Collection[str] = ()
) -> Change:
    """ANULADO, for good; CANCELADO when what was proposed is one of the false claims for which the call `cancels`.

    Raises Conflict(SIN_PROPUESTA), NotAllowed(SE_NECESITA_OTRA_PERSONA | CONFLICTO_DECLARADO).
    Source: 000§3.3 b («irrevocable»), 1.4; 003§2.2.1 h, k, l; supuestos dos-personas-anulan, dos-personas-cancelan.
    """
    proposal = _proposal(expediente, by)
    if proposal.cause in cancels:
        return false_claim(expediente, proposal.claims, proposal.cause, clause, by, at)
    annulled = moved(
        expediente,
        at,
        "ANULADO",
        by,
        proposal.note,
        estado=Estado.ANULADO,
        cause=proposal.cause,
        is_rezago=False,
        attend_until=None,
    )
    return annulled, (ExpedienteAnnulled(proposal.cause, clause, proposal.by, by),)


def false_claim(
    expediente: Expediente, claims: tuple[ClaimVerdict, ...], cause: str, clause: str, by: str, at: datetime
) -> Change:
    """CANCELADO: the papers do not bear out what was declared, and the call cancels the folio for it.

    Who decides is the caller's: a second person, or the CES over what the desks did not reach.
    Source: 003§2.2.1 h, k, l.
    """
    return _cancelled(expediente, cause, clause, by, at, claims=claims)


def reject_annulment(expediente: Expediente, note: str, by: str, at: datetime) -> Change:
    """Everything goes on as before; a false categoria that was examined is no obstacle any more.

    Raises as `confirm_annulment`, and Invalid(RAZON_OBLIGATORIA).
    Source: 000§1.4, 3.3 b; supuesto dos-personas-anulan.
    """
    proposal = _proposal(expediente, by)
    if not note.strip():
        raise Invalid("RAZON_OBLIGATORIA")
    is_false = expediente.has_categoria_falseada and proposal.cause != "FALSO_DE_INFORMACION"
    kept = moved(
        expediente, at, "ANULACION_RECHAZADA", by, note, proposal=None, has_categoria_falseada=is_false
    )
    return kept, (AnnulmentRejected(),)


def _proposal(expediente: Expediente, by: str) -> Proposal:
    if expediente.estado in (Estado.ANULADO, Estado.CANCELADO):  # a deadline does not shelter from a proposal
        raise wrong_state("ANULACION_NO_PROCEDE", expediente)
    if expediente.proposal is None:
        raise Conflict("SIN_PROPUESTA")
    if expediente.proposal.by == by:
        raise NotAllowed("SE_NECESITA_OTRA_PERSONA")
    require_no_conflict(expediente, by)
    return expediente.proposal


def cancel(
    expediente: Expediente,
    cause: str,
    note: str,
    clause: str,
    by: str,
    at: datetime,
    causes: Collection[str] = CANCELLATIONS,
) -> Change:
    """CANCELADO in this convocatoria, without a lasting ban. `causes` are those for which the call cancels.

    Raises Invalid(CAUSA_DESCONOCIDA | RAZON_OBLIGATORIA), Conflict(CANCELACION_NO_PROCEDE).
    Source: 000§3.2.3, 9.3, 9.4; X-18, X-19.
    """
    if cause not in causes:
        raise Invalid("CAUSA_DESCONOCIDA", dice=cause, admitidas=", ".join(causes))
    if not note.strip():
        raise Invalid("RAZON_OBLIGATORIA")
    require_no_conflict(expediente, by)
    if expediente.estado in TERMINAL:
        raise wrong_state("CANCELACION_NO_PROCEDE", expediente)
    return _cancelled(expediente, cause, clause, by, at, note)


def _cancelled(
    expediente: Expediente, cause: str, clause: str, by: str, at: datetime, note: str = "", **change: object
) -> Change:
    cancelled = moved(
        expediente,
        at,
        "CANCELADO",
        by,
        note,
        estado=Estado.CANCELADO,
        cause=cause,
        proposal=None,
        is_rezago=False,
        attend_until=None,
        **change,
    )
    return cancelled, (ParticipationCancelled(cause, clause),)
