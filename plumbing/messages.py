"""Joins an error's code and facts with its es-MX text: what happened, why, and how to fix it.

A service keeps `messages.yaml`: `CODE: {que: …, porque: …, arreglo: …}`, each a `str.format` template over the
error's facts; `{name!m}` is an ISO instant or day in words. A code without an entry is a defect that a test finds;
people still get a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Any, TypedDict

import yaml

from plumbing.convocatoria.in_words import iso_in_words
from plumbing.errors import FieldError, ResidenciasError

COMMON = Path(__file__).with_name("messages.yaml")


class Text(TypedDict):
    que: str
    porque: str
    arreglo: str


class _Lenient(Formatter):
    """Leaves an unknown `{name}` readable instead of failing while reporting a failure."""

    def get_value(self, key: int | str, args: Any, kwargs: Any) -> Any:
        return kwargs.get(key, f"«{key}»") if isinstance(key, str) else super().get_value(key, args, kwargs)

    def convert_field(self, value: Any, conversion: Any) -> Any:
        if conversion != "m":
            return super().convert_field(value, conversion)
        try:
            return iso_in_words(str(value))
        except ValueError:
            return value


@dataclass(frozen=True)
class Messages:
    """The texts of one or more services, by code."""

    entries: dict[str, Text]

    def text(self, error: ResidenciasError | FieldError) -> Text:
        """The three sentences for `error`; one that came over the wire keeps those it came with."""
        if isinstance(error, ResidenciasError) and error.text:
            return Text(que=error.text["que"], porque=error.text["porque"], arreglo=error.text["arreglo"])
        if isinstance(error, FieldError) and "texto" in error.facts:
            que, porque, arreglo = [*str(error.facts["texto"]).split("\n"), "", ""][:3]
            return Text(que=que, porque=porque, arreglo=arreglo)
        entry = self.entries.get(error.code) or self.entries["SIN_TEXTO"]
        facts = {**error.facts, "codigo": error.code, "clausula": error.clause or ""}
        if isinstance(error, FieldError):
            facts["campo"] = error.field
        render = _Lenient().vformat
        return Text(
            que=render(entry["que"], (), facts),
            porque=render(entry["porque"], (), facts),
            arreglo=render(entry["arreglo"], (), facts),
        )


def load(*paths: Path) -> Messages:
    """Texts of `paths` on top of the common ones. Raises ValueError when a text lacks one of its three parts."""
    entries: dict[str, Text] = {}
    for path in (COMMON, *paths):
        for code, text in (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).items():
            missing = {"que", "porque", "arreglo"} - set(text)
            if missing:
                raise ValueError(f"{path}: {code} lacks {', '.join(sorted(missing))}")
            entries[code] = text
    return Messages(entries)
