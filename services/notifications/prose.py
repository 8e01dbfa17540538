"""Values as people read them: dates with weekday and hour in Mexico City, exact decimals, filled sentences.

A sentence names its values as `${vigencia.hasta}`. A value that is not there is an error, never a blank.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from string import Template
from typing import Any

import yaml

from plumbing.clock import MEXICO_CITY
from plumbing.errors import Invalid

WORDS: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))


SECTION = re.compile(r"\s*\[[^\]]+\]")


class Sentence(Template):
    """A template whose names may be paths: `${ooad.nombre}`."""

    braceidpattern = r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*"


def written(value: Any) -> Any:
    """`value` with every leaf as text for people; the structure, None and flags stay."""
    if isinstance(value, Mapping):
        return {name: written(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [written(item) for item in value]
    if isinstance(value, datetime):
        return written_instant(value)
    if isinstance(value, date):
        return written_date(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value


def without_sections(text: Any) -> Any:
    """The same texts without the `[4.3]` beside a sentence: for a call whose text has no such sections."""
    if isinstance(text, Mapping):
        return {name: without_sections(item) for name, item in text.items()}
    if isinstance(text, list):
        return [without_sections(item) for item in text]
    return SECTION.sub("", text) if isinstance(text, str) else text


def written_instant(instant: datetime) -> str:
    """`jueves 14 de diciembre de 2023, 18:00 horas`, in Mexico City."""
    local = instant.astimezone(MEXICO_CITY)
    return str(WORDS["instant"]).format(**_parts(local), hour=local.hour, minute=local.minute)


def written_date(day: date) -> str:
    """`jueves 14 de diciembre de 2023`."""
    return str(WORDS["date"]).format(**_parts(day))


def _parts(day: date) -> dict[str, Any]:
    return {
        "weekday": WORDS["weekdays"][day.weekday()],
        "day": day.day,
        "month": WORDS["months"][day.month - 1],
        "year": day.year,
    }


def fill(sentence: str, values: Mapping[str, Any], code: str) -> str:
    """`sentence` with its names replaced from `values` (already written).

    Raises: Invalid with `code` and the name that has no value, or has a value that is not text.
    """
    return Sentence(sentence).substitute(_Paths(values, code))


def names_of(texts: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, str]:
    """What the texts say of each field `x` that is a word, in a mapping `x_name`, `x_reason` or the like."""
    return {
        key: said[values[field]]
        for key, said in texts.items()
        if isinstance(said, Mapping) and (field := key.rpartition("_")[0]) in values
    }


def _step(value: Any, name: str) -> Any:
    """One name of a path: a field of a mapping, or the `total` of a list."""
    if isinstance(value, list) and name == "total":
        return len(value)
    return value.get(name) if isinstance(value, Mapping) else None


class _Paths(dict[str, str]):
    """Answers `ooad.nombre` from nested values."""

    def __init__(self, values: Mapping[str, Any], code: str) -> None:
        super().__init__()
        self._values, self._code = values, code

    def __missing__(self, path: str) -> str:
        value: Any = self._values
        for name in path.split("."):
            value = _step(value, name)
        if isinstance(value, bool):
            return str(WORDS["yes" if value else "no"])
        if isinstance(value, int):
            return str(value)
        if not isinstance(value, str) or not value:
            raise Invalid(self._code, name=path)
        return value
