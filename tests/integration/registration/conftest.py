"""Registration as it runs: a gRPC server in this process, SecantusDB behind it, the real XLVII call."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from contracts.residencias.registration.v1 import service_pb2 as pb
from contracts.residencias.registration.v1 import service_pb2_grpc
from plumbing import auth, messages
from plumbing import config as plumbing_config
from plumbing.auth import Caller
from plumbing.clock import FixedClock
from plumbing.config import ROOT, Config
from plumbing.confirmation import confirmation_code
from plumbing.convocatoria.registry import Registry
from plumbing.deadlines import clauses_of, digest_of
from plumbing.rpc import Rpc
from plumbing.rpc.calling import channel, invoke
from residencias import local_settings
from services.registration import api
from tests.usecases.registration.world import OPEN, PASSWORD, REGISTRY, X47


@dataclass
class Client:
    """Calls as somebody: `client.call(method, request, "ces")`; an expediente_id makes it the aspirante's own."""

    stub: Any
    config: Config
    clock: FixedClock

    def call(self, method: str, request: Any, *roles: str, me: str | None = None, key: str = "") -> Any:
        found = ("aspirante",) if me else roles
        metadata = [("idempotency-key", key)] if key else []
        if found:
            token = auth.sign(
                Caller(me or "p1", frozenset(found), me), self.config.token_private_key, self.clock
            )
            metadata.append(("authorization", f"Bearer {token}"))
        return invoke("registration", getattr(self.stub, method), request, metadata)

    def account(self, row: dict[str, str]) -> str:
        """A confirmed account; its expediente_id."""
        who = {"convocatoria": X47, "curp": row["curp"]}
        correo = "fernanda@example.com"
        opened = self.call(
            "OpenAccount",
            pb.OpenAccountRequest(**who, folio_enarm=row["folio_enarm"], correo=correo, password=PASSWORD),
        )
        code = confirmation_code(self.config.secret_key, opened.expediente_id, correo)
        found: str = self.call("ConfirmCorreo", pb.ConfirmCorreoRequest(**who, code=code)).expediente_id
        return found


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(OPEN)


@pytest.fixture
def config(mongo_uri: str, database_prefix: str, tmp_path: Path) -> Config:
    """The api needs a database and nothing else: the other addresses lead nowhere."""
    nowhere = {
        name: "unused:1" for name in ("AMQP_URI", "S3_ENDPOINT", "S3_ACCESS_KEY", "S3_SECRET_KEY", "SMTP_URL")
    }
    mongo = {"MONGO_URI": mongo_uri, "MONGO_DATABASE_PREFIX": database_prefix}
    return plumbing_config.from_environment({**local_settings.local(tmp_path), **nowhere, **mongo})


@pytest.fixture
def client(config: Config, clock: FixedClock) -> Iterator[Client]:
    registry = Registry(REGISTRY)
    texts = messages.load(ROOT / "services" / "registration" / "messages.yaml")
    rpc = Rpc(config, clock, partial(digest_of, registry), texts, clauses=partial(clauses_of, registry))
    api.register(rpc, config, clock, registry)
    port = rpc.start("127.0.0.1:0")
    with channel(f"127.0.0.1:{port}") as open_channel:
        yield Client(service_pb2_grpc.RegistrationStub(open_channel), config, clock)
    rpc.stop(0)
