"""Processes of ours that a test starts beside itself: none outlives it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import httpx

from plumbing.config import ROOT
from tests.waiting import PATIENCE_S, until

Process = subprocess.Popen[bytes]


def declare(environment: Mapping[str, str], *modules: str) -> None:
    """The queues of these workers are at the broker."""
    argv = [sys.executable, "-m", "plumbing.bus.declare", *modules]
    subprocess.run(argv, cwd=ROOT, env=environment, check=True, timeout=PATIENCE_S)


def worker(environment: Mapping[str, str], *modules: str) -> Process:
    """These workers run in one process; end it with `ended`."""
    return subprocess.Popen([sys.executable, "-m", "plumbing.bus", *modules], cwd=ROOT, env=environment)


@contextmanager
def working(environment: Mapping[str, str], *modules: str) -> Iterator[Process]:
    """These workers run, their queues declared, until the block ends."""
    declare(environment, *modules)
    process = worker(environment, *modules)
    try:
        yield process
    finally:
        ended(process)


@contextmanager
def gateway(own: Mapping[str, str]) -> Iterator[Process]:
    """A gateway with these variables answers at its HTTP_BIND until the block ends."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("RPC_", "METRICS"))}
    process = subprocess.Popen([sys.executable, "-m", "services.gateway.app"], cwd=ROOT, env={**kept, **own})
    try:
        until(lambda: answers(f"http://{own['HTTP_BIND']}/salud"))
        yield process
    finally:
        ended(process)


def answers(url: str) -> bool:
    """It says 200 now."""
    try:
        return httpx.get(url, timeout=10).status_code == 200
    except httpx.TransportError:
        return False


def ended(process: Process) -> int:
    """What it ended with after it was asked to; one that does not end is killed, and is a failure."""
    process.terminate()
    try:
        return process.wait(PATIENCE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise
