"""The es-MX words for the keys and values of the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from plumbing.clock import MEXICO_CITY
from plumbing.convocatoria import Convocatoria, date_in_words, instant_in_words

TEXTS: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("texts.yaml").read_text(encoding="utf-8"))
NAMESPACES: dict[str, str] = {key: group for group, keys in TEXTS["referencias"].items() for key in keys}
"""The list that the code under a key belongs to."""
OPTIONS: dict[str, str] = TEXTS["opciones"]
"""What the options of a field are called."""
MOMENT = re.compile(r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?$")

FILLED_IN = re.compile(r"\$\{[^}]*\}")
BLANK = "____"
CODE = re.compile(r"^[a-z0-9]+(_[a-z0-9]+)+$")


def label(key: str, owner: str = "") -> str:
    """What a key is called, in rules of kind `owner` if it has another name there; without words it stays readable."""
    known = TEXTS["campos"]
    return str(known.get(f"{owner}.{key}") or known.get(key) or key.replace("_", " "))


def own_options(convocatoria: Convocatoria) -> Mapping[str, str]:
    """Options that only this call has, by what it calls them."""
    fields = (*convocatoria.fields, *convocatoria.roster_data)
    return {code: words for field in fields for code, words in field.option_labels.items()}


def said(key: str, value: Any) -> str:
    """What a plain value means under its key: a word of the vocabulary, a date, a number, or the text itself.

    The sentences of a letter have a blank where something is filled in.
    """
    if key == "options" and str(value) in OPTIONS:
        return OPTIONS[str(value)]
    known = TEXTS["valores"]
    for name in (f"{key}.{value}", str(value)):
        if name in known:
            return str(known[name])
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, int):
        return f"{value:,}"
    text = str(value)
    if not MOMENT.match(text):
        return text.replace("_", " ") if CODE.match(text) else FILLED_IN.sub(BLANK, text.replace("**", ""))
    if "T" in text:
        return instant_in_words(datetime.fromisoformat(text).replace(tzinfo=MEXICO_CITY))
    return date_in_words(date.fromisoformat(text))
