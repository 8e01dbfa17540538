"""The validators' desk: leases, observations, and the verdict."""

from __future__ import annotations

from datetime import datetime

from plumbing.errors import Conflict, Invalid, Rule
from services.validation.domain.errors import not_your_expediente, require, require_true_categoria
from services.validation.domain.events import (
    AnnulmentProposed,
    ClaimReleased,
    ExpedienteClaimed,
    ExpedienteObserved,
    ExpedienteSetAside,
    ExpedienteValidated,
)
from services.validation.domain.model import (
    ASIDE,
    LEASE,
    ClaimVerdict,
    Estado,
    Expediente,
    Observation,
    Proposal,
)
from services.validation.domain.rules.conflict import require_no_conflict
from services.validation.domain.rules.settled import Change, moved


def is_expired(expediente: Expediente, at: datetime) -> bool:
    """Its lease is over. Source: README (one validador, one expediente, 30 minutes)."""
    return expediente.claimed_until is not None and expediente.claimed_until <= at


def claim(expediente: Expediente, by: str, at: datetime) -> Change:
    """Leased to `by`. Raises Conflict(REVISION_NO_PROCEDE) unless it waits or its lease is over; not after a conflict.

    Source: 000§3.2.4 (released to one validador).
    """
    require_no_conflict(expediente, by)
    require(expediente, "REVISION_NO_PROCEDE", Estado.EN_VALIDACION)
    if not expediente.waiting and not is_expired(expediente, at):
        raise Conflict("YA_LO_REVISA_OTRA_PERSONA")
    until = at + LEASE
    leased = moved(expediente, at, "RESERVADO", by, claimed_by=by, claimed_until=until)
    return leased, (ExpedienteClaimed(until),)


def is_aside(expediente: Expediente, at: datetime) -> bool:
    """It is put aside for a desk, and its minutes are not over. Source: ADR 0023."""
    return expediente.aside_until is not None and expediente.aside_until > at


def set_aside(expediente: Expediente, by: str, at: datetime) -> Change | None:
    """`by` is to take it next, from its place of the queue; None unless it waits, for nobody else, without a conflict.

    Source: ADR 0023; 000§9.1 (every action leaves a trace).
    """
    is_others = is_aside(expediente, at) and expediente.aside_for != by
    if not expediente.waiting or is_others or by in expediente.recused:
        return None
    until = at + ASIDE
    kept = moved(expediente, at, "APARTADO", by, aside_for=by, aside_until=until)
    return kept, (ExpedienteSetAside(until),)


def require_lease(expediente: Expediente, by: str, at: datetime) -> None:
    """Passes for the holder in time. Raises NotAllowed(NO_ES_TU_EXPEDIENTE), Conflict(RESERVA_VENCIDA).

    Source: 000§9.1 (one responsible person per act).
    """
    require(expediente, "REVISION_NO_PROCEDE", Estado.EN_VALIDACION)
    if not by or expediente.claimed_by != by:
        raise not_your_expediente()
    if is_expired(expediente, at):
        raise Conflict("RESERVA_VENCIDA")


def renew(expediente: Expediente, by: str, at: datetime) -> Change:
    """The lease runs anew from `at`. Source: README (30 minutes)."""
    require_lease(expediente, by, at)
    until = at + LEASE
    return moved(expediente, at, "RESERVA_RENOVADA", by, claimed_until=until), (ExpedienteClaimed(until),)


def release(expediente: Expediente, by: str, at: datetime) -> Change:
    """Back in the queue, in its old place. Source: README (conflict of interest, leases)."""
    require(expediente, "REVISION_NO_PROCEDE", Estado.EN_VALIDACION)
    if expediente.claimed_by != by:
        raise not_your_expediente()
    freed = moved(expediente, at, "LIBERADO", by, claimed_by="")
    return freed, (ClaimReleased("LIBERADO"),)


def release_expired(expediente: Expediente, by: str, at: datetime) -> Change | None:
    """Back in the queue when its lease is over; None when it is not. Source: README (30 minutes)."""
    if expediente.estado is not Estado.EN_VALIDACION or not is_expired(expediente, at):
        return None
    freed = moved(expediente, at, "RESERVA_VENCIDA", by, claimed_by="")
    return freed, (ClaimReleased("VENCIDO"),)


def observe(
    expediente: Expediente,
    observations: tuple[Observation, ...],
    attend_until: datetime | None,
    by: str,
    at: datetime,
) -> Change:
    """The aspirante must correct what is named, until `attend_until`.

    Raises Invalid(SIN_OBSERVACIONES), and as `require_lease`. Source: 000§3.3 c.
    """
    require_lease(expediente, by, at)
    if not observations:
        raise Invalid("SIN_OBSERVACIONES", clause=Rule.OBSERVATIONS)
    observed = moved(
        expediente,
        at,
        "OBSERVADO",
        by,
        estado=Estado.CON_OBSERVACIONES,
        observations=observations,
        attend_until=attend_until,
    )
    return observed, (ExpedienteObserved(observations, attend_until),)


def propose_cancellation(
    expediente: Expediente, claims: tuple[ClaimVerdict, ...], cause: str, by: str, at: datetime
) -> Change:
    """The papers do not bear out what was declared; until a second person decides nobody validates.

    Raises as `require_lease`. Source: 003§2.2.1 h, k, l; supuesto dos-personas-cancelan.
    """
    require_lease(expediente, by, at)
    proposed = moved(
        expediente,
        at,
        "CANCELACION_PROPUESTA",
        by,
        proposal=Proposal(by, cause, "", at, claims),
        claimed_by="",
    )
    return proposed, (AnnulmentProposed(cause),)


def validate(expediente: Expediente, claims: tuple[ClaimVerdict, ...], by: str, at: datetime) -> Change:
    """Every document is conforme and every claim has its verdict.

    Raises as `require_lease`, and Conflict(CATEGORIA_FALSEADA). Source: 000§1.4, 3.3 e, 9.3.
    """
    require_lease(expediente, by, at)
    require_true_categoria(expediente)
    validated = moved(
        expediente,
        at,
        "VALIDADO",
        by,
        estado=Estado.VALIDADO,
        claims=claims,
        validated_at=at,
        is_rezago=False,
    )
    return validated, (ExpedienteValidated(claims),)
