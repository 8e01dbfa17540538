"""Fe de erratas: dated corrections of a published convocatoria, each a file of `enmiendas/`, applied in order.

Nobody edits what was published: an amendment names the value, what it said and what it says from its instant on.
A window that had closed by then stays closed (000§9.6, 003§7.4).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError

from plumbing.clock import MEXICO_CITY
from plumbing.convocatoria.nodes import Moment, Node, Part, Words
from plumbing.convocatoria.problems import ConvocatoriaInvalid, Problem
from plumbing.convocatoria.windows import Window
from plumbing.convocatoria.yaml_source import Source, YamlPath, read_yaml

FOLDER = "enmiendas"
STEP = re.compile(r"([a-z_A-Z0-9-]+)|\[([^\]]+)\]")
LOCKED = ("id", "digest", "supuestos")
NAMES = ("code", "id", "slot", "name", "outcome", "kind")  # what tells the rows of a list apart


class Change(Part):
    """One value: where it stands (`calendar.ficha.closes`, `letters[L-09].times`), what it said, what it says now."""

    path: Words
    before: Any
    after: Any


class Amendment(Node):
    """A dated correction, visible to everybody. `issued_at`: from this instant on it is in force."""

    number: Annotated[int, Field(ge=1)]
    issued_at: Moment
    title: Words
    why: Words
    changes: Annotated[tuple[Change, ...], Field(min_length=1)]

    @property
    def in_force_from(self) -> datetime:
        """Its instant, in Mexico City."""
        return datetime.fromisoformat(self.issued_at).replace(tzinfo=MEXICO_CITY)


@dataclass(frozen=True)
class Sourced:
    """An amendment with the file it stands in."""

    amendment: Amendment
    source: Source

    def problem(self, index: int, code: str, **facts: Any) -> Problem:
        """A defect of its change `index`."""
        path: YamlPath = ("changes", index)
        where = self.amendment.changes[index].path
        return Problem(f"{FOLDER}/{self.source.file}", self.source.line(path), where, code, facts)


def read_amendments(folder: Path) -> tuple[Sourced, ...]:
    """Those of a convocatoria, in order. Raises ConvocatoriaInvalid: unreadable, out of number or out of order."""
    found: list[Sourced] = []
    for file in sorted((folder / FOLDER).glob("*.yaml")):
        source = read_yaml(file)
        try:
            found.append(Sourced(Amendment.model_validate(source.data), source))
        except ValidationError as error:
            raise ConvocatoriaInvalid(list(_refused(source, error))) from error
    for place, one in enumerate(found, 1):
        earlier = found[place - 2].amendment.issued_at if place > 1 else ""
        if one.amendment.number != place or one.amendment.issued_at <= earlier:
            facts = {"esperado": place, "anterior": earlier or "—"}
            raise ConvocatoriaInvalid(
                [Problem(f"{FOLDER}/{one.source.file}", 1, "number", "ENMIENDA_FUERA_DE_ORDEN", facts)]
            )
    return tuple(found)


def _refused(source: Source, error: ValidationError) -> Iterator[Problem]:
    for detail in error.errors():
        path = tuple(detail["loc"])
        facts = {"dice": detail.get("input"), "tipo": detail["type"], "campo": path[-1] if path else ""}
        kind = str(detail["type"])
        code = str((detail.get("ctx") or {}).get("error", "")) if kind == "value_error" else kind.upper()
        where = ".".join(map(str, path))
        yield Problem(f"{FOLDER}/{source.file}", source.line(path), where, code, facts)


def apply(one: Sourced, data: dict[str, Any], supuestos: list[dict[str, Any]]) -> None:
    """`data` (the joined rules) and `supuestos` say what the amendment says. Raises ConvocatoriaInvalid."""
    problems = [
        problem
        for index in range(len(one.amendment.changes))
        if (problem := _apply(one, index, {**data, "supuestos": supuestos})) is not None
    ]
    if problems:
        raise ConvocatoriaInvalid(problems)


def _apply(one: Sourced, index: int, whole: dict[str, Any]) -> Problem | None:
    change = one.amendment.changes[index]
    steps = [key or row for key, row in STEP.findall(change.path)]
    if not steps or (steps[0] in LOCKED and len(steps) < 3):
        return one.problem(index, "ENMIENDA_INTOCABLE")
    holder: Any = whole
    for step in steps[:-1]:
        holder = _inside(holder, step)
    last = _key(holder, steps[-1])
    if last is None:
        return one.problem(index, "ENMIENDA_SIN_LUGAR")
    if holder[last] != change.before:
        return one.problem(index, "ENMIENDA_NO_CORRESPONDE", dice=holder[last], esperaba=change.before)
    if steps[0] == "calendar" and _is_over(whole["calendar"].get(steps[1]), one.amendment.in_force_from):
        return one.problem(index, "ENMIENDA_REABRE", ventana=steps[1], emitida=one.amendment.issued_at)
    holder[last] = deepcopy(change.after)
    return None


def _inside(holder: Any, step: str) -> Any:
    key = _key(holder, step)
    return None if key is None else holder[key]


def _key(holder: Any, step: str) -> Any:
    """The key or the place that `step` names in a mapping or in a list of named rows; None when there is none."""
    if isinstance(holder, Mapping):
        return step if step in holder else None
    if not isinstance(holder, list):
        return None
    for place, row in enumerate(holder):
        if isinstance(row, Mapping) and any(str(row.get(name)) == step for name in NAMES):
            return place
    return int(step) if step.isdigit() and int(step) < len(holder) else None


def _is_over(entry: Any, at: datetime) -> bool:
    """A window in dates that had closed at `at`."""
    if not isinstance(entry, Mapping) or not isinstance(entry.get("closes"), str):
        return False
    closing = {name: entry[name] for name in ("closes", "closes_word") if isinstance(entry.get(name), str)}
    return Window(label="—", clause="000§0", **closing).closed(at)
