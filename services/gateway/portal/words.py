"""The portal's words: what it says of each code, from `words.yaml`; options are called as in the reading of a call."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from plumbing.convocatoria.model import Convocatoria
from plumbing.convocatoria.reading import OPTIONS
from plumbing.convocatoria.results import Consequence

KB, MB = 1024, 1024 * 1024
LETTERS = {"PREACEPTACION": ("L-09", "L-10"), "PRESENTACION": ("L-12",)}
PARTICLES = frozenset({"De", "Del", "La", "Las", "Los", "Y"})


@cache
def words() -> dict[str, Any]:
    """Everything in words.yaml, by group, and the options."""
    text = Path(__file__).with_name("words.yaml").read_text(encoding="utf-8")
    return {**yaml.safe_load(text), "opciones": OPTIONS}


def weight(size: int) -> str:
    """`312 KB`, `3.4 MB`: bytes as people read them."""
    return f"{size / MB:.1f} MB" if size >= MB else f"{size / KB:.0f} KB"


def short_day(day: date) -> str:
    """`20 nov`, where a chart has little room."""
    return f"{day.day} {words()['meses'][day.month - 1][:3]}"


def word(group: str, code: str) -> str:
    """What the portal calls `code`; the code itself when the group does not know it."""
    return str(words()[group].get(code, code))


def cause(code: str, call: Convocatoria | None = None) -> str:
    """Why something ended, said of somebody else; as the call says it where the portal has no word of its own."""
    own = {one.outcome: one.label for one in call.consequences} if call else {}
    reasons = {one.code: one.que for one in call.observation_reasons} if call else {}
    return str(words()["causas"].get(code) or own.get(code) or reasons.get(code) or code)


def letter_title(call: Convocatoria, kind: str) -> str:
    """What the call names this kind of letter; our word for it where the call names none."""
    titles = {one.code: one.title for one in call.letters}
    named = (titles[code] for code in LETTERS.get(kind, ()) if code in titles)
    return str(next(named, word("cartas", kind)))


def persona(name: str) -> str:
    """`ANA DE LA PEÑA` as people write it: `Ana de la Peña`."""
    first, *others = name.title().split(" ")
    return " ".join([first, *(one.lower() if one in PARTICLES else one for one in others)])


def outcome(call: Convocatoria, code: str) -> Consequence | None:
    """What the call says that follows from this cause, to whom it happens; None where it does not name it."""
    return {one.outcome: one for one in call.consequences}.get(code)
