"""The values of X49 are those of the text (003) and of the assumptions where it is silent."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from plumbing.clock import MEXICO_CITY
from plumbing.convocatoria import Convocatoria, ConvocatoriaInvalid, load
from plumbing.convocatoria.yaml_source import read_yaml

from .conftest import ROOT
from .test_x47 import leaves

X49 = ROOT / "convocatorias" / "xlix-tercer-periodo-2026"
NAMES = [
    *("IDENTIFICACION1", "IDENTIFICACION2", "ACTADENACIMIENTO", "CURP", "TITULO1", "TITULO2", "CEDULA"),
    *("CERTIFICADO", "INTERNADO", "SERVICIOSOCIAL", "PUNTAJENARM", "BT09", "TARJETONDEPAGO"),
    *("TARJETONPADRE", "SOLICITUD"),
]


@pytest.fixture(scope="module")
def x49() -> Convocatoria:
    return load(X49)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MEXICO_CITY)


def test_every_value_cites_a_clause_or_an_assumption() -> None:
    found = [
        f"{source.file}:{source.line(path)}"
        for source in map(read_yaml, sorted(X49.glob("*.yaml")))
        for path, told in leaves(source.data, (), told=False)
        if not told and path != ("id",) and source.file != "supuestos.yaml"
    ]
    assert found == []


def test_no_clause_is_of_another_text() -> None:
    for file in X49.glob("*.yaml"):
        assert 'clause: "000' not in file.read_text(encoding="utf-8")


def test_the_quotes_stand_in_the_text_of_no_other_call() -> None:
    text = "\n".join(file.read_text(encoding="utf-8") for file in X49.glob("*.yaml"))
    assert "XLVII" not in text
    assert "2024" not in text
    assert "2023" not in text


def test_the_table_has_the_fifteen_rows_of_the_text_in_its_order(x49: Convocatoria) -> None:
    assert [row.slot for row in x49.documents.rows] == NAMES
    assert len(x49.required_slots("nacional")) == 12
    assert set(x49.required_slots("nacional", trabajador=True, hijo=True)) == set(NAMES)


def test_there_is_no_flow_for_foreigners(x49: Convocatoria) -> None:
    assert {category.roster for category in x49.categories} == {"nacional"}


@pytest.mark.parametrize(
    ("window", "instant", "is_open"),
    [
        ("primer_envio", "2026-02-20T16:00:00", True),
        ("primer_envio", "2026-02-20T16:00:01", False),
        ("registro", "2026-02-20T16:00:01", True),
        ("registro", "2026-02-20T23:59:59", True),
        ("envio", "2026-02-23T10:00:00", True),
        ("envio", "2026-02-23T10:00:01", False),
        ("ficha", "2026-02-23T12:00:00", True),
        ("ficha", "2026-02-23T12:00:01", False),
        ("compromiso", "2026-02-24T08:59:00", False),
        ("compromiso", "2026-02-24T09:00:00", True),
        ("preaceptacion", "2026-02-24T23:59:59", True),
        ("preaceptacion", "2026-02-25T00:00:00", False),
    ],
)
def test_each_window_opens_and_closes_when_the_text_says(
    x49: Convocatoria, window: str, instant: str, is_open: bool
) -> None:
    assert x49.windows[window].contains(at(instant)) is is_open


@pytest.mark.parametrize(
    ("selected", "opens"),
    [("2026-02-16", "2026-02-17"), ("2026-02-17", "2026-02-18"), ("2026-02-18", "2026-02-19")],
)
@pytest.mark.parametrize("window", ["registro", "solicitud_print"])
def test_the_registro_opens_after_four_on_the_day_after_the_selection(
    x49: Convocatoria, selected: str, opens: str, window: str
) -> None:
    own = x49.window_of(window, selected)
    assert not own.contains(at(f"{opens}T16:00:00"))
    assert own.contains(at(f"{opens}T16:00:01"))
    assert own.closes == x49.windows[window].closes
    assert "después de las 16:00" in own.text_for_people


def test_other_windows_do_not_depend_on_the_day_of_selection(x49: Convocatoria) -> None:
    assert x49.window_of("ficha", "2026-02-18") == x49.windows["ficha"]


def test_who_has_not_sent_is_out_when_the_registro_closes_not_before(x49: Convocatoria) -> None:
    assert x49.last_chance_to_begin == x49.windows["registro"]


def test_the_first_envio_of_a_call_without_its_own_window_is_the_envio(x47: Convocatoria) -> None:
    assert x47.first_envio == x47.last_chance_to_begin == x47.windows["envio"]


def test_the_induction_course_is_on_the_first_business_day_of_the_cycle(x49: Convocatoria) -> None:
    assert (x49.windows["induccion"].opens, x49.windows["induccion"].closes) == ("2026-03-02", "2026-03-02")


def test_a_holiday_moves_the_induction_course(tmp_path: Path) -> None:
    text = (X49 / "supuestos.yaml").read_text(encoding="utf-8")
    folder = tmp_path / X49.name
    folder.mkdir()
    for file in X49.glob("*.yaml"):
        (folder / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "supuestos.yaml").write_text(
        text.replace('["2026-03-16"]', '["2026-03-02", "2026-03-16"]'), encoding="utf-8"
    )
    assert load(folder).windows["induccion"].opens == "2026-03-03"


def test_a_first_business_day_of_an_unknown_window_is_told(tmp_path: Path) -> None:
    folder = tmp_path / X49.name
    folder.mkdir()
    for file in X49.glob("*.yaml"):
        text = file.read_text(encoding="utf-8").replace("of: ciclo", "of: curso")
        (folder / file.name).write_text(text, encoding="utf-8")
    with pytest.raises(ConvocatoriaInvalid, match="curso"):
        load(folder)


def test_two_phones_and_two_correos_are_due(x49: Convocatoria) -> None:
    for name in ("telefonos", "correos"):
        assert (x49.field(name).count_min, x49.field(name).count_max) == (2, 2)


def test_a_grade_of_four_point_one_of_five_is_eighty_two_with_its_document(x49: Convocatoria) -> None:
    scale = {one.code: one for one in x49.grade_scales}["5"]
    assert scale.factor is not None
    assert float(scale.factor) * 4.1 == pytest.approx(82)
    assert scale.needs_equivalence


def test_claims_give_no_points_and_a_false_one_cancels_the_folio(x49: Convocatoria) -> None:
    assert x49.scoring.formula == "sin_puntaje"
    found = {extra.code: (extra.points, extra.false_outcome) for extra in x49.scoring.extras}
    assert found == {
        "trabajador": (0, "TRABAJADOR_NO_COMPROBADO"),
        "hijo_trabajador": (0, "HIJO_NO_COMPROBADO"),
        "servicio_social_imss": (0, "SERVICIO_SOCIAL_NO_COMPROBADO"),
    }


def test_in_a_call_with_puntaje_a_false_claim_only_loses_its_points(x47: Convocatoria) -> None:
    assert {extra.false_outcome for extra in x47.scoring.extras} == {None}


def test_the_acceptance_has_two_steps_no_reject_button_and_silence_is_renuncia(x49: Convocatoria) -> None:
    steps = x49.acceptance.steps
    assert [step.code for step in steps] == ["ACEPTO_COMPROMISO", "IMPRIME_PREACEPTACION"]
    assert {step.on_silence for step in steps} == {"RENUNCIA"}
    assert x49.acceptance.reject_button is None
    assert steps[1].single
    assert steps[1].device == "escritorio_o_laptop"


def test_title_and_cedula_are_due_six_months_after_the_selection(x49: Convocatoria) -> None:
    for code in ("TITULO", "CEDULA"):
        due = x49.obligation(code)
        assert due.due.anchor == "seleccion_dgces"
        assert due.last_day(anchor_on=date(2026, 2, 16)) == date(2026, 8, 16)


def test_only_annulment_bars_from_other_calls(x49: Convocatoria) -> None:
    assert {c.outcome for c in x49.consequences if c.ban} == {"INCONSISTENCIA_GRAVE"}


def test_every_outcome_that_frees_the_place_is_told_to_the_dgces(x49: Convocatoria) -> None:
    assert x49.release_notice is not None
    assert set(x49.release_notice.outcomes) == {c.outcome for c in x49.consequences if c.frees_plaza}


def test_a_contract_in_force_exempts_from_the_exams(x49: Convocatoria) -> None:
    assert x49.presentation.exempt_from_exams == ("relacion_laboral_vigente",)
