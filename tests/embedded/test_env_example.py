"""`.env.example` names every variable the code reads, and no other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from plumbing.config import ROOT, SERVICES, Config, from_environment
from residencias import local_settings

READ = re.compile(r'(?:environ(?:ment)?(?:\.get)?[\[(]|envvar=)\s*"([A-Z][A-Z0-9_]+)"')
REQUIRED = re.compile(r"required \+?= \((.*?)\)", re.DOTALL)
# Set by `make` or by the machine, not by whoever installs the system.
NOT_SETTINGS = {"PATH", "ASPIRANTES", "SEED", "CONVOCATORIA", "CI", "STAFF_PASSWORDS_FILE"}


def _example() -> dict[str, str]:
    """The variables explained; those that have a default are commented out."""
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    return dict(re.findall(r"^#?([A-Z][A-Z0-9_]+)=(.*)$", text, re.M))


def _sources() -> Iterator[Path]:
    for area in ("plumbing", "services", "residencias"):
        yield from (ROOT / area).rglob("*.py")


def read_by_the_code() -> set[str]:
    names = {f"RPC_ADDRESS_{service.upper()}" for service in SERVICES}
    for file in _sources():
        text = file.read_text(encoding="utf-8")
        names |= set(READ.findall(text))
        for group in REQUIRED.findall(text):
            names |= set(re.findall(r'"([A-Z0-9_]+)"', group))
    return names - NOT_SETTINGS


def _read_by_compose() -> set[str]:
    return set(re.findall(r"\$\{([A-Z0-9_]+)", (ROOT / "docker-compose.yml").read_text(encoding="utf-8")))


def test_every_variable_the_code_reads_is_explained() -> None:
    assert (read_by_the_code() | _read_by_compose()) - set(_example()) == set()


def test_no_variable_is_explained_that_nobody_reads() -> None:
    assert set(_example()) - read_by_the_code() - _read_by_compose() == set()


def test_the_example_with_its_keys_filled_in_is_a_config() -> None:
    filled = {name: value or "x" for name, value in _example().items()}
    config = from_environment(filled)
    assert isinstance(config, Config)
    assert config.environment == "production"
    assert config.rpc_addresses["documents"] == "documents-api:50051"


def test_every_secret_an_installation_needs_is_made_by_one_command() -> None:
    made = local_settings.new_secrets()
    asked = re.findall(r"\$\{([A-Z0-9_]+):\?\}", (ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    assert set(asked) == set(made)
    assert len(set(made.values())) == len(made)


def test_every_service_is_in_the_composition_with_a_probe() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
    assert {f"{service}-{kind}" for service in SERVICES for kind in ("api", "worker")} <= set(services)
    assert [name for name, service in services.items() if "healthcheck" not in service] == ["declare"]
    assert [name for name, service in services.items() if ":latest" in str(service.get("image"))] == []


def test_every_process_of_ours_sees_the_folders_it_is_told_of() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
    ours = {name: one for name, one in services.items() if str(one["image"]).startswith("residencias:")}
    assert len(ours) == 2 * len(SERVICES) + len(["declare", "gateway"])
    for name, one in ours.items():
        mounted = {inside: mode for _, inside, mode in (volume.rsplit(":", 2) for volume in one["volumes"])}
        folders = [
            one["environment"][f"{folder}_DIR"] for folder in ("CONVOCATORIAS", "CATALOG", "CALENDARS")
        ]
        assert mounted == dict.fromkeys(folders, "ro"), name


def test_the_image_installs_the_versions_that_were_tested() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^([a-z0-9_.-]+==\S+)", (ROOT / name).read_text(encoding="utf-8"), re.M))

    assert len(pins("requirements-runtime.lock")) > 30
    assert pins("requirements-runtime.lock") - pins("requirements.lock") == set()
