"""What goes wrong at the start is said in one clear sentence, never in a traceback."""

from __future__ import annotations

import fcntl
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from plumbing.config import ROOT
from plumbing.errors import Unavailable
from residencias.embedded import rabbitmq
from residencias.embedded.ports import choose
from residencias.embedded.rabbitmq import RabbitMQ
from residencias.embedded.secantusdb import SecantusDB
from residencias.instance import Instance
from residencias.sentences import sentence

GIVEN = ("AMQP_URI", "MONGO_URI", "S3_ENDPOINT", "S3_ACCESS_KEY", "S3_SECRET_KEY", "SMTP_URL", "HTTP_BIND")


@pytest.fixture
def up(tmp_path: Path) -> Callable[..., str]:
    return lambda **extra: _up(tmp_path, extra)


def _up(home: Path, extra: Mapping[str, str]) -> str:
    """What `residencias up` says on stderr when it refuses; it must refuse with exit code 1."""
    environment = {name: value for name, value in os.environ.items() if name not in GIVEN}
    run = subprocess.run(
        [sys.executable, "-m", "residencias.cli", "up"],
        cwd=ROOT,
        env={**environment, "RESIDENCIAS_HOME": str(home), "HTTP_BIND": f"127.0.0.1:{choose()}", **extra},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 1, run.stdout + run.stderr
    assert "Traceback" not in run.stderr
    assert len(run.stderr.strip().splitlines()) == 1
    return run.stderr


@pytest.fixture
def nobody_listens() -> str:
    return f"127.0.0.1:{choose()}"


@pytest.fixture
def busy() -> Iterator[int]:
    """A port on which another program listens."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_port_in_use_is_named_with_the_way_out(up: Callable[..., str], busy: int) -> None:
    said = up(HTTP_BIND=f"127.0.0.1:{busy}")
    assert f"El puerto {busy} ya está en uso" in said
    assert "HTTP_BIND=" in said


def test_a_dead_broker_is_named_without_its_password(up: Callable[..., str], nobody_listens: str) -> None:
    said = up(AMQP_URI=f"amqp://ces:secreta@{nobody_listens}//")
    assert nobody_listens in said
    assert "AMQP_URI" in said
    assert "secreta" not in said


def test_a_dead_database_is_named_without_its_password(up: Callable[..., str], nobody_listens: str) -> None:
    said = up(MONGO_URI=f"mongodb://ces:secreta@{nobody_listens}/")
    assert nobody_listens in said
    assert "MONGO_URI" in said
    assert "secreta" not in said


def test_a_dead_object_store_is_named(up: Callable[..., str], nobody_listens: str) -> None:
    said = up(S3_ENDPOINT=nobody_listens, S3_ACCESS_KEY="a", S3_SECRET_KEY="b")
    assert nobody_listens in said
    assert "S3_ENDPOINT" in said


def test_an_object_store_without_keys_is_refused(up: Callable[..., str], nobody_listens: str) -> None:
    assert "S3_ACCESS_KEY" in up(S3_ENDPOINT=nobody_listens)


def test_a_dead_mail_server_is_named(up: Callable[..., str], nobody_listens: str) -> None:
    said = up(SMTP_URL=f"smtp://{nobody_listens}")
    assert nobody_listens in said
    assert "SMTP_URL" in said


def test_a_second_system_in_the_same_instance_is_refused(tmp_path: Path) -> None:
    first, second = Instance("una", tmp_path), Instance("una", tmp_path)
    first.prepare()
    first.lock()
    with pytest.raises(Exception, match="INSTANCIA_EN_MARCHA") as refusal:
        second.lock()
    assert str(os.getpid()) in sentence(refusal.value)  # type: ignore[arg-type]
    first.unlock()
    second.lock()
    second.unlock()


def test_a_lock_left_by_a_dead_process_does_not_count(tmp_path: Path) -> None:
    place = Instance("una", tmp_path)
    place.prepare()
    (place.folder / "lock").write_text("999999", encoding="utf-8")
    assert place.owner() is None
    place.lock()
    with (place.folder / "lock").open() as file, pytest.raises(BlockingIOError):
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    place.unlock()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "archivo").write_text("no es carpeta", encoding="utf-8")
    with pytest.raises(Unavailable) as refusal:
        Instance("una", tmp_path / "archivo").prepare()
    assert str(tmp_path / "archivo") in sentence(refusal.value)


def test_a_full_disk_is_said_before_anything_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("residencias.instance.FREE_MB", 10**9)
    with pytest.raises(Unavailable) as refusal:
        Instance("una", tmp_path).prepare()
    assert "Queda muy poco espacio" in sentence(refusal.value)


def test_a_missing_rabbitmq_says_what_to_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rabbitmq, "SERVER", tmp_path / "rabbitmq-server")
    with pytest.raises(Unavailable) as refusal:
        RabbitMQ(tmp_path).start()
    assert "make setup" in sentence(refusal.value)


def test_a_missing_local_database_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as refusal:
        SecantusDB(tmp_path, server=tmp_path / "secantusd-py").start()
    assert "make setup" in sentence(refusal.value)


def test_every_error_of_ours_has_its_sentence() -> None:
    known = (ROOT / "residencias" / "messages.yaml").read_text(encoding="utf-8")
    raised = set()
    for file in (ROOT / "residencias").rglob("*.py"):
        if "demo" not in file.parts:
            source = file.read_text(encoding="utf-8")
            raised |= set(re.findall(r'(?:Unavailable|Conflict|Invalid|NotFound)\(\s*"([A-Z_0-9]+)"', source))
    assert len(raised) > 10
    assert [code for code in sorted(raised) if f"\n{code}:" not in f"\n{known}"] == []
