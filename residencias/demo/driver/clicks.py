"""One click or two at once: under which keys a command goes out, and whether two answers may stand together."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

import httpx

JSON = "application/json"
# Each is a fact of its own however it is asked for: a session, a print, a version, a revision, an import, a rehearsal,
# the next of the queue, the copy of a letter. Under two keys they are rightly done twice.
COUNTED: tuple[str, ...] = (
    "/sesiones",
    "/solicitudes",
    "/registro",
    "/preferencias",
    "/documentos/",
    "/rosters",
    "/ofertas",
)
COUNTED += ("/ensayos", "/cola/siguiente", "/cartas/")

# The first click is still at work: the second is told so, or how the round stands until then, and may ask again.
AT_WORK = ("RONDA_EN_CURSO",)
RUNNING = "CORRIENDO"
NOT_REMEMBERED = ("/ensayos",)  # a rehearsal decides nothing: each click is one
LIVE = {"ahead"}  # how many wait before one now: others arrive between two answers


class Refused(Exception):
    """The system said no: its problem details."""

    def __init__(self, problem: Mapping[str, Any]) -> None:
        super().__init__(f"{problem.get('code')}: {problem.get('title')}")
        self.problem = problem
        self.code = str(problem.get("code", ""))
        self.fields = [field["code"] for field in problem.get("fields", ())]


class Clicks:
    """`same_key`: every command twice at once under one key, as a browser repeats. `two_keys`: under two, as two
    windows would, where that must not do the thing twice. `disagreements`: answers that contradict each other."""

    def __init__(self, same_key: bool = False, two_keys: bool = False) -> None:
        self.disagreements: list[str] = []
        self.pairs = 0
        self._same_key = same_key
        self._two_keys = two_keys
        self._lock = threading.Lock()

    def keys(self, path: str, twice: bool = False) -> list[str]:
        """The idempotency keys to send this command under: one, the same twice, or two."""
        key = uuid4().hex
        if self._two_keys and not twice:
            return [key] if self._is_counted(path) else [key, uuid4().hex]
        return [key, key] if (twice or self._same_key) and not path.startswith("/sesiones") else [key]

    def judge(
        self,
        verb: str,
        path: str,
        keys: Sequence[str],
        first: httpx.Response | Refused,
        second: httpx.Response | Refused,
    ) -> httpx.Response:
        """The answer to go on with. Under one key both must be the same; under two, one may be refused.

        Raises Refused when both were.
        """
        with self._lock:
            self.pairs += 1
            if keys[0] == keys[1] and not path.endswith(NOT_REMEMBERED) and not _is_at_work(first, second):
                different = _differences(_said(first), _said(second))
                self.disagreements += [f"{verb} {path} {one}" for one in different]
        for answer in sorted((first, second), key=_is_at_work):
            if isinstance(answer, httpx.Response):
                return answer
        assert isinstance(first, Refused)
        raise first

    def _is_counted(self, path: str) -> bool:
        return any(path.endswith(part) or (part.endswith("/") and part in path) for part in COUNTED)


def _said(answer: httpx.Response | Refused) -> Any:
    """What two answers under one key must have in common: the content, or the reason of the refusal."""
    if isinstance(answer, Refused):
        return answer.code
    if answer.headers.get("content-type", "").startswith(JSON):
        return answer.json()
    return (answer.headers.get("content-type"), answer.content)


def _differences(first: Any, second: Any, where: str = "") -> list[str]:
    """Where two answers differ, and what each says there."""
    if isinstance(first, dict) and isinstance(second, dict):
        names = sorted({*first, *second})
        return [
            d
            for n in names
            if n not in LIVE
            for d in _differences(first.get(n), second.get(n), f"{where}/{n}")
        ]
    return [] if first == second else [f"{where}: {str(first)[:120]} / {str(second)[:120]}"]


def _is_at_work(*answers: httpx.Response | Refused) -> bool:
    return any(
        said in AT_WORK or (isinstance(said, dict) and said.get("state") == RUNNING)
        for said in map(_said, answers)
    )
