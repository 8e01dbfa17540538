"""A YAML file as plain data that remembers the line of every node. No floats: decimals arrive as Decimal."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from plumbing.convocatoria.problems import ConvocatoriaInvalid, Problem

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAGS = "tag:yaml.org,2002:"
YamlPath = tuple[str | int, ...]


@dataclass(frozen=True)
class Source:
    """The data of one file and where each path of it stands."""

    file: str
    data: Any
    lines: dict[YamlPath, int]

    def at(self, path: YamlPath) -> Any:
        """The value at `path`. Raises KeyError or IndexError."""
        value = self.data
        for step in path:
            value = value[step]
        return value

    def line(self, path: YamlPath) -> int:
        """The line of `path`, or of the nearest node above it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def invalid(self, path: YamlPath, code: str, **facts: Any) -> ConvocatoriaInvalid:
        """The error that names this place."""
        return ConvocatoriaInvalid([Problem(self.file, self.line(path), dotted(path), code, facts)])


def dotted(path: YamlPath) -> str:
    """`documents[3].max_bytes`: the path as people write it."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def read_yaml(path: Path) -> Source:
    """The file at `path`. Raises ConvocatoriaInvalid: missing, not UTF-8, not YAML, a key written twice."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConvocatoriaInvalid(
            [Problem(path.name, 1, "", "ARCHIVO_ILEGIBLE", {"detalle": error})]
        ) from error
    return parse_yaml(text, path.name)


def parse_yaml(text: str, file: str) -> Source:
    """`text` as a Source named `file`. Raises as `read_yaml`."""
    try:
        node = yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        facts = {"detalle": getattr(error, "problem", error)}
        raise ConvocatoriaInvalid([Problem(file, line, "", "NO_ES_YAML", facts)]) from error
    lines: dict[YamlPath, int] = {}
    return Source(file, None if node is None else _plain(node, (), lines, file), lines)


def _plain(node: yaml.Node, path: YamlPath, lines: dict[YamlPath, int], file: str) -> Any:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*path, i), lines, file) for i, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            here = (*path, key)
            if key in mapping:
                line = key_node.start_mark.line + 1
                raise ConvocatoriaInvalid([Problem(file, line, dotted(here), "CLAVE_REPETIDA", {})])
            mapping[key] = _plain(value_node, here, lines, file)
            lines[here] = key_node.start_mark.line + 1
        return mapping
    return _scalar(node.tag.removeprefix(_TAGS), str(node.value))


def _scalar(tag: str, text: str) -> Any:
    if tag == "int":
        return int(text.replace("_", ""))
    if tag == "float":
        return Decimal(text.replace("_", ""))
    if tag == "bool":
        return text.lower() in ("true", "yes", "on")
    return None if tag == "null" else text
