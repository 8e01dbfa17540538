"""The gateway as it runs: its own process, SecantusDB, a real gRPC server whose answers a test can set."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

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
from residencias.embedded.ports import choose
from services.gateway.sessions import Session, Sessions
from tests.integration.gateway.identity_provider import CLIENT, SECRET

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
    process: subprocess.Popen[bytes]
    rpc: Rpc
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
        return httpx.Client(base_url=f"{self.url}/api/v1", headers=headers, timeout=30, **more)

    def advance(self, step: timedelta) -> None:
        self.clock.set(self.clock.now() + step, rate=0)


def until(condition: Callable[[], bool], seconds: float = 15.0) -> None:
    """Returns once `condition` holds. Fails when it does not in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.02)


def answering(url: str) -> bool:
    try:
        return httpx.get(f"{url}/salud", timeout=2).status_code == 200
    except httpx.TransportError:
        return False


@pytest.fixture(scope="package")
def identity_provider() -> Iterator[str]:
    """The address of a running OpenID provider."""
    port = choose()
    module = "tests.integration.gateway.identity_provider"
    process = subprocess.Popen([sys.executable, "-m", module, str(port)], cwd=ROOT)
    try:
        until(lambda: listens(port), 60)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def listens(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


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
        "MONGO_URI": mongo_uri, "MONGO_DATABASE_PREFIX": f"g{os.getpid()}x{int(time.time())}_",
        "HTTP_BIND": bind, "PUBLIC_URL": f"http://{bind}", "RESIDENCIAS_CLOCK": "sim",
        "OIDC_ISSUER": identity_provider, "OIDC_CLIENT_ID": CLIENT, "OIDC_CLIENT_SECRET": SECRET,
        "OIDC_ROLES": "ces-nivel-central=ces, ooad=ooad, ces-nivel-central=auditor",
        "RESIDENCIAS_CLOCK_PATH": str(folder / "clock.json"),
    }  # fmt: skip
    own["RPC_ADDRESS_DOCUMENTS"] = own["RPC_ADDRESS"]
    kept = {n: v for n, v in os.environ.items() if not n.startswith(("RPC_", "METRICS"))}
    return {**kept, **own}


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
    process = subprocess.Popen(
        [sys.executable, "-m", "services.gateway.app"], cwd=ROOT, env=environment_of_gateway
    )
    url = f"http://{config.http_bind}"
    client = connect(config.mongo_uri)
    try:
        until(lambda: answering(url), 60)
        yield World(url, config, clock, answers, process, rpc, client[config.database("gateway")])
    finally:
        process.terminate()
        process.wait(20)
        rpc.stop(0)
        client.drop_database(config.database("gateway"))
        client.close()


@pytest.fixture
def world(gateway: World) -> Iterator[World]:
    yield gateway
    gateway.answers.said.clear()
    gateway.answers.acts.clear()
    gateway.clock.set(NOON, rate=0)
    gateway.database["attempts"].delete_many({})
    gateway.database["sessions"].delete_many({})
