"""The queue by arrival: the oldest free expediente is leased to one validador, who sees it whole."""

from __future__ import annotations

from plumbing.convocatoria.model import Convocatoria
from plumbing.deadlines import convocatoria_of
from plumbing.errors import Conflict, OutsideWindow
from plumbing.events import Act
from plumbing.store.documents import Stored
from services.validation.domain import rules
from services.validation.domain.model import Expediente
from services.validation.usecases.desk import RACES, Content, Desk, decide
from services.validation.usecases.views import for_staff

BATCH = 6


def require_reviewing(convocatoria: Convocatoria, act: Act) -> None:
    """Passes while the review is open. Raises OutsideWindow(VALIDACION_CERRADA). Source: supuesto rezago."""
    window = convocatoria.windows["revision"]
    if window.closed(act.at):
        raise OutsideWindow("VALIDACION_CERRADA", clause=window.clause, cierre=window.closing_text)


def claim_next(desk: Desk, act: Act) -> Content:
    """The caller's own lease, or else the oldest that nobody holds; empty when none waits.

    Raises OutsideWindow(VALIDACION_CERRADA), Conflict(COLA_MUY_DISPUTADA).
    """
    require_reviewing(convocatoria_of(desk.registry, act), act)
    for _ in range(RACES):
        held = desk.expedientes.find({"held": act.convocatoria})
        if mine := _held_by(held, act):
            return for_staff(desk, mine[0])
        expired = [stored for stored in held if rules.is_expired(stored.value, act.at)]
        free = desk.oldest_waiting(act.convocatoria, BATCH)
        candidates = _by_arrival([*expired, *free])
        if not candidates:
            if _held_by(desk.expedientes.find({"held": act.convocatoria}), act):
                continue  # the same validador's other click took it between our two looks
            return {}
        leased = _lease_first(desk, act, candidates)
        if leased is not None:
            return for_staff(desk, _only_one(desk, act, leased))
    raise Conflict("COLA_MUY_DISPUTADA")


def _held_by(held: list[Stored[Expediente]], act: Act) -> list[Stored[Expediente]]:
    """What the caller holds and may act on, oldest arrival first."""
    by = act.actor.subject
    return _by_arrival(
        [s for s in held if s.value.claimed_by == by and not rules.is_expired(s.value, act.at)]
    )


def _by_arrival(candidates: list[Stored[Expediente]]) -> list[Stored[Expediente]]:
    return sorted(
        candidates, key=lambda stored: (stored.value.submitted_at or stored.value.since_at, stored.id)
    )


def _lease_first(desk: Desk, act: Act, candidates: list[Stored[Expediente]]) -> Stored[Expediente] | None:
    """The first candidate that nobody took meanwhile; None when all were taken."""
    for stored in candidates:
        expediente, events = rules.claim(stored.value, act.actor.subject, act.at)
        try:
            return desk.expedientes.save(stored, expediente, act, events)
        except Conflict:
            continue
    return None


def _only_one(desk: Desk, act: Act, leased: Stored[Expediente]) -> Stored[Expediente]:
    """Two clicks at once may lease two: both calls keep the oldest and give the other back."""
    mine = _held_by(desk.expedientes.find({"held": act.convocatoria}), act)
    if not mine or mine[0].id == leased.id:
        return leased
    try:
        freed, events = rules.release(leased.value, act.actor.subject, act.at)
        desk.expedientes.save(leased, freed, act, events)
    except Conflict:
        pass  # somebody acted on it already: it is not ours any more
    return mine[0]


def renew_claim(desk: Desk, act: Act, expediente_id: str) -> Content:
    """The caller's lease runs anew. Raises NotAllowed(NO_ES_TU_EXPEDIENTE), Conflict(RESERVA_VENCIDA)."""
    require_reviewing(convocatoria_of(desk.registry, act), act)
    stored = decide(
        desk, act, expediente_id, "RenewClaim", lambda e: rules.renew(e, act.actor.subject, act.at)
    )
    return for_staff(desk, stored)


def release_claim(desk: Desk, act: Act, expediente_id: str) -> Content:
    """Back in its old place of the queue. Raises NotAllowed(NO_ES_TU_EXPEDIENTE)."""
    stored = decide(
        desk, act, expediente_id, "ReleaseClaim", lambda e: rules.release(e, act.actor.subject, act.at)
    )
    return for_staff(desk, stored)
