"""Live status: every change arrives, who leaves frees its place, crowds are asked to come back, stopping is quick."""

from __future__ import annotations

import json
import threading

import httpx
import pytest

from contracts.residencias.audit.v1 import service_pb2 as audit
from contracts.residencias.validation.v1 import service_pb2 as validation
from plumbing.errors import NotFound
from residencias.embedded.ports import choose
from services.gateway.watching import CROWDED_MS, MOST, RECONNECT_MS
from tests.integration.gateway.conftest import E, World
from tests.processes import gateway
from tests.waiting import PATIENCE_S, until

WATCH = f"{E}/eventos"


class Board:
    """An expediente whose changes a test makes, watched by however many."""

    def __init__(self) -> None:
        self.version = 1
        self.watchers = 0
        self._changed = threading.Condition()

    def change(self) -> None:
        with self._changed:
            self.version += 1
            self._changed.notify_all()

    def watch(self, request):
        def states(context):
            gone = threading.Event()
            context.add_callback(gone.set)
            seen = 0
            self.watchers += 1
            try:
                while not gone.is_set():
                    with self._changed:
                        if self.version == seen:
                            self._changed.wait(0.05)
                        current = self.version
                    if current > seen:
                        seen = current
                        yield validation.Status(version=seen)
            finally:
                self.watchers -= 1

        return states


@pytest.fixture
def board(world: World) -> Board:
    made = Board()
    world.answers.said["WatchStatus"] = made.watch
    return made


def event(lines) -> dict[str, str]:
    """The next event of a stream."""
    found: dict[str, str] = {}
    for line in lines:
        if not line and found:
            return found
        name, _, value = line.partition(": ")
        found[name] = value
    return found


def test_the_state_of_now_and_every_change_arrive(world: World, board: Board):
    with world.client("aspirante", expediente_id="e1") as client, client.stream("GET", WATCH) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        lines = answer.iter_lines()
        first = event(lines)
        assert (first["event"], first["id"], first["retry"]) == ("estado", "1", str(RECONNECT_MS))
        board.change()
        assert json.loads(event(lines)["data"])["version"] == 2


def test_a_refusal_is_a_problem_and_not_an_empty_stream(world: World):
    def refuse(request):
        raise NotFound("NO_ES_TUYO")

    world.answers.said["WatchStatus"] = world.answers.said["Export"] = refuse
    with world.client("aspirante", expediente_id="e1") as client:
        assert client.get(WATCH).json()["code"] == "NO_ES_TUYO"
    with world.client("auditor") as client:
        assert client.get("/auditoria/exportacion").json()["code"] == "NO_ES_TUYO"


def test_who_leaves_frees_its_place(world: World, board: Board):
    with world.client("ces") as client:
        for _ in range(2):
            with client.stream("GET", WATCH) as answer:
                event(answer.iter_lines())
                assert board.watchers == 1
            until(lambda: board.watchers == 0)


def test_a_crowd_gets_the_state_of_now_and_is_asked_to_come_back(world: World, board: Board):
    with world.client("ces") as client:
        streams = [client.stream("GET", WATCH) for _ in range(MOST)]
        kept = [stream.__enter__().iter_lines() for stream in streams]  # a dropped iterator hangs up
        for lines in kept:
            event(lines)
        late = client.get(WATCH)
        for stream in streams:
            stream.__exit__(None, None, None)
    assert late.status_code == 200
    assert f"retry: {CROWDED_MS}" in late.text
    assert late.text.count("event: estado") == 1
    until(lambda: board.watchers == 0)


def test_the_export_is_one_entry_per_line(world: World):
    world.answers.said["Export"] = lambda request: lambda context: (audit.Entry(index=i) for i in range(3))
    with world.client("auditor") as client:
        answer = client.get("/auditoria/exportacion")
    assert [json.loads(line)["index"] for line in answer.text.splitlines()] == [0, 1, 2]


def test_stopping_ends_live_streams_at_once_and_lets_calls_finish(
    world: World, board: Board, environment_of_gateway
):
    released = threading.Event()

    def slow(request):
        released.wait(PATIENCE_S)
        return validation.Acuse(acuse_id="A-1")

    world.answers.said["SubmitExpediente"] = slow
    bind = f"127.0.0.1:{choose()}"
    with gateway({**environment_of_gateway, "HTTP_BIND": bind}) as process:
        token, _ = world.session("aspirante", expediente_id="e1")
        base = {
            "base_url": f"http://{bind}/api/v1",
            "headers": {"authorization": f"Bearer {token}"},
            "timeout": PATIENCE_S,
        }
        answers = []
        caller = threading.Thread(target=lambda: answers.append(httpx.post(**_post(base))))
        with httpx.Client(**base) as client, client.stream("GET", WATCH) as watched:
            lines = watched.iter_lines()
            event(lines)
            caller.start()
            until(lambda: len(world.answers.acts) == 2)
            process.terminate()
            assert event(lines) == {}, "it ends while the call goes on"
            released.set()
        caller.join()
        assert process.wait(PATIENCE_S) == 0
        assert [answer.json()["acuse_id"] for answer in answers] == ["A-1"]


def _post(base):
    return {
        "url": f"{base['base_url']}{E}/envios",
        "headers": base["headers"],
        "json": {},
        "timeout": PATIENCE_S,
    }
