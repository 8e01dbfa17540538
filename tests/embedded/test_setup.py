"""Set-up says in one sentence what it may not do, and does nothing twice."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from plumbing.config import ROOT

NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]


@pytest.fixture
def script() -> Iterator[Path]:
    """A copy of the script that any user may read, in a project folder of its own."""
    folder = Path(tempfile.mkdtemp(prefix="residencias-setup-"))
    folder.chmod(0o755)
    (folder / "deploy").mkdir(mode=0o755)
    copy = Path(shutil.copy(ROOT / "deploy" / "setup.sh", folder / "deploy"))
    copy.chmod(0o755)
    yield copy
    shutil.rmtree(folder)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody without privileges")
def test_somebody_without_privileges_is_told_what_to_ask_for(script: Path) -> None:
    run = subprocess.run(
        [*NOBODY, str(script)],
        env={"PATH": os.environ["PATH"], "PYTHON": "/no/existe/python3.11", "HOME": "/"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert run.returncode == 1
    assert run.stderr.startswith("residencias: Falta instalar python3.11")
    assert len(run.stderr.strip().splitlines()) == 1
    assert "apt-get install" in run.stderr


def test_a_python_of_another_version_is_refused(script: Path, tmp_path: Path) -> None:
    other = tmp_path / "python"
    # Says yes to every question but the one about its version.
    other.write_text('#!/bin/sh\ncase "$2" in *version_info*) exit 1;; esac\n', encoding="utf-8")
    other.chmod(0o755)
    run = subprocess.run(
        [str(script)],
        env={**os.environ, "PYTHON": str(other)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert run.returncode == 1
    assert "Se necesita Python 3.11" in run.stderr


def test_every_verb_of_the_makefile_has_its_line_of_help() -> None:
    run = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True, timeout=300)
    explained = {line.split()[1] for line in run.stdout.splitlines()}
    assert {"setup", "demo", "test", "lint", "proto", "bench", "up", "clean"} <= explained
