"""`python -m tests.cases FOLDER…`: which cases show each clause that the convocatoria cites, and which have none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from rich.console import Console
from rich.table import Table

from tests.cases.reading import atoms, read_cases, read_excuses


@dataclass(frozen=True)
class Report:
    """Clause → titles of its cases; clause → why it can have none; and the clauses that have neither."""

    covered: dict[str, list[str]]
    excused: dict[str, str]
    unexplained: list[str]


def cited(folder: Path) -> list[str]:
    """Every clause that a value of the folder cites, once, in reading order."""
    found: dict[str, None] = {}
    for file in sorted(folder.glob("*.yaml")):
        for clause in _clauses(yaml.safe_load(file.read_text(encoding="utf-8"))):
            found.update(dict.fromkeys(atoms(clause)))
    return list(found)


def supuestos(folder: Path) -> list[str]:
    """What a case may cite where the source is silent: `supuesto rezago`."""
    file = folder / "supuestos.yaml"
    said = yaml.safe_load(file.read_text(encoding="utf-8"))["supuestos"] if file.exists() else []
    return [f"supuesto {one['id']}" for one in said]


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
    excused = read_excuses(folder)
    return Report(covered, excused, [one for one in shown if one not in covered and one not in excused])


def show(folder: Path, console: Console) -> None:
    """The report, readable."""
    found = report(folder)
    table = Table(title=f"{folder.name}: de la cláusula a sus casos", title_justify="left")
    table.add_column("Cláusula", no_wrap=True)
    table.add_column("Casos")
    for clause, titles in sorted(found.covered.items()):
        table.add_row(clause, "\n".join(titles))
    console.print(table)
    if found.excused:
        without = Table(title="Cláusulas que ningún sistema ejecuta", title_justify="left")
        without.add_column("Cláusula", no_wrap=True)
        without.add_column("Por qué no tiene caso")
        for clause, reason in sorted(found.excused.items()):
            without.add_row(clause, reason)
        console.print(without)
    clauses = {one for one in found.covered if not one.startswith("supuesto ")}
    assumed = len(found.covered) - len(clauses)
    excused, unexplained = len(found.excused), len(found.unexplained)
    total = len(clauses) + excused + unexplained
    console.print(
        f"{folder.name}: {len(read_cases(folder))} casos. Con caso: {len(clauses)} de {total} cláusulas "
        f"y {assumed} supuestos; con razón para no tenerlo: {excused}; sin explicar: {unexplained}.",
        highlight=False,
        soft_wrap=True,
    )
    if found.unexplained:
        console.print("  " + "; ".join(sorted(found.unexplained)), highlight=False)
    console.print()
