"""What holds after every transition: one line of history, and the queue's keys agree with the state."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from services.validation.domain.model import Entry, Estado, Expediente

Change = tuple[Expediente, tuple[object, ...]]


def moved(
    expediente: Expediente, at: datetime, what: str, by: str, note: str = "", **changes: Any
) -> Expediente:
    """`expediente` with `changes` and a line that says so; `since_at` moves with the estado.

    Source: 000§9.1 (every action leaves a trace), 9.6.
    """
    changed = replace(expediente, **changes, history=(*expediente.history, Entry(at, what, by, note)))
    if changed.estado is not expediente.estado:
        changed = replace(changed, since_at=at)
    return queued(changed)


def queued(expediente: Expediente) -> Expediente:
    """In the queue while it is under review, nobody holds it, and no annulment is proposed; `proposed` while one is.

    Put aside only while it is in the queue, for nobody with a conflict of interest.
    Source: 000§3.2.4, 3.3 d (review); rules §1.4 (annulment needs two people: nobody validates meanwhile).
    """
    in_review = expediente.estado is Estado.EN_VALIDACION
    held = in_review and bool(expediente.claimed_by)
    free = in_review and not held and expediente.proposal is None and not expediente.is_rezago
    undecided = expediente.proposal is not None and expediente.estado not in (
        Estado.ANULADO,
        Estado.CANCELADO,
    )
    aside = free and expediente.aside_for not in expediente.recused
    convocatoria = expediente.convocatoria
    return replace(
        expediente,
        waiting=convocatoria if free else "",
        held=convocatoria if held else "",
        proposed=convocatoria if undecided else "",
        claimed_by=expediente.claimed_by if held else "",
        claimed_until=expediente.claimed_until if held else None,
        aside_for=expediente.aside_for if aside else "",
        aside_until=expediente.aside_until if aside else None,
    )
