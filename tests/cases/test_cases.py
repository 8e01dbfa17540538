"""Every case of every convocatoria holds (`residencias` says what a clause means; here it is shown)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cases.coverage import cited, report, supuestos
from tests.cases.kinds import KINDS
from tests.cases.reading import Case, CaseInvalid, atoms, folders, read_cases
from tests.cases.running import run

LEAST = 40
CASES = [case for folder in folders() for case in read_cases(folder)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.where} {case.title}")
def test_the_case_holds(case: Case) -> None:
    assert case.kind in KINDS, f"{case.where}: tipo «{case.kind}»; los hay: {', '.join(sorted(KINDS))}"
    seen = run(case)
    unknown = set(case.then) - set(seen)
    assert not unknown, f"{case.where}: de «{case.kind}» se observa {sorted(seen)}, no {sorted(unknown)}"
    assert {name: seen[name] for name in case.then} == dict(case.then), f"{case.where}: {case.title}"


@pytest.mark.parametrize("folder", folders(), ids=lambda folder: folder.name)
def test_each_convocatoria_has_its_cases_and_they_cite_clauses_that_exist(folder: Path) -> None:
    cases = read_cases(folder)
    assert len(cases) >= LEAST
    assert len({case.title for case in cases}) == len(cases), "dos casos tienen el mismo título"
    known = {*cited(folder), *supuestos(folder)}
    strangers = {
        f"{case.where}: {clause}" for case in cases for clause in case.clauses if clause not in known
    }
    assert strangers == set()


@pytest.mark.parametrize("folder", folders(), ids=lambda folder: folder.name)
def test_every_clause_has_a_case_or_the_reason_why_it_has_none(folder: Path) -> None:
    said = report(folder)
    assert said.unexplained == [], "sin caso y sin razón en cases/sin_caso.yaml"
    assert set(said.excused) & set(said.covered) == set(), "tiene caso: sobra en cases/sin_caso.yaml"
    assert set(said.excused) <= set(cited(folder)), "nada de la carpeta cita esta cláusula"
    assert all(reason.endswith(".") and len(reason) > 20 for reason in said.excused.values())


def test_the_report_names_the_clauses_without_a_case(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    (tmp_path / "convocatoria.yaml").write_text("a: {clause: '000§1.1, 1.2'}\n", encoding="utf-8")
    (tmp_path / "cases" / "uno.yaml").write_text(
        "- {caso: Uno, clausula: '000§1.1', tipo: ventana, dado: {}, entonces: {abierta: true}}\n",
        encoding="utf-8",
    )
    said = report(tmp_path)
    assert said.covered == {"000§1.1": ["Uno"]}
    assert (said.excused, said.unexplained) == ({}, ["000§1.2"])
    reason = "Dice quién publica; nada se ejecuta."
    (tmp_path / "cases" / "sin_caso.yaml").write_text(
        f"- {{clausula: '000§1.2', porque: '{reason}'}}\n", encoding="utf-8"
    )
    said = report(tmp_path)
    assert (said.excused, said.unexplained) == ({"000§1.2": reason}, [])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- {caso: Uno}\n", "uno.yaml:1: un caso lleva"),
        (
            "\n\n- {caso: Uno, clausula: x, tipo: y, dado: {}, entonces: {}}\n",
            "uno.yaml:3: «dado» y «entonces»",
        ),
        ("caso: Uno\n", "se espera una lista"),
        ("- [\n", "no es YAML"),
    ],
)
def test_a_file_that_is_wrong_is_named_with_its_line(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "uno.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(CaseInvalid, match=says):
        read_cases(tmp_path)


def test_a_clause_may_cite_several_sections() -> None:
    assert atoms("000§2.2.1 d.2, e, 3.3 c") == ("000§2.2.1 d.2", "000§2.2.1 e", "000§3.3 c")
    assert atoms("000§2.2.1 d.2, e ATENCIÓN") == ("000§2.2.1 d.2", "000§2.2.1 e ATENCIÓN")
    assert atoms("000 título") == ("000 título",)
    assert atoms("000 Nota, 1.6") == ("000 Nota", "000§1.6")
