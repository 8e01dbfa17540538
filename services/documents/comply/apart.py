"""`comply` in a process of its own, within limits that the kernel keeps: what kills it there is one clear error here.

Only JSON and bytes come back: a decoder that hostile bytes have taken over can answer nothing that is executed.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from threading import BoundedSemaphore
from typing import Any

from plumbing.config import ROOT
from plumbing.errors import Invalid, Unavailable
from plumbing.telemetry import log
from services.documents.domain.complying import Complied, Goal, Step
from services.documents.domain.page import Area

CPU_S_PER_PAGE = 5
CPU_S_TO_START = 3
MEMORY_PER_PAGE = 100 * 1024 * 1024
MEMORY_OF_ONE = 400 * 1024 * 1024  # of data: 300 MB of pages, and the libraries
WALL_PER_CPU = 4
WAITING_PER_CORE = 3
CALMLY = 5  # so that uploads, which are quick, go first
SPENT = {-signal.SIGXCPU, -signal.SIGKILL}
ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}


class Apart:
    """Runs at most one per core; a few more wait, and whoever comes then is asked to come back."""

    def __init__(self) -> None:
        cores = os.cpu_count() or 1
        self._room = BoundedSemaphore(cores)
        self._line = BoundedSemaphore(cores * (1 + WAITING_PER_CORE))

    def __call__(self, files: tuple[bytes, ...], goal: Goal) -> Complied:
        """Raises Invalid with the code of `making.comply`, Unavailable(CONVERSION_OCUPADA)."""
        with self._turn():
            return _run(files, goal)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._line.acquire(blocking=False):
            raise Unavailable("CONVERSION_OCUPADA")
        try:
            with self._room:
                yield
        finally:
            self._line.release()


def _run(files: tuple[bytes, ...], goal: Goal) -> Complied:
    pages = len(goal.chosen) or goal.most_pages
    cpu_s = CPU_S_TO_START + CPU_S_PER_PAGE * pages
    memory = MEMORY_OF_ONE + MEMORY_PER_PAGE * (pages - 1)
    asked = {"goal": asdict(goal), "sizes": [len(f) for f in files], "cpu_s": cpu_s, "memory": memory}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "services.documents.comply"],
            input=json.dumps(asked).encode() + b"\n" + b"".join(files),
            capture_output=True,
            timeout=cpu_s * WALL_PER_CPU,
            cwd=ROOT,
            env={**_plain_environment(), **ENVIRONMENT},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Unavailable("CONVERSION_OCUPADA") from error  # it got no CPU: no fault of the file
    if done.returncode in SPENT:
        raise Invalid("ORIGINAL_DEMASIADO_COSTOSO")
    if done.returncode:
        log.error(
            "the conversion died", status=done.returncode, said=done.stderr[-400:].decode(errors="replace")
        )
        raise Invalid("ORIGINAL_DANADO", archivo=1)
    return _read(done.stdout)


def _plain_environment() -> dict[str, str]:
    """Nothing of ours: a converter needs no key and no address."""
    return {name: os.environ[name] for name in ("PATH", "LANG", "LD_LIBRARY_PATH") if name in os.environ}


def _read(said: bytes) -> Complied:
    """The answer. Raises Invalid when it is a refusal."""
    head, _, blobs = said.partition(b"\n")
    answer = json.loads(head)
    if "code" in answer:
        facts: dict[str, Any] = {str(name): str(value) for name, value in answer["facts"].items()}
        raise Invalid(str(answer["code"]), **facts)
    sizes = answer.pop("sizes")
    content, before, after = (blobs[sum(sizes[:at]) : sum(sizes[: at + 1])] for at in range(3))
    steps = tuple(Step(str(step["code"]), dict(step["facts"])) for step in answer.pop("steps"))
    glare = tuple(Area(**area) for area in answer.pop("glare"))
    return Complied(content, before, after, steps, glare=glare, **answer)
