"""Process 1 of audit: `python -m plumbing.rpc services.audit.api`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from contracts.residencias.audit.v1 import service_pb2 as pb
from contracts.residencias.audit.v1 import service_pb2_grpc
from contracts.residencias.common.v1 import access_pb2
from plumbing.clock import Clock
from plumbing.config import Config
from plumbing.convocatoria.model import Convocatoria
from plumbing.rpc import Rpc, act, fields, reply
from plumbing.store import backlog, oldest_s
from services.audit import usecases, wiring
from services.audit.store import Store
from services.audit.usecases import Desk


class Api(service_pb2_grpc.AuditServicer):
    """Proto in → use case → proto out."""

    def __init__(self, desk: Desk, store: Store) -> None:
        self._desk = desk
        self._store = store

    def Search(self, request: Any, context: Any) -> Any:
        return reply(pb.SearchResponse, usecases.search(self._desk, act(), **fields(request)))

    def GetHead(self, request: Any, context: Any) -> Any:
        return reply(pb.Head, usecases.get_head(self._desk))

    def Prove(self, request: Any, context: Any) -> Any:
        return reply(pb.Proof, usecases.prove(self._desk, act(), **fields(request)))

    def Export(self, request: Any, context: Any) -> Iterator[Any]:
        for entry in usecases.export(self._desk, act(), **fields(request)):
            yield reply(pb.Entry, entry)

    def GetBacklog(self, request: Any, context: Any) -> Any:
        facts = sum(backlog(one) for one in self._store.outboxes)
        through = self._desk.clock.now()  # audit has no deadline of its own to sweep: it is always through
        return reply(
            access_pb2.Backlog,
            outbox=facts + self._desk.log.count_waiting(),
            oldest_s=oldest_s(self._store.outboxes),
            swept_through=through,
        )


def register(rpc: Rpc, config: Config, clock: Clock, registry: Mapping[str, Convocatoria]) -> None:
    """Audit is answered by `rpc`."""
    servicer = Api(*wiring.build(config, clock))
    rpc.add(pb.DESCRIPTOR.services_by_name["Audit"], service_pb2_grpc.add_AuditServicer_to_server, servicer)
