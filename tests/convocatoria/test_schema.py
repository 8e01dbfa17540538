"""An editor completes and checks the files of a convocatoria: its schema is shipped, current, and named by each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from plumbing.convocatoria import Convocatoria, load, schema_text
from plumbing.convocatoria.schema import FIRST_LINE, SCHEMA_FILE, json_schema

from .conftest import ROOT, Spoil

FILES = sorted((ROOT / "convocatorias").glob("*/*.yaml"))
NAMES = [f"{file.parent.name}/{file.name}" for file in FILES]
VALIDATOR = Draft202012Validator(json_schema())


def plain(text: str) -> Any:
    return yaml.safe_load(text)


def test_the_shipped_schema_is_the_one_the_vocabulary_makes() -> None:
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text(), "run «make schema» and commit the file"


def test_the_schema_is_a_sound_schema() -> None:
    Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_every_file_of_a_convocatoria_names_the_schema_in_its_first_line(file: Path) -> None:
    first = file.read_text(encoding="utf-8").partition("\n")[0]
    assert first == FIRST_LINE
    assert (file.parent / first.partition("$schema=")[2]).resolve() == SCHEMA_FILE


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_every_file_of_a_convocatoria_satisfies_the_schema(file: Path) -> None:
    errors = VALIDATOR.iter_errors(plain(file.read_text(encoding="utf-8")))
    assert [f"{list(error.absolute_path)}: {error.message}" for error in errors] == []


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("documentos.yaml", "audience: MEXICANO", "audience: MEXICANA"),
        ("registro.yaml", "duplicates: false", "duplicados: false"),
        ("convocatoria.yaml", "opens: \"2023-11-18T12:00\"", "opens: \"18 de noviembre\""),
        ("supuestos.yaml", "gap: G-02", "gap: ninguno"),
    ],
)  # fmt: skip
def test_the_schema_refuses_what_the_vocabulary_does_not_know(
    spoil: Spoil, file: str, old: str, new: str
) -> None:
    text = (spoil(file, old, new) / file).read_text(encoding="utf-8")
    assert not VALIDATOR.is_valid(plain(text))


def test_the_line_that_names_the_schema_does_not_change_the_digest(spoil: Spoil, x47: Convocatoria) -> None:
    for file in FILES:
        if file.parent.name == x47.id:
            folder = spoil(file.name, FIRST_LINE + "\n", "")
    assert load(folder).digest == x47.digest
