"""Queries to registration with the caller's token. Imported only by api."""

from __future__ import annotations

from datetime import datetime

from contracts.residencias.registration.v1 import service_pb2, service_pb2_grpc
from plumbing.config import Config
from plumbing.convocatoria.in_words import instant_in_words
from plumbing.errors import NotFound
from plumbing.rpc import Upstream
from services.documents.domain.model import Print

SERVICE = "registration"


class Registration:
    """What documents asks registration."""

    def __init__(self, config: Config) -> None:
        self._upstream = Upstream(SERVICE, config.rpc_addresses[SERVICE], service_pb2_grpc.RegistrationStub)

    def typed(self, convocatoria: str, expediente_id: str) -> dict[str, str]:
        """The data of the registro that a paper's code may carry. Raises NotFound, Unavailable."""
        request = service_pb2.ExpedienteRef(convocatoria=convocatoria, expediente_id=expediente_id)
        found = self._upstream.call("GetRegistro", request)
        return {"curp": found.curp, "cedula_numero": found.datos.cedula_numero}

    def current_print(self, convocatoria: str, expediente_id: str) -> Print | None:
        """The last print of the solicitud; None when there is none. Raises Unavailable."""
        request = service_pb2.SolicitudPrintRef(
            convocatoria=convocatoria, expediente_id=expediente_id, number=0
        )
        try:
            found = self._upstream.call("GetSolicitudPrint", request)
        except NotFound:
            return None
        if not found.number:
            return None
        printed_at = datetime.fromisoformat(found.printed_at)
        return Print(found.number, printed_at, instant_in_words(printed_at), found.qr, found.is_current)
