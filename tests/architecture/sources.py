"""Our own source as the architecture tests read it: files, rooms, syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from plumbing.config import ROOT

SERVICES = tuple(sorted(file.parent.name for file in (ROOT / "services").glob("*/__init__.py")))
RPC_SERVICES = tuple(service for service in SERVICES if service != "gateway")
CODE = ("plumbing", "services", "residencias", "bench")


@cache
def files(*folders: str) -> tuple[Path, ...]:
    """Every Python file under `folders` of the checkout."""
    return tuple(sorted(file for folder in folders for file in (ROOT / folder).rglob("*.py")))


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), str(file))


def name(file: Path) -> str:
    """The file's path in the checkout."""
    return file.relative_to(ROOT).as_posix()


def functions(file: Path) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """(qualified name, function) for every function of the file, nested ones included."""
    yield from _functions(tree(file), "")


def _functions(node: ast.AST, prefix: str) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            if not isinstance(child, ast.ClassDef):
                yield f"{prefix}{child.name}", child
            yield from _functions(child, f"{prefix}{child.name}.")
        else:
            yield from _functions(child, prefix)


def imports(file: Path) -> set[str]:
    """Modules the file imports, wherever the statement stands."""
    found: set[str] = set()
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def texts(file: Path) -> Iterator[ast.Constant]:
    """Every string of the file that is not a docstring; a comment is no string."""
    bodies = (body for node in ast.walk(tree(file)) if isinstance(body := getattr(node, "body", None), list))
    said = {id(line.value) for body in bodies for line in body if isinstance(line, ast.Expr)}
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node


def called(node: ast.Call) -> str:
    """The last word of what is called: `raise errors.Invalid(…)` gives `Invalid`."""
    target = node.func
    return (
        target.attr
        if isinstance(target, ast.Attribute)
        else target.id
        if isinstance(target, ast.Name)
        else ""
    )
