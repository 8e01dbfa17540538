"""A later period that extends the first: what it does not say is inherited, and mistakes still name file and line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from plumbing.convocatoria import Convocatoria, load
from plumbing.convocatoria.problems import ConvocatoriaInvalid, Problem
from plumbing.convocatoria.registry import Registry
from tests.convocatoria.conftest import ROOT, X47, Spoil

EXAMPLE = X47 / "ejemplo" / "xlvii-enarm-2023-periodo-2"
OWN = ("id", "digest", "short_title", "period", "calendar", "tie_breaks", "supuestos")


def problem_of(folder: Path) -> Problem:
    with pytest.raises(ConvocatoriaInvalid) as refused:
        load(folder)
    (problem,) = refused.value.problems
    return problem


def second_of(first: Path, **changes: str) -> Path:
    """The example beside the folder `first`, extending it, with passages changed by `old: new`."""
    folder = first.parent / EXAMPLE.name
    shutil.copytree(EXAMPLE, folder)
    for file in folder.glob("*.yaml"):
        text = file.read_text(encoding="utf-8").replace("extends: ../..", f"extends: ../{first.name}")
        for old, new in changes.items():
            text = text.replace(old, new)
        file.write_text(text, encoding="utf-8")
    return folder


def test_the_second_period_has_its_own_calendar_and_everything_else_of_the_first(x47: Convocatoria):
    second = load(EXAMPLE)
    assert (second.period.value, second.cycle, second.entrance) == (2, x47.cycle, x47.entrance)
    assert second.windows["registro"].first_instant > x47.windows["aceptacion"].last_instant
    shared = [name for name in Convocatoria.model_fields if name not in OWN]
    assert {name for name in shared if getattr(second, name) != getattr(x47, name)} == set()
    assert second.digest != x47.digest


def test_its_supuestos_are_its_own_and_the_inherited_ones(x47: Convocatoria):
    second = load(EXAMPLE)
    own = {one.id for one in second.supuestos} - {one.id for one in x47.supuestos}
    assert own == {"calendario-de-ejemplo"}
    assert "4 de febrero" in second.supuesto("preaceptacion-inclusive").statement
    assert second.supuesto("no-asignado") == x47.supuesto("no-asignado")
    assert "ejemplo" in second.supuesto("calendario-de-ejemplo").statement


def test_an_example_is_not_among_the_convocatorias():
    assert EXAMPLE.name not in Registry.load(ROOT / "convocatorias")


def test_a_mistake_in_an_inherited_value_names_the_file_where_it_stands(spoil: Spoil):
    first = spoil("resultados.yaml", "no_show_outcome: ABANDONO", "no_show_outcome: OLVIDO")
    problem = problem_of(second_of(first))
    lines = (first / "resultados.yaml").read_text(encoding="utf-8").splitlines()
    assert (problem.file, problem.code) == (f"../{first.name}/resultados.yaml", "NOMBRE_DESCONOCIDO")
    assert "OLVIDO" in lines[problem.line - 1]


def test_a_mistake_in_an_inherited_supuesto_names_its_file_and_line(spoil: Spoil):
    first = spoil("supuestos.yaml", "weight: 0.5", "weight: 0.6")
    problem = problem_of(second_of(first))
    lines = (first / "supuestos.yaml").read_text(encoding="utf-8").splitlines()
    assert (problem.file, problem.code) == (f"../{first.name}/supuestos.yaml", "PESOS_NO_SUMAN_UNO")
    assert problem.field == "supuestos.puntaje-imss.value"
    assert "value:" in lines[problem.line - 1]
    assert "puntaje-imss" in lines[problem.line - 2]


@pytest.mark.parametrize(
    ("old", "new", "file", "code"),
    [
        ('closes: "2024-01-18T23:59"', 'closes: "2024-01-14"', "convocatoria.yaml", "VENTANA_AL_REVES"),
        ("value: hasta", "value: quiza", "supuestos.yaml", "LITERAL_ERROR"),
        ("supuestos: [calendario-de-ejemplo]", "supuestos: [otro]", "supuestos.yaml", "SUPUESTO_SIN_USO"),
    ],
)
def test_a_mistake_of_its_own_names_its_own_file(tmp_path, old, new, file, code):
    first = tmp_path / X47.name
    shutil.copytree(X47, first)
    with pytest.raises(ConvocatoriaInvalid) as refused:
        load(second_of(first, **{old: new}))
    assert (file, code) in {(problem.file, problem.code) for problem in refused.value.problems}


@pytest.mark.parametrize(
    ("base", "code"), [("../no-existe", "BASE_DESCONOCIDA"), (str(EXAMPLE), "BASE_QUE_EXTIENDE")]
)
def test_only_a_folder_with_the_whole_text_can_be_extended(tmp_path, base, code):
    folder = tmp_path / EXAMPLE.name
    shutil.copytree(EXAMPLE, folder)
    file = folder / "convocatoria.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("../..\n", f"{base}\n"), encoding="utf-8")
    problem = problem_of(folder)
    assert (problem.file, problem.field, problem.code) == ("convocatoria.yaml", "extends", code)
    assert "extends:" in file.read_text(encoding="utf-8").splitlines()[problem.line - 1]
