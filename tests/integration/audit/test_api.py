"""Audit over gRPC on a real database: thousands of facts, proved from outside, shown to whom may see them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.database import Database
from pymongo.monitoring import CommandFailedEvent, CommandListener, CommandStartedEvent, CommandSucceededEvent

from contracts.residencias.audit.v1 import service_pb2 as pb
from contracts.residencias.audit.v1 import service_pb2_grpc
from contracts.residencias.common.v1 import access_pb2
from plumbing import auth, messages
from plumbing import config as plumbing_config
from plumbing.auth import Caller
from plumbing.clock import FixedClock
from plumbing.config import ROOT, Config
from plumbing.errors import Conflict, NotAllowed, NotFound
from plumbing.events import Act
from plumbing.rpc import Rpc
from plumbing.rpc.calling import channel, invoke, stream
from residencias import local_settings
from services.audit import api, usecases, wiring
from services.audit.domain.merkle import folded, grow, holds, leaf_hash
from services.audit.domain.model import entry_of
from services.audit.usecases import Desk
from tests.usecases.audit.test_log import NOON, X47, a_fact

COUNT = 1_600
AUDITOR = Caller("auditor-1", frozenset({"auditor"}))
OF_X47, OF_ALL = Act(NOON, AUDITOR, X47), Act(NOON, AUDITOR)


@dataclass
class Client:
    """Calls as somebody."""

    stub: Any
    config: Config
    clock: FixedClock

    def token(self, role: str) -> list[tuple[str, str]]:
        caller = Caller(role, frozenset({role}))
        return [("authorization", f"Bearer {auth.sign(caller, self.config.token_private_key, self.clock)}")]

    def call(self, method: str, request: Any, role: str = "auditor") -> Any:
        return invoke("audit", getattr(self.stub, method), request, self.token(role))

    def export(self, role: str = "auditor", **asked: Any) -> Iterator[Any]:
        return stream("audit", self.stub.Export, pb.ExportRequest(**asked), self.token(role))


@pytest.fixture
def config(mongo_uri: str, database_prefix: str, tmp_path: Path) -> Config:
    nowhere = {
        name: "unused:1" for name in ("AMQP_URI", "S3_ENDPOINT", "S3_ACCESS_KEY", "S3_SECRET_KEY", "SMTP_URL")
    }
    mongo = {"MONGO_URI": mongo_uri, "MONGO_DATABASE_PREFIX": database_prefix}
    return plumbing_config.from_environment({**local_settings.local(tmp_path), **nowhere, **mongo})


@pytest.fixture
def desk(config: Config) -> Desk:
    return wiring.build(config, FixedClock(NOON))[0]


@pytest.fixture
def client(config: Config, desk: Desk) -> Iterator[Client]:
    clock = FixedClock(NOON)
    rpc = Rpc(config, clock, lambda code, at: "d" * 64, messages.load(ROOT / "services/audit/messages.yaml"))
    api.register(rpc, config, clock, {})
    address = config.rpc_addresses["audit"]
    rpc.start(address)
    yield Client(service_pb2_grpc.AuditStub(channel(address)), config, clock)
    rpc.stop(0)


def test_thousands_of_facts_are_numbered_exported_and_proved(client: Client, desk: Desk) -> None:
    collection = desk.log._inbox  # type: ignore[attr-defined]
    entries = [entry_of(a_fact(n, subject=f"p{n % 400}").envelope) for n in range(COUNT)]
    fields = ("event_id", "type", "subject", "time", "actor", "convocatoria", "envelope", "name")
    arrived = [
        {name: getattr(entry, name) for name in fields} | {"_id": entry.event_id, "arrived": f"{n:08d}"}
        for n, entry in enumerate(entries)
    ]
    collection.insert_many(arrived, ordered=False)
    assert usecases.sequence(desk) == len(entries)
    head = client.call("GetHead", access_pb2.Empty())
    exported = list(client.export())
    leaves = [leaf_hash(entry.envelope.encode()) for entry in exported]
    assert [entry.event_id for entry in exported] == [entry.event_id for entry in entries]
    assert (head.size, head.root_hash) == (COUNT, folded(grow(0, [], leaves)[1]).hex())
    for index in (0, 1234, COUNT - 1):
        proof = client.call("Prove", pb.ProveRequest(event_id=exported[index].event_id))
        path = [bytes.fromhex(one) for one in proof.path]
        assert holds(leaves[index], index, proof.size, path, bytes.fromhex(head.root_hash))
    found = client.call("Search", pb.SearchRequest(convocatoria=X47, subject="p7"))
    assert (found.total, len(found.entries)) == (COUNT // 400, COUNT // 400)
    assert [entry.index for entry in found.entries] == sorted((e.index for e in found.entries), reverse=True)


def test_the_log_is_shown_only_to_who_audits(client: Client, desk: Desk) -> None:
    usecases.on_any_fact(desk, a_fact(1))
    for method, request, role in (
        ("Search", pb.SearchRequest(convocatoria=X47), "aspirante"),
        ("Search", pb.SearchRequest(convocatoria=X47), "validador"),
        ("Prove", pb.ProveRequest(event_id="event-000001"), "operador"),
        ("GetHead", access_pb2.Empty(), "ooad"),
        ("GetBacklog", access_pb2.Empty(), "auditor"),
    ):
        with pytest.raises(NotAllowed):
            client.call(method, request, role)
    with pytest.raises(NotAllowed):
        list(client.export("ces"))


def test_what_waits_is_counted_and_refused_with_words(client: Client, desk: Desk) -> None:
    usecases.on_any_fact(desk, a_fact(1))
    assert client.call("GetBacklog", access_pb2.Empty(), "operador").outbox == 1
    with pytest.raises(Conflict) as refused:
        client.call("Prove", pb.ProveRequest(event_id="event-000001"))
    assert refused.value.text is not None
    assert refused.value.text["arreglo"].startswith("Vuelve a intentarlo")
    with pytest.raises(NotFound):
        client.call("Prove", pb.ProveRequest(event_id="otro"))
    usecases.sequence(desk)
    assert client.call("GetBacklog", access_pb2.Empty(), "operador").outbox == 0


class Finds(CommandListener):
    """The searches of the log, as the database was asked."""

    desk: Desk
    database: Database[dict[str, Any]]

    def __init__(self) -> None:
        self.asked: list[Mapping[str, Any]] = []

    def started(self, event: CommandStartedEvent) -> None:
        if event.command_name == "find" and "sort" in event.command:
            self.asked.append({name: event.command[name] for name in ("find", "filter", "sort", "limit")})

    def of(self, act: Act, **asked: str) -> list[Mapping[str, Any]]:
        """Those of one search."""
        self.asked.clear()
        usecases.search(self.desk, act, **asked)
        assert self.asked
        return self.asked

    def succeeded(self, event: CommandSucceededEvent) -> None: ...

    def failed(self, event: CommandFailedEvent) -> None: ...


@pytest.fixture
def finds(mongo_uri: str, database_prefix: str) -> Iterator[Finds]:
    """Of the desk of a log with eight facts of one person, three readings to each act."""
    heard = Finds()
    with MongoClient[dict[str, Any]](mongo_uri, event_listeners=[heard]) as client:
        config: Any = None
        heard.database = client[f"{database_prefix}audit"]
        heard.desk = wiring.build(config, FixedClock(NOON), heard.database)[0]
        for number in range(8):
            usecases.on_any_fact(heard.desk, a_fact(number, "DossierRead" if number % 4 else "FichaIssued"))
        usecases.sequence(heard.desk)
        yield heard


WALKED: tuple[tuple[Act, dict[str, str], str], ...] = (
    (OF_X47, {}, "convocatoria_1_group_1_moment_1"),
    (OF_ALL, {}, "group_1_moment_1"),
    (OF_X47, {"name": "FichaIssued"}, "name_1_convocatoria_1_moment_1"),
    (OF_ALL, {"actor": "ces:ces2"}, "actor_1_group_1_moment_1"),
)


def test_a_search_walks_an_index_of_all_that_is_asked(finds: Finds) -> None:
    """A store that walks one index for a part of what is asked takes the first that begins one."""
    for act, asked, walked in WALKED:
        for day in ({}, {"since": "2023-12-01", "until": "2023-12-02"}):
            for command in finds.of(act, **asked, **day, group="TODO"):
                plan = finds.database.command("explain", command, verbosity="queryPlanner")["queryPlanner"]
                assert f"'{walked}'" in str(plan["winningPlan"]), command
    for first in ("subject", "folio", "actor"):
        for command in finds.of(OF_X47, **{first: "x"}):
            assert next(iter(command["filter"])) == first


def test_an_export_starts_where_it_is_asked_and_keeps_to_its_call(client: Client, desk: Desk) -> None:
    for number in range(6):
        usecases.on_any_fact(desk, a_fact(number, convocatoria=X47 if number % 2 else "otra"))
    usecases.sequence(desk)
    assert [entry.index for entry in client.export(convocatoria=X47, from_index=2)] == [3, 5]
