"""What kustomize makes of an overlay, and what of it is ours."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from typing import Any

import yaml

from plumbing.config import ROOT

K8S = ROOT / "deploy" / "k8s"
OVERLAYS = ("dev", "production")
BUILDS = (
    *(f"overlays/{name}" for name in OVERLAYS),
    "infrastructure",
    "systems",
    "../grafana",
    "../prometheus",
)
CONTROLLERS = ("Deployment", "StatefulSet", "Job", "CronJob")
NAME, ROLE = "app.kubernetes.io/name", "app.kubernetes.io/component"
Object = dict[str, Any]


def program(name: str) -> str:
    """A program of the checks: ours, or the machine's."""
    own = ROOT / ".venv" / "bin" / name
    found = str(own) if own.exists() else shutil.which(name)
    assert found, f"{name} is missing: run `make checks`"
    return found


@cache
def built(folder: str) -> tuple[Object, ...]:
    """Every object of `deploy/k8s/<folder>`."""
    done = subprocess.run(
        [program("kubectl"), "kustomize", str(K8S / folder)], capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return tuple(yaml.load_all(done.stdout, Loader=yaml.CSafeLoader))


def of_kind(folder: str, *kinds: str) -> list[Object]:
    return [one for one in built(folder) if one["kind"] in kinds]


def named(folder: str, kind: str, name: str) -> Object:
    (found,) = [one for one in of_kind(folder, kind) if one["metadata"]["name"] == name]
    return found


def template(controller: Object) -> Object:
    """The pod template of whatever makes pods."""
    spec = controller["spec"]
    found: Object = (spec["jobTemplate"]["spec"] if controller["kind"] == "CronJob" else spec)["template"]
    return found


def pods(folder: str) -> Iterator[tuple[str, Object]]:
    """(`Kind name`, pod template) of everything that makes pods."""
    for one in of_kind(folder, *CONTROLLERS):
        yield f"{one['kind']} {one['metadata']['name']}", template(one)


def ours(folder: str) -> Iterator[tuple[str, Object]]:
    """Those that run our image."""
    for name, pod in pods(folder):
        if any(one["image"].startswith("residencias:") for one in pod["spec"]["containers"]):
            yield name, pod


def labels(folder: str) -> dict[str, dict[str, str]]:
    """`registration-api` → the labels of its pods, for everything that makes pods."""
    return {name.split()[1]: pod["metadata"]["labels"] for name, pod in pods(folder)}
