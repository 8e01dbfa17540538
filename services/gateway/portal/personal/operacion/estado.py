"""How the system runs, judged from what each service says of itself: sentences for what wants attention."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from plumbing.config import SERVICES
from services.gateway.portal.moments import in_words, local
from services.gateway.portal.words import word

CLOCK_APART = timedelta(seconds=5)
NOT_SEEN = timedelta(minutes=1)
LATE = timedelta(minutes=5)
RELAY_LATE_S = 60
LONG_QUEUE = 5_000
RELAY = "relay"
FACTS, PARKED = ".facts", ".parked"


@dataclass(frozen=True)
class Alert:
    """Something for a person: `kind` is mal (now) or ojo (today); `name` its sentence, `facts` fill it."""

    kind: str
    name: str
    service: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Stand:
    """One service as it answered, or the error it answered with."""

    service: str
    status: Mapping[str, Any] = field(default_factory=dict)
    backlog: Mapping[str, Any] = field(default_factory=dict)
    error: str = ""

    @property
    def is_up(self) -> bool:
        return not self.error

    def queue(self, suffix: str) -> Mapping[str, Any]:
        """The queue of this name, as the worker last saw it."""
        queues: Sequence[Mapping[str, Any]] = self.status.get("queues", ())
        return next((one for one in queues if one["name"].endswith(suffix)), {})

    def hour(self, clock: str) -> str:
        """What this clock of its status showed, `13:05:09` in Mexico City; empty for one that it does not tell."""
        told = self.status.get(clock, "")
        return f"{local(datetime.fromisoformat(told)):%H:%M:%S}" if told else ""

    @property
    def waiting(self) -> int:
        """Messages in the work queue."""
        return int(self.queue(FACTS).get("messages", 0))

    @property
    def consumers(self) -> int:
        return int(self.queue(FACTS).get("consumers", 0))

    @property
    def retrying(self) -> int:
        """Messages that wait for another try."""
        return sum(one["messages"] for one in self.status.get("queues", ()) if ".retry." in one["name"])

    @property
    def oldest_s(self) -> int:
        """Whole seconds that its oldest fact has waited to be published."""
        return int(self.backlog.get("oldest_s", 0))

    @property
    def relay(self) -> Mapping[str, Any]:
        return next((one for one in self.status.get("timers", ()) if one["name"] == RELAY), {})


def alerts(stands: Sequence[Stand], contracts: Mapping[str, str], titles: Mapping[str, str]) -> list[Alert]:
    """What wants attention, the gravest first.

    Shapes: `contracts`: service → digest of what the gateway speaks; `titles`: convocatoria → what it is called.
    """
    found = [alert for stand in stands for alert in _of(stand, contracts.get(stand.service, ""))]
    found += _rules(stands, titles)
    order = {service: place for place, service in enumerate(SERVICES)}
    return sorted(found, key=lambda one: (one.kind != "mal", order.get(one.service, -1)))


def _of(stand: Stand, contract: str) -> Iterator[Alert]:
    if not stand.is_up:
        yield Alert("mal", "no_responde", stand.service)
        return
    status, at = stand.status, datetime.fromisoformat(stand.status["machine_now"])
    if contract and status["contract_digest"] != contract:
        yield Alert("ojo", "otra_version", stand.service)
    told = status["database_now"]
    if told and (apart := abs(datetime.fromisoformat(told) - at)) > CLOCK_APART:
        yield Alert("mal", "relojes", stand.service, {"segundos": int(apart.total_seconds())})
    if status["parked"]:
        yield Alert("ojo", "apartados", stand.service, {"n": status["parked"]})
    yield from _of_the_worker(stand, at)
    swept = stand.backlog.get("swept_through", "")
    if swept and datetime.fromisoformat(status["now"]) - datetime.fromisoformat(swept) > LATE:
        yield Alert("ojo", "barrido", stand.service, {"hasta": in_words(swept)})


def _of_the_worker(stand: Stand, at: datetime) -> Iterator[Alert]:
    """What only a worker that goes its rounds can say."""
    seen = stand.status["watched_at"]
    if not seen or at - datetime.fromisoformat(seen) > NOT_SEEN:
        yield Alert("mal", "sin_trabajador", stand.service)
        return
    if stand.queue(FACTS) and not stand.consumers:
        yield Alert("mal", "sin_consumidor", stand.service, {"n": stand.waiting})
    if stand.waiting > LONG_QUEUE:
        yield Alert("ojo", "cola_larga", stand.service, {"n": stand.waiting})
    if stand.retrying:
        yield Alert("ojo", "reintentos", stand.service, {"n": stand.retrying})
    if stand.relay and not stand.relay["is_ok"]:
        yield Alert("mal", "relevo", stand.service, {"n": stand.backlog.get("outbox", 0)})
    elif stand.oldest_s > RELAY_LATE_S:
        yield Alert("ojo", "relevo_tarde", stand.service, {"segundos": stand.oldest_s})
    for one in stand.status["timers"]:
        if one["name"] != RELAY and not one["is_ok"]:
            yield Alert("ojo", "temporizador", stand.service, {"cual": word("temporizadores", one["name"])})


def _rules(stands: Sequence[Stand], titles: Mapping[str, str]) -> list[Alert]:
    """Services that read other rules for the same call."""
    by_call: dict[str, set[str]] = {}
    for stand in stands:
        for one in stand.status.get("rules", ()):
            by_call.setdefault(one["convocatoria"], set()).add(one["digest"])
    return [
        Alert("mal", "reglas", facts={"convocatoria": titles.get(call, call)})
        for call, digests in sorted(by_call.items())
        if len(digests) > 1
    ]
