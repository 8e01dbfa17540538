"""A real gRPC server of documents over the real database and object store; registration answers from a dict."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC
from functools import partial
from typing import Any

import pytest

from contracts.residencias.documents.v1 import service_pb2 as pb
from contracts.residencias.documents.v1 import service_pb2_grpc
from contracts.residencias.registration.v1 import service_pb2 as registration_pb
from contracts.residencias.registration.v1 import service_pb2_grpc as registration_grpc
from plumbing import auth, messages
from plumbing import config as plumbing_config
from plumbing.auth import Caller
from plumbing.clock import FixedClock
from plumbing.config import ROOT, Config
from plumbing.deadlines import digest_of
from plumbing.errors import NotFound
from plumbing.rpc import Rpc, act
from plumbing.rpc.calling import channel, invoke
from services.documents import api
from services.documents.domain.model import Print
from tests.usecases.documents.desks import CALL, OPEN, PERSON, PRINT, the_registry
from tests.usecases.documents.desks import CURP as TYPED_CURP

PRIVATE, PUBLIC = auth.generate_keys()
TEXTS = messages.load(ROOT / "services" / "documents" / "messages.yaml")


class Registration(registration_grpc.RegistrationServicer):
    """GetSolicitudPrint and GetRegistro as registration answers them: only to the owner's own token."""

    def __init__(self) -> None:
        self.prints: dict[str, Print] = {PERSON: PRINT}

    def GetSolicitudPrint(self, request: Any, context: Any) -> Any:
        act().actor.may_see(request.expediente_id)
        if request.expediente_id not in self.prints:
            raise NotFound("SIN_IMPRESION")
        found = self.prints[request.expediente_id]
        return registration_pb.SolicitudPrint(
            expediente_id=request.expediente_id,
            number=found.number,
            printed_at=found.printed_at.astimezone(UTC).isoformat(),
            qr=found.qr,
            is_current=found.is_current,
        )

    def GetRegistro(self, request: Any, context: Any) -> Any:
        act().actor.may_see(request.expediente_id)
        datos = registration_pb.RegistroDatos(cedula_numero="12761123")
        return registration_pb.Registro(expediente_id=request.expediente_id, curp=TYPED_CURP, datos=datos)


class Office:
    """Calls to the running api as this or that person."""

    def __init__(self, address: str, clock: FixedClock, registration: Registration) -> None:
        self.address = address
        self.stub = service_pb2_grpc.DocumentsStub(channel(address))
        self.clock = clock
        self.registration = registration

    def __call__(
        self, method: str, request: Any, role: str = "aspirante", who: str = PERSON, key: str = ""
    ) -> Any:
        owner = who if role == "aspirante" else None
        methods = frozenset({f"documents.{method}"} if role == "sistema" else ())
        caller = Caller(who, frozenset({role}), owner, methods=methods)
        bearer = auth.sign(caller, PRIVATE, self.clock)
        metadata = [("authorization", f"Bearer {bearer}"), ("idempotency-key", key)]
        return invoke("documents", getattr(self.stub, method), request, metadata)

    def upload(
        self, slot: str, content: bytes, *, name: str = "", key: str = "", who: str = PERSON
    ) -> pb.Slot:
        request = pb.UploadDocumentRequest(
            convocatoria=CALL,
            expediente_id=who,
            slot=slot,
            filename=name or f"{slot}.jpg",
            content=content,
        )
        answer: pb.Slot = self("UploadDocument", request, who=who, key=key)
        return answer


Settings = Callable[..., Config]


@pytest.fixture
def settings(stores: dict[str, str]) -> Settings:
    """The Config of an api whose upstream answers at the given port; variables may be replaced."""

    def at(port: int, **other: str) -> Config:
        variables = stores | {
            "RPC_ADDRESS": f"127.0.0.1:{port}",
            "RESIDENCIAS_TOKEN_PUBLIC_KEY": PUBLIC,
            "RESIDENCIAS_SECRET_KEY": "unused",
        }
        return plumbing_config.from_environment(variables | other)

    return at


@pytest.fixture
def open_office(settings: Settings) -> Iterator[Callable[..., Office]]:
    """Call it for a running api (variables may be replaced); all are stopped at the end."""
    running: list[Rpc] = []

    def opened(**other: str) -> Office:
        clock, registration = FixedClock(OPEN), Registration()
        digests = partial(digest_of, the_registry())
        earlier = Rpc(settings(0), clock, digests, TEXTS)
        descriptor = registration_pb.DESCRIPTOR.services_by_name["Registration"]
        earlier.add(descriptor, registration_grpc.add_RegistrationServicer_to_server, registration)
        config = settings(earlier.start("127.0.0.1:0"), **other)
        rpc = Rpc(config, clock, digests, TEXTS)
        api.register(rpc, config, clock, the_registry())
        running.extend((earlier, rpc))
        return Office(f"127.0.0.1:{rpc.start('127.0.0.1:0')}", clock, registration)

    yield opened
    for rpc in reversed(running):
        rpc.stop(1.0)


@pytest.fixture
def office(open_office: Callable[..., Office]) -> Office:
    """The api over the real parts."""
    return open_office()
