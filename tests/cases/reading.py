"""From `cases/*.yaml` to cases; what is wrong with a file is said with its line and what was expected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from plumbing.config import ROOT

UNCOVERED = "sin_caso.yaml"
KEYS = {"caso", "clausula", "tipo", "dado", "entonces"}
EXCUSE = {"clausula", "porque"}


@dataclass(frozen=True)
class Case:
    """One situation and what must come of it. Shapes: `clauses` each with its source (`000§3.4`)."""

    convocatoria: str
    file: str
    line: int
    title: str
    clauses: tuple[str, ...]
    kind: str
    given: Mapping[str, Any]
    then: Mapping[str, Any]

    @property
    def where(self) -> str:
        return f"{self.convocatoria}/cases/{self.file}:{self.line}"


class CaseInvalid(Exception):
    """A case file cannot be used: file, line, and what is expected."""


def folders(root: Path = ROOT / "convocatorias") -> list[Path]:
    """The convocatorias that have cases."""
    return sorted({file.parent.parent for file in root.glob("*/cases/*.yaml")})


def read_cases(folder: Path) -> list[Case]:
    """Every case of a convocatoria, in the order of its files. Raises CaseInvalid."""
    files = sorted(file for file in (folder / "cases").glob("*.yaml") if file.name != UNCOVERED)
    return [case for file in files for case in _read(folder.name, file)]


def read_excuses(folder: Path) -> dict[str, str]:
    """Clause → why no system can show it, from `cases/sin_caso.yaml`. Raises CaseInvalid."""
    file = folder / "cases" / UNCOVERED
    where = f"{folder.name}/cases/{UNCOVERED}"
    rows = yaml.safe_load(file.read_text(encoding="utf-8")) if file.exists() else []
    if not isinstance(rows, list) or any(not isinstance(r, dict) or set(r) != EXCUSE for r in rows):
        raise CaseInvalid(f"{where}: cada renglón lleva {', '.join(sorted(EXCUSE))}")
    said = [(clause, row["porque"]) for row in rows for clause in atoms(row["clausula"])]
    if len(dict(said)) != len(said):
        raise CaseInvalid(f"{where}: una cláusula está dos veces")
    return dict(said)


def _read(convocatoria: str, file: Path) -> list[Case]:
    text = file.read_text(encoding="utf-8")
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        rows = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise CaseInvalid(f"{convocatoria}/cases/{file.name}: no es YAML: {error}") from error
    if not isinstance(root, yaml.SequenceNode):
        raise CaseInvalid(f"{convocatoria}/cases/{file.name}:1: se espera una lista de casos")
    return [
        _case(convocatoria, file.name, node.start_mark.line + 1, row)
        for node, row in zip(root.value, rows, strict=True)
    ]


def _case(convocatoria: str, file: str, line: int, row: Any) -> Case:
    where = f"{convocatoria}/cases/{file}:{line}"
    if not isinstance(row, dict) or set(row) != KEYS:
        said = ", ".join(sorted(map(str, row))) if isinstance(row, dict) else type(row).__name__
        raise CaseInvalid(f"{where}: un caso lleva {', '.join(sorted(KEYS))}; este trae {said}")
    if not isinstance(row["dado"], dict) or not isinstance(row["entonces"], dict) or not row["entonces"]:
        raise CaseInvalid(
            f"{where}: «dado» y «entonces» son listas de dato: valor, y «entonces» no está vacío"
        )
    said = row["clausula"]
    clauses = tuple(atom for text in ([said] if isinstance(said, str) else said) for atom in atoms(text))
    return Case(convocatoria, file, line, row["caso"], clauses, row["tipo"], row["dado"], row["entonces"])


def atoms(clause: str) -> tuple[str, ...]:
    """`000§1.1, 2.2.1 j, k` cites three: what has no number of its own goes on with the section before it."""
    source, mark, rest = clause.partition("§")
    pieces = [piece.strip() for piece in (rest if mark else clause).split(",")]
    source = source if mark else clause[:3]
    found: list[str] = []
    section = ""
    for piece in pieces if mark else pieces[1:]:
        if piece[:1].isdigit():
            section = piece.split(" ")[0]
            found.append(f"{source}§{piece}")
        else:
            found.append(f"{source}§{section} {piece}")
    return (*([] if mark else pieces[:1]), *found)
