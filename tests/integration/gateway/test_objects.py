"""Nobody reaches somebody else's expediente: the real services, and every route with another person's id."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from importlib import import_module
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from plumbing import config as plumbing_config
from plumbing import messages
from plumbing.auth import Caller
from plumbing.clock import FixedClock
from plumbing.config import ROOT, SERVICES
from plumbing.convocatoria.registry import Registry
from plumbing.deadlines import digest_of
from plumbing.rpc import Rpc
from plumbing.store import connect
from residencias import local_settings
from services.gateway import app
from services.gateway.sessions import Sessions
from services.gateway.surface import SURFACE, E
from services.gateway.upstream import Upstream
from tests.integration.gateway.conftest import NOON, X47

MINE, OTHERS = "e-mine", "e-others"
BY_HAND = [
    ("POST", E + "/documentos/{slot}", ("documents", "UploadDocument")),
    ("GET", E + "/documentos/{slot}", ("documents", "GetDocument")),
    ("POST", E + "/cartas/{kind}", ("notifications", "PrintLetter")),
    ("GET", E + "/eventos", ("validation", "WatchStatus")),
]


@pytest.fixture
def client(mongo_uri, stores, tmp_path: Path) -> Iterator[TestClient]:
    """An aspirante's client at a gateway over all six services."""
    settings = local_settings.local(tmp_path) | stores
    settings["RPC_ADDRESS_DOCUMENTS"] = settings["RPC_ADDRESS"]
    config, clock = plumbing_config.from_environment(settings), FixedClock(NOON)
    registry = Registry.load(config.convocatorias)
    texts = messages.load(*(ROOT / "services").glob("*/messages.yaml"))
    rpc = Rpc(config, clock, partial(digest_of, registry), texts)
    for service in SERVICES:
        import_module(f"services.{service}.api").register(rpc, config, clock, registry)
    rpc.start(config.rpc_addresses["registration"])
    sessions = Sessions(connect(mongo_uri)[config.database("gateway")]["sessions"], clock)
    token, _ = sessions.open(Caller(MINE, frozenset({"aspirante"}), MINE))
    built = app.build(config, clock, None)
    built.state.upstream = Upstream(config, clock)
    with TestClient(built, headers={"authorization": f"Bearer {token}"}) as client:
        yield client
    rpc.stop(0)


def _about_a_person(upstream: Upstream) -> list[tuple[str, str]]:
    """Every route under an expediente that an aspirante may call."""
    routes = [(r.verb, r.path, (r.service, r.method)) for r in SURFACE if r.path.startswith(E)] + BY_HAND
    return [(verb, path) for verb, path, method in routes if "aspirante" in upstream.roles(*method)]


def _ask(client: TestClient, verb: str, path: str, expediente_id: str) -> tuple[int, str]:
    given = {
        "convocatoria": X47,
        "expediente_id": expediente_id,
        "number": "1",
        "slot": "RFC",
        "kind": "L-01",
    }
    address = "/api/v1" + re.sub(r"{(\w+)}", lambda found: given.get(found[1], "x1"), path)
    if path.endswith("{slot}") and verb == "POST":
        answer = client.post(address, files={"file": ("a.jpg", b"x", "image/jpeg")})
    else:
        answer = client.request(verb, address, **({"json": {}} if verb in ("POST", "PUT") else {}))
    return answer.status_code, answer.json().get("code", "")


def test_every_route_about_somebody_else_says_there_is_no_such_thing(client: TestClient):
    routes = _about_a_person(client.app.state.upstream)
    assert len(routes) > 25
    seen = {f"{verb} {path}": _ask(client, verb, path, OTHERS) for verb, path in routes}
    assert {place: answer for place, answer in seen.items() if answer != (404, "NO_ES_TUYO")} == {}
