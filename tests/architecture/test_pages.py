"""What our own pages say of the code: links that lead somewhere, facts that are emitted, `make` verbs that exist."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from plumbing.config import ROOT, SERVICES

SKIPPED = {".venv", ".venv-secantusdb", ".residencias", "node_modules"}
PAGES = sorted(
    page
    for page in ROOT.rglob("*.md")
    if page.name != "CHANGELOG.md" and not SKIPPED & set(page.relative_to(ROOT).parts)
)
EVERYBODY = {"DossierRead"}  # who looked: of every service, said once


def _named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=_named)
def test_every_link_leads_to_a_file_and_every_verb_to_the_makefile(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text)]
    assert [
        link for link in links if not re.match(r"https?:|$", link) and not (page.parent / link).exists()
    ] == []
    verbs = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    assert set(re.findall(r"`make ([a-z-]+)", text)) <= verbs


def _facts(service: str) -> set[str]:
    """The messages of its events.proto that no other message holds."""
    contract = import_module(f"contracts.residencias.{service}.v1.events_pb2").DESCRIPTOR
    messages = contract.message_types_by_name
    held = {f.message_type.name for m in messages.values() for f in m.fields if f.message_type}
    return set(messages) - held - EVERYBODY


def test_the_table_of_facts_names_what_each_service_emits() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = dict(re.findall(rf"^\| ({'|'.join(SERVICES)}) \| ([^|]+) \| [^|]+ \|$", text, re.M))
    said = {service: set(re.findall(r"[A-Z]\w+", row)) for service, row in rows.items()}
    assert said == {service: _facts(service) for service in SERVICES}
