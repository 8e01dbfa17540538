"""The queue by arrival: the oldest free expediente is leased to one validador, who sees it whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from plumbing.convocatoria.model import Convocatoria
from plumbing.deadlines import convocatoria_of
from plumbing.errors import Conflict, OutsideWindow
from plumbing.events import Act
from plumbing.store.documents import Stored
from services.validation.domain import rules
from services.validation.domain.model import Expediente
from services.validation.usecases import terms
from services.validation.usecases.desk import RACES, Change, Content, Desk, decide
from services.validation.usecases.views import as_set_aside, desk_line, for_staff

BATCH = 6
Take = Callable[[Expediente, str, datetime], Change | None]


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
        candidates = mine or _in_turn(desk, act, [stored for stored in held if _is_free(stored.value, act)])
        if not candidates and _held_by(desk, act) is None:
            return {}
        leased = _save_first(desk, act, candidates, rules.claim)
        if leased is not None:
            return for_staff(desk, leased)
    raise Conflict("COLA_MUY_DISPUTADA")


def _in_turn(desk: Desk, act: Act, lapsed: list[Stored[Expediente]]) -> list[Stored[Expediente]]:
    """What is put aside for the caller; else by arrival, what is put aside for others only when nothing else waits."""
    own = _aside_for(desk, act)
    if own and rules.is_aside(own.value, act.at):
        return [own]
    by = act.actor.subject
    free = _by_arrival(lapsed + desk.oldest_waiting(act.convocatoria, BATCH, by, act.at))
    return free or desk.oldest_waiting(act.convocatoria, BATCH, by)


def set_aside_next(desk: Desk, act: Act) -> Content:
    """The oldest that the caller may review is put aside for them; empty when none waits, or they hold none.

    What is put aside for them already stays so. Raises OutsideWindow(VALIDACION_CERRADA), Conflict(COLA_MUY_DISPUTADA).
    """
    require_reviewing(convocatoria_of(desk.registry, act), act)
    held = _held_by(desk, act)
    if held is None or rules.is_expired(held.value, act.at):
        return {}
    for _ in range(RACES):
        own = _aside_for(desk, act)
        if own and rules.is_aside(own.value, act.at):
            return as_set_aside(desk, own)
        waiting = [own] if own else desk.oldest_waiting(act.convocatoria, BATCH, act.actor.subject, act.at)
        if not waiting:
            return {}
        kept = _save_first(desk, act, waiting, rules.set_aside)
        if kept is not None:
            return as_set_aside(desk, kept)
    raise Conflict("COLA_MUY_DISPUTADA")


def get_set_aside(desk: Desk, act: Act) -> Content:
    """What is put aside for the caller now; empty when nothing is."""
    convocatoria_of(desk.registry, act)
    own = _aside_for(desk, act)
    return as_set_aside(desk, own) if own and rules.is_aside(own.value, act.at) else {}


def _aside_for(desk: Desk, act: Act) -> Stored[Expediente] | None:
    """What was put aside for the caller and still waits, whether or not its minutes are over."""
    return desk.expedientes.first({"waiting": act.convocatoria, "aside_for": act.actor.subject})


def _is_free(expediente: Expediente, act: Act) -> bool:
    """Its lease is over, and the caller may review it."""
    return rules.is_expired(expediente, act.at) and act.actor.subject not in expediente.recused


def _held_by(desk: Desk, act: Act) -> Stored[Expediente] | None:
    """What the caller holds at this moment: their other click may have taken one between two looks."""
    return desk.expedientes.first({"held": act.convocatoria, "claimed_by": act.actor.subject})


def _by_arrival(candidates: list[Stored[Expediente]]) -> list[Stored[Expediente]]:
    return sorted(
        candidates, key=lambda stored: (stored.value.submitted_at or stored.value.since_at, stored.id)
    )


def _save_first(
    desk: Desk, act: Act, candidates: list[Stored[Expediente]], change: Take
) -> Stored[Expediente] | None:
    """The first candidate that nobody took meanwhile; None when all were taken, or the caller's other click took one.

    The store keeps no two for one validador: of two clicks at once the second is refused whatever it tries to take.
    """
    for stored in candidates:
        try:
            outcome = change(stored.value, act.actor.subject, act.at)
            if outcome is not None:
                return desk.expedientes.save(stored, outcome[0], act, outcome[1])
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
