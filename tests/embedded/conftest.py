"""Parts of one test alone, which it may kill."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from residencias.embedded.part import Part

Begin = Callable[[type[Part]], Part]


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Begin]:
    """Starts a part in this test's folder and waits until it answers; whatever happens, it is stopped."""
    begun: list[Part] = []

    def start(kind: type[Part]) -> Part:
        part = kind(tmp_path)
        begun.append(part)
        part.start()
        part.await_ready()
        return part

    yield start
    for part in begun:
        part.stop()


@pytest.fixture
def left_behind(tmp_path: Path) -> Callable[[], list[str]]:
    """The command lines of living processes that name this test's folder or were started in it."""

    def find() -> list[str]:
        found = []
        for process in psutil.process_iter(["cmdline", "cwd", "status", "environ"]):
            told = [
                *(process.info["cmdline"] or []),
                process.info["cwd"] or "",
                *(process.info["environ"] or {}).values(),
            ]
            if process.pid != psutil.Process().pid and any(str(tmp_path) in word for word in told):
                found.append(" ".join(process.info["cmdline"] or []))
        return found

    return find
