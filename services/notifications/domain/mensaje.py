"""An e-mail on its way: waiting, sent, or given up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=15)
LONGEST_PAUSE = timedelta(hours=2)


class Refused(Exception):
    """The mail server does not take this message. `for_good`: trying again is useless."""

    def __init__(self, reason: str, *, for_good: bool) -> None:
        super().__init__(reason)
        self.for_good = for_good


class MensajeState(StrEnum):
    """`FALLIDO`: refused for good, or tried in vain `ATTEMPTS` times."""

    PENDIENTE = "PENDIENTE"
    ENVIADO = "ENVIADO"
    FALLIDO = "FALLIDO"


@dataclass(frozen=True)
class Mensaje:
    """One e-mail of one fact. Its body is forgotten once the mail server has it; `sha256` says what it was."""

    convocatoria: str
    expediente_id: str
    kind: str
    message_id: str
    to: tuple[str, ...]
    subject: str
    text: str
    html: str
    sha256: str
    composed_at: datetime
    next_at: datetime
    state: MensajeState = MensajeState.PENDIENTE
    attempts: int = 0
    sent_at: datetime | None = None
    error: str = ""


def sent(mensaje: Mensaje, at: datetime) -> Mensaje:
    """The mail server has accepted it."""
    return replace(
        mensaje,
        state=MensajeState.ENVIADO,
        attempts=mensaje.attempts + 1,
        sent_at=at,
        text="",
        html="",
        error="",
    )


def refused(mensaje: Mensaje, error: str, real_now: datetime, *, for_good: bool) -> Mensaje:
    """The mail server refused this message: it waits twice as long each time, then is given up."""
    attempts = mensaje.attempts + 1
    if for_good or attempts >= ATTEMPTS:
        return replace(mensaje, state=MensajeState.FALLIDO, attempts=attempts, error=error)
    pause = min(FIRST_PAUSE * 2 ** (attempts - 1), LONGEST_PAUSE)
    return replace(mensaje, attempts=attempts, next_at=real_now + pause, error=error)
