"""`python -m tests.cases FOLDER…`: which cases show each clause that the convocatoria cites, and which have none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from rich.console import Console
from rich.table import Table

from tests.cases.reading import atoms, read_cases


@dataclass(frozen=True)
class Report:
    """Clause → titles of its cases, and the clauses that no case shows."""

    covered: dict[str, list[str]]
    uncovered: list[str]


def cited(folder: Path) -> list[str]:
    """Every clause that a value of the folder cites, once, in reading order."""
    found: dict[str, None] = {}
    for file in sorted(folder.glob("*.yaml")):
        for clause in _clauses(yaml.safe_load(file.read_text(encoding="utf-8"))):
            found.update(dict.fromkeys(atoms(clause)))
    return list(found)


def _clauses(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _clauses(item)
    elif isinstance(value, dict):
        if isinstance(value.get("clause"), str):
            yield value["clause"]
        for item in value.values():
            yield from _clauses(item)


def report(folder: Path) -> Report:
    """The coverage of one convocatoria. Raises CaseInvalid."""
    shown: dict[str, list[str]] = {clause: [] for clause in cited(folder)}
    for case in read_cases(folder):
        for clause in case.clauses:
            shown.setdefault(clause, []).append(case.title)
    covered = {clause: titles for clause, titles in shown.items() if titles}
    return Report(covered, [clause for clause in shown if clause not in covered])


def show(folder: Path, console: Console) -> None:
    """The report, readable."""
    found = report(folder)
    table = Table(title=f"{folder.name}: de la cláusula a sus casos", title_justify="left")
    table.add_column("Cláusula", no_wrap=True)
    table.add_column("Casos")
    for clause, titles in sorted(found.covered.items()):
        table.add_row(clause, "\n".join(titles))
    console.print(table)
    total = len(found.covered) + len(found.uncovered)
    console.print(f"Con caso: {len(found.covered)} de {total} cláusulas. Sin caso:", highlight=False)
    console.print("  " + "; ".join(sorted(found.uncovered)), highlight=False)
