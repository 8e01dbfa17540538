"""What every api tells an operator of its services, over gRPC on a real database; the worker's part is in test_bus."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from contracts.residencias.common.v1 import operations_pb2 as pb
from contracts.residencias.common.v1 import operations_pb2_grpc
from plumbing import auth, messages, version
from plumbing.auth import ROLES, Caller
from plumbing.clock import FixedClock
from plumbing.convocatoria.registry import Registry
from plumbing.errors import Conflict, Invalid, NotAllowed, NotFound
from plumbing.rpc import Rpc, operations
from plumbing.rpc.calling import channel, invoke
from plumbing.store import connect
from plumbing.store.shelf import Shelf
from plumbing.store.watch import Watch

NOON = datetime(2023, 11, 20, 18, tzinfo=UTC)
SEEN = datetime(2023, 11, 20, 17, 59, 58, tzinfo=UTC)
Ask = Callable[..., Any]


@pytest.fixture
def database(config):
    return connect(config.mongo_uri)[config.database("scoring")]


@pytest.fixture
def ask(config) -> Iterator[Ask]:
    """An api of scoring, asked as somebody."""
    clock = FixedClock(NOON)
    rpc = Rpc(config, clock, lambda code, at: "d" * 64, messages.load())
    operations.register(rpc, config, clock, Registry.load(config.convocatorias), ["scoring"])
    rpc.start(config.rpc_addresses["scoring"])
    stub = operations_pb2_grpc.OperationsStub(channel(config.rpc_addresses["scoring"]))

    def call(method: str, request: Any, role: str = "operador") -> Any:
        token = auth.sign(Caller(f"{role}-1", frozenset({role})), config.token_private_key, clock)
        return invoke("scoring", getattr(stub, method), request, [("authorization", f"Bearer {token}")])

    yield call
    rpc.stop(0)


def test_a_service_says_how_it_runs(ask: Ask, database):
    watch = Watch(database)
    watch.note("queues", {"at": SEEN, "queues": [{"name": "scoring.facts", "messages": 3, "consumers": 1}]})
    watch.note("timer:relay", {"ran_at": SEEN, "every_s": 0.4, "is_ok": True})
    status = ask("GetStatus", pb.ServiceRef(service_name="scoring"))
    assert (status.version, status.contract_digest) == (
        version.running(),
        operations.contract_digest("scoring"),
    )
    assert datetime.fromisoformat(status.now) == NOON
    machine, told = (datetime.fromisoformat(one) for one in (status.machine_now, status.database_now))
    assert abs(machine - told) < timedelta(minutes=1)
    assert [(one.name, one.messages, one.consumers) for one in status.queues] == [("scoring.facts", 3, 1)]
    assert [(one.name, one.is_ok) for one in status.timers] == [("relay", True)]
    assert datetime.fromisoformat(status.watched_at) == SEEN
    assert all(len(one.digest) == 64 for one in status.rules)
    assert len(status.rules) > 2
    with pytest.raises(NotFound, match="SERVICIO_DESCONOCIDO"):
        ask("GetStatus", pb.ServiceRef(service_name="audit"))


def test_what_is_parked_is_listed_without_its_content_and_decided_once(ask: Ask, database):
    shelf = Shelf(database, "scoring")
    for number in range(3):
        body = (
            f'{{"id": "f{number}", "type": "x.v1.Cosa", "data": {{"nombre": "ANA", "folio": "F-{number}"}}}}'
        )
        shelf.keep(body, "Invalid: VENENO", 1, NOON + timedelta(seconds=number))
    shelf.keep('"\\u0080 no se abre"', "UnicodeDecodeError", 1, NOON - timedelta(hours=1))
    request = pb.ListParkedRequest(service_name="scoring")
    request.page.limit = 3
    first = ask("ListParked", request)
    assert [one.fact_id for one in first.parked] == ["f2", "f1", "f0"]
    assert list(first.parked[0].fields) == ["folio", "nombre"]
    assert "ANA" not in str(first)
    request.page.after = first.next
    [unreadable] = ask("ListParked", request).parked
    assert (unreadable.type, unreadable.bytes > 0) == ("", True)
    which = {"service_name": "scoring", "parked_id": first.parked[0].parked_id}
    for _ in range(2):
        replayed = ask("ReplayParked", pb.ParkedRef(**which))
        assert (replayed.state, replayed.decided_by) == ("POR_REPETIR", "operador:operador-1")
    with pytest.raises(Conflict, match="APARTADO_DECIDIDO"):
        ask("DiscardParked", pb.DiscardParkedRequest(**which, why="No."))
    other = {**which, "parked_id": first.parked[1].parked_id}
    with pytest.raises(Invalid, match="DESCARTE_SIN_MOTIVO"):
        ask("DiscardParked", pb.DiscardParkedRequest(**other))
    ask("DiscardParked", pb.DiscardParkedRequest(**other, why="Era de una prueba."))
    assert ask("GetStatus", pb.ServiceRef(service_name="scoring")).parked == 2
    with pytest.raises(NotFound, match="APARTADO_INEXISTENTE"):
        ask("ReplayParked", pb.ParkedRef(**{**which, "parked_id": "otro"}))


def test_only_an_operator_is_answered(ask: Ask):
    requests = {
        "GetStatus": pb.ServiceRef(service_name="scoring"),
        "ListParked": pb.ListParkedRequest(service_name="scoring"),
        "ReplayParked": pb.ParkedRef(service_name="scoring"),
        "DiscardParked": pb.DiscardParkedRequest(service_name="scoring"),
    }
    for method, request in requests.items():
        for role in set(ROLES) - {"operador"}:
            with pytest.raises(NotAllowed):
                ask(method, request, role)
