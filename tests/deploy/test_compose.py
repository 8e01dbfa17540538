"""The composition: what `docker compose config` would refuse is refused, and every wait ends."""

from __future__ import annotations

import json
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from plumbing.config import ROOT, SERVICES

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
PARTS: dict[str, Any] = COMPOSE["services"]
# The schema of the Compose Specification as compose-go 2.16.2 carries it, without its words for people (Apache-2.0).
SPECIFICATION = json.loads(Path(__file__).with_name("compose-spec.json").read_text(encoding="utf-8"))


def _refusals(composition: dict[str, Any]) -> list[str]:
    return [
        f"{e.json_path}: {e.message}" for e in Draft202012Validator(SPECIFICATION).iter_errors(composition)
    ]


def test_the_composition_is_what_the_specification_says() -> None:
    assert _refusals(COMPOSE) == []


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("healthchek", {}),
        ("read_only", [1]),
        ("depends_on", {"mongo": {"condition": "healthy"}}),
        ("tmpfs", 5),
    ],
)
def test_the_check_refuses_what_does_not_exist(name: str, wrong: object) -> None:
    changed = {**COMPOSE, "services": {**PARTS, "gateway": {**PARTS["gateway"], name: wrong}}}
    assert _refusals(changed)


def test_every_wait_ends() -> None:
    """Nobody waits in a circle, for a part without a check, or for the end of one that does not end."""
    TopologicalSorter({name: part.get("depends_on", {}) for name, part in PARTS.items()}).prepare()
    for name, part in PARTS.items():
        for awaited, how in part.get("depends_on", {}).items():
            ends = PARTS[awaited].get("command", [""])[0] == "jobs"
            expected = "service_completed_successfully" if ends else "service_healthy"
            assert how == {"condition": expected}, (name, awaited)
            assert ends or "healthcheck" in PARTS[awaited], awaited


def test_the_start_is_stores_then_queues_then_services_then_the_gateway() -> None:
    order = list(
        TopologicalSorter({name: part.get("depends_on", {}) for name, part in PARTS.items()}).static_order()
    )
    assert PARTS["declare"]["depends_on"].keys() == {"rabbitmq", "mongo", "s3"}
    for service in SERVICES:
        for role in ("api", "worker"):
            assert PARTS[f"{service}-{role}"]["depends_on"].keys() == {"declare"}
    assert PARTS["gateway"]["depends_on"].keys() == {f"{service}-api" for service in SERVICES}
    assert order.index("declare") < order.index("audit-worker") < len(order)


def test_what_is_mounted_named_or_secret_is_declared() -> None:
    for name, part in PARTS.items():
        for volume in part.get("volumes", ()):
            source = volume.split(":")[0]
            assert source.startswith((".", "$")) or source in COMPOSE["volumes"], (name, volume)
        assert set(part.get("secrets", ())) <= COMPOSE["secrets"].keys()
