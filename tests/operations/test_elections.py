"""A database that elects another primary: people are told to repeat, nothing is half saved, and it heals alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

import grpc
import pytest

from contracts.residencias.documents.v1 import service_pb2 as pb
from plumbing.errors import Unavailable
from plumbing.store import backlog, connect
from tests.integration.documents.conftest import Office, open_office, settings  # noqa: F401 - fixtures
from tests.operations.elections import ReplicaSet
from tests.plumbing.conftest import ledger  # noqa: F401 - fixture
from tests.plumbing.ledger import ACT, Entry, SolicitudPrinted
from tests.plumbing.test_bus import MODULE, heard
from tests.processes import working
from tests.usecases.documents.desks import CALL, PERSON
from tests.usecases.documents.scans import a_scan
from tests.waiting import until

SLOT = "CERTIFICADO"


@pytest.fixture
def members(mongo_uri: str) -> Iterator[ReplicaSet]:
    """The database of the run, as a set of two."""
    behind = urlsplit(mongo_uri)
    built = ReplicaSet((behind.hostname or "", behind.port or 27017))
    yield built
    built.stop()


@pytest.fixture
def desk(members: ReplicaSet, open_office: Callable[..., Office]) -> Office:  # noqa: F811
    office = open_office(MONGO_URI=members.uri)
    office.upload(SLOT, a_scan(quality=45), key="primero")
    return office


@pytest.fixture
def kept(mongo_uri: str, database_prefix: str) -> Callable[[], list[dict[str, Any]]]:
    """Every folder of papers, looked at past the set."""
    collection = connect(mongo_uri)[f"{database_prefix}documents"]["carpetas"]
    return lambda: list(collection.find())


def versions(office: Office) -> int:
    """How many versions of the slot the person sees."""
    manifest = office("GetManifest", pb.ManifestRequest(convocatoria=CALL, expediente_id=PERSON))
    return next(len(slot.versions) for slot in manifest.slots if slot.slot == SLOT)


def test_a_command_under_which_the_primary_falls_is_refused_whole_and_repeated_once_there_is_another(
    members: ReplicaSet, desk: Office, kept: Callable[[], list[dict[str, Any]]]
) -> None:
    before = kept()
    members.step_down_at("update", is_applied=False)
    with pytest.raises(Unavailable) as refused:
        desk.upload(SLOT, a_scan(quality=40), key="segundo")
    assert refused.value.code == "BASE_NO_DISPONIBLE"
    assert isinstance(refused.value.__cause__, grpc.RpcError)
    assert refused.value.__cause__.code() is grpc.StatusCode.UNAVAILABLE, "what clients repeat"
    assert refused.value.text
    assert refused.value.text["arreglo"]
    assert (members.refused["update"], kept()) == (1, before), "nothing of it stands in the database"
    members.elect(1)
    desk.upload(SLOT, a_scan(quality=40), key="segundo")
    assert versions(desk) == 2


def test_a_command_that_was_saved_while_its_answer_was_lost_is_not_done_twice(
    members: ReplicaSet, desk: Office, kept: Callable[[], list[dict[str, Any]]]
) -> None:
    before = kept()
    members.step_down_at("update", is_applied=True)
    with pytest.raises(Unavailable) as refused:
        desk.upload(SLOT, a_scan(quality=40), key="segundo")
    assert refused.value.code == "BASE_NO_DISPONIBLE", "nobody knows whether it was done"
    saved = kept()
    assert saved != before
    members.elect(1)
    desk.upload(SLOT, a_scan(quality=40), key="segundo")
    assert (versions(desk), kept()) == (2, saved), "the first answer again"


def test_a_query_waits_for_the_next_primary_and_nobody_notices(members: ReplicaSet, desk: Office) -> None:
    members.step_down()
    with ThreadPoolExecutor(1) as asking:
        answer = asking.submit(versions, desk)
        until(lambda: members.refused["find"])
        members.elect(1)
        assert answer.result(30) == 1


def test_the_old_primary_comes_back_as_the_new_one(members: ReplicaSet, desk: Office) -> None:
    for number, primary in enumerate((1, 0, 1), start=2):
        members.elect(primary)
        desk_says = until(lambda n=number: _uploaded(desk, n))
        assert desk_says == number


def _uploaded(desk: Office, number: int) -> int:
    """The versions once this one is among them; 0 while the driver still asks the one that was primary."""
    try:
        desk.upload(SLOT, a_scan(quality=40 + number), key=f"vez-{number}")
    except Unavailable:
        return 0
    return versions(desk)


def test_a_worker_publishes_and_hears_again_by_itself(
    members: ReplicaSet,
    ledger: Any,  # noqa: F811
    environment: dict[str, str],
) -> None:
    _, entries = ledger
    told = {**environment, "MONGO_URI": members.uri}
    with working(told, MODULE) as process:
        entries.create("antes", Entry("a"), ACT, [SolicitudPrinted(1)])
        until(lambda: heard(entries, "antes") == (1,))
        members.step_down()
        for number in range(20):
            entries.create(f"d{number}", Entry("d"), ACT, [SolicitudPrinted(1)])
        until(lambda: members.refused["update"] + members.refused["find"])
        members.elect(1)
        until(lambda: all(heard(entries, f"d{number}") == (1,) for number in range(20)))
        until(lambda: backlog(entries.collection) == 0)
        assert process.poll() is None, "the process it was"
