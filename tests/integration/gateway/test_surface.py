"""The whole surface: every method reachable or deliberately not, every role let in exactly where its proto says."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import httpx
import pytest
from openapi_spec_validator import validate

from contracts.residencias.validation.v1 import service_pb2 as validation
from plumbing import auth
from plumbing.config import SERVICES
from services.gateway.surface import SURFACE
from services.gateway.upstream import Upstream
from tests.integration.gateway.conftest import X47, World

C = "/convocatorias/{convocatoria}"
E = C + "/expedientes/{expediente_id}"
# Methods that hand-written routes call, and how.
BY_HAND = {
    ("registration", "ImportRoster"): ("POST", C + "/rosters"),
    ("allocation", "LoadOferta"): ("POST", C + "/ofertas"),
    ("scoring", "ImportCalificaciones"): ("POST", C + "/calificaciones"),
    ("documents", "CheckImage"): ("POST", C + "/documentos/revision"),
    ("documents", "UploadDocument"): ("POST", E + "/documentos/{slot}"),
    ("documents", "Comply"): ("POST", E + "/documentos/{slot}/conversion"),
    ("documents", "GetDocument"): ("GET", E + "/documentos/{slot}"),
    ("notifications", "PrintLetter"): ("POST", E + "/cartas/{kind}"),
    ("allocation", "GetLeftoverOferta"): ("GET", C + "/oferta-sobrante"),
    ("allocation", "GetBundle"): ("GET", C + "/rondas/{round_id}/paquete"),
    ("allocation", "ReceivePaper"): ("POST", E + "/papeles"),
    ("allocation", "GetPaper"): ("GET", E + "/papeles/{sha256}"),
    ("validation", "WatchStatus"): ("GET", E + "/eventos"),
    ("audit", "Export"): ("GET", "/auditoria/exportacion"),
    ("registration", "GetBacklog"): ("GET", "/operacion"),
}  # fmt: skip
OF_EVERY_SERVICE = {
    ("scoring", "GetStatus"): ("GET", "/operacion/{service}"),
    ("scoring", "ListParked"): ("GET", "/operacion/{service}/apartados"),
    ("scoring", "ReplayParked"): ("POST", "/operacion/{service}/apartados/{parked_id}/repeticion"),
    ("scoring", "DiscardParked"): ("POST", "/operacion/{service}/apartados/{parked_id}/descarte"),
}
NO_ROUTE = {
    ("registration", "Authenticate"): "POST /sesiones asks it",
    ("registration", "GetSnapshot"): "only validation asks it, when somebody submits",
} | {(service, "GetBacklog"): "GET /operacion asks all" for service in SERVICES[1:]}
PROBES = {("GET", "/reloj"), ("GET", "/convocatorias"), ("GET", "/convocatorias/{convocatoria}")}
SESSIONS = {
    ("POST", "/sesiones/institucional"),
    ("POST", "/sesiones"),
    ("GET", "/sesiones/actual"),
    ("DELETE", "/sesiones/actual"),
}


@pytest.fixture(scope="module")
def upstream(gateway: World) -> Upstream:
    return Upstream(gateway.config, gateway.clock)


@pytest.fixture(scope="module")
def description(gateway: World) -> dict[str, Any]:
    return httpx.get(f"{gateway.url}/api/openapi.json").json()


def operations(description: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (verb.upper(), path.removeprefix("/api/v1")): operation
        for path, verbs in description["paths"].items()
        for verb, operation in verbs.items()
    }


def test_every_method_has_a_route_or_a_reason(upstream):
    methods = {(service, method) for service, known in upstream.methods.items() for method in known}
    routed = {(route.service, route.method) for route in SURFACE}
    assert methods == routed | BY_HAND.keys() | NO_ROUTE.keys()
    assert not routed & (BY_HAND.keys() | NO_ROUTE.keys())
    assert upstream.operations.keys() == {method for _, method in OF_EVERY_SERVICE}


def test_every_route_is_described_and_nothing_else(description):
    expected = {(route.verb, route.path) for route in SURFACE} | set(BY_HAND.values()) | PROBES | SESSIONS
    expected |= set(OF_EVERY_SERVICE.values())
    assert operations(description).keys() == expected


def test_the_description_is_valid_openapi(description):
    validate(description)


def test_operation_ids_are_unique(description):
    ids = Counter(operation["operationId"] for operation in operations(description).values())
    assert not [name for name, times in ids.items() if times > 1]


def test_every_operation_describes_its_refusals_as_problems(description):
    for place, operation in operations(description).items():
        assert "application/problem+json" in operation["responses"]["4XX"]["content"], place
        assert "422" not in operation["responses"], place


def test_no_two_routes_take_the_same_request(description):
    shapes = Counter((verb, re.sub(r"{\w+}", "*", path)) for verb, path in operations(description))
    assert not [shape for shape, times in shapes.items() if times > 1]


def _address(path: str) -> str:
    given = {"convocatoria": X47, "expediente_id": "e1", "number": "1", "service": "scoring"}
    return re.sub(r"{(\w+)}", lambda found: given.get(found[1], "x1"), path)


def _send(client: httpx.Client, verb: str, path: str) -> httpx.Response:
    if (verb, path) in BY_HAND.values() and verb == "POST" and "/cartas/" not in path:
        return client.post(
            _address(path), files={"file": ("a", b"x")}, data={"slot": "RFC", "kind": "RENUNCIA"}
        )
    return client.request(verb, _address(path), **({"json": {}} if verb in ("POST", "PUT") else {}))


@pytest.mark.parametrize("role", [None, *auth.ROLES])
def test_a_role_is_let_in_exactly_where_the_proto_says(world: World, upstream, role):
    """Every route as every role, and as nobody. Another system's credential names methods; a session names none."""
    world.answers.said["WatchStatus"] = lambda request: lambda context: iter([validation.Status(version=1)])
    targets = {(r.verb, r.path): (r.service, r.method) for r in SURFACE}
    targets |= {place: method for method, place in (BY_HAND | OF_EVERY_SERVICE).items()}
    wrong = []
    roles = (role,) if role else ()
    with world.client(*roles, expediente_id="e1" if role == "aspirante" else None) as client:
        for (verb, path), method in targets.items():
            declared = upstream.roles(*method)
            answer = _send(client, verb, path)
            may = auth.PUBLIC_ROLE in declared or (role in declared and role != auth.SYSTEM_ROLE)
            expected = 200 if may else 403 if role else 401
            if answer.status_code != expected:
                wrong.append(f"{verb} {path}: {answer.status_code}, not {expected}: {answer.text[:100]}")
    assert len(targets) > 80
    assert not wrong, "\n".join(wrong)
