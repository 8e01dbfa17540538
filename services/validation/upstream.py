"""What a send asks earlier services, with the caller's own token."""

from __future__ import annotations

from typing import Any

from contracts.residencias.documents.v1 import service_pb2 as documents_pb
from contracts.residencias.documents.v1 import service_pb2_grpc as documents_grpc
from contracts.residencias.registration.v1 import service_pb2 as registration_pb
from contracts.residencias.registration.v1 import service_pb2_grpc as registration_grpc
from plumbing.config import Config
from plumbing.events import as_plain
from plumbing.rpc import Upstream


class Earlier:
    """Registro from registration, papers from documents. Both raise their service's own errors."""

    def __init__(self, config: Config) -> None:
        address = config.rpc_addresses
        self._registration = Upstream(
            "registration", address["registration"], registration_grpc.RegistrationStub
        )
        self._documents = Upstream("documents", address["documents"], documents_grpc.DocumentsStub)

    def registro_of(self, convocatoria: str, expediente_id: str) -> dict[str, Any]:
        """registration's Snapshot."""
        request = registration_pb.ExpedienteRef(convocatoria=convocatoria, expediente_id=expediente_id)
        return as_plain(self._registration.call("GetSnapshot", request))

    def manifest_of(self, convocatoria: str, expediente_id: str) -> dict[str, Any]:
        """documents' Manifest."""
        request = documents_pb.ManifestRequest(convocatoria=convocatoria, expediente_id=expediente_id)
        return as_plain(self._documents.call("GetManifest", request))
