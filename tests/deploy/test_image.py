"""The image: every process by its command, nothing of root's, nothing unpinned, and a list of what is inside."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from plumbing.config import ROOT, SERVICES
from residencias import container

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))


def _instructions(name: str) -> list[str]:
    joined = DOCKERFILE.replace("\\\n", " ")
    return re.findall(rf"^{name} (.+)$", joined, re.M)


@pytest.mark.parametrize("service", SERVICES)
def test_the_command_names_the_process(service: str) -> None:
    assert container.module_of(["api", service]) == ["plumbing.rpc", f"services.{service}.api"]
    assert container.module_of(["worker", service]) == ["plumbing.bus", f"services.{service}.worker"]


@pytest.mark.parametrize("wrong", [[], ["api"], ["api", "nomina"], ["jobs", "x"], ["gateway", "x"], ["sh"]])
def test_what_is_no_process_is_refused_with_the_usage(wrong: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "residencias.container", *wrong],
        cwd=ROOT, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 2
    assert "usage: api SERVICE" in done.stderr


def test_the_command_becomes_the_process_itself() -> None:
    """exec: what starts it sends SIGTERM to the process that must hear it. Here: the job that misses its settings."""
    done = subprocess.run(
        [sys.executable, "-m", "residencias.container", "jobs", "declare"],
        cwd=ROOT, capture_output=True, text=True, timeout=300, env={"PATH": "/usr/bin", "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 1
    assert "missing in the environment: AMQP_URI" in done.stderr


def test_every_module_a_command_becomes_exists() -> None:
    commands = [["gateway"], *(["jobs", name] for name in container.JOBS)]
    commands += [[kind, service] for kind in ("api", "worker") for service in SERVICES]
    for command in commands:
        for module in container.module_of(command):
            if "." in module:
                path = ROOT / module.replace(".", "/")
                assert path.with_suffix(".py").exists() or (path / "__main__.py").exists() or path.is_dir(), (
                    module
                )


def test_compose_runs_nothing_but_commands_of_the_image() -> None:
    ours = {name: s for name, s in COMPOSE["services"].items() if str(s["image"]).startswith("residencias:")}
    assert len(ours) == 2 * len(SERVICES) + 2
    for service in ours.values():
        assert container.module_of(service["command"])
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["tmpfs"] == ["/tmp"]


def test_the_process_is_nobody_and_its_files_are_roots() -> None:
    assert _instructions("USER") == ["10001:10001"]
    assert not [copied for copied in _instructions("COPY") if "--chown" in copied]
    assert _instructions("ENTRYPOINT") == ['["python", "-m", "residencias.container"]']


def test_every_stage_stands_on_the_pinned_base_and_installs_only_what_has_a_hash() -> None:
    stages = {name for _, name in re.findall(r"^FROM (\S+) AS (\S+)$", DOCKERFILE, re.M)}
    bases = {base for base, _ in re.findall(r"^FROM (\S+) AS (\S+)$", DOCKERFILE, re.M)}
    assert bases <= {"${PYTHON}", "scratch", *stages}
    (base,) = re.findall(r"^ARG PYTHON=(\S+)$", DOCKERFILE, re.M)
    assert re.fullmatch(r"python:3\.11\.\d+-slim-\w+@sha256:[0-9a-f]{64}", base)
    installs = re.findall(r"(?:pip|uv pip) install[^&]*", DOCKERFILE.replace("\\\n", " "))
    assert len(installs) == 3
    assert all("--require-hashes" in install for install in installs)


def test_what_the_image_copies_is_sent_to_the_builder() -> None:
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = {
        word.rstrip("/")
        for instruction in _instructions("COPY")
        if "--from" not in instruction
        for word in instruction.split()[:-1]
    }
    assert copied == allowed


def test_the_inventory_lists_every_locked_package_with_its_hashes(tmp_path: Path) -> None:
    out = tmp_path / "residencias.cdx.json"
    command = [
        str(Path(sys.executable).with_name("cyclonedx-py")),
        "requirements",
        "requirements-runtime.lock",
    ]
    command += ["--output-reproducible", "--output-format", "JSON", "--output-file", str(out)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=300)
    assert " ".join(command[1:-1]) in re.sub(r"\s+", " ", DOCKERFILE.replace("\\\n", " "))
    found = json.loads(out.read_text(encoding="utf-8"))
    assert found["bomFormat"] == "CycloneDX"
    locked = re.findall(
        r"^([a-z0-9_.-]+)==", (ROOT / "requirements-runtime.lock").read_text(encoding="utf-8"), re.M
    )
    assert {one["name"] for one in found["components"]} == set(locked)
    assert all(one["externalReferences"][0]["hashes"] for one in found["components"])
