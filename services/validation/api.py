"""Process 1: proto in, use case, proto out."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

from contracts.residencias.common.v1 import access_pb2
from contracts.residencias.validation.v1 import service_pb2 as pb
from contracts.residencias.validation.v1 import service_pb2_grpc
from plumbing.clock import Clock
from plumbing.config import Config
from plumbing.convocatoria.registry import Registry
from plumbing.errors import Unavailable
from plumbing.rpc import Rpc, act, fields, reply
from plumbing.store import backlog, oldest_s
from services.validation import usecases, wiring
from services.validation.upstream import Earlier
from services.validation.usecases import Desk, Sources

LOOK_EVERY_S = 0.5
MOST_WATCHERS = 12  # each holds one of the server's threads


class Api(service_pb2_grpc.ValidationServicer):
    """Every method of the contract, in its order."""

    def __init__(self, desk: Desk, sources: Sources) -> None:
        self._desk = desk
        self._sources = sources
        self._watchers = threading.BoundedSemaphore(MOST_WATCHERS)

    def SubmitExpediente(self, request: pb.ExpedienteRef, context: Any) -> pb.Acuse:
        acuse = usecases.submit_expediente(self._desk, self._sources, act(), **fields(request))
        return reply(pb.Acuse, acuse)

    def GetExpediente(self, request: pb.ExpedienteRef, context: Any) -> pb.Expediente:
        return reply(pb.Expediente, usecases.get_expediente(self._desk, act(), **fields(request)))

    def WatchStatus(self, request: pb.ExpedienteRef, context: Any) -> Iterator[pb.Status]:
        if not self._watchers.acquire(blocking=False):
            raise Unavailable("DEMASIADAS_PANTALLAS")
        try:
            hung_up = threading.Event()
            if not context.add_callback(hung_up.set):
                return
            watched = usecases.watch_status(
                self._desk, act(), wait=lambda: not hung_up.wait(LOOK_EVERY_S), **fields(request)
            )
            for status in watched:
                yield reply(pb.Status, status)
        finally:
            self._watchers.release()

    def ClaimNext(self, request: pb.ClaimNextRequest, context: Any) -> pb.Expediente:
        return reply(pb.Expediente, usecases.claim_next(self._desk, act()))

    def SetAsideNext(self, request: pb.ConvocatoriaRef, context: Any) -> pb.SetAside:
        return reply(pb.SetAside, usecases.set_aside_next(self._desk, act()))

    def GetSetAside(self, request: pb.ConvocatoriaRef, context: Any) -> pb.SetAside:
        return reply(pb.SetAside, usecases.get_set_aside(self._desk, act()))

    def RenewClaim(self, request: pb.ExpedienteRef, context: Any) -> pb.Expediente:
        return reply(pb.Expediente, usecases.renew_claim(self._desk, act(), **fields(request)))

    def ReleaseClaim(self, request: pb.ExpedienteRef, context: Any) -> pb.Expediente:
        return reply(pb.Expediente, usecases.release_claim(self._desk, act(), **fields(request)))

    def DeclareConflict(self, request: pb.ReasonRequest, context: Any) -> pb.Expediente:
        return reply(pb.Expediente, usecases.declare_conflict(self._desk, act(), **fields(request)))

    def Observe(self, request: pb.ObserveRequest, context: Any) -> pb.Expediente:
        return reply(pb.Expediente, usecases.observe(self._desk, act(), **fields(request)))

    def Validate(self, request: pb.ValidateRequest, context: Any) -> pb.Expediente:
        return reply(pb.Expediente, usecases.validate(self._desk, act(), **fields(request)))

    def ProposeAnnulment(self, request: pb.AnnulmentRequest, context: Any) -> pb.Expediente:
        return reply(pb.Expediente, usecases.propose_annulment(self._desk, act(), **fields(request)))

    def ConfirmAnnulment(self, request: pb.ExpedienteRef, context: Any) -> pb.Expediente:
        return reply(pb.Expediente, usecases.confirm_annulment(self._desk, act(), **fields(request)))

    def RejectAnnulment(self, request: pb.ReasonRequest, context: Any) -> pb.Expediente:
        return reply(pb.Expediente, usecases.reject_annulment(self._desk, act(), **fields(request)))

    def CancelParticipation(self, request: pb.CancelRequest, context: Any) -> pb.Expediente:
        return reply(pb.Expediente, usecases.cancel_participation(self._desk, act(), **fields(request)))

    def IssueFicha(self, request: pb.ExpedienteRef, context: Any) -> pb.Ficha:
        return reply(pb.Ficha, usecases.issue_ficha(self._desk, act(), **fields(request)))

    def GetFicha(self, request: pb.ExpedienteRef, context: Any) -> pb.Ficha:
        return reply(pb.Ficha, usecases.get_ficha(self._desk, act(), **fields(request)))

    def GetAcuse(self, request: pb.ExpedienteRef, context: Any) -> pb.Acuse:
        return reply(pb.Acuse, usecases.get_acuse(self._desk, act(), **fields(request)))

    def GetProgress(self, request: pb.ConvocatoriaRef, context: Any) -> pb.Progress:
        return reply(pb.Progress, usecases.get_progress(self._desk, act()))

    def ListExpedientes(self, request: pb.ListExpedientesRequest, context: Any) -> pb.ListExpedientesResponse:
        return reply(
            pb.ListExpedientesResponse, usecases.list_expedientes(self._desk, act(), **fields(request))
        )

    def GetDeskFigures(self, request: pb.ConvocatoriaRef, context: Any) -> pb.DeskFigures:
        return reply(pb.DeskFigures, usecases.get_desk_figures(self._desk, act()))

    def GetPace(self, request: pb.ConvocatoriaRef, context: Any) -> pb.Pace:
        return reply(pb.Pace, usecases.get_pace(self._desk, act()))

    def ListRezago(self, request: pb.ConvocatoriaRef, context: Any) -> pb.ListExpedientesResponse:
        return reply(pb.ListExpedientesResponse, usecases.list_rezago(self._desk, act()))

    def ResolveRezago(self, request: pb.ResolveRezagoRequest, context: Any) -> pb.Expediente:
        return reply(pb.Expediente, usecases.resolve_rezago(self._desk, act(), **fields(request)))

    def ListInscritos(self, request: pb.ConvocatoriaRef, context: Any) -> pb.Inscritos:
        return reply(pb.Inscritos, usecases.list_inscritos(self._desk, act()))

    def GetBacklog(self, request: access_pb2.Empty, context: Any) -> access_pb2.Backlog:
        through = self._desk.sweeps.through()
        return access_pb2.Backlog(
            outbox=sum(backlog(collection) for collection in self._desk.outboxes),
            oldest_s=oldest_s(self._desk.outboxes),
            swept_through=through.isoformat() if through else "",
        )


def register(rpc: Rpc, config: Config, clock: Clock, registry: Registry) -> None:
    """`rpc` answers for Validation."""
    api = Api(wiring.build(config, clock, registry), Earlier(config))
    descriptor = pb.DESCRIPTOR.services_by_name["Validation"]
    rpc.add(descriptor, service_pb2_grpc.add_ValidationServicer_to_server, api)
