"""The contracts: generated from proto/ as it is, and every method says who may call it."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from contracts.residencias.common.v1 import access_pb2
from plumbing import auth
from plumbing.config import ROOT, SERVICES


def _generated(into: Path) -> None:
    protos = [f"contracts/{file.relative_to(ROOT / 'proto')}" for file in (ROOT / "proto").rglob("*.proto")]
    out = [f"--{kind}_out={into}" for kind in ("python", "pyi", "grpc_python")]
    done = subprocess.run(
        [sys.executable, "-m", "grpc_tools.protoc", "-I", "contracts=proto", *out, *sorted(protos)],
        cwd=ROOT, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_the_contracts_are_what_the_protos_generate(tmp_path):
    _generated(tmp_path)
    fresh = {file.relative_to(tmp_path): file.read_bytes() for file in tmp_path.rglob("*_pb2*.py*")}
    kept = {file.relative_to(ROOT): file.read_bytes() for file in (ROOT / "contracts").rglob("*_pb2*.py*")
            if "__pycache__" not in file.parts}  # fmt: skip
    assert kept.keys() <= fresh.keys(), kept.keys() - fresh.keys()
    needed = {
        path for path in fresh if not path.name.endswith("_grpc.py") or path.name == "service_pb2_grpc.py"
    }
    assert needed <= kept.keys(), needed - kept.keys()
    drifted = [str(path) for path, content in kept.items() if fresh[path] != content]
    assert not drifted, "run `make proto`: " + ", ".join(drifted)


@pytest.mark.parametrize("service", SERVICES)
def test_every_method_declares_roles_that_exist(service):
    contract = import_module(f"contracts.residencias.{service}.v1.service_pb2").DESCRIPTOR
    for descriptor in contract.services_by_name.values():
        for method in descriptor.methods:
            roles = set(method.GetOptions().Extensions[access_pb2.access].roles)
            assert roles, f"{method.full_name} says nobody may call it"
            assert roles <= {*auth.ROLES, auth.PUBLIC_ROLE}, method.full_name
