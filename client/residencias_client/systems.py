"""What other systems do with Residencias today; each class asks for the methods that its token must name."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from contracts.residencias.allocation.v1 import service_pb2 as allocation
from contracts.residencias.allocation.v1 import service_pb2_grpc as allocation_stubs
from contracts.residencias.common.v1 import access_pb2
from contracts.residencias.registration.v1 import service_pb2 as registration
from contracts.residencias.registration.v1 import service_pb2_grpc as registration_stubs
from contracts.residencias.scoring.v1 import service_pb2 as scoring
from contracts.residencias.scoring.v1 import service_pb2_grpc as scoring_stubs
from residencias_client.connection import Residencias

PAGE = 200
PREACEPTADO = "PREACEPTADO"


def _key(convocatoria: str, content: bytes) -> str:
    """The same file for the same convocatoria is the same intention."""
    return hashlib.sha256(convocatoria.encode() + b"\0" + content).hexdigest()


class Rosters:
    """The list of seleccionados of the CIFRHS. Needs `registration.ImportRoster`."""

    def __init__(self, registration_api: Residencias) -> None:
        self._api = registration_api
        self._stub = registration_stubs.RegistrationStub(registration_api.channel)

    def send(self, convocatoria: str, filename: str, content: bytes) -> registration.RosterReport:
        """The list is read and reconciled (`PROPUESTO`); nobody is admitted until the CES accepts the report.

        The report says which rows were refused and why. Sending the same file again gives the same report.
        """
        request = registration.ImportRosterRequest(
            convocatoria=convocatoria, filename=filename, content=content
        )
        return self._api.call(self._stub.ImportRoster, request, key=_key(convocatoria, content))


class Calificaciones:
    """The cut of grades of SIICES. Needs `scoring.ImportCalificaciones`."""

    def __init__(self, scoring_api: Residencias) -> None:
        self._api = scoring_api
        self._stub = scoring_stubs.ScoringStub(scoring_api.channel)

    def send(self, convocatoria: str, filename: str, content: bytes) -> scoring.Corte:
        """The cut is read and judged (`PROPUESTO`); no grade counts until the CES accepts it."""
        request = scoring.ImportCalificacionesRequest(
            convocatoria=convocatoria, filename=filename, content=content
        )
        return self._api.call(self._stub.ImportCalificaciones, request, key=_key(convocatoria, content))


class Preaceptados:
    """Who accepted their place, for the hiring system. Needs `allocation.ListResults`."""

    def __init__(self, allocation_api: Residencias) -> None:
        self._api = allocation_api
        self._stub = allocation_stubs.AllocationStub(allocation_api.channel)

    def read(
        self, convocatoria: str, ooad: str = "", estado: str = PREACEPTADO
    ) -> Iterator[allocation.Result]:
        """Everybody in that state, of one OOAD or of all, page by page. Raises Problem before results are published."""
        after = ""
        while True:
            page = access_pb2.Page(limit=PAGE, after=after)
            request = allocation.ListResultsRequest(
                convocatoria=convocatoria, estado=estado, ooad=ooad, page=page
            )
            answer = self._api.call(self._stub.ListResults, request)
            yield from answer.results
            after = answer.next
            if not after:
                return
