"""The values of X45 are those of the article (004) and of the assumptions where it is silent."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from plumbing.clock import MEXICO_CITY
from plumbing.convocatoria import Convocatoria, load
from plumbing.convocatoria.yaml_source import read_yaml

from .conftest import ROOT
from .test_x47 import leaves

X45 = ROOT / "convocatorias" / "xlv-enarm-2021"


@pytest.fixture(scope="module")
def x45() -> Convocatoria:
    return load(X45)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MEXICO_CITY)


def test_every_value_cites_a_heading_of_the_article_or_an_assumption() -> None:
    found = [
        f"{source.file}:{source.line(path)}"
        for source in (read_yaml(p) for p in sorted(X45.glob("*.yaml")) if p.name != "supuestos.yaml")
        for path, told in leaves(source.data, (), told=False)
        if not told and path != ("id",)
    ]
    assert found == []


def test_no_value_cites_the_text_of_another_call() -> None:
    for path in X45.glob("*.yaml"):
        assert 'clause: "000' not in path.read_text(encoding="utf-8")


def test_it_says_that_the_source_is_second_hand(x45: Convocatoria) -> None:
    assert x45.supuesto("segunda-mano").gap == "X-01, X-02"
    assert any(text.code == "SEGUNDA_MANO" and text.where == "siempre" for text in x45.portal_texts)
    assert x45.title.supuestos == ("segunda-mano",)


@pytest.mark.parametrize(
    ("window", "instant", "is_open"),
    [
        ("registro", "2021-11-09T00:00:59", False),
        ("registro", "2021-11-09T00:01:00", True),
        ("solicitud_print", "2021-11-09T11:59:59", False),
        ("solicitud_print", "2021-11-09T12:00:00", True),
        ("envio", "2021-11-09T11:59:59", False),
        ("envio", "2021-11-09T12:00:00", True),
        ("registro", "2021-11-17T23:59:59", True),
        ("envio", "2021-11-17T23:59:59", True),
        ("envio", "2021-11-18T00:00:00", False),
        ("resultados", "2021-11-29T00:00:59", False),
        ("resultados", "2021-11-29T00:01:00", True),
    ],
)
def test_the_windows_are_those_of_the_article(
    x45: Convocatoria, window: str, instant: str, is_open: bool
) -> None:
    assert x45.windows[window].contains(at(instant)) is is_open


def test_the_cycle_goes_from_march_2022_to_february_2023(x45: Convocatoria) -> None:
    assert (x45.windows["ciclo"].opens, x45.windows["ciclo"].closes) == ("2022-03-01", "2023-02-28")


def test_there_are_the_17_rows_of_the_model_and_teaching_and_publications(x45: Convocatoria) -> None:
    slots = [row.slot for row in x45.documents.rows]
    assert len(slots) == 19
    assert {"DOCENCIA", "PUBLICACIONES"} < set(slots)
    assert x45.documents.rows_in_source.supuestos == ("renglones",)


def test_teaching_and_publications_are_asked_only_of_who_claims_them(x45: Convocatoria) -> None:
    plain = x45.required_slots("nacional")
    assert len(plain) == 12
    assert not {"DOCENCIA", "PUBLICACIONES"} & set(plain)
    both = x45.required_slots("nacional", claimed=("docencia", "publicaciones"))
    assert set(both) - set(plain) == {"DOCENCIA", "PUBLICACIONES"}
    assert x45.rows_for("nacional", claimed=("docencia",))[-2].slot == "DOCENCIA"


def test_the_acta_is_of_the_current_year(x45: Convocatoria) -> None:
    kinds = x45.documents.row("ACTADENACIMIENTO").kinds
    assert {kind.issued_since for kind in kinds} == {"2021-01-01"}
    assert {kind.max_age_years for kind in kinds} == {None}


def test_only_the_cedula_may_be_owed_and_for_twelve_months(x45: Convocatoria) -> None:
    owed = {kind.obligation for row in x45.documents.rows for kind in row.kinds if kind.obligation}
    assert owed == {"CEDULA"}
    assert x45.obligation("CEDULA").due.months == 12
    assert x45.obligation("CEDULA").clause == "004 Documents"


def test_an_identification_is_ine_or_passport_and_not_a_matricula_consular(x45: Convocatoria) -> None:
    kinds = {kind.kind for kind in x45.documents.row("IDENTIFICACION1").kinds}
    assert "MATRICULA_CONSULAR" not in kinds
    assert {"INE_ANVERSO", "PASAPORTE"} <= kinds


def test_teaching_and_publications_give_half_a_point_a_unit_up_to_two(x45: Convocatoria) -> None:
    for code, accepted in (("docencia", 30), ("publicaciones", 4)):
        extra = x45.scoring.extra(code)
        assert extra.points == Decimal("0.5")
        assert extra.counted is not None
        assert (extra.counted.max_units, extra.counted.max_accepted) == (2, accepted)
        assert x45.supuesto(f"puntos-de-{code}").gap == "G-06, X-53"


def test_the_other_extras_and_the_formula_are_those_of_the_model(
    x45: Convocatoria, x47: Convocatoria
) -> None:
    mine = {extra.code: extra.points for extra in x45.scoring.extras if extra.counted is None}
    assert mine == {extra.code: extra.points for extra in x47.scoring.extras}
    assert [(c.code, c.weight) for c in x45.scoring.components] == [
        (c.code, c.weight) for c in x47.scoring.components
    ]
    assert [t.rule for t in x45.tie_breaks] == [t.rule for t in x47.tie_breaks]


def test_every_document_claim_and_field_has_a_reason(x45: Convocatoria) -> None:
    for row in x45.documents.rows:
        assert any(reason.effect == "observacion" for reason in x45.reasons_for(slot=row.slot))
    for extra in x45.scoring.extras:
        assert any(r.effect == "rechaza_comprobacion" for r in x45.reasons_for(claim=extra.code))


def test_its_letters_print_no_section_of_another_text(x45: Convocatoria) -> None:
    assert x45.letter_words is not None
    assert x45.letter_words.sections is False
