"""X48 (001) is a template without dates: it is read and checked, and cannot be opened until a calendar is given."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from plumbing import messages
from plumbing.convocatoria import Convocatoria, ConvocatoriaInvalid, Registry, load
from plumbing.convocatoria.__main__ import main
from plumbing.convocatoria.yaml_source import read_yaml
from plumbing.deadlines import digest_of, find
from plumbing.errors import Conflict, NotFound

from .conftest import ROOT
from .test_x47 import leaves

NOON = datetime(2024, 1, 1, 18, tzinfo=UTC)

X48 = ROOT / "convocatorias" / "xlviii-extraordinario"
EXAMPLE = X48 / "ejemplo" / "calendario.ejemplo.yaml"
NAMES = [
    "IDENTIFICACION1", "IDENTIFICACION2", "ACTANACIMIENTO", "CURP", "TITULO1", "TITULO2", "CEDULA", "CERTIFICADO",
    "INTERNADO", "SERVICIOSOCIAL", "PUNTAJENARM", "BT09", "TARJETONPAGO", "TARJETONPADRE", "SOLICITUD",
]  # fmt: skip


@pytest.fixture(scope="module")
def template() -> Convocatoria:
    return load(X48)


@pytest.fixture(scope="module")
def dated() -> Convocatoria:
    return load(X48, EXAMPLE)


@pytest.fixture
def calendars(tmp_path: Path) -> Path:
    (tmp_path / f"{X48.name}.yaml").write_bytes(EXAMPLE.read_bytes())
    return tmp_path


def test_every_value_cites_the_instructions_or_an_assumption() -> None:
    found = [
        f"{source.file}:{source.line(path)}"
        for source in (read_yaml(p) for p in sorted(X48.glob("*.yaml")) if p.name != "supuestos.yaml")
        for path, told in leaves(source.data, (), told=False)
        if not told and path not in (("id",), ("obligations",))
    ]
    assert found == []
    for path in X48.glob("*.yaml"):
        assert 'clause: "000' not in path.read_text(encoding="utf-8")


def test_without_a_calendar_it_is_read_and_no_window_has_a_date(template: Convocatoria) -> None:
    assert template.windows == {}
    assert len(template.pending_windows) == 13
    assert all(window.clause or window.supuestos for window in template.pending_windows.values())


def test_the_check_says_that_it_is_right_and_cannot_be_opened(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(X48)]) == 0
    said = capsys.readouterr().out
    assert "correcta" in said
    assert "No se puede abrir" in said
    assert "Registro" in said


def test_a_registry_answers_every_use_of_it_with_one_error() -> None:
    registry = Registry.load(ROOT / "convocatorias")
    assert X48.name in registry.templates
    assert X48.name not in registry
    assert X48.name not in list(registry)
    for use in (lambda: find(registry, X48.name), lambda: digest_of(registry, X48.name, NOON)):
        with pytest.raises(Conflict) as refused:
            use()
        assert refused.value.code == "CONVOCATORIA_SIN_CALENDARIO"
        assert "Registro" in refused.value.facts["ventanas"]
    with pytest.raises(NotFound):
        find(registry, "otra")


def test_the_error_says_what_why_and_how_to_fix_it() -> None:
    entry = messages.load().entries["CONVOCATORIA_SIN_CALENDARIO"]
    assert "no tiene calendario" in entry["que"]
    assert "CALENDARS_DIR" in entry["arreglo"]


def test_a_given_calendar_opens_it(calendars: Path, template: Convocatoria) -> None:
    registry = Registry.load(ROOT / "convocatorias", calendars)
    found = find(registry, X48.name)
    assert X48.name not in registry.templates
    assert set(found.windows) == set(template.calendar)


def test_the_calendar_is_part_of_the_digest(
    template: Convocatoria, dated: Convocatoria, calendars: Path
) -> None:
    other = calendars / f"{X48.name}.yaml"
    text = other.read_text(encoding="utf-8")
    other.write_text(text.replace("2025-02-04T08:00", "2025-02-04T09:00"), encoding="utf-8")
    assert len({template.digest, dated.digest, load(X48, other).digest}) == 3


def test_the_example_says_that_it_is_an_example(dated: Convocatoria) -> None:
    assert dated.calendar_source is not None
    assert "EJEMPLO" in dated.calendar_source.value


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('  envio: {opens: "2025-01-11T12:00", closes: "2025-02-03T12:00"}\n', "", "VENTANA_SIN_FECHAS"),
        ("  resultados: {", "  sorpresa: {", "VENTANA_DE_MAS"),
        ("calendar_source: {", "otra_cosa: {", "MISSING"),
        ("2025-02-09T23:59", "2025-02-30T23:59", "VALUE_ERROR"),
    ],
)
def test_half_a_calendar_is_refused_whole(calendars: Path, old: str, new: str, code: str) -> None:
    given = calendars / f"{X48.name}.yaml"
    given.write_text(given.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(ConvocatoriaInvalid) as refused:
        load(X48, given)
    expected = "FECHA_IMPOSIBLE" if code == "VALUE_ERROR" else code
    assert expected in {problem.code for problem in refused.value.problems}


def test_a_calendar_cannot_change_the_dates_of_a_call_that_has_its_own(tmp_path: Path) -> None:
    given = tmp_path / "given.yaml"
    given.write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(ConvocatoriaInvalid) as refused:
        load(ROOT / "convocatorias" / "xlvii-enarm-2023", given)
    assert {"VENTANA_DE_MAS"} <= {problem.code for problem in refused.value.problems}


def test_the_letter_is_valid_ten_business_days_from_the_close_of_acceptance(dated: Convocatoria) -> None:
    window = dated.windows["vigencia_preaceptacion"]
    assert (window.opens, window.closes) == ("2025-02-10", "2025-02-21")
    assert dated.supuesto("vigencia-de-la-carta").gap == "G-09"


def test_the_table_has_15_rows_with_their_own_names_and_none_for_foreigners(template: Convocatoria) -> None:
    assert [row.slot for row in template.documents.rows] == NAMES
    assert {row.audience for row in template.documents.rows} == {
        "TODOS",
        "TRABAJADORES IMSS",
        "HIJO DE TRABAJADOR",
    }
    assert template.required_slots("nacional") == template.required_slots("extranjero")
    assert len(template.required_slots("nacional")) == 12
    assert template.documents.file_name("ACTANACIMIENTO") == "ACTANACIMIENTO.jpg"


def test_higo_is_shown_as_hijo_and_the_source_is_quoted(template: Convocatoria) -> None:
    row = template.documents.row("TARJETONPADRE")
    assert row.audience == "HIJO DE TRABAJADOR"
    assert row.text == "«HIGO DE TRABAJADOR»"
    assert row.note is not None
    assert "X-77" in row.note


def test_there_is_no_carta_compromiso_for_papers(template: Convocatoria) -> None:
    assert not [kind for row in template.documents.rows for kind in row.kinds if kind.obligation]
    assert "L-04" not in {letter.code for letter in template.letters}
    assert template.obligations == ()


def test_the_sede_may_not_be_visited_before_the_carta_de_aceptacion_y_presentacion(
    template: Convocatoria,
) -> None:
    said = [text.sentence for text in template.portal_texts if text.clause == "001 viñeta 4"]
    assert any("No te presentes en la sede" in sentence for sentence in said)
    assert "No te presentes en la sede académica antes de recibirla." in template.presentation.steps
    assert template.letter("L-12").title == "Carta de Aceptación y Presentación"
    assert template.letter_words is not None
    own = {(text.letter, text.place): text.sentences for text in template.letter_words.own}
    assert any("No te presentes en la sede" in sentence for sentence in own["L-09", "steps"])


def test_what_bars_is_a_to_c_and_not_two_institutions(template: Convocatoria) -> None:
    barring = {d.code: d.clause for d in template.declarations if d.excludes}
    assert barring == {
        "sin_proceso_legal": "001 IMPORTANTE a",
        "sin_rescision": "001 IMPORTANTE b",
        "sin_especialidad_concluida": "001 IMPORTANTE c",
    }
    assert template.expediente.exclusive_institution is False


def test_the_telephones_answer_in_the_hours_of_the_text(template: Convocatoria) -> None:
    hours = {contact.hours: contact.extensions for contact in template.contacts}
    assert hours == {
        "de lunes a viernes, de 08:00 a 16:00 horas": ("21195", "21197", "22908"),
        "de lunes a viernes, de 09:00 a 17:00 horas": ("21183", "21196"),
    }


def test_scoring_and_allocation_are_those_of_the_model_by_assumption(
    template: Convocatoria, x47: Convocatoria
) -> None:
    assert [(e.code, e.points) for e in template.scoring.extras] == [
        (e.code, e.points) for e in x47.scoring.extras
    ]
    assert template.allocation.algorithm == x47.allocation.algorithm
    assert template.supuesto("resultados-como-xlvii").gap == "G-06"
    assert "resultados-como-xlvii" in template.scoring.supuestos
