"""A request is measured, and stands in its trace, by its route's whole template; what goes on under it knows which."""

from __future__ import annotations

import pytest
from fastapi import APIRouter, FastAPI, Request
from fastapi.testclient import TestClient
from prometheus_client import REGISTRY
from starlette.middleware import Middleware

from plumbing import tracing
from plumbing.clock import FixedClock
from plumbing.telemetry import trace_id
from services.gateway.arrival import API, Arrival
from tests.collector import collecting
from tests.plumbing.ledger import NOON

TRACE, CAUSE = "a" * 32, "b" * 16


@pytest.fixture
def client() -> TestClient:
    app = FastAPI(middleware=[Middleware(Arrival, clock=FixedClock(NOON))])
    router = APIRouter()

    @router.get("/cosas/{cosa}")
    def seen(request: Request, cosa: str) -> list[str]:
        return [request.scope["traceparent"], trace_id()]

    app.include_router(router, prefix=API)
    app.include_router(router)
    return TestClient(app)


def _count(route: str) -> float:
    labels = {"method": "GET", "route": route, "status": "200"}
    return REGISTRY.get_sample_value("residencias_http_seconds_count", labels) or 0


def test_what_the_api_and_a_page_call_alike_is_told_apart(client: TestClient) -> None:
    page, api = "/cosas/{cosa}", "/api/v1/cosas/{cosa}"
    before = _count(page), _count(api)
    for path in ("/cosas/1", "/api/v1/cosas/1", "/api/v1/cosas/2"):
        assert client.get(path).status_code == 200
    assert (_count(page), _count(api)) == (before[0] + 1, before[1] + 2)


def test_a_request_begins_a_trace_of_ours_and_keeps_whose_it_says_it_is(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tracing, "_begin", tracing._begin)
    monkeypatch.setattr(tracing, "_finish", None)
    with collecting() as collector:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint)
        tracing.configure("gateway")
        within, logged = client.get(
            "/cosas/AAAA000000?quien=alguien", headers={"traceparent": f"00-{TRACE}-{CAUSE}-01"}
        ).json()
        client.get("/nada/AAAA000000")
        tracing.finish()
    known, unknown = collector.spans()
    assert (known.what, known.parent) == (("gateway", "server", "GET /cosas/{cosa}"), "")
    assert known.links == ((TRACE, CAUSE),)
    assert within.split("-")[1:3] == [known.trace, known.id]
    assert logged == known.trace != TRACE
    assert known.attributes == {
        "http.request.method": "GET",
        "http.route": "/cosas/{cosa}",
        "http.response.status_code": 200,
    }
    assert (unknown.name, unknown.parent, unknown.attributes["error.type"]) == ("GET", "", "404")
    assert unknown.links == ()
    assert "AAAA" not in str(collector.spans())
