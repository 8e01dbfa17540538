"""The real files of the repository, and a copy of them that a test may spoil."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from plumbing.convocatoria import Catalog, Convocatoria, OfertaRow, load, load_catalog, read_oferta

ROOT = Path(__file__).resolve().parents[2]
X47 = ROOT / "convocatorias" / "xlvii-enarm-2023"

Spoil = Callable[[str, str, str], Path]


@pytest.fixture(scope="session")
def x47() -> Convocatoria:
    return load(X47)


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load_catalog(ROOT / "catalog")


@pytest.fixture(scope="session")
def oferta(catalog: Catalog) -> tuple[OfertaRow, ...]:
    return read_oferta(X47 / "oferta.csv", catalog)


@pytest.fixture
def spoil(tmp_path: Path) -> Spoil:
    """`spoil(file, old, new)`: X47 copied with one passage changed; repeated calls change the same copy."""
    copy = tmp_path / X47.name
    shutil.copytree(X47, copy)

    def change(file: str, old: str, new: str) -> Path:
        path = copy / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) >= 1, f"{old!r} is not in {file}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return copy

    return change
