"""A replica set as a driver sees it: two members, one primary or none, before a database that knows no elections.

Each member passes messages of MongoDB's protocol on to the same database, says in `hello` who is primary, and refuses
what only a primary may do, with the codes that MongoDB has for it.
"""

from __future__ import annotations

import socket
import struct
from collections import Counter
from contextlib import suppress
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import Any

import bson

HEADER = struct.Struct("<iiii")  # length, request, response to, kind of message
REPLY, QUERY, MESSAGE = 1, 2004, 2013
GREETINGS = {"hello", "ismaster", "isMaster"}
ANYWHERE = GREETINGS | {"ping", "buildInfo", "endSessions"}
WRITES = {"insert", "update", "delete", "findAndModify", "createIndexes"}
STEPPED_DOWN = {
    True: {"ok": 0.0, "code": 10107, "codeName": "NotWritablePrimary", "errmsg": "not primary"},
    False: {"ok": 0.0, "code": 13435, "codeName": "NotPrimaryNoSecondaryOk", "errmsg": "not primary"},
}
INTERRUPTED = {
    "ok": 0.0,
    "code": 11602,
    "codeName": "InterruptedDueToReplStateChange",
    "errmsg": "operation was interrupted",
}
NAME = "rs0"


class ReplicaSet:
    """Two members; the first is primary until it steps down."""

    def __init__(self, target: tuple[str, int]) -> None:
        self.target = target
        self.primary: int | None = 0
        self.term = 1
        self.refused: Counter[str] = Counter()
        self._ends: dict[str, bool] = {}
        self._members = [Member(self, number) for number in range(2)]
        for member in self._members:
            Thread(target=member.serve_forever, daemon=True).start()

    @property
    def hosts(self) -> list[str]:
        return [f"127.0.0.1:{member.server_address[1]}" for member in self._members]

    @property
    def uri(self) -> str:
        return f"mongodb://{','.join(self.hosts)}/?replicaSet={NAME}&retryWrites=false"

    def step_down(self) -> None:
        """Nobody is primary, as between the fall of one and the election of the next."""
        self.primary = None

    def elect(self, number: int) -> None:
        self.term += 1
        self.primary = number

    def step_down_at(self, command: str, *, is_applied: bool) -> None:
        """The primary steps down under the next `command`: refused, or applied while its answer is lost."""
        self._ends[command] = is_applied

    def ends_here(self, command: str) -> bool | None:
        """Whether this is the command under which it steps down, and then whether it is applied."""
        if command not in self._ends:
            return None
        self.step_down()
        return self._ends.pop(command)

    def stop(self) -> None:
        for member in self._members:
            member.shutdown()
            member.server_close()


class Member(ThreadingTCPServer):
    """Listens for drivers."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, of: ReplicaSet, number: int) -> None:
        super().__init__(("127.0.0.1", 0), _Spoken)
        self.set, self.number = of, number


class _Spoken(BaseRequestHandler):
    """One connection of a driver, with one of its own to the database."""

    server: Member

    def handle(self) -> None:
        with socket.create_connection(self.server.set.target) as behind, suppress(OSError, EOFError):
            while True:
                head, body = _read(self.request)
                name = next(iter(_command(head[3], body)))
                answer = self._answer(behind, name, head, body)
                if answer is None:
                    return
                self.request.sendall(answer)

    def _answer(self, behind: socket.socket, name: str, head: tuple[int, ...], body: bytes) -> bytes | None:
        """What the member says; None when it hangs up instead."""
        members = self.server.set
        if name in GREETINGS:
            return _patched(*_asked(behind, head, body), self._state())
        is_primary = members.primary == self.server.number
        is_applied = members.ends_here(name) if is_primary else None
        if is_applied is False:
            members.refused[name] += 1
            return _said(head, INTERRUPTED)
        if not is_primary and name not in ANYWHERE:
            members.refused[name] += 1
            return _said(head, STEPPED_DOWN[name in WRITES])
        answer, said = _asked(behind, head, body)
        return None if is_applied else HEADER.pack(*answer) + said

    def _state(self) -> dict[str, Any]:
        members, number = self.server.set, self.server.number
        is_primary = members.primary == number
        found: dict[str, Any] = {
            "setName": NAME,
            "setVersion": 1,
            "hosts": members.hosts,
            "me": members.hosts[number],
            "isWritablePrimary": is_primary,
            "ismaster": is_primary,
            "secondary": not is_primary,
        }
        if members.primary is not None:
            found["primary"] = members.hosts[members.primary]
        if is_primary:
            found["electionId"] = bson.ObjectId(f"{members.term:024x}")
        return found


def _read(source: socket.socket) -> tuple[tuple[int, ...], bytes]:
    """One message: its header and the rest. Raises EOFError when the other side is gone."""
    head = HEADER.unpack(_exactly(source, HEADER.size))
    return head, _exactly(source, head[0] - HEADER.size)


def _exactly(source: socket.socket, size: int) -> bytes:
    found = b""
    while len(found) < size:
        chunk = source.recv(size - len(found))
        if not chunk:
            raise EOFError
        found += chunk
    return found


def _command(kind: int, body: bytes) -> dict[str, Any]:
    """The command of a message; a driver's first greeting is still of the old kind."""
    if kind == QUERY:
        return _document(body, body.index(b"\0", 4) + 9)
    assert kind == MESSAGE, kind
    assert body[4] == 0, "a command comes first"
    return _document(body, 5)


def _document(body: bytes, start: int) -> dict[str, Any]:
    (size,) = struct.unpack_from("<i", body, start)
    return dict(bson.decode(body[start : start + size]))


def _asked(behind: socket.socket, head: tuple[int, ...], body: bytes) -> tuple[tuple[int, ...], bytes]:
    behind.sendall(HEADER.pack(*head) + body)
    return _read(behind)


def _patched(head: tuple[int, ...], body: bytes, state: dict[str, Any]) -> bytes:
    """The database's own greeting, as a member of the set would say it."""
    start = 20 if head[3] == REPLY else 5
    told = {**_document(body, start), **state}
    told.pop(
        "topologyVersion", None
    )  # with it the driver would wait for the next change instead of asking again
    said = body[:start] + bson.encode(told)
    return HEADER.pack(HEADER.size + len(said), *head[1:]) + said


def _said(head: tuple[int, ...], answer: dict[str, Any]) -> bytes:
    said = b"\0\0\0\0\0" + bson.encode(answer)
    return HEADER.pack(HEADER.size + len(said), 0, head[1], MESSAGE) + said
