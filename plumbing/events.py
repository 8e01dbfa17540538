"""Facts: what a command leaves behind, in a CloudEvents 1.0 envelope.

A domain event is a frozen dataclass named in the past tense (`FichaIssued`). `Encoder` turns it into the envelope,
checking its data against the protobuf message of the same name, so that what is stored is always what the
contract says. `decode` reads an envelope back; fields unknown to this version are ignored, missing ones default.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import ModuleType
from typing import Any

from google.protobuf.json_format import MessageToDict, ParseDict

from plumbing import tracing
from plumbing.auth import ANONYMOUS, Caller
from plumbing.ids import new_id
from plumbing.shapes import to_plain

EXCHANGE = "residencias.facts"


@dataclass(frozen=True)
class Act:
    """The circumstances of one command: who, when received, under which call and rules, and its idempotency key."""

    at: datetime
    actor: Caller = ANONYMOUS
    convocatoria: str = ""
    rules_digest: str = ""
    key: str = ""
    traceparent: str = ""


@dataclass(frozen=True)
class Fact:
    """An event as a consumer sees it. `version` is that of the source document, `sequence` its place in it."""

    id: str
    type: str
    source: str
    subject: str
    time: str
    convocatoria: str
    rules_digest: str
    version: int
    actor: str
    data: dict[str, Any] = field(default_factory=dict)
    traceparent: str = ""
    sequence: int = 0
    envelope: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @property
    def name(self) -> str:
        """The event's own name: `FichaIssued`."""
        return self.type.rsplit(".", 1)[-1]

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.time)

    @property
    def by(self) -> str:
        """Who acted, without their roles."""
        return self.actor.partition(":")[2]


def as_plain(message: Any) -> dict[str, Any]:
    """A protobuf message as a dict with its own field names; every field present, defaults included."""
    return MessageToDict(message, preserving_proto_field_name=True, always_print_fields_with_no_presence=True)


class Encoder:
    """Envelopes for the events of one service, from the message classes in `messages` (its `events_pb2`)."""

    def __init__(self, service: str, messages: ModuleType) -> None:
        self._service = service
        self._messages = messages
        self._package = messages.DESCRIPTOR.package

    def envelope(self, event: object, act: Act, subject: str, version: int, sequence: int) -> dict[str, Any]:
        """The envelope of `event`. Raises ParseError/AttributeError when the contract does not know it."""
        name = type(event).__name__
        message = ParseDict(to_plain(event), getattr(self._messages, name)())
        return {
            "specversion": "1.0",
            "id": new_id(),
            "type": f"{self._package}.{name}",
            "source": f"residencias/{self._service}",
            "subject": subject,
            "time": act.at.isoformat(),
            "datacontenttype": "application/json",
            "convocatoria": act.convocatoria,
            "rules_digest": act.rules_digest,
            "version": version,
            "sequence": sequence,
            "actor": actor_text(act.actor),
            "traceparent": act.traceparent or tracing.cause(),
            "data": as_plain(message),
        }


def system_act(
    service: str, at: datetime, fact: Fact | None = None, convocatoria: str = "", rules_digest: str = ""
) -> Act:
    """The circumstances of what a service does by itself: on a fact, or on a timer for a convocatoria."""
    return Act(
        at=at,
        actor=Caller(subject=service, roles=frozenset({"sistema"})),
        convocatoria=fact.convocatoria if fact else convocatoria,
        rules_digest=fact.rules_digest if fact else rules_digest,
        traceparent=fact.traceparent if fact else "",
    )


def actor_text(actor: Caller) -> str:
    """`role:subject`, as it stands in events and in the audit log."""
    return f"{'+'.join(sorted(actor.roles)) or 'publico'}:{actor.subject}"


def decode(envelope: Mapping[str, Any], message_class: Any | None = None) -> Fact:
    """The fact in `envelope`; with `message_class` its data is completed and pruned to what that class knows."""
    data = dict(envelope.get("data", {}))
    if message_class is not None:
        data = as_plain(ParseDict(data, message_class(), ignore_unknown_fields=True))
    return Fact(
        id=envelope["id"],
        type=envelope["type"],
        source=envelope["source"],
        subject=envelope.get("subject", ""),
        time=envelope["time"],
        convocatoria=envelope.get("convocatoria", ""),
        rules_digest=envelope.get("rules_digest", ""),
        version=int(envelope.get("version", 0)),
        sequence=int(envelope.get("sequence", 0)),
        actor=envelope.get("actor", ""),
        traceparent=envelope.get("traceparent", ""),
        data=data,
        envelope=dict(envelope),
    )
