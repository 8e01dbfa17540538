"""What a round asks validation, with the caller's own token."""

from __future__ import annotations

from typing import Any

from contracts.residencias.validation.v1 import service_pb2 as validation_pb
from contracts.residencias.validation.v1 import service_pb2_grpc as validation_grpc
from plumbing.config import Config
from plumbing.events import as_plain
from plumbing.rpc import Upstream


class Earlier:
    """The inscritos, from validation. Raises validation's own errors."""

    def __init__(self, config: Config) -> None:
        self._validation = Upstream(
            "validation", config.rpc_addresses["validation"], validation_grpc.ValidationStub
        )

    def inscritos_of(self, convocatoria: str) -> dict[str, Any]:
        """validation's Inscritos."""
        request = validation_pb.ConvocatoriaRef(convocatoria=convocatoria)
        return as_plain(self._validation.call("ListInscritos", request))
