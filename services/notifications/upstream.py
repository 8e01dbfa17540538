"""What letters ask earlier services, with the caller's own token. Imported only by api."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.residencias.allocation.v1 import service_pb2 as allocation
from contracts.residencias.allocation.v1 import service_pb2_grpc as allocation_grpc
from contracts.residencias.registration.v1 import service_pb2 as registration
from contracts.residencias.registration.v1 import service_pb2_grpc as registration_grpc
from contracts.residencias.scoring.v1 import service_pb2 as scoring
from contracts.residencias.scoring.v1 import service_pb2_grpc as scoring_grpc
from contracts.residencias.validation.v1 import service_pb2 as validation
from contracts.residencias.validation.v1 import service_pb2_grpc as validation_grpc
from plumbing.config import Config
from plumbing.events import as_plain
from plumbing.rpc import Upstream

Content = Mapping[str, Any]
STUBS = {
    "registration": registration_grpc.RegistrationStub,
    "validation": validation_grpc.ValidationStub,
    "scoring": scoring_grpc.ScoringStub,
    "allocation": allocation_grpc.AllocationStub,
}


class Earlier:
    """Each answer is the message of its contract as plain fields; each refusal is the other service's own."""

    def __init__(self, config: Config) -> None:
        self._upstream = {
            service: Upstream(service, config.rpc_addresses[service], stub) for service, stub in STUBS.items()
        }

    def registro(self, convocatoria: str, expediente_id: str) -> Content:
        request = registration.ExpedienteRef(convocatoria=convocatoria, expediente_id=expediente_id)
        return self._ask("registration", "GetRegistro", request)

    def solicitud(self, convocatoria: str, expediente_id: str, number: int) -> Content:
        request = registration.SolicitudPrintRef(
            convocatoria=convocatoria, expediente_id=expediente_id, number=number
        )
        return self._ask("registration", "GetSolicitudPrint", request)

    def ficha(self, convocatoria: str, expediente_id: str) -> Content:
        return self._ask("validation", "GetFicha", _validated(convocatoria, expediente_id))

    def acuse(self, convocatoria: str, expediente_id: str) -> Content:
        return self._ask("validation", "GetAcuse", _validated(convocatoria, expediente_id))

    def puntaje(self, convocatoria: str, expediente_id: str) -> Content:
        request = scoring.ExpedienteRef(convocatoria=convocatoria, expediente_id=expediente_id)
        return self._ask("scoring", "ExplainPuntaje", request)

    def result(self, convocatoria: str, expediente_id: str) -> Content:
        return self._ask("allocation", "GetResult", _allocated(convocatoria, expediente_id))

    def explanation(self, convocatoria: str, expediente_id: str) -> Content:
        return self._ask("allocation", "ExplainResult", _allocated(convocatoria, expediente_id))

    def issuance(self, convocatoria: str, expediente_id: str, kind: str) -> Content:
        request = allocation.IssuanceRef(convocatoria=convocatoria, expediente_id=expediente_id, kind=kind)
        return self._ask("allocation", "GetIssuance", request)

    def cutoffs(self, convocatoria: str) -> Content:
        return self._ask("allocation", "GetCutoffs", allocation.ConvocatoriaRef(convocatoria=convocatoria))

    def _ask(self, service: str, method: str, request: Any) -> Content:
        return as_plain(self._upstream[service].call(method, request))


def _validated(convocatoria: str, expediente_id: str) -> Any:
    return validation.ExpedienteRef(convocatoria=convocatoria, expediente_id=expediente_id)


def _allocated(convocatoria: str, expediente_id: str) -> Any:
    return allocation.ExpedienteRef(convocatoria=convocatoria, expediente_id=expediente_id)
