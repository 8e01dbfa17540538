"""From the folder of a convocatoria to a checked `Convocatoria`.

The rules stand in `convocatoria.yaml` and its sister `*.yaml` files, whose top-level keys are joined;
`supuestos.yaml` holds the assumptions. A `{supuesto: id}` anywhere is replaced by that assumption's value, and
the node around it remembers the id.

A later period of the same call need not repeat it: with `extends: <relative folder>` what that folder says stands here
too, key by key and supuesto by supuesto, except what this one says itself. A mistake in an inherited value names the
file where it stands.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from plumbing.convocatoria import amendments
from plumbing.convocatoria.amendments import Sourced, read_amendments
from plumbing.convocatoria.checker import check
from plumbing.convocatoria.model import Convocatoria
from plumbing.convocatoria.problems import ConvocatoriaInvalid, Problem
from plumbing.convocatoria.yaml_source import Source, YamlPath, dotted, read_yaml

SUPUESTOS = "supuestos.yaml"
EXTENDS = "extends"


def load(folder: Path, calendar: Path | None = None) -> Convocatoria:
    """The convocatoria of `folder` as its last amendment leaves it; `at` gives the version in force at an instant.

    The file `calendar` gives dates to its windows without any; it must date every window that needs it.
    Raises ConvocatoriaInvalid with every problem found.
    """
    amended = read_amendments(folder)
    versions = [_version(folder, amended[:count], calendar) for count in range(len(amended) + 1)]
    return versions[-1].following(versions[:-1])


def _version(folder: Path, amended: Sequence[Sourced], calendar: Path | None) -> Convocatoria:
    draft = _Draft.read(folder, amended)
    draft.refuse_problems()
    if calendar is not None:
        draft.give_dates(read_yaml(calendar))
        draft.refuse_problems()
    plain = {
        **draft.data,
        "supuestos": draft.supuestos,
        "digest": draft.digest(),
        "amendments": [one.amendment for one in amended],
    }
    try:
        convocatoria = Convocatoria.model_validate(plain)
    except ValidationError as error:
        raise ConvocatoriaInvalid([draft.problem_of(detail) for detail in error.errors()]) from error
    problems = [draft.problem(path, code, facts) for path, code, facts in check(convocatoria, folder.name)]
    if problems:
        raise ConvocatoriaInvalid(problems)
    return convocatoria


@dataclass
class _Draft:
    """The joined data of a folder, and where each piece came from."""

    data: dict[str, Any]
    sources: dict[str, Source]
    supuestos: list[dict[str, Any]]
    supuestos_source: Source
    problems: list[Problem] = field(default_factory=list)
    resolved: dict[YamlPath, str] = field(default_factory=dict)
    inherited: dict[str, tuple[Source, int]] = field(default_factory=dict)
    """Where the supuestos of the extended folder stand, by id: file and place in it."""

    @classmethod
    def read(cls, folder: Path, amended: Sequence[Sourced] = ()) -> _Draft:
        draft = cls._said(folder)
        if EXTENDS in draft.data:
            draft._extend(folder)
        for one in amended:
            amendments.apply(one, draft.data, draft.supuestos)
        draft._resolve()
        return draft

    @classmethod
    def _said(cls, folder: Path) -> _Draft:
        """What the files of the folder say themselves, joined."""
        files = sorted(path for path in folder.glob("*.yaml") if path.name != SUPUESTOS)
        if not (folder / "convocatoria.yaml").is_file():
            raise ConvocatoriaInvalid(
                [Problem("convocatoria.yaml", 1, "", "ARCHIVO_FALTANTE", {"carpeta": folder.name})]
            )
        assumed = read_yaml(folder / SUPUESTOS)
        rows = assumed.data.get("supuestos") if isinstance(assumed.data, dict) else None
        if not isinstance(rows, list) or not all(isinstance(row, dict) and "id" in row for row in rows):
            raise assumed.invalid((), "LISTA_VACIA", campo="supuestos")
        draft = cls({}, {}, deepcopy(rows), assumed)
        for path in files:
            draft._join(read_yaml(path))
        return draft

    def _extend(self, folder: Path) -> None:
        """What the extended folder says and this one does not stands here too."""
        where, stated = str(self.data.pop(EXTENDS)), self.sources.pop(EXTENDS)
        base_folder = folder / where
        if not (base_folder / "convocatoria.yaml").is_file():
            raise stated.invalid((EXTENDS,), "BASE_DESCONOCIDA", carpeta=where)
        base = _Draft._said(base_folder)
        if EXTENDS in base.data:
            raise stated.invalid((EXTENDS,), "BASE_QUE_EXTIENDE", carpeta=where)
        for key in sorted(base.data.keys() - self.data.keys()):
            source = base.sources[key]
            self.data[key] = base.data[key]
            self.sources[key] = replace(source, file=f"{where}/{source.file}")
        own = {row["id"] for row in self.supuestos}
        assumed = replace(base.supuestos_source, file=f"{where}/{base.supuestos_source.file}")
        for index, row in enumerate(base.supuestos):
            if row["id"] not in own:
                self.supuestos.append(row)
                self.inherited[row["id"]] = (assumed, index)

    def _join(self, source: Source) -> None:
        if not isinstance(source.data, dict):
            raise source.invalid((), "NO_ES_MAPA")
        for key, value in source.data.items():
            if key in self.sources or key in ("digest", "supuestos", "amendments"):
                raise source.invalid((key,), "CLAVE_REPETIDA")
            self.data[key] = deepcopy(value)
            self.sources[key] = source

    def _resolve(self) -> None:
        values = {row["id"]: row.get("value") for row in self.supuestos}
        if len(values) != len(self.supuestos):
            self.problems.append(self._at_supuestos((), "CODIGO_REPETIDO", {"codigo": "supuesto"}))
        for key in list(self.data):
            self.data[key] = self._resolved(self.data[key], (key,), None, values)
        used = set(self.resolved.values()) | {name for value in self.data.values() for name in _named(value)}
        for index, row in enumerate(self.supuestos):
            if row["id"] not in used and row["id"] not in self.inherited:
                self.problems.append(
                    self._at_supuestos(("supuestos", index), "SUPUESTO_SIN_USO", {"id": row["id"]})
                )
        for name in sorted(used - set(values)):
            self.problems.append(self._at_supuestos((), "SUPUESTO_DESCONOCIDO", {"id": name}))
        self.supuestos = [
            row for row in self.supuestos if row["id"] in used or row["id"] not in self.inherited
        ]

    def _resolved(
        self, value: Any, path: YamlPath, around: dict[str, Any] | None, values: dict[str, Any]
    ) -> Any:
        if isinstance(value, list):
            return [self._resolved(item, (*path, i), around, values) for i, item in enumerate(value)]
        if not isinstance(value, dict):
            return value
        if set(value) == {"supuesto"}:
            return self._substitute(str(value["supuesto"]), path, around, values)
        for key in list(value):
            value[key] = self._resolved(value[key], (*path, key), value, values)
        return value

    def _substitute(
        self, name: str, path: YamlPath, around: dict[str, Any] | None, values: dict[str, Any]
    ) -> Any:
        if name not in values:
            self.problems.append(self.problem(path, "SUPUESTO_DESCONOCIDO", {"id": name}))
            return None
        self.resolved[path] = name
        value = deepcopy(values[name])
        rows = value if isinstance(value, list) and value and isinstance(value[0], dict) else [value]
        marked = [row for row in rows if isinstance(row, dict)] or ([around] if around is not None else [])
        for row in marked:
            row["supuestos"] = [*(known for known in row.get("supuestos", []) if known != name), name]
        return value

    def give_dates(self, given: Source) -> None:
        """Every window that was pending has what `given` says of it, and the rules remember who gave it."""
        said = given.data if isinstance(given.data, dict) else {}
        windows, dated = self.data.get("calendar") or {}, said.get("calendar") or {}
        for name, entry in dated.items():
            window = windows.get(name)
            if not isinstance(window, dict) or not {"dates", "business_days"} & set(window):
                path: YamlPath = ("calendar", name)
                facts = {"ventana": name}
                self.problems.append(
                    Problem(given.file, given.line(path), dotted(path), "VENTANA_DE_MAS", facts)
                )
                continue
            counted = {**window.get("business_days", {}), **entry.get("business_days", {})}
            window |= entry | ({"business_days": counted} if counted else {})
            window.pop("dates", None)
        for name, window in windows.items():
            if isinstance(window, dict) and "dates" in window:
                self.problems.append(
                    Problem(given.file, 1, "calendar", "VENTANA_SIN_FECHAS", {"ventana": name})
                )
        if "calendar_source" not in said:
            self.problems.append(Problem(given.file, 1, "", "MISSING", {"campo": "calendar_source"}))
        for key in set(said) - {"calendar", "calendar_source"}:
            self.problems.append(
                Problem(given.file, given.line((key,)), key, "EXTRA_FORBIDDEN", {"campo": key})
            )
        self.data["calendar_source"] = deepcopy(said.get("calendar_source"))
        self.sources["calendar_source"] = given

    def refuse_problems(self) -> None:
        if self.problems:
            raise ConvocatoriaInvalid(self.problems)

    def digest(self) -> str:
        """SHA-256 over the canonical JSON of the joined rules and the assumptions: comments do not count."""
        plain = {"reglas": self.data, "supuestos": self.supuestos}
        text = json.dumps(
            plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_canonical
        )
        return hashlib.sha256(text.encode()).hexdigest()

    def problem(self, path: YamlPath, code: str, facts: dict[str, Any]) -> Problem:
        """The problem at `path`, in the file where its value stands."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.resolved:
                index = [row["id"] for row in self.supuestos].index(self.resolved[path[:end]])
                return self._at_supuestos(("supuestos", index, "value", *path[end:]), code, facts)
        if path[:1] == ("supuestos",):
            return self._at_supuestos(path, code, facts)
        if not path or path[0] not in self.sources:
            return Problem("convocatoria.yaml", 1, dotted(path), code, facts)
        source = self.sources[str(path[0])]
        return Problem(source.file, source.line(path), dotted(path), code, facts)

    def _at_supuestos(self, path: YamlPath, code: str, facts: dict[str, Any]) -> Problem:
        source, named = self.supuestos_source, path
        if len(path) > 1 and isinstance(path[1], int):
            assumption = self.supuestos[path[1]]["id"]
            named = (path[0], assumption, *path[2:])
            if assumption in self.inherited:
                source, index = self.inherited[assumption]
                path = (path[0], index, *path[2:])
        return Problem(source.file, source.line(path), dotted(named), code, facts)

    def problem_of(self, detail: Any) -> Problem:
        """A pydantic error as a Problem with an es-MX expectation."""
        tags = ("fechada", "contada", "primer_dia", "pendiente")
        path = tuple(step for step in detail["loc"] if step not in tags)
        kind, facts = str(detail["type"]), dict(detail.get("ctx") or {})
        if kind == "value_error":
            return self.problem(path, str(facts.get("error", "")), {})
        facts |= {"dice": detail.get("input"), "tipo": kind, "campo": path[-1] if path else ""}
        return self.problem(path, kind.upper(), facts)


def _named(value: Any) -> set[str]:
    """Ids written by hand under `supuestos:` anywhere in `value`."""
    if isinstance(value, list):
        return {name for item in value for name in _named(item)}
    if not isinstance(value, dict):
        return set()
    own = value.get("supuestos")
    names = {str(name) for name in own} if isinstance(own, list) else set()
    return names | {name for item in value.values() for name in _named(item)}


def _canonical(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    raise TypeError(type(value).__name__)
