"""The gateway as it runs: its own process, SecantusDB, a real gRPC server whose answers a test can set."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from google.protobuf.message_factory import GetMessageClass

from contracts.residencias.common.v1 import operations_pb2, operations_pb2_grpc
from plumbing import config as plumbing_config
from plumbing import messages
from plumbing.auth import Caller
from plumbing.clock import SimClock, set_simulated
from plumbing.config import ROOT, SERVICES, Config
from plumbing.convocatoria.registry import Registry
from plumbing.deadlines import digest_of
from plumbing.rpc import Rpc, act
from plumbing.store import connect
from residencias import local_settings
from residencias.embedded.ports import choose, is_open
from services.gateway.sessions import Session, Sessions
from tests import processes
from tests.integration.gateway.identity_provider import CLIENT, SECRET
from tests.processes import ended
from tests.waiting import PATIENCE_S, until

X47 = "xlvii-enarm-2023"
NOON = datetime(2023, 11, 20, 18, tzinfo=UTC)
C = f"/convocatorias/{X47}"
E = f"{C}/expedientes/e1"


@dataclass
class Answers:
    """What the services behind answer: an empty message, unless a test says otherwise."""

    said: dict[str, Callable[[Any], Any]] = field(default_factory=dict)
    acts: list[Any] = field(default_factory=list)

    def answer(self, method: Any, request: Any) -> Any:
        self.acts.append(act())
        behavior = self.said.get(method.name)
        return behavior(request) if behavior else GetMessageClass(method.output_type)()


def _servicer(answers: Answers, descriptor: Any) -> Any:
    def unary(method: Any) -> Any:
        return lambda self, request, context: answers.answer(method, request)

    def streaming(method: Any) -> Any:
        def answer(self: Any, request: Any, context: Any) -> Iterator[Any]:
            found = answers.answer(method, request)
            yield from found(context) if callable(found) else [found]

        return answer

    made = {m.name: (streaming if m.server_streaming else unary)(m) for m in descriptor.methods}
    return type("Servicer", (), made)()


@dataclass
class World:
    """A running gateway and what is behind it."""

    url: str
    config: Config
    clock: SimClock
    answers: Answers
    database: Any

    def session(self, *roles: str, expediente_id: str | None = None) -> tuple[str, Session]:
        """A token and its session, as if somebody had entered."""
        caller = Caller(subject=expediente_id or "p1", roles=frozenset(roles), expediente_id=expediente_id)
        return Sessions(self.database["sessions"], self.clock).open(caller, "Persona de prueba")

    def client(self, *roles: str, expediente_id: str | None = None, **more: Any) -> httpx.Client:
        """A client that calls as somebody, or as nobody without roles."""
        headers = (
            {"authorization": f"Bearer {self.session(*roles, expediente_id=expediente_id)[0]}"}
            if roles
            else {}
        )
        return httpx.Client(base_url=f"{self.url}/api/v1", headers=headers, timeout=PATIENCE_S, **more)

    def advance(self, step: timedelta) -> None:
        self.clock.set(self.clock.now() + step, rate=0)


@pytest.fixture(scope="package")
def identity_provider() -> Iterator[str]:
    """The address of a running OpenID provider."""
    port = choose()
    module = "tests.integration.gateway.identity_provider"
    process = subprocess.Popen([sys.executable, "-m", module, str(port)], cwd=ROOT)
    try:
        until(lambda: is_open(port))
        yield f"http://127.0.0.1:{port}"
    finally:
        ended(process)


@pytest.fixture(scope="package")
def environment_of_gateway(
    mongo_uri: str, identity_provider: str, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("gateway")
    set_simulated(folder / "clock.json", NOON, rate=0)
    nowhere = {
        n: "unused:1" for n in ("AMQP_URI", "S3_ENDPOINT", "S3_ACCESS_KEY", "S3_SECRET_KEY", "SMTP_URL")
    }
    bind = f"127.0.0.1:{choose()}"
    own = {
        **local_settings.local(folder), **nowhere,
        "MONGO_URI": mongo_uri, "MONGO_DATABASE_PREFIX": f"g{uuid4().hex[:10]}_",
        "HTTP_BIND": bind, "PUBLIC_URL": f"http://{bind}", "RESIDENCIAS_CLOCK": "sim",
        "OIDC_ISSUER": identity_provider, "OIDC_CLIENT_ID": CLIENT, "OIDC_CLIENT_SECRET": SECRET,
        "OIDC_ROLES": "ces-nivel-central=ces, ooad=ooad, ces-nivel-central=auditor",
        "RESIDENCIAS_CLOCK_PATH": str(folder / "clock.json"),
    }  # fmt: skip
    own["RPC_ADDRESS_DOCUMENTS"] = own["RPC_ADDRESS"]
    return own


@pytest.fixture(scope="package")
def gateway(environment_of_gateway: dict[str, str]) -> Iterator[World]:
    """One gateway for the package: each test empties what was said and done."""
    config = plumbing_config.from_environment(environment_of_gateway)
    clock = SimClock(Path(environment_of_gateway["RESIDENCIAS_CLOCK_PATH"]))
    answers = Answers()
    texts = messages.load(ROOT / "services" / "gateway" / "messages.yaml")
    rpc = Rpc(config, clock, partial(digest_of, Registry.load(config.convocatorias)), texts)
    for service in SERVICES:
        module = f"contracts.residencias.{service}.v1.service_pb2"
        (descriptor,) = import_module(module).DESCRIPTOR.services_by_name.values()
        add = getattr(import_module(f"{module}_grpc"), f"add_{descriptor.name}Servicer_to_server")
        rpc.add(descriptor, add, _servicer(answers, descriptor))
    operations = operations_pb2.DESCRIPTOR.services_by_name["Operations"]
    add = operations_pb2_grpc.add_OperationsServicer_to_server
    rpc.add(operations, add, _servicer(answers, operations))
    rpc.start(config.rpc_addresses["registration"])
    with connect(config.mongo_uri) as client:
        try:
            with processes.gateway(environment_of_gateway):
                database = client[config.database("gateway")]
                yield World(f"http://{config.http_bind}", config, clock, answers, database)
        finally:
            rpc.stop(0)
            client.drop_database(config.database("gateway"))


@pytest.fixture
def world(gateway: World) -> Iterator[World]:
    yield gateway
    gateway.answers.said.clear()
    gateway.answers.acts.clear()
    gateway.clock.set(NOON, rate=0)
    gateway.database["attempts"].delete_many({})
    gateway.database["sessions"].delete_many({})
