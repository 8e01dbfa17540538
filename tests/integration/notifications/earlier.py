"""The earlier services as servers: what they declare of access is enforced, what they answer the test holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from google.protobuf.json_format import ParseDict

from contracts.residencias.allocation.v1 import service_pb2 as allocation
from contracts.residencias.allocation.v1 import service_pb2_grpc as allocation_grpc
from contracts.residencias.registration.v1 import service_pb2 as registration
from contracts.residencias.registration.v1 import service_pb2_grpc as registration_grpc
from contracts.residencias.scoring.v1 import service_pb2 as scoring
from contracts.residencias.scoring.v1 import service_pb2_grpc as scoring_grpc
from contracts.residencias.validation.v1 import service_pb2 as validation
from contracts.residencias.validation.v1 import service_pb2_grpc as validation_grpc
from plumbing.rpc import Rpc, act
from tests.usecases.notifications.world import Answers


def serve(rpc: Rpc, answers: Answers, callers: list[str]) -> None:
    """`rpc` answers for registration, validation, scoring and allocation; `callers` collects who asked what."""

    def answering(message: Any, find: Callable[..., Any], *fields: str) -> Callable[..., Any]:
        def method(self: Any, request: Any, context: Any) -> Any:
            callers.append(f"{sorted(act().actor.roles)[0]}:{find.__name__}")
            values = [getattr(request, name) for name in fields]
            return ParseDict(find(request.convocatoria, *values), message())

        return method

    person = "expediente_id"
    tables: tuple[tuple[Any, str, Any, Any, dict[str, Callable[..., Any]]], ...] = (
        (
            registration,
            "Registration",
            registration_grpc.RegistrationServicer,
            registration_grpc.add_RegistrationServicer_to_server,
            {
                "GetRegistro": answering(registration.Registro, answers.registro, person),
                "GetSolicitudPrint": answering(
                    registration.SolicitudPrint, answers.solicitud, person, "number"
                ),
            },
        ),
        (
            validation,
            "Validation",
            validation_grpc.ValidationServicer,
            validation_grpc.add_ValidationServicer_to_server,
            {
                "GetFicha": answering(validation.Ficha, answers.ficha, person),
                "GetAcuse": answering(validation.Acuse, answers.acuse, person),
            },
        ),
        (
            scoring,
            "Scoring",
            scoring_grpc.ScoringServicer,
            scoring_grpc.add_ScoringServicer_to_server,
            {"ExplainPuntaje": answering(scoring.Puntaje, answers.puntaje, person)},
        ),
        (
            allocation,
            "Allocation",
            allocation_grpc.AllocationServicer,
            allocation_grpc.add_AllocationServicer_to_server,
            {
                "GetResult": answering(allocation.Result, answers.result, person),
                "ExplainResult": answering(allocation.Explanation, answers.explanation, person),
                "GetIssuance": answering(allocation.Issuance, answers.issuance, person, "kind"),
                "GetCutoffs": answering(allocation.Cutoffs, answers.cutoffs),
            },
        ),
    )
    for module, name, servicer, add, methods in tables:
        rpc.add(module.DESCRIPTOR.services_by_name[name], add, type(name, (servicer,), methods)())
