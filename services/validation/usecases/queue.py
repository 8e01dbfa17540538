"""The queue by arrival: the oldest free expediente is leased to one validador, who sees it whole."""

from __future__ import annotations

from plumbing.convocatoria.model import Convocatoria
from plumbing.deadlines import convocatoria_of
from plumbing.errors import Conflict, OutsideWindow
from plumbing.events import Act
from plumbing.store.documents import Stored
from services.validation.domain import rules
from services.validation.domain.model import Expediente
from services.validation.usecases import terms
from services.validation.usecases.desk import RACES, Change, Content, Desk, decide
from services.validation.usecases.views import desk_line, for_staff

BATCH = 6


def require_reviewing(convocatoria: Convocatoria, act: Act) -> None:
    """Passes while the review is open. Raises OutsideWindow(VALIDACION_CERRADA). Source: supuesto rezago."""
    terms.require_circuit(convocatoria)
    window = convocatoria.windows["revision"]
    if window.closed(act.at):
        raise OutsideWindow("VALIDACION_CERRADA", clause=window.clause, cierre=window.closing_text)


def claim_next(desk: Desk, act: Act) -> Content:
    """What the caller holds already, or else the oldest that nobody holds and they may review; empty when none waits.

    Raises OutsideWindow(VALIDACION_CERRADA), Conflict(COLA_MUY_DISPUTADA).
    """
    require_reviewing(convocatoria_of(desk.registry, act), act)
    for _ in range(RACES):
        held = desk.expedientes.find({"held": act.convocatoria})
        mine = [stored for stored in held if stored.value.claimed_by == act.actor.subject]
        if mine and not rules.is_expired(mine[0].value, act.at):
            return for_staff(desk, mine[0])
        candidates = mine or _by_arrival(
            [stored for stored in held if _is_free(stored.value, act)]
            + desk.oldest_waiting(act.convocatoria, BATCH, act.actor.subject)
        )
        if not candidates and not _holds_any(desk, act):
            return {}
        leased = _lease_first(desk, act, candidates)
        if leased is not None:
            return for_staff(desk, leased)
    raise Conflict("COLA_MUY_DISPUTADA")


def _is_free(expediente: Expediente, act: Act) -> bool:
    """Its lease is over, and the caller may review it."""
    return rules.is_expired(expediente, act.at) and act.actor.subject not in expediente.recused


def _holds_any(desk: Desk, act: Act) -> bool:
    """The same validador's other click may have taken the last one between our two looks."""
    held = {"held": act.convocatoria, "claimed_by": act.actor.subject}
    return desk.expedientes.first(held) is not None


def _by_arrival(candidates: list[Stored[Expediente]]) -> list[Stored[Expediente]]:
    return sorted(
        candidates, key=lambda stored: (stored.value.submitted_at or stored.value.since_at, stored.id)
    )


def _lease_first(desk: Desk, act: Act, candidates: list[Stored[Expediente]]) -> Stored[Expediente] | None:
    """The first candidate that nobody took meanwhile; None when all were taken, or the caller's other click took one.

    The store keeps no two for one validador: of two clicks at once the second is refused whatever it tries to take.
    """
    for stored in candidates:
        try:
            expediente, events = rules.claim(stored.value, act.actor.subject, act.at)
            return desk.expedientes.save(stored, expediente, act, events)
        except Conflict:
            continue
    return None


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


def declare_conflict(desk: Desk, act: Act, expediente_id: str, note: str = "") -> Content:
    """The caller never gets it again and decides nothing about it; what they held is back in the queue.

    Raises NotAllowed(CONFLICTO_DECLARADO | NO_ES_TU_EXPEDIENTE), Conflict(CONFLICTO_NO_PROCEDE). Source: 000§9.6.
    """
    anytime = act.actor.has("supervisor_validacion", "ces")

    def change(expediente: Expediente) -> Change:
        return rules.declare_conflict(expediente, note, act.actor.subject, act.at, anytime=anytime)

    return desk_line(decide(desk, act, expediente_id, "DeclareConflict", change))
