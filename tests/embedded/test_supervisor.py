"""The supervisor starts real processes, keeps them running, and leaves none."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from plumbing.config import ROOT
from plumbing.errors import NotFound, Unavailable
from residencias.embedded import probes
from residencias.embedded.ports import HOST, choose
from residencias.instance import Instance
from residencias.processes import answers, serves
from residencias.sentences import sentence
from residencias.supervisor import System
from tests.waiting import PATIENCE_S, until

GIVEN = ("AMQP_URI", "MONGO_URI", "S3_ENDPOINT", "S3_ACCESS_KEY", "S3_SECRET_KEY", "SMTP_URL")
pytestmark = pytest.mark.skipif(
    any(os.environ.get(n) for n in GIVEN), reason="these tests kill the local parts"
)
SERVICES = ("scoring",)  # enough for one api, one worker and the gateway


def alive(pids: list[int]) -> list[int]:
    return [pid for pid in pids if psutil.pid_exists(pid) and psutil.Process(pid).status() != "zombie"]


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    instance = Instance("prueba", tmp_path_factory.mktemp("home"))
    with System(instance, {"HTTP_BIND": f"{HOST}:{choose()}"}, services=SERVICES) as running:
        yield running


def _process(system: System, name: str) -> int:
    """Its pid once it lives: one whose broker was killed may just be starting again."""
    process = next(process for process in system.processes if process.name == name)
    return until(lambda: process.child.pid) or 0


def test_everything_answers_once_it_has_started(system: System) -> None:
    assert serves(system.environment["RPC_ADDRESS"])
    assert answers(system.environment["PUBLIC_URL"])
    probes.amqp(system.environment["AMQP_URI"])
    assert {process.name for process in system.processes} == {"api", "worker", "gateway"}


def test_other_commands_find_the_running_system_and_its_memory(system: System) -> None:
    state = system.instance.state()
    assert state["pid"] == os.getpid()
    assert state["environment"]["AMQP_URI"] == system.environment["AMQP_URI"]
    assert state["processes"]["api"]["pid"] == _process(system, "api")
    assert 100_000_000 < system.rss_bytes() < 2_500_000_000


@pytest.mark.parametrize("name", ["api", "worker", "gateway"])
def test_a_killed_process_is_started_again(system: System, name: str) -> None:
    process = next(process for process in system.processes if process.name == name)
    killed = _process(system, name)
    os.kill(killed, signal.SIGKILL)
    until(lambda: process.child.pid not in (None, killed) and process.ready())
    assert process.restarts >= 1
    until(lambda: system.instance.state()["processes"][name]["pid"] == process.child.pid)


def test_a_killed_broker_is_started_again_on_its_data(system: System) -> None:
    broker = next(part for part in system.parts if part.name == "rabbitmq")
    node = broker.children[-1]
    killed = node.pid
    assert killed
    os.kill(killed, signal.SIGKILL)
    until(lambda: node.pid not in (None, killed) and broker.is_ready())


def test_after_the_end_nothing_is_left(tmp_path: Path) -> None:
    with System(Instance("fin", tmp_path), {"HTTP_BIND": f"{HOST}:{choose()}"}, services=SERVICES) as system:
        pids = [process.pid for child in system.children() for process in child.family()]
        assert len(pids) >= 8
    assert alive(pids) == []
    with pytest.raises(NotFound):
        system.instance.state()


def test_a_process_that_cannot_start_is_named_with_its_log(tmp_path: Path) -> None:
    settings = {
        "HTTP_BIND": f"{HOST}:{choose()}",
        "RESIDENCIAS_CLOCK": "sim",
    }  # and no path: every process refuses
    with (
        pytest.raises(Unavailable) as refusal,
        System(Instance("mal", tmp_path), settings, services=SERVICES),
    ):
        pass
    assert str(tmp_path / "mal" / "logs") in sentence(refusal.value)


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 130), (signal.SIGKILL, -9)]
)
def test_whichever_way_it_is_ended_no_process_is_left(
    tmp_path: Path, left_behind: Callable[[], list[str]], number: int, code: int
) -> None:
    up = subprocess.Popen(
        [sys.executable, "-m", "residencias.cli", "up"],
        cwd=ROOT,
        env={**os.environ, "RESIDENCIAS_HOME": str(tmp_path), "HTTP_BIND": f"{HOST}:{choose()}"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        # In the middle of the start, when the order of things is least settled.
        until(lambda: len(psutil.Process(up.pid).children(recursive=True)) >= 5)
    finally:
        up.send_signal(number)
    assert up.wait(PATIENCE_S) == code
    assert up.stderr is not None
    assert "Traceback" not in up.stderr.read()
    until(lambda: left_behind() == [])
