"""Later periods that extend the first: what they do not say is inherited, and mistakes still name file and line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from plumbing.convocatoria import Convocatoria, load
from plumbing.convocatoria.problems import ConvocatoriaInvalid, Problem
from plumbing.convocatoria.registry import Registry
from tests.convocatoria.conftest import ROOT, X47, Spoil

SECOND, THIRD = (ROOT / "convocatorias" / f"{X47.name}-periodo-{n}" for n in (2, 3))
OWN = (
    "id",
    "digest",
    "title",
    "short_title",
    "period",
    "oferta_origin",
    "calendar",
    "tie_breaks",
    "supuestos",
)


def dated(folder: Path) -> Convocatoria:
    return load(folder, folder / "ejemplo" / "calendario.ejemplo.yaml")


def problem_of(folder: Path, calendar: Path | None = None) -> Problem:
    with pytest.raises(ConvocatoriaInvalid) as refused:
        load(folder, calendar)
    (problem,) = refused.value.problems
    return problem


def second_of(first: Path, **changes: str) -> Path:
    """The second period beside the folder `first`, extending it, with passages changed by `old: new`."""
    folder = first.parent / SECOND.name
    shutil.copytree(SECOND, folder)
    for file in folder.glob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        for old, new in {f"extends: ../{X47.name}": f"extends: ../{first.name}", **changes}.items():
            text = text.replace(old, new)
        file.write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(("folder", "period"), [(SECOND, 2), (THIRD, 3)])
def test_a_later_period_has_its_own_calendar_and_everything_else_of_the_first(
    x47: Convocatoria, folder: Path, period: int
):
    later = dated(folder)
    assert (later.period.value, later.cycle, later.entrance) == (period, x47.cycle, x47.entrance)
    assert set(later.windows) == set(x47.windows)
    shared = [name for name in Convocatoria.model_fields if name not in (*OWN, "calendar_source")]
    assert {name for name in shared if getattr(later, name) != getattr(x47, name)} == set()
    assert later.digest != x47.digest


@pytest.mark.parametrize("folder", [SECOND, THIRD])
def test_a_later_period_is_closed_until_ces_gives_its_calendar(folder: Path):
    registry = Registry.load(ROOT / "convocatorias")
    assert folder.name in registry.templates
    assert folder.name not in registry
    pending = registry.templates[folder.name].pending_windows
    assert all(window.clause or window.supuestos for window in pending.values())
    assert "registro" in pending


def test_each_offers_what_the_one_before_left_and_opens_after_it_was_counted(x47: Convocatoria):
    before = x47
    for later in (dated(SECOND), dated(THIRD)):
        assert later.oferta_origin.convocatoria == before.id
        counted = before.windows[later.oferta_origin.counted_at].last_instant
        assert later.windows["registro"].first_instant > counted
        assert "corte-de-plazas" in later.oferta_origin.supuestos
        before = later
    assert before.windows["vigencia_preaceptacion"].last_instant < before.windows["ciclo"].first_instant


def two_periods(root: Path) -> tuple[Path, Path]:
    """The second period's folder and the calendars' folder, in a root with the first."""
    for folder in (X47, SECOND):
        shutil.copytree(folder, root / folder.name)
    calendars = root / "calendarios"
    calendars.mkdir()
    example = SECOND / "ejemplo" / "calendario.ejemplo.yaml"
    shutil.copy(example, calendars / f"{SECOND.name}.yaml")
    return root / SECOND.name, calendars


def refused_by_registry(root: Path) -> Problem:
    with pytest.raises(ConvocatoriaInvalid) as refused:
        Registry.load(root, root / "calendarios")
    (problem,) = refused.value.problems
    return problem


def test_a_registro_that_opens_before_the_plazas_are_counted_is_refused(tmp_path: Path):
    _, calendars = two_periods(tmp_path)
    assert SECOND.name in Registry.load(tmp_path, calendars)
    given = calendars / f"{SECOND.name}.yaml"
    given.write_text(
        given.read_text(encoding="utf-8").replace("2024-01-04T12:00", "2024-01-02T12:00"), "utf-8"
    )
    problem = refused_by_registry(tmp_path)
    assert (problem.code, problem.field) == ("REGISTRO_ANTES_DEL_CORTE", "calendar.registro")
    assert "vigencia_preaceptacion" in str(problem)


def test_a_period_after_a_call_that_is_not_there_is_refused(tmp_path: Path):
    folder, _ = two_periods(tmp_path)
    file = folder / "convocatoria.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(f"  convocatoria: {X47.name}\n", "  convocatoria: otra\n"), "utf-8")
    problem = refused_by_registry(tmp_path)
    assert (problem.file, problem.code) == (f"{SECOND.name}/convocatoria.yaml", "ORIGEN_DESCONOCIDO")


def test_the_plazas_are_counted_at_a_window_of_the_call_they_come_from(tmp_path: Path):
    folder, _ = two_periods(tmp_path)
    file = folder / "supuestos.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("value: vigencia_preaceptacion", "value: nunca"), "utf-8")
    problem = refused_by_registry(tmp_path)
    assert (problem.field, problem.code) == ("oferta_origin.counted_at", "VENTANA_DESCONOCIDA")


def test_its_supuestos_are_its_own_and_the_inherited_ones(x47: Convocatoria):
    second = dated(SECOND)
    own = {one.id for one in second.supuestos} - {one.id for one in x47.supuestos}
    assert own == {"ventanas-del-primer-periodo", "corte-de-plazas"}
    assert "de este periodo" in second.tie_breaks[-1].public_number_source
    assert second.supuesto("no-asignado") == x47.supuesto("no-asignado")
    assert not [one.statement for one in second.supuestos if "2023" in one.statement]


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
        ('closes: "2024-04-14"', 'closes: "2024-04-41"', "convocatoria.yaml", "FECHA_IMPOSIBLE"),
        ("value: vigencia_preaceptacion", "value: ''", "supuestos.yaml", "STRING_PATTERN_MISMATCH"),
        ("{supuesto: corte-de-plazas}", "vigencia_preaceptacion", "supuestos.yaml", "SUPUESTO_SIN_USO"),
    ],
)
def test_a_mistake_of_its_own_names_its_own_file(tmp_path, old, new, file, code):
    first = tmp_path / X47.name
    shutil.copytree(X47, first)
    with pytest.raises(ConvocatoriaInvalid) as refused:
        load(second_of(first, **{old: new}))
    assert (file, code) in {(problem.file, problem.code) for problem in refused.value.problems}


def test_a_calendar_whose_windows_are_the_wrong_way_round_is_refused(tmp_path: Path):
    calendar = tmp_path / "given.yaml"
    text = (SECOND / "ejemplo" / "calendario.ejemplo.yaml").read_text(encoding="utf-8")
    calendar.write_text(text.replace('closes: "2024-01-07T23:59"', 'closes: "2024-01-03T00:00"'), "utf-8")
    with pytest.raises(ConvocatoriaInvalid) as refused:
        load(SECOND, calendar)
    assert {problem.code for problem in refused.value.problems} == {"VENTANA_AL_REVES"}


@pytest.mark.parametrize(
    ("base", "code"), [("../no-existe", "BASE_DESCONOCIDA"), (str(SECOND), "BASE_QUE_EXTIENDE")]
)
def test_only_a_folder_with_the_whole_text_can_be_extended(tmp_path, base, code):
    folder = tmp_path / SECOND.name
    shutil.copytree(SECOND, folder)
    file = folder / "convocatoria.yaml"
    text = file.read_text(encoding="utf-8").replace(f"extends: ../{X47.name}\n", f"extends: {base}\n")
    file.write_text(text, encoding="utf-8")
    problem = problem_of(folder)
    assert (problem.file, problem.field, problem.code) == ("convocatoria.yaml", "extends", code)
    assert "extends:" in file.read_text(encoding="utf-8").splitlines()[problem.line - 1]
