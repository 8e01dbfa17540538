"""Who has a conflict of interest with the person of an expediente neither reviews it nor decides about it."""

from __future__ import annotations

from datetime import datetime

from plumbing.errors import NotAllowed
from services.validation.domain.errors import not_your_expediente, wrong_state
from services.validation.domain.events import ClaimReleased, ConflictDeclared
from services.validation.domain.model import TERMINAL, Expediente
from services.validation.domain.rules.settled import Change, moved


def require_no_conflict(expediente: Expediente, by: str) -> None:
    """Passes for whoever declared none. Raises NotAllowed(CONFLICTO_DECLARADO).

    Source: 000§9.6 (open to review by who watches over the process).
    """
    if by in expediente.recused:
        raise NotAllowed("CONFLICTO_DECLARADO")


def declare_conflict(expediente: Expediente, note: str, by: str, at: datetime, *, anytime: bool) -> Change:
    """`by` never gets it again; what they held is back in its old place of the queue.

    `anytime`: no lease is needed (supervisor, CES).
    Raises NotAllowed(CONFLICTO_DECLARADO | NO_ES_TU_EXPEDIENTE), Conflict(CONFLICTO_NO_PROCEDE).
    Source: 000§9.6.
    """
    require_no_conflict(expediente, by)
    if expediente.estado in TERMINAL:
        raise wrong_state("CONFLICTO_NO_PROCEDE", expediente)
    holds = bool(by) and expediente.claimed_by == by
    if not holds and not anytime:
        raise not_your_expediente()
    recused = (*expediente.recused, by)
    holder = "" if holds else expediente.claimed_by
    freed = moved(expediente, at, "CONFLICTO_DECLARADO", by, note, recused=recused, claimed_by=holder)
    return freed, (ConflictDeclared(), *((ClaimReleased("CONFLICTO"),) if holds else ()))
