"""Every refusal has its three sentences, and every sentence has its refusal."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
import yaml

from plumbing.config import ROOT
from tests.architecture import sources

CODE = re.compile(r"^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$|^[A-Z]{4,}$")
RAISED_FIRST = {"Invalid", "NotFound", "NotAllowed", "OutsideWindow", "Conflict", "Unavailable"}
FILES = {"plumbing": ROOT / "plumbing", "residencias": ROOT / "residencias"} | {
    service: ROOT / "services" / service for service in sources.SERVICES
}
PARTS = {"que", "porque", "arreglo"}


@cache
def texts(owner: str) -> dict[str, dict[str, str]]:
    file = FILES[owner] / "messages.yaml"
    return (yaml.safe_load(file.read_text(encoding="utf-8")) or {}) if file.exists() else {}


def _codes_in(argument: ast.expr) -> set[str]:
    """The codes an argument can be: a word, or a choice between words."""
    if isinstance(argument, ast.Constant):
        return {argument.value} if isinstance(argument.value, str) and CODE.match(argument.value) else set()
    if isinstance(argument, ast.IfExp):
        return _codes_in(argument.body) | _codes_in(argument.orelse)
    return set()


def raised(folder: Path) -> dict[str, str]:
    """Codes that the code under `folder` refuses with, and where."""
    found: dict[str, str] = {}
    for file in sources.files(sources.name(folder)):
        for node in ast.walk(sources.tree(file)):
            if not isinstance(node, ast.Call):
                continue
            kind = sources.called(node)
            position = 0 if kind in RAISED_FIRST else 1 if kind == "FieldError" else None
            if position is None:
                continue
            arguments = [k.value for k in node.keywords if k.arg == "code"] + node.args[
                position : position + 1
            ]
            for argument in arguments:
                for code in _codes_in(argument):
                    found[code] = f"{sources.name(file)}:{node.lineno}"
    return found


@pytest.mark.parametrize("owner", FILES)
def test_no_sentence_names_the_clause_of_one_text(owner):
    """`{clausula}` is that of the call in which it is read."""
    named = [
        code
        for code, text in texts(owner).items()
        if re.search(r"\b\d{3}§", " ".join(map(str, text.values())))
    ]
    assert not named, "\n".join(named)


@pytest.mark.parametrize("owner", FILES)
def test_every_code_that_is_raised_has_a_text(owner):
    known = texts(owner).keys() | texts("plumbing").keys()
    silent = [f"{code} ({where})" for code, where in raised(FILES[owner]).items() if code not in known]
    assert not silent, "\n".join(sorted(silent))


@pytest.mark.parametrize("owner", FILES)
def test_every_text_is_used(owner):
    """A word of the code or of its data says it, or an f-string makes it from its beginning (`f"CERRADO_{estado}"`)."""
    folders = {FILES[owner], ROOT / "plumbing", ROOT / "convocatorias"}
    folders |= {ROOT / "services", ROOT / "residencias"} if owner == "plumbing" else set()
    sources_of_words = [
        file for folder in folders for kind in ("*.py", "*.yaml") for file in folder.rglob(kind)
        if file.name != "messages.yaml"
    ]  # fmt: skip
    written = "\n".join(file.read_text(encoding="utf-8") for file in sources_of_words)
    words = set(re.findall(r"\b[A-Z][A-Z0-9_]+\b", written))
    beginnings = tuple(re.findall(r"[\"']([A-Z][A-Z0-9_]*_)\{", written))
    unused = [code for code in texts(owner) if code not in words and not code.startswith(beginnings)]
    assert not unused, "\n".join(unused)


@pytest.mark.parametrize("owner", FILES)
def test_every_text_says_what_why_and_how_to_fix_it(owner):
    poor = [
        code
        for code, text in texts(owner).items()
        if set(text) != PARTS or not all(str(part).strip() for part in text.values())
    ]
    assert not poor, "\n".join(poor)


@pytest.mark.parametrize("owner", FILES)
def test_every_text_can_be_filled(owner):
    broken = []
    for code, text in texts(owner).items():
        for part in text.values():
            try:
                list(Formatter().parse(part))
            except ValueError as error:
                broken.append(f"{code}: {error}")
    assert not broken, "\n".join(broken)
