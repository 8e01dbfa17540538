"""A real gRPC server of validation over the real database; its upstreams answer from a `World`'s people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from google.protobuf.json_format import ParseDict

from contracts.residencias.documents.v1 import service_pb2 as documents_pb
from contracts.residencias.documents.v1 import service_pb2_grpc as documents_grpc
from contracts.residencias.registration.v1 import service_pb2 as registration_pb
from contracts.residencias.registration.v1 import service_pb2_grpc as registration_grpc
from contracts.residencias.validation.v1 import service_pb2 as pb
from contracts.residencias.validation.v1 import service_pb2_grpc
from plumbing import auth, messages
from plumbing import config as plumbing_config
from plumbing.auth import Caller
from plumbing.config import ROOT, Config
from plumbing.deadlines import digest_of
from plumbing.errors import NotFound
from plumbing.rpc import Rpc, act, reply
from plumbing.rpc.calling import channel, invoke, stream
from plumbing.store import connect
from services.validation import api
from tests.usecases.validation.world import REGISTRY, X47, World

PRIVATE, PUBLIC = auth.generate_keys()
TEXTS = messages.load(ROOT / "services" / "validation" / "messages.yaml")


class Registration(registration_grpc.RegistrationServicer):
    """GetSnapshot as registration answers it: only to the owner's own token."""

    def __init__(self, world: World) -> None:
        self._world = world

    def GetSnapshot(self, request: Any, context: Any) -> Any:
        act().actor.may_see(request.expediente_id)
        if request.expediente_id not in self._world.people:
            raise NotFound("NO_ES_TUYO")
        found = self._world.registro_of(request.convocatoria, request.expediente_id)
        return ParseDict(found, registration_pb.Snapshot())


class Documents(documents_grpc.DocumentsServicer):
    """GetManifest as documents answers it."""

    def __init__(self, world: World) -> None:
        self._world = world

    def GetManifest(self, request: Any, context: Any) -> Any:
        act().actor.may_see(request.expediente_id)
        return reply(
            documents_pb.Manifest, self._world.manifest_of(request.convocatoria, request.expediente_id)
        )


class Office:
    """Calls to the running api as this or that person."""

    def __init__(self, world: World, stub: Any) -> None:
        self.world = world
        self.stub = stub

    def metadata(self, role: str, subject: str, key: str = "") -> list[tuple[str, str]]:
        owner = subject if role == "aspirante" else None
        bearer = auth.sign(Caller(subject, frozenset({role}), owner), PRIVATE, self.world.clock)
        pairs = [("authorization", f"Bearer {bearer}")]
        return [*pairs, ("idempotency-key", key)] if key else pairs

    def __call__(
        self, method: str, request: Any, role: str = "aspirante", subject: str = "a", key: str = ""
    ) -> Any:
        return invoke("validation", getattr(self.stub, method), request, self.metadata(role, subject, key))

    def watch(self, request: Any, subject: str) -> Any:
        return stream("validation", self.stub.WatchStatus, request, self.metadata("aspirante", subject))

    def drained(self, method: str, request: Any, role: str) -> None:
        """The call, to its end, whether it answers once or streams."""
        if method == "WatchStatus":
            list(stream("validation", self.stub.WatchStatus, request, self.metadata(role, "somebody")))
        else:
            self(method, request, role, "somebody")

    def ref(self, expediente_id: str) -> pb.ExpedienteRef:
        return pb.ExpedienteRef(convocatoria=X47, expediente_id=expediente_id)

    def claim(self, subject: str = "v1") -> pb.Expediente:
        answer: pb.Expediente = self("ClaimNext", pb.ClaimNextRequest(convocatoria=X47), "validador", subject)
        return answer


@pytest.fixture
def settings(mongo_uri: str, database_prefix: str) -> Callable[[int], Config]:
    """The Config of an api whose upstreams answer at the given port."""

    def at(port: int) -> Config:
        nowhere = dict.fromkeys(
            ("AMQP_URI", "S3_ENDPOINT", "S3_ACCESS_KEY", "S3_SECRET_KEY", "SMTP_URL"), "unused"
        )
        return plumbing_config.from_environment(
            nowhere
            | {
                "MONGO_URI": mongo_uri,
                "MONGO_DATABASE_PREFIX": database_prefix,
                "RPC_ADDRESS": f"127.0.0.1:{port}",
                "RESIDENCIAS_TOKEN_PUBLIC_KEY": PUBLIC,
                "RESIDENCIAS_SECRET_KEY": "unused",
            }
        )

    return at


@pytest.fixture
def office(settings: Callable[[int], Config]) -> Iterator[Office]:
    """The api over the real database, with its upstreams."""
    config = settings(0)
    database = connect(config.mongo_uri)[config.database("validation")]
    world = World(database)
    digests = partial(digest_of, REGISTRY)
    earlier = Rpc(config, world.clock, digests, TEXTS)
    add = earlier.add
    add(
        registration_pb.DESCRIPTOR.services_by_name["Registration"],
        registration_grpc.add_RegistrationServicer_to_server,
        Registration(world),
    )
    add(
        documents_pb.DESCRIPTOR.services_by_name["Documents"],
        documents_grpc.add_DocumentsServicer_to_server,
        Documents(world),
    )
    port = earlier.start("127.0.0.1:0")
    rpc = Rpc(config, world.clock, digests, TEXTS)
    api.register(rpc, settings(port), world.clock, REGISTRY)
    with channel(f"127.0.0.1:{rpc.start('127.0.0.1:0')}") as open_channel:
        yield Office(world, service_pb2_grpc.ValidationStub(open_channel))
    rpc.stop(0)
    earlier.stop(0)
