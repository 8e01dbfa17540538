"""What a refusal rests on stands in the text of the call it is made under."""

from __future__ import annotations

import pytest

from plumbing.convocatoria import Convocatoria, ConvocatoriaInvalid, load
from plumbing.convocatoria.clauses import needed
from plumbing.errors import FieldError, Invalid, Rule, cited

from .conftest import X47, Spoil

TEXT_OF = {
    "xlvii-enarm-2023": "000",
    "xlviii-extraordinario": "001",
    "cer-rama-2025": "002",
    "xlix-tercer-periodo-2026": "003",
    "xlv-enarm-2021": "004",
}


@pytest.mark.parametrize("folder", TEXT_OF)
def test_every_rule_of_a_call_stands_in_its_own_text_or_in_a_supuesto(folder: str) -> None:
    call = load(X47.parent / folder)
    assert needed(call) <= call.clauses.keys()
    assumed = {one.id for one in call.supuestos}
    for rule, clause in call.clause_by_rule.items():
        assert clause.startswith(TEXT_OF[folder]) or clause in assumed, rule


def test_each_call_says_the_same_rule_where_its_text_has_it() -> None:
    said = {text: load(X47.parent / folder).clause_by_rule for folder, text in TEXT_OF.items()}
    assert {text: clauses.get(Rule.LAST_PRINT) for text, clauses in said.items()} == {
        "000": "000§2.2.1 j",
        "001": "circuito-como-xlvii",
        "002": None,
        "003": "003§2.2.1 j",
        "004": "circuito-como-xlvii",
    }
    assert {
        text: clauses[Rule.FIELDS] for text, clauses in said.items() if text in ("000", "002", "003")
    } == {
        "000": "000§1.2",
        "002": "002§2.3 A",
        "003": "003§1.3",
    }


def test_a_rule_without_its_clause_is_named(spoil: Spoil) -> None:
    with pytest.raises(ConvocatoriaInvalid) as invalid:
        load(spoil("clausulas.yaml", '  observations: {clause: "000§3.3 c"}\n', ""))
    (problem,) = invalid.value.problems
    assert (problem.file, problem.code) == ("clausulas.yaml", "CLAUSULA_FALTANTE")
    assert problem.facts == {"regla": "observations"}


def test_a_rule_nobody_knows_is_named(spoil: Spoil) -> None:
    with pytest.raises(ConvocatoriaInvalid) as invalid:
        load(spoil("clausulas.yaml", "  observations:", "  observaciones:"))
    assert [problem.file for problem in invalid.value.problems] == ["clausulas.yaml"]


def test_an_error_cites_what_the_call_says(x47: Convocatoria) -> None:
    wrong = FieldError("curp", "CURP_LONGITUD", {}, Rule.CURP)
    error = Invalid("REGISTRO_INCOMPLETO", clause=Rule.SOLICITUD, fields=(wrong,)).citing(x47.clause_by_rule)
    assert (error.clause, error.fields[0].clause) == ("000§1.5", "000§1.1, 2.1")
    assert error.citing(x47.clause_by_rule).clause == "000§1.5"
    assert [cited(one, {}) for one in (None, "G-11", "003§4.3", Rule.EXAMS)] == ["", "G-11", "003§4.3", ""]
