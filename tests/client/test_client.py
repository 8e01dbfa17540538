"""The client for other systems against a real server: mutual TLS, retries, deadlines, refusals with their words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest
from residencias_client import Calificaciones, Files, Problem, Residencias, connection

from contracts.residencias.scoring.v1 import service_pb2 as pb
from contracts.residencias.scoring.v1 import service_pb2_grpc
from plumbing import auth, messages
from plumbing.auth import Caller
from plumbing.clock import FixedClock
from plumbing.config import Tls
from plumbing.errors import Conflict, FieldError, Invalid, Unavailable
from plumbing.rpc import Rpc, act
from residencias.embedded.ports import choose
from tests.plumbing.certificates import Authority
from tests.plumbing.ledger import NOON
from tests.waiting import PATIENCE_S

PRIVATE, PUBLIC = auth.generate_keys()
METHOD = "scoring.ImportCalificaciones"
CLOCK = FixedClock(NOON)


class Scoring(service_pb2_grpc.ScoringServicer):
    """Refuses as often as it is told to, then takes the file; remembers the keys it was called with."""

    def __init__(self) -> None:
        self.refusals: list[Exception] = []
        self.keys: list[str] = []
        self.may_answer = Event()
        self.may_answer.set()

    def ImportCalificaciones(self, request: pb.ImportCalificacionesRequest, context: Any) -> pb.Corte:
        self.keys.append(act().key)
        self.may_answer.wait(PATIENCE_S)
        if self.refusals:
            raise self.refusals.pop(0)
        return pb.Corte(corte_id="k1", filename=request.filename, rows=len(request.content.splitlines()) - 1)


def server(servicer: Scoring, tls: Tls | None, port: int = 0) -> tuple[Rpc, str]:
    settings = SimpleNamespace(token_public_key=PUBLIC, tls=tls, revoked_file=None)
    rpc = Rpc(settings, CLOCK, lambda code, at: "", messages.load())
    descriptor = pb.DESCRIPTOR.services_by_name["Scoring"]
    rpc.add(descriptor, service_pb2_grpc.add_ScoringServicer_to_server, servicer)
    return rpc, f"127.0.0.1:{rpc.start(f'127.0.0.1:{port}')}"


def credential(*methods: str) -> str:
    caller = Caller("siices", frozenset({auth.SYSTEM_ROLE}), methods=frozenset(methods))
    return auth.sign(caller, PRIVATE, CLOCK, timedelta(days=30))


@pytest.fixture
def scoring() -> Scoring:
    return Scoring()


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "FIRST_PAUSE_S", 0.05)


@pytest.fixture
def api(scoring: Scoring, tmp_path: Path) -> Iterator[Callable[..., Residencias]]:
    """Connects over mutual TLS, with a credential for these methods."""
    authority = Authority(tmp_path, "ours")
    rpc, address = server(scoring, authority.issue("scoring-api"))
    ours = authority.issue("siices")
    opened: list[Residencias] = []

    def connect(*methods: str, **more: Any) -> Residencias:
        files = Files(ours.certificate, ours.key, ours.authority)
        opened.append(Residencias(address, lambda: credential(*(methods or (METHOD,))), files, **more))
        return opened[-1]

    yield connect
    for one in opened:
        one.channel.close()
    rpc.stop(0)


def test_a_file_goes_in_over_mutual_tls(api: Callable[..., Residencias]) -> None:
    corte = Calificaciones(api()).send("c1", "siices.csv", b"a,b\n1,2\n3,4\n")
    assert (corte.corte_id, corte.rows) == ("k1", 2)


def test_what_passes_by_itself_is_tried_again_under_one_key(
    api: Callable[..., Residencias], scoring: Scoring
) -> None:
    scoring.refusals = [Unavailable("BASE_NO_DISPONIBLE"), Conflict("VERSION_PERDIDA")]
    sender = Calificaciones(api())
    assert sender.send("c1", "siices.csv", b"x\n").corte_id == "k1"
    assert len(scoring.keys) == 3
    assert len(set(scoring.keys)) == 1
    sender.send("c1", "otro.csv", b"y\n")
    assert len(set(scoring.keys)) == 2


def test_a_refusal_is_not_repeated_and_says_what_to_do(
    api: Callable[..., Residencias], scoring: Scoring
) -> None:
    wrong = FieldError("renglones[3]", "DATO_OBLIGATORIO")
    scoring.refusals = [Invalid("DATO_INVALIDO", fields=(wrong,), campo="calificacion", detalle="x")]
    with pytest.raises(Problem) as refused:
        Calificaciones(api()).send("c1", "siices.csv", b"x\n")
    assert refused.value.code == "DATO_INVALIDO"
    assert refused.value.que
    assert refused.value.arreglo
    assert [(field.field, field.code) for field in refused.value.fields] == [
        ("renglones[3]", "DATO_OBLIGATORIO")
    ]
    assert len(scoring.keys) == 1


def test_a_credential_opens_only_what_it_names(api: Callable[..., Residencias], scoring: Scoring) -> None:
    with pytest.raises(Problem) as refused:
        Calificaciones(api("scoring.ListPuntajes")).send("c1", "siices.csv", b"x\n")
    assert refused.value.code == "METODO_NO_AUTORIZADO"
    assert METHOD in refused.value.que
    assert scoring.keys == []


def test_nobody_waits_for_ever(
    api: Callable[..., Residencias], scoring: Scoring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "ATTEMPTS", 2)
    scoring.may_answer.clear()
    try:
        with pytest.raises(Problem, match="DEADLINE_EXCEEDED"):
            Calificaciones(api(deadline_s=0.2)).send("c1", "siices.csv", b"x\n")
    finally:
        scoring.may_answer.set()


def test_a_server_that_comes_back_is_found_again(scoring: Scoring, monkeypatch: pytest.MonkeyPatch) -> None:
    port = choose()
    with Residencias(f"127.0.0.1:{port}", lambda: credential(METHOD)) as api:
        sender = Calificaciones(api)
        monkeypatch.setattr(connection, "ATTEMPTS", 1)
        with pytest.raises(Problem, match="UNAVAILABLE"):
            sender.send("c1", "siices.csv", b"x\n")
        rpc, _ = server(scoring, None, port)
        monkeypatch.setattr(connection, "ATTEMPTS", 10)
        assert sender.send("c1", "siices.csv", b"x\n").corte_id == "k1"
    rpc.stop(0)
