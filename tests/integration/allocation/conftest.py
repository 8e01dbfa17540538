"""A real gRPC server of allocation over the real database and object store; validation answers from the concurso."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from contracts.residencias.allocation.v1 import service_pb2_grpc
from contracts.residencias.validation.v1 import service_pb2 as validation_pb
from contracts.residencias.validation.v1 import service_pb2_grpc as validation_grpc
from plumbing import auth, messages
from plumbing import config as plumbing_config
from plumbing.auth import Caller
from plumbing.config import ROOT, Config
from plumbing.deadlines import digest_of
from plumbing.rpc import Rpc, reply
from plumbing.rpc.calling import channel, invoke
from plumbing.store import connect
from services.allocation import api
from services.allocation.files import S3Bundles, S3Papers
from tests.usecases.allocation.concurso import REGISTRY, Concurso, Inscritos, four

PRIVATE, PUBLIC = auth.generate_keys()
TEXTS = messages.load(ROOT / "services" / "allocation" / "messages.yaml")


class Validation(validation_grpc.ValidationServicer):
    """ListInscritos as validation answers it."""

    def __init__(self, inscritos: Inscritos) -> None:
        self._inscritos = inscritos

    def ListInscritos(self, request: Any, context: Any) -> Any:
        return reply(validation_pb.Inscritos, self._inscritos.inscritos_of(request.convocatoria))


class Office:
    """Calls to the running api as this or that person."""

    def __init__(self, concurso: Concurso, stub: Any) -> None:
        self.concurso = concurso
        self.stub = stub

    def __call__(
        self,
        method: str,
        request: Any,
        role: str = "aspirante",
        subject: str = "a",
        key: str = "",
        scope: str = "",
    ) -> Any:
        owner = subject if role == "aspirante" else None
        methods = frozenset({f"allocation.{method}"} if role == "sistema" else ())
        caller = Caller(subject, frozenset({role}), owner, f"sid-{subject}", scope, methods)
        pairs = []
        if role != "publico":
            pairs.append(("authorization", f"Bearer {auth.sign(caller, PRIVATE, self.concurso.clock)}"))
        if key:
            pairs.append(("idempotency-key", key))
        return invoke("allocation", getattr(self.stub, method), request, pairs)


@pytest.fixture
def settings(stores: dict[str, str]) -> Config:
    """The Config of an api on the real stores."""
    keys = {"RESIDENCIAS_TOKEN_PUBLIC_KEY": PUBLIC, "RESIDENCIAS_SECRET_KEY": "unused"}
    return plumbing_config.from_environment(stores | keys)


@pytest.fixture
def concurso(settings: Config) -> Concurso:
    """Four nationals and a foreigner, in the real stores."""
    database = connect(settings.mongo_uri)[settings.database("allocation")]
    return four(Concurso(database, S3Bundles(settings), papers=S3Papers(settings)))


@pytest.fixture
def office(settings: Config, concurso: Concurso) -> Iterator[Office]:
    """The api, and validation's before it."""
    digests = partial(digest_of, REGISTRY)
    earlier = Rpc(settings, concurso.clock, digests, TEXTS)
    earlier.add(
        validation_pb.DESCRIPTOR.services_by_name["Validation"],
        validation_grpc.add_ValidationServicer_to_server,
        Validation(concurso.inscritos),
    )
    port = earlier.start("127.0.0.1:0")
    rpc = Rpc(settings, concurso.clock, digests, TEXTS)
    upstream = {**settings.rpc_addresses, "validation": f"127.0.0.1:{port}"}
    api.register(rpc, replace(settings, rpc_addresses=upstream), concurso.clock, REGISTRY)
    with channel(f"127.0.0.1:{rpc.start('127.0.0.1:0')}") as open_channel:
        yield Office(concurso, service_pb2_grpc.AllocationStub(open_channel))
    rpc.stop(0)
    earlier.stop(0)
