"""A case is run against its convocatoria, each once: what its kind observes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from plumbing.convocatoria import load
from plumbing.convocatoria.model import Convocatoria
from tests.cases.kinds import KINDS
from tests.cases.reading import Case, folders

LOADED: dict[str, Convocatoria] = {}
SEEN: dict[str, Mapping[str, Any]] = {}


def call_of(folder: Path, calendar: str = "") -> Convocatoria:
    """The convocatoria of a folder, read once; with the calendar of its `ejemplo/` when a case asks for it."""
    key = f"{folder.name}:{calendar}"
    if key not in LOADED:
        LOADED[key] = load(folder, folder / "ejemplo" / f"calendario.{calendar}.yaml" if calendar else None)
    return LOADED[key]


def run(case: Case) -> Mapping[str, Any]:
    """What is observed of a case. Raises KeyError for a kind that does not exist."""
    if case.where not in SEEN:
        folder = next(folder for folder in folders() if folder.name == case.convocatoria)
        call = call_of(folder, case.given.get("calendario", ""))
        SEEN[case.where] = KINDS[case.kind](call, case.given)
    return SEEN[case.where]
