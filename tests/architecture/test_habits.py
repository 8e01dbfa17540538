"""Habits a reader counts on: one clock, one source of rules, small rooms, no personal data in logs."""

from __future__ import annotations

import ast
import re
from collections import Counter
from importlib import import_module

import pytest

from plumbing.config import ROOT
from plumbing.errors import Rule
from tests.architecture import sources

SLACK = 1.2  # «about»: nobody splits a page for its last lines
LINES_OF_A_FILE = 250 * SLACK
LINES_OF_A_FUNCTION = 30 * SLACK
# What is longer, and why; nothing else may be.
LONG_FILES = {
    "services/notifications/usecases/letters.py": "issuing, replacing and revoking are one story; to be split"
}
LONG_FUNCTIONS = {
    "services/notifications/usecases/letters.py: _issue": "one act with its replay; to be split with its file",
    "residencias/demo/papers/values.py: _person": "one table: what each paper shows of a person",
}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager", "base"}
PERSONAL = {
    "curp", "nombre", "name", "correo", "email", "mail", "telefono", "telefonos", "domicilio", "password",
    "token", "datos", "recipient", "nombre_completo", "apellido",
}  # fmt: skip
CLAUSE = re.compile(r"Source: \S")
CITED_ANYWHERE = re.compile(r"\b\d{3}§")
CITED = re.compile(r"\b\d{3}(§| [A-Za-zÁÉÍÓÚáéíóú]+)")


