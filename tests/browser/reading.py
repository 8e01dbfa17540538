"""What a page says to people, and whether any of it was meant for programs."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import yaml

from services.gateway.portal import words as portal_words

UNSEEN = ("script", "style", "template")
MARKED = ("code", "pre", "samp")
"""What is marked as code is meant as such: fingerprints, names of files, codes of refusals, an operator's queues."""
SAID = ("alt", "aria-label", "placeholder", "title")
SIGNS = {
    "a code": re.compile(r"\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b"),
    "a field's name": re.compile(r"(?<![\w./-])[a-z]+(?:[._][a-z0-9]+)*_[a-z0-9]+\b"),
    "nothing": re.compile(r"\b(?:None|undefined|null|NaN|True|False)\b"),
    "braces": re.compile(r"[{}]|<[A-Z]\w+\.|<\w+ object"),
    "a date for machines": re.compile(r"(?<![\w-])\d{4}-\d\d-\d\d(?:T\d\d:|(?![\w-]))"),
}
WORD = re.compile(r"(?<![\w.-])[A-ZÑ_]{3,}(?![\w.-])")
ALLOWED = Path(__file__).with_name("allowed.yaml")


class _Reader(HTMLParser):
    """Collects what is read or heard."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in (*UNSEEN, *MARKED):
            self._inside.append(tag)
        self.texts += [value for name, value in attrs if name in SAID and value]

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if not self._inside and data.strip():
            self.texts.append(" ".join(data.split()))


def texts(page: str) -> list[str]:
    """Every piece of the page's text, also what is only heard; nothing marked as code or typed into a field."""
    reader = _Reader()
    reader.feed(page)
    return reader.texts


def untranslated(page: str) -> list[str]:
    """What the page says that no person should have to read; empty on a good page."""
    found = []
    for text in texts(page):
        left = _without_allowed(text)
        found += [
            f"{sign}: {one.group()!r} in {text[:80]!r}"
            for sign, p in SIGNS.items()
            if (one := p.search(left))
        ]
        found += [f"a code: {word!r} in {text[:80]!r}" for word in WORD.findall(left) if word in _codes()]
    return found


def _without_allowed(text: str) -> str:
    for pattern in _allowed():
        text = pattern.sub("", text)
    return text


@cache
def _allowed() -> tuple[re.Pattern[str], ...]:
    rows = yaml.safe_load(ALLOWED.read_text(encoding="utf-8"))
    return tuple(re.compile(row["text"]) for row in rows)


@cache
def _codes() -> frozenset[str]:
    """Codes for which the portal has a word."""
    groups = (group for group in portal_words.words().values() if isinstance(group, dict))
    known = (item for group in groups for item in group.items())
    return frozenset(code for code, said in known if len(code) > 2 and code.isupper() and said != code)
