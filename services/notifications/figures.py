"""What an operator watches of notifications: e-mails that wait, and those that will never arrive."""

from __future__ import annotations

from functools import partial

from prometheus_client import Gauge

from plumbing.figures import Figure, Values
from services.notifications.domain.mensaje import MensajeState
from services.notifications.usecases import Desk

MENSAJES = Gauge("residencias_mensajes", "E-mails that are not sent, by state", ["state"])


def figures(desk: Desk) -> tuple[Figure, ...]:
    """Counts over the index that the sender itself reads by."""
    return (Figure(MENSAJES, partial(_unsent, desk)),)


def _unsent(desk: Desk) -> Values:
    return {
        (state.value,): float(desk.mensajes.count({"state": state.value}))
        for state in MensajeState
        if state is not MensajeState.ENVIADO
    }