def test_only_plumbing_reads_the_machines_clock():
    reads = []
    for file in sources.files("services", "residencias", "bench"):
        for node in ast.walk(sources.tree(file)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                owner = ast.unparse(node.func.value)
                if node.func.attr in ("now", "utcnow", "today") and owner.split(".")[-1] in (
                    "datetime",
                    "date",
                ):
                    reads.append(f"{sources.name(file)}:{node.lineno}")
    assert not reads, "\n".join(reads)


def test_no_convocatoria_is_named_outside_its_folder():
    """The call is data; tests, docs, measurements and the default of the Makefile may name one."""
    ids = {file.parent.name for file in (ROOT / "convocatorias").glob("*/convocatoria.yaml")}
    assert ids
    text = (".py", ".yaml", ".yml", ".proto", ".typ", ".html", ".sh", ".conf")
    files = [
        file
        for folder in ("plumbing", "services", "residencias", "proto", "contracts", "deploy")
        for file in (ROOT / folder).rglob("*")
        if file.suffix in text
    ]
    assert len(files) > 300
    named = [
        f"{sources.name(file)} names {found}"
        for file in files
        for found in ids
        if found in file.read_text(encoding="utf-8")
    ]
    assert not named, "\n".join(named)


@pytest.mark.parametrize("service", sources.RPC_SERVICES)
def test_every_rule_cites_its_source(service):
    folder = ROOT / "services" / service / "domain"
    rules = [
        file for file in (folder / "rules.py", *sorted((folder / "rules").glob("*.py"))) if file.exists()
    ]
    silent = [
        f"{sources.name(file)}: {name}"
        for file in rules
        for name, function in sources.functions(file)
        if not name.rpartition(".")[2].startswith("_") and "." not in name
        and not CLAUSE.search(ast.get_docstring(function) or "")
    ]  # fmt: skip
    assert not silent, "\n".join(silent)


def test_a_service_cites_rules_and_the_call_says_their_clause():
    """Outside docstrings and comments no clause of one text stands in code that runs under every call."""
    written = [
        f"{sources.name(file)}:{text.lineno} {text.value}"
        for file in sources.files("services")
        for text in sources.texts(file)
        if CITED.match(text.value)
    ]
    written += [
        f"{sources.name(file)}: {line.strip()}"
        for file in sorted((ROOT / "services").rglob("*.yaml"))
        for line in file.read_text(encoding="utf-8").splitlines()
        if CITED_ANYWHERE.search(line.partition("#")[0])
    ]
    assert not written, "\n".join(written)


def test_every_rule_that_can_be_cited_is_cited():
    cited = {
        node.attr
        for file in sources.files("services")
        for node in ast.walk(sources.tree(file))
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "Rule"
    }
    assert cited == {rule.name for rule in Rule}


def test_no_log_line_carries_personal_data():
    leaks = []
    for file in sources.files("services", "plumbing"):
        for node in ast.walk(sources.tree(file)):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            if ast.unparse(node.func.value).split(".")[-1] not in ("log", "logger", "logging"):
                continue
            attributes = {leaf.attr for leaf in ast.walk(node) if isinstance(leaf, ast.Attribute)} - {"name"}
            words = {word.arg for word in node.keywords} | attributes
            if leaked := {str(word) for word in words} & PERSONAL:
                leaks.append(f"{sources.name(file)}:{node.lineno} logs {', '.join(sorted(leaked))}")
    assert not leaks, "\n".join(leaks)


def test_a_file_is_a_page_or_three():
    long = {
        sources.name(file): lines
        for file in sources.files(*sources.CODE)
        if (lines := len(file.read_text(encoding="utf-8").splitlines())) > LINES_OF_A_FILE
    }
    assert long.keys() <= LONG_FILES.keys(), long


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of code of the body: no docstring, no blank lines, no functions inside."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    inner = [
        n
        for n in ast.walk(function)
        if n is not function and isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    taken = {line for n in inner for line in range(n.lineno, (n.end_lineno or n.lineno) + 1)}
    lines = {
        line for statement in body for node in ast.walk(statement) if hasattr(node, "lineno")
        for line in (node.lineno, node.end_lineno)
    }  # fmt: skip
    return len(lines - taken)


def test_a_function_fits_on_a_screen():
    long = {
        f"{sources.name(file)}: {name}": lines
        for file in sources.files(*sources.CODE)
        for name, function in sources.functions(file)
        if (lines := _length(function)) > LINES_OF_A_FUNCTION
    }
    assert long.keys() <= LONG_FUNCTIONS.keys(), long


def test_a_file_is_the_noun_of_its_content():
    vague = [
        sources.name(file) for file in sources.files(*sources.CODE)
        if {file.stem, file.parent.name} & FORBIDDEN_NAMES
    ]  # fmt: skip
    assert not vague, "\n".join(vague)


@pytest.mark.parametrize("service", sources.RPC_SERVICES)
def test_every_service_has_its_card_with_all_that_can_be_asked_of_it(service):
    card = (ROOT / "services" / service / "README.md").read_text(encoding="utf-8")
    module = import_module(f"contracts.residencias.{service}.v1.service_pb2")
    (contract,) = module.DESCRIPTOR.services_by_name.values()
    said = set(re.findall(r"\w+", card))
    assert [method.name for method in contract.methods if method.name not in said] == []


def test_no_constant_or_function_is_kept_that_nobody_names():
    """At the top of a module and without a decorator; any other place that says its name counts as its use."""
    beside = [file for folder in ("services", "plumbing") for file in (ROOT / folder).rglob("*")
              if file.suffix in (".html", ".yaml")]  # fmt: skip
    everywhere = sources.files(*sources.CODE, "deploy", "client", "tests")
    named = Counter(word for file in (*everywhere, *beside) for word in set(_words(file)))
    unused = []
    for file in sources.files(*sources.CODE):
        own = Counter(_words(file))
        for node in sources.tree(file).body:
            if isinstance(node, ast.FunctionDef) and not node.decorator_list:
                names = [node.name]
            elif isinstance(node, ast.Assign):
                names = [target.id for target in node.targets if isinstance(target, ast.Name)]
            else:
                continue
            unused += [f"{sources.name(file)}: {n}" for n in names if own[n] == 1 and named[n] == 1]
    assert not unused, "\n".join(unused)


def _words(file):
    return re.findall(r"\w+", file.read_text(encoding="utf-8"))
