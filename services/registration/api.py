"""Process 1: registration over gRPC."""

from __future__ import annotations

from typing import Any

from contracts.residencias.common.v1 import access_pb2
from contracts.residencias.registration.v1 import service_pb2 as pb
from contracts.residencias.registration.v1 import service_pb2_grpc
from plumbing.clock import Clock
from plumbing.config import Config
from plumbing.convocatoria.registry import Registry
from plumbing.rpc import Rpc, act, fields, reply
from plumbing.store import backlog, oldest_s
from services.registration import usecases, wiring


class Api(service_pb2_grpc.RegistrationServicer):
    """Proto in, use case, proto out."""

    def __init__(self, registration: wiring.Registration) -> None:
        self._desk = registration.desk
        self._store = registration.store

    def ImportRoster(self, request: Any, context: Any) -> Any:
        return reply(
            pb.RosterReport, usecases.import_roster(self._desk, act(), request.filename, request.content)
        )

    def AcceptRoster(self, request: Any, context: Any) -> Any:
        return reply(pb.RosterReport, usecases.accept_roster(self._desk, act(), **fields(request)))

    def GetRoster(self, request: Any, context: Any) -> Any:
        return reply(pb.RosterReport, usecases.get_roster(self._desk, act(), **fields(request)))

    def ListRosters(self, request: Any, context: Any) -> Any:
        return reply(pb.ListRostersResponse, usecases.list_rosters(self._desk, act()))

    def ListCurpTemporales(self, request: Any, context: Any) -> Any:
        return reply(
            pb.ListCurpTemporalesResponse, usecases.list_curp_temporales(self._desk, act(), **fields(request))
        )

    def AssignCurpTemporal(self, request: Any, context: Any) -> Any:
        return reply(pb.CurpTemporal, usecases.assign_curp_temporal(self._desk, act(), **fields(request)))

    def OpenAccount(self, request: Any, context: Any) -> Any:
        return reply(pb.Account, usecases.open_account(self._desk, act(), **fields(request)))

    def ConfirmCorreo(self, request: Any, context: Any) -> Any:
        return reply(pb.Account, usecases.confirm_correo(self._desk, act(), **fields(request)))

    def Authenticate(self, request: Any, context: Any) -> Any:
        return reply(pb.Account, usecases.authenticate(self._desk, act(), **fields(request)))

    def RequestPasswordReset(self, request: Any, context: Any) -> Any:
        return reply(access_pb2.Empty, usecases.request_password_reset(self._desk, act(), **fields(request)))

    def ResetPassword(self, request: Any, context: Any) -> Any:
        return reply(pb.Account, usecases.reset_password(self._desk, act(), **fields(request)))

    def GetRegistro(self, request: Any, context: Any) -> Any:
        return reply(pb.Registro, usecases.get_registro(self._desk, act(), **fields(request)))

    def OpenRegistro(self, request: Any, context: Any) -> Any:
        return reply(pb.Registro, usecases.open_registro(self._desk, act(), **fields(request)))

    def SaveRegistro(self, request: Any, context: Any) -> Any:
        return reply(pb.Registro, usecases.save_registro(self._desk, act(), **fields(request)))

    def RankSedes(self, request: Any, context: Any) -> Any:
        return reply(pb.Registro, usecases.rank_sedes(self._desk, act(), **fields(request)))

    def ListOpciones(self, request: Any, context: Any) -> Any:
        return reply(pb.Opciones, usecases.list_opciones(self._desk, act(), **fields(request)))

    def PrintSolicitud(self, request: Any, context: Any) -> Any:
        return reply(pb.SolicitudPrint, usecases.print_solicitud(self._desk, act(), **fields(request)))

    def GetSolicitudPrint(self, request: Any, context: Any) -> Any:
        return reply(pb.SolicitudPrint, usecases.get_solicitud_print(self._desk, act(), **fields(request)))

    def GetSnapshot(self, request: Any, context: Any) -> Any:
        return reply(pb.Snapshot, usecases.get_snapshot(self._desk, act(), **fields(request)))

    def ListRegistros(self, request: Any, context: Any) -> Any:
        return reply(pb.ListRegistrosResponse, usecases.list_registros(self._desk, act(), **fields(request)))

    def RecordBan(self, request: Any, context: Any) -> Any:
        return reply(pb.Ban, usecases.record_ban(self._desk, act(), fields(request)))

    def ListBans(self, request: Any, context: Any) -> Any:
        return reply(pb.ListBansResponse, usecases.list_bans(self._desk, act(), **fields(request)))

    def ReleaseExpediente(self, request: Any, context: Any) -> Any:
        return reply(pb.ExpedienteLiberado, usecases.release_expediente(self._desk, act(), **fields(request)))

    def ListLiberaciones(self, request: Any, context: Any) -> Any:
        return reply(
            pb.ListLiberacionesResponse, usecases.list_liberaciones(self._desk, act(), **fields(request))
        )

    def GetBacklog(self, request: Any, context: Any) -> Any:
        through = self._store.sweeps.through()
        return reply(
            access_pb2.Backlog,
            outbox=sum(backlog(collection) for collection in self._store.outboxes),
            oldest_s=oldest_s(self._store.outboxes),
            swept_through=through.isoformat() if through else "",
        )


def register(rpc: Rpc, config: Config, clock: Clock, registry: Registry) -> None:
    """Registration is answered by `rpc`."""
    rpc.add(
        pb.DESCRIPTOR.services_by_name["Registration"],
        service_pb2_grpc.add_RegistrationServicer_to_server,
        Api(wiring.build(config, clock, registry)),
    )
