"""What may import what: the contracts of pyproject.toml, and what import-linter cannot see."""

from __future__ import annotations

import subprocess
import sys
import tomllib

import pytest

from plumbing.config import ROOT
from tests.architecture import sources

# The core counts on bare arrays; its rules are integers, and the verifier beside it shares no code with it.
WITH_NUMPY = (
    "services/allocation/domain/core.py",
    "services/allocation/domain/run.py",
    "services/allocation/verifier",
)
ROOMS = {"api": {"nameko", "eventlet", "kombu"}, "worker": {"grpc", "grpc_status", "grpc_health"}}


def test_every_import_contract_is_kept():
    done = subprocess.run(
        [str(ROOT / ".venv/bin/lint-imports"), "--no-cache", "--config", str(ROOT / "pyproject.toml")],
        cwd=ROOT, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]


def test_every_service_is_in_the_contract_of_the_rooms():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    (rooms,) = [contract for contract in contracts["contracts"] if contract["type"] == "layers"]
    assert set(rooms["containers"]) == {f"services.{service}" for service in sources.RPC_SERVICES}


def test_a_domain_knows_only_the_standard_library_and_our_errors():
    strangers = []
    for service in sources.RPC_SERVICES:
        for file in sources.files(f"services/{service}/domain", f"services/{service}/verifier"):
            for module in sources.imports(file):
                own = module.startswith(("plumbing.errors", f"services.{service}."))
                numpy = module.split(".")[0] == "numpy" and sources.name(file).startswith(WITH_NUMPY)
                if not (own or numpy or module.split(".")[0] in sys.stdlib_module_names):
                    strangers.append(f"{sources.name(file)} imports {module}")
    assert not strangers, "\n".join(strangers)


def test_generated_packages_are_packages_so_that_the_bans_see_them():
    folders = {file.parent for file in (ROOT / "contracts").rglob("*_pb2.py")}
    assert folders
    missing = [str(folder) for folder in folders if not (folder / "__init__.py").exists()]
    assert not missing, "\n".join(missing)


def _modules_after_importing(modules: list[str]) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"import sys, {', '.join(modules)}; print(*sys.modules)"],
        cwd=ROOT, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    loaded = set(done.stdout.split())
    assert loaded >= set(modules)
    return {module.split(".")[0] for module in loaded}


@pytest.mark.parametrize("room", ROOMS)
def test_a_process_never_loads_the_other_ones_framework(room):
    """In a fresh process: import-linter does not look through third-party packages."""
    together = [f"services.{service}.{room}" for service in sources.RPC_SERVICES]
    together += ["services.gateway.app"] if room == "api" else []
    assert not _modules_after_importing(together) & ROOMS[room]
