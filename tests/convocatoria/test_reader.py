"""Whoever writes a convocatoria is told the file, the line, the field and what was expected."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from plumbing.convocatoria import Convocatoria, ConvocatoriaInvalid, Problem, Registry, json_schema, load
from plumbing.convocatoria.__main__ import main

from .conftest import ROOT, X47, Spoil

MISTAKES = yaml.safe_load(Path(__file__).with_name("mistakes.yaml").read_text(encoding="utf-8"))


def refused(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(ConvocatoriaInvalid) as caught:
        load(folder)
    return caught.value.problems


def line_of(path: Path, words: str) -> int:
    return next(i for i, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if words in line)


@pytest.mark.parametrize("mistake", MISTAKES, ids=[f"{m['code']} {m['field']}" for m in MISTAKES])
def test_a_mistake_is_reported_with_its_file_line_field_and_code(
    spoil: Spoil, mistake: dict[str, str]
) -> None:
    file = mistake["file"]
    folder = spoil(file, mistake["old"], mistake["new"])
    problems = refused(folder)
    matching = [p for p in problems if (p.file, p.code, p.field) == (file, mistake["code"], mistake["field"])]
    assert matching, [f"{p.code} {p}" for p in problems]
    assert matching[0].line == line_of(folder / file, mistake["at"])
    assert str(matching[0]).startswith(f"{file}:{matching[0].line}: {mistake['field']}: ")


def test_a_call_that_caps_the_spaces_says_how_many_they_are(spoil: Spoil) -> None:
    folder = spoil("supuestos.yaml", "value: todas_las_sedes", "value: maximo")
    assert [(p.code, p.field) for p in refused(folder)] == [
        ("ESPACIOS_SEGUN_REGLA", "preferences.max_spaces")
    ]
    spoil("registro.yaml", "  duplicates: false", "  max_spaces: 3\n  duplicates: false")
    assert load(folder).preferences.max_spaces == 3


def test_the_report_is_a_plain_sentence_in_spanish(spoil: Spoil) -> None:
    problem = refused(spoil("documentos.yaml", "audience: MEXICANO", "audience: MEXICANA"))[0]
    assert str(problem).endswith(
        "documents.rows[0].audience: se espera 'TODOS', 'MEXICANO', 'EXTRANJERO', 'TRABAJADORES IMSS', "
        "'HIJO DE TRABAJADOR', 'QUIEN LO RECLAMA' or 'CON ARTICULOS' y dice «MEXICANA»."
    )


def test_a_window_out_of_order_is_told_with_both_dates(spoil: Spoil) -> None:
    results = 'opens: "2023-12-14T18:00", clause: "000§4.1"'
    early = refused(spoil("convocatoria.yaml", results, results.replace("14T18:00", "11T12:00")))
    assert str(early[0]).endswith(
        "calendar.resultados.opens: abre el 2023-12-11T12:00, antes de que cierre «envio»; se espera después de "
        "2023-12-11T12:00."
    )


def test_several_mistakes_are_reported_at_once_in_file_order(spoil: Spoil) -> None:
    spoil("documentos.yaml", "audience: MEXICANO", "audience: MEXICANA")
    folder = spoil("registro.yaml", "duplicates: false", "duplicates: tal vez")
    assert [problem.file for problem in refused(folder)] == ["documentos.yaml", "registro.yaml"]


def test_an_assumption_that_nothing_uses_is_refused(spoil: Spoil) -> None:
    unused = '\n  - {id: sobra, value: 1, statement: "Nada.", why: "Nada.", gap: G-01}\n'
    folder = spoil("supuestos.yaml", "supuestos:\n", "supuestos:" + unused)
    assert [problem.code for problem in refused(folder)] == ["SUPUESTO_SIN_USO"]


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("convocatoria.yaml", "id: xlvii", "id: xlvii\nid: xlvii", "CLAVE_REPETIDA"),
        ("registro.yaml", "preferences:", "scoring: 1\npreferences:", "CLAVE_REPETIDA"),
        ("convocatoria.yaml", "calendar:", "calendar: [", "NO_ES_YAML"),
    ],
)
def test_what_is_not_sound_yaml_is_refused(spoil: Spoil, file: str, old: str, new: str, code: str) -> None:
    assert refused(spoil(file, old, new))[0].code == code


def test_a_folder_without_its_files_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path)[0].code == "ARCHIVO_FALTANTE"
    (tmp_path / "convocatoria.yaml").write_text("id: x\n", encoding="utf-8")
    assert refused(tmp_path)[0].code == "ARCHIVO_ILEGIBLE"


def test_the_digest_is_the_same_for_the_same_rules_whatever_the_comments_and_spacing(
    spoil: Spoil, x47: Convocatoria
) -> None:
    spoil("convocatoria.yaml", "calendar:\n", "# una nota\n\ncalendar:\n")
    folder = spoil("resultados.yaml", "points: 1.0", "points: 1.00")
    assert load(folder).digest == x47.digest == load(X47).digest


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("convocatoria.yaml", "2023-12-14T18:00", "2023-12-14T18:01"),
        ("resultados.yaml", "points: 0.75", "points: 0.76"),
        ("supuestos.yaml", "value: 409600", "value: 400000"),
        ("observaciones.yaml", "No se puede leer", "No se alcanza a leer"),
    ],
)
def test_the_digest_changes_with_any_value(
    spoil: Spoil, x47: Convocatoria, file: str, old: str, new: str
) -> None:
    assert load(spoil(file, old, new)).digest != x47.digest


def test_an_assumption_replaced_by_ces_changes_the_rules_without_touching_code(spoil: Spoil) -> None:
    changed = load(spoil("supuestos.yaml", "value: 409600", "value: 400000"))
    assert changed.documents.file.max_bytes == 400_000
    assert changed.supuesto("limite-400-kb").value == 400_000


def test_the_registry_finds_a_convocatoria_by_id(x47: Convocatoria) -> None:
    registry = Registry.load(ROOT / "convocatorias")
    assert registry["xlvii-enarm-2023"] == x47
    assert "xlvii-enarm-1999" not in registry


def test_the_registry_names_the_folder_of_a_problem(spoil: Spoil) -> None:
    folder = spoil("documentos.yaml", "audience: MEXICANO", "audience: MEXICANA")
    with pytest.raises(ConvocatoriaInvalid) as caught:
        Registry.load(folder.parent)
    assert caught.value.problems[0].file == "xlvii-enarm-2023/documentos.yaml"


def test_the_schema_knows_every_key_of_the_files() -> None:
    schema = json_schema()
    json.dumps(schema)
    assert {"calendar", "documents", "scoring", "consequences"} <= set(schema["properties"])
    assert "digest" not in schema["properties"]


def test_the_command_line_checks_and_says_what_is_wrong(
    spoil: Spoil, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(X47)]) == 0
    assert "xlvii-enarm-2023: correcta" in capsys.readouterr().out
    folder = spoil("documentos.yaml", "audience: MEXICANO", "audience: MEXICANA")
    assert main(["check", str(folder)]) == 1
    assert "documentos.yaml:" in capsys.readouterr().err
    assert main([]) == 2
