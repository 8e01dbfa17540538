"""Facts as steps of a trace: a publication stands under the command that said it, a handler under the publication."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plumbing import tracing
from plumbing.events import EXCHANGE
from plumbing.tracing import TRACEPARENT, Kind, Step


def publishing(envelope: Mapping[str, Any]) -> Step:
    """Over when the broker has the fact. The message's own header carries it; the envelope stays as it was saved."""
    return _step("producer", "publish", envelope, envelope.get(TRACEPARENT, ""), EXCHANGE)


def handling(service: str, envelope: Mapping[str, Any], cause: str) -> Step:
    """Over when the service has done what it does about the fact."""
    return _step("consumer", "handle", envelope, cause, f"{service}.facts")


def cause_of(message: Any, envelope: Any) -> str:
    """The traceparent of the publication; that of the command where the header is missing, as in a replay."""
    saved = envelope.get(TRACEPARENT, "") if isinstance(envelope, dict) else ""
    return str(message.headers.get(TRACEPARENT, "")) or saved


def _step(kind: Kind, verb: str, envelope: Mapping[str, Any], cause: str, place: str) -> Step:
    attributes = {
        "messaging.system": "rabbitmq",
        "messaging.destination.name": place,
        "messaging.message.id": str(envelope["id"]),
    }
    return tracing.begin(kind, f"{verb} {str(envelope['type']).rpartition('.')[2]}", cause, attributes)
