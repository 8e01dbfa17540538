"""What is wrong with a file of the convocatoria, where, and what was expected, in es-MX."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

MESSAGES = Path(__file__).with_name("messages.yaml")


@cache
def texts() -> dict[str, Any]:
    """The es-MX texts of this package."""
    loaded: dict[str, Any] = yaml.safe_load(MESSAGES.read_text(encoding="utf-8"))
    return loaded


@dataclass(frozen=True)
class Problem:
    """One defect: file, line (from 1), field as a dotted path, a stable code and its facts."""

    file: str
    line: int
    field: str
    code: str
    facts: dict[str, Any] = dataclass_field(default_factory=dict)

    def __str__(self) -> str:
        known = texts()["problemas"]
        text = known.get(self.code, known["OTRO"]).format_map(_Lenient(self.facts))
        where = f"{self.file}:{self.line}"
        return f"{where}: {self.field}: {text}" if self.field else f"{where}: {text}"


class _Lenient(dict[str, Any]):
    """Leaves an unknown `{name}` readable instead of failing while reporting a failure."""

    def __missing__(self, key: str) -> str:
        return f"«{key}»"


class ConvocatoriaInvalid(Exception):
    """The files cannot be used; `problems` says every reason, in file order."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda p: (p.file, p.line, p.field)))
        super().__init__("\n".join(str(problem) for problem in self.problems))
