"""A fact that could not be taken and waits for a person, who puts it back to work or discards it, by name."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from plumbing.errors import Conflict, Invalid

ATTEMPT = "x-residencias-attempt"
REASON = "x-residencias-reason"
"""Headers of a message that failed."""
WHY_LENGTH = 500


class ParkedState(StrEnum):
    """Where a parked fact stands."""

    PARKED = "APARTADO"
    ASKED = "POR_REPETIR"
    REPLAYED = "REPETIDO"
    DISCARDED = "DESCARTADO"


@dataclass(frozen=True)
class FactReplayed:
    """It goes back to work."""

    fact_id: str
    type: str
    reason: str


@dataclass(frozen=True)
class FactDiscarded:
    """It is never taken."""

    fact_id: str
    type: str
    reason: str
    why: str


@dataclass(frozen=True)
class Parked:
    """One message as it lay at the broker, what could be read of it, what was decided. Once over it has no `body`."""

    state: str
    body: str
    sha256: str
    bytes: int
    reason: str
    attempts: int
    parked_at: datetime
    times: int = 1
    fact_id: str = ""
    type: str = ""
    subject: str = ""
    convocatoria: str = ""
    time: str = ""
    fields: tuple[str, ...] = ()
    decided_by: str = ""
    decided_at: datetime | None = None
    why: str = ""


def parked_of(body: str, reason: str, attempts: int, at: datetime) -> Parked:
    """The message, with what of it can be read."""
    found = _read(body)
    data = found.get("data")
    return Parked(
        ParkedState.PARKED.value,
        body,
        hashlib.sha256(body.encode()).hexdigest(),
        len(body.encode()),
        reason,
        attempts,
        at,
        fact_id=_text(found, "id"),
        type=_text(found, "type"),
        subject=_text(found, "subject"),
        convocatoria=_text(found, "convocatoria"),
        time=_text(found, "time"),
        fields=tuple(sorted(data)) if isinstance(data, Mapping) else (),
    )


def again(before: Parked, now: Parked) -> Parked:
    """The same message was parked once more: it waits for a person again."""
    return replace(now, times=before.times + 1)


def asked(parked: Parked, who: str, at: datetime) -> tuple[Parked, FactReplayed]:
    """The worker will put it back to work. Raises Conflict(APARTADO_DECIDIDO)."""
    _require_open(parked)
    told = FactReplayed(parked.fact_id, parked.type, parked.reason)
    return replace(parked, state=ParkedState.ASKED.value, decided_by=who, decided_at=at), told


def replayed(parked: Parked) -> Parked:
    """It is with the broker; nothing of its content is kept here."""
    return replace(parked, state=ParkedState.REPLAYED.value, body="")


def discarded(parked: Parked, who: str, at: datetime, why: str) -> tuple[Parked, FactDiscarded]:
    """It is over and its content deleted. Raises Conflict(APARTADO_DECIDIDO), Invalid(DESCARTE_SIN_MOTIVO)."""
    _require_open(parked)
    reason = why.strip()[:WHY_LENGTH]
    if not reason:
        raise Invalid("DESCARTE_SIN_MOTIVO")
    over = replace(
        parked, state=ParkedState.DISCARDED.value, body="", decided_by=who, decided_at=at, why=reason
    )
    return over, FactDiscarded(parked.fact_id, parked.type, parked.reason, reason)


def _require_open(parked: Parked) -> None:
    if parked.state != ParkedState.PARKED.value:
        raise Conflict("APARTADO_DECIDIDO", estado=parked.state, quien=parked.decided_by)


def _read(body: str) -> Mapping[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, Mapping) else {}


def _text(found: Mapping[str, Any], name: str) -> str:
    value = found.get(name, "")
    return value if isinstance(value, str) else ""
