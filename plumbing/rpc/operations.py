"""What every api answers of its services to an operator: how each runs, and what lies parked."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from pymongo.database import Database

from contracts.residencias.common.v1 import operations_pb2 as pb
from contracts.residencias.common.v1 import operations_pb2_grpc
from plumbing import version
from plumbing.clock import Clock
from plumbing.config import Config
from plumbing.convocatoria.registry import Registry
from plumbing.errors import NotFound
from plumbing.rpc.serving import Rpc, act, fields, reply
from plumbing.store import connect, reachable
from plumbing.store.shelf import Shelf
from plumbing.store.watch import Watch

TIMER = "timer:"


@dataclass(frozen=True)
class Seen:
    """One service as it can be looked at from its own database."""

    service: str
    database: Database[dict[str, Any]]
    shelf: Shelf
    watch: Watch


class Operations(operations_pb2_grpc.OperationsServicer):
    """The same for every service of the process."""

    def __init__(self, seen: Sequence[Seen], clock: Clock, registry: Registry) -> None:
        self._seen = {one.service: one for one in seen}
        self._clock = clock
        self._registry = registry
        self._started_at = datetime.now(UTC)

    def GetStatus(self, request: Any, context: Any) -> Any:
        seen = self._of(request.service_name)
        notes = seen.watch.notes()
        queues = notes.pop("queues", {})
        return reply(
            pb.ServiceStatus,
            service=seen.service,
            version=version.running(),
            contract_digest=contract_digest(seen.service),
            started_at=self._started_at,
            rules=self._rules(),
            now=self._clock.now(),
            machine_now=datetime.now(UTC),
            database_now=_now_of(seen.database),
            watched_at=queues.get("at", ""),
            queues=queues.get("queues", []),
            timers=[
                {"name": name.removeprefix(TIMER), **note}
                for name, note in sorted(notes.items())
                if name.startswith(TIMER)
            ],
            parked=seen.shelf.count(),
        )

    def ListParked(self, request: Any, context: Any) -> Any:
        asked = fields(request)
        shelf = self._of(request.service_name).shelf
        return reply(pb.ListParkedResponse, shelf.listed(asked["state"], asked.get("page")))

    def ReplayParked(self, request: Any, context: Any) -> Any:
        return reply(pb.Parked, self._of(request.service_name).shelf.replay(request.parked_id, act()))

    def DiscardParked(self, request: Any, context: Any) -> Any:
        shelf = self._of(request.service_name).shelf
        return reply(pb.Parked, shelf.discard(request.parked_id, act(), request.why))

    def _of(self, service: str) -> Seen:
        if service not in self._seen:
            raise NotFound("SERVICIO_DESCONOCIDO", servicio=service)
        return self._seen[service]

    def _rules(self) -> list[Mapping[str, str]]:
        at = self._clock.now()
        return [
            {"convocatoria": code, "digest": call.at(at).digest}
            for code, call in sorted(self._registry.items())
        ]


def register(rpc: Rpc, config: Config, clock: Clock, registry: Registry, services: Sequence[str]) -> None:
    """`rpc` answers for the running of `services`."""
    client = connect(config.mongo_uri)
    seen = []
    for service in services:
        database = client[config.database(service)]
        shelf = Shelf(database, service)
        shelf.ensure_indexes()
        seen.append(Seen(service, database, shelf, Watch(database)))
    descriptor = pb.DESCRIPTOR.services_by_name["Operations"]
    servicer = Operations(seen, clock, registry)
    rpc.add(descriptor, operations_pb2_grpc.add_OperationsServicer_to_server, servicer)


def contract_digest(service: str) -> str:
    """SHA-256 of the service's contract, as it was generated: two processes that agree on it speak the same."""
    contract = import_module(f"contracts.residencias.{service}.v1.service_pb2").DESCRIPTOR
    return hashlib.sha256(contract.serialized_pb).hexdigest()


def _now_of(database: Database[dict[str, Any]]) -> datetime | str:
    """The database's own clock, where it tells it."""
    with reachable():
        told = database.client.admin.command("hello").get("localTime")
    return told if isinstance(told, datetime) else ""
