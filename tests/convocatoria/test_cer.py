"""The values of the CER call are those of the text (002) and of the assumptions where it is silent."""

from __future__ import annotations

import shutil
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError

from contracts.residencias.registration.v1 import service_pb2
from plumbing.clock import MEXICO_CITY
from plumbing.convocatoria import (
    Catalog,
    Convocatoria,
    ConvocatoriaInvalid,
    load,
    read_oferta,
)
from plumbing.convocatoria.elegibilidad import Eligibility
from plumbing.convocatoria.investigacion import GradesFile, Research
from plumbing.convocatoria.reading import OPTIONS, read
from plumbing.convocatoria.registro import RegistroField
from plumbing.convocatoria.yaml_source import read_yaml

from .conftest import ROOT
from .test_x47 import leaves

CER = ROOT / "convocatorias" / "cer-rama-2025"

# Eligibility as a person reads it in the text: CEME, grade, what may be chosen.
INDEX = """
Anatomía patológica|3|Patología pediátrica
Anestesiología|3|Anestesiología pediátrica; Medicina del enfermo en estado crítico; Medicina paliativa y del dolor; Neuro anestesiología
Audiología, otoneurología y foniatría|4|Neurofisiología clínica
Cirugía general|1|Angiología y cirugía vascular; Neurocirugía; Urología
Cirugía general|2|Cirugía cardiorácica; Cirugía plástica y reconstructiva
Cirugía general|4|Cirugía oncológica; Coloproctología
Gineco obstetricia|4|Biología de la reproducción humana; Ginecología oncológica; Medicina materno fetal; Urología ginecológica
Medicina de rehabilitación|4|Neurofisiología clínica
Medicina interna|1|Dermatología; Hematología
Medicina interna|2|Alergia e inmunología clínica; Cardiología; Endocrinología; Gastroenterología; Nefrología; Neurología; Oncología médica; Reumatología
Medicina interna|4|Infectología; Medicina del enfermo en estado crítico
Neurocirugía|5|Neurocirugía pediátrica; Terapia Endovascular Neurológica
Neurología|3|Neurofisiología clínica; Terapia Endovascular Neurológica
Neurología pediátrica|2|Neurofisiología clínica
Otorrinolaringología, cirugía de cabeza y cuello|4|Otorrinolaringología pediátrica
Pediatría|2|Cirugía pediátrica
Pediatría|3|Alergia e inmunología clínica pediátrica; Cardiología pediátrica; Endocrinología pediátrica; Gastroenterología y nutrición pediátrica; Hematología pediátrica; Infectología pediátrica; Medicina del enfermo pediátrico en estado crítico; Nefrología pediátrica; Neonatología; Neumología pediátrica; Neurología pediátrica; Oncología pediátrica; Reumatología pediátrica; Urgencias pediátricas
Psiquiatría|4|Psiquiatría infantil y de la adolescencia
Urgencias médico-quirúrgicas|3|Medicina del enfermo en estado crítico
"""  # noqa: E501
WITHOUT_DIPLOMA = {
    "Alergia e inmunología clínica", "Angiología y cirugía vascular", "Cardiología", "Cirugía cardiorácica",
    "Cirugía pediátrica", "Cirugía plástica y reconstructiva", "Dermatología", "Endocrinología",
    "Gastroenterología", "Hematología", "Nefrología", "Neurocirugía", "Neurología", "Oncología médica",
    "Reumatología", "Urología",
}  # fmt: skip


@pytest.fixture(scope="module")
def cer() -> Convocatoria:
    return load(CER)


@pytest.fixture(scope="module")
def table(cer: Convocatoria) -> Eligibility:
    assert cer.eligibility is not None
    return cer.eligibility


@pytest.fixture(scope="module")
def research(cer: Convocatoria) -> Research:
    assert cer.scoring.research is not None
    return cer.scoring.research


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MEXICO_CITY)


def test_every_value_cites_a_clause_or_an_assumption() -> None:
    found = [
        f"{source.file}:{source.line(path)}"
        for source in (read_yaml(p) for p in sorted(CER.glob("*.yaml")) if p.name != "supuestos.yaml")
        for path, told in leaves(source.data, (), told=False)
        if not told and path != ("id",)
    ]
    assert found == []


def test_the_53_rows_give_each_ceme_and_grade_exactly_what_the_text_gives(table: Eligibility) -> None:
    read = {}
    for line in INDEX.strip().splitlines():
        ceme, grado, courses = line.split("|")
        read[ceme, int(grado)] = [course.strip() for course in courses.split(";")]
    assert len(table.rows) == sum(map(len, read.values())) == 53
    for (ceme, grado), courses in read.items():
        assert [row.label for row in table.courses(ceme, grado)] == courses
    assert [row.table for row in table.rows] == [1] * 52 + [2]


def test_a_resident_of_medicina_interna_2_may_choose_eight_courses(table: Eligibility) -> None:
    labels = [row.label for row in table.courses("Medicina interna", 2)]
    assert len(labels) == 8
    assert "Infectología" not in labels
    assert "Dermatología" not in labels


@pytest.mark.parametrize("ceme", ["Medicina interna", "Cirugía general"])
def test_grade_3_of_these_ceme_has_no_course_at_all(table: Eligibility, ceme: str) -> None:
    assert table.courses(ceme, 3) == ()


def test_the_diploma_is_owed_in_37_rows_and_not_in_the_other_16(table: Eligibility) -> None:
    assert sum(row.diploma for row in table.rows) == 37
    assert {row.label for row in table.rows if not row.diploma} == WITHOUT_DIPLOMA


def test_whoever_concluded_a_cer_has_three_courses_left(table: Eligibility) -> None:
    left = [table.label(cer) for cer in table.concluded_cer_allowed]
    assert left == ["Neurocirugía pediátrica", "Terapia Endovascular Neurológica", "Neurofisiología clínica"]


@pytest.mark.parametrize(
    ("window", "inside", "outside"),
    [
        ("registro", "2025-01-08T10:00:00", "2025-01-08T09:59:59"),
        ("registro", "2025-01-14T10:00:00", "2025-01-14T10:00:01"),
        ("correccion_calificaciones", "2025-01-14T23:59:59", "2025-01-15T00:00:00"),
        ("calificaciones", "2025-01-15T00:00:00", "2025-01-14T23:59:59"),
        ("resultados", "2025-01-24T00:00:00", "2025-01-23T23:59:59"),
        ("aceptacion", "2025-01-28T16:00:00", "2025-01-28T16:00:01"),
        ("renuncia_conserva", "2025-02-28T23:59:59", "2025-03-01T00:00:00"),
        ("diploma", "2025-02-27T23:59:59", "2025-02-28T00:00:00"),
        ("vigencia_carta", "2025-02-28T23:59:59", "2025-03-01T00:00:00"),
        ("revision_articulos", "2025-01-14T10:00:01", "2025-01-14T10:00:00"),
    ],
)
def test_each_window_has_the_borders_of_the_text(
    cer: Convocatoria, window: str, inside: str, outside: str
) -> None:
    assert cer.windows[window].contains(at(inside))
    assert not cer.windows[window].contains(at(outside))


def test_the_weights_are_those_of_tabla_3_and_give_the_worked_example(cer: Convocatoria) -> None:
    weights = {c.code: c.weight for c in cer.scoring.components}
    assert weights == {"efiser": Decimal("0.03"), "posgrado": Decimal("0.27"), "enarm": Decimal("0.7")}
    grades = {"efiser": Decimal(80), "posgrado": Decimal(95), "enarm": Decimal(70)}
    base = sum(weights[code] * grades[code] for code in weights)
    assert base == Decimal("77.05")
    assert base + cer.scoring.extra("articulo_primer_autor").points == Decimal("77.55")
    assert base + cer.scoring.extra("articulo_segundo_autor").points == Decimal("77.30")


def test_the_best_article_counts_and_never_more_than_half_a_point(
    cer: Convocatoria, research: Research
) -> None:
    assert {extra.exclusive_group for extra in cer.scoring.extras} == {"investigacion"}
    assert cer.scoring.extras_cap == Decimal("0.5")
    assert cer.scoring.total_cap is None
    assert [(one.position, one.extra) for one in research.authorship] == [
        (1, "articulo_primer_autor"),
        (2, "articulo_segundo_autor"),
    ]


def test_the_checklist_has_its_twelve_lines_and_the_last_date_of_publication(research: Research) -> None:
    assert [test.code for test in research.checklist] == [f"RP-{n:02d}" for n in range(1, 13)]
    assert research.published_on_or_before == "2024-12-01"
    assert len(research.types) == 10
    assert len(research.rejected) == 9


def test_without_the_grade_of_the_current_cycle_nobody_takes_part(cer: Convocatoria) -> None:
    grades = cer.scoring.grades
    assert isinstance(grades, GradesFile)
    assert (grades.required_cycle, grades.cycles_of, grades.missing_outcome) == (
        "2024-2025",
        "posgrado",
        "SIN_CALIFICACION_SIICES",
    )


def test_ties_go_by_enarm_posgrado_efiser_and_then_the_draw(cer: Convocatoria) -> None:
    assert [tie.rule for tie in cer.tie_breaks] == [
        "enarm_mayor",
        "posgrado_mayor",
        "efiser_mayor",
        "sorteo_hmac_sha256",
    ]


def test_there_is_one_optional_file_and_no_circuit_of_validation(cer: Convocatoria) -> None:
    assert not cer.has_validation
    assert cer.documents_window == "registro"
    assert cer.required_slots("residente") == ()
    assert cer.optional_slots("residente") == ("ARTICULOS",)
    row = cer.documents.row("ARTICULOS")
    assert row.single_upload
    assert cer.documents.file.max_bytes == 400 * 1024
    assert not {"envio", "ficha", "revision"} & set(cer.windows)


def test_fraud_bars_for_five_years_and_freed_places_go_to_the_external_residents(cer: Convocatoria) -> None:
    fraud = cer.consequence("FRAUDE")
    assert (fraud.ban, fraud.ban_years) == (True, 5)
    assert [c.outcome for c in cer.consequences if c.ban] == ["FRAUDE"]
    assert cer.allocation.freed_plazas == "residentes_externos"
    assert cer.consequence(cer.acceptance.late_renuncia_outcome or "").frees_plaza


def test_the_diploma_is_owed_by_courses_that_ask_for_it_and_has_no_extension(cer: Convocatoria) -> None:
    diploma = cer.obligation("DIPLOMA_INSTITUCIONAL")
    assert (diploma.applies_to, diploma.consequence) == ("curso_con_diploma", "PLAZA_PERDIDA")


def test_every_course_of_the_tables_stands_in_the_catalogue_and_in_the_oferta(
    table: Eligibility, catalog: Catalog
) -> None:
    assert {row.cer for row in table.rows} == {course.code for course in catalog.cursos_de_rama}
    rows = read_oferta(CER / "oferta.csv", catalog)
    for course in catalog.cursos_de_rama:
        assert len({row.sede for row in rows if row.especialidad == course.code}) >= 3


def test_a_call_that_says_nothing_of_it_keeps_its_validation(x47: Convocatoria) -> None:
    assert x47.has_validation
    assert x47.documents_window == "envio"
    assert x47.eligibility is None
    assert x47.scoring.grades is None
    assert x47.scoring.research is None
    assert x47.allocation.trace == "sin_traza"


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("elegibilidad.yaml", "value: 53", "value: 52", "NUMERO_DE_RENGLONES"),
        ("elegibilidad.yaml", "value: 37", "value: 36", "NUMERO_DE_RENGLONES"),
        ("puntaje.yaml", "window: revision_articulos", "window: nunca", "VENTANA_DESCONOCIDA"),
        ("puntaje.yaml", "missing_outcome: SIN_CALIFICACION_SIICES", "missing_outcome: OTRO", "NOMBRE_DESCONOCIDO"),
        ("puntaje.yaml", "extra: articulo_segundo_autor", "extra: otro", "NOMBRE_DESCONOCIDO"),
        ("resultados.yaml", "renuncia_keeps_in: renuncia_conserva", "renuncia_keeps_in: otra", "VENTANA_DESCONOCIDA"),
    ],
)  # fmt: skip
def test_a_mistake_is_named(tmp_path: Path, file: str, old: str, new: str, code: str) -> None:
    copy = tmp_path / CER.name
    shutil.copytree(CER, copy)
    text = (copy / file).read_text(encoding="utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConvocatoriaInvalid) as raised:
        load(copy)
    assert code in {problem.code for problem in raised.value.problems}


def test_the_calls_own_options_have_the_words_of_the_call(cer: Convocatoria) -> None:
    """Its two EFISER are its own: no text that every call shares knows their dates."""
    field = cer.field("efiser_convocatoria")
    assert set(field.option_labels) == set(field.options)
    assert not set(field.options) & set(OPTIONS)
    [rule] = [
        rule
        for section in read(cer).sections
        for group in section.groups
        for rule in group.rules
        if rule.code == "efiser_convocatoria"
    ]
    said = [line.text for fact in rule.facts for line in fact.lines]
    assert [words for words in field.option_labels.values() if words not in said] == []


def test_a_word_for_an_option_that_is_none_is_refused(cer: Convocatoria) -> None:
    given = cer.field("efiser_convocatoria").model_dump(exclude_unset=True)
    with pytest.raises(ValidationError, match="OPCION_SIN_CAMPO"):
        RegistroField.model_validate({**given, "option_labels": {"2023-07-24": "la de 2023"}})


def test_the_efiser_of_november_feeds_neuroanestesiologia_and_that_of_july_the_rest(
    table: Eligibility,
) -> None:
    dates = {row.cer: table.efiser_of(row.cer) for row in table.rows}
    assert dates.pop("neuro-anestesiologia") == "2024-11-13"
    assert set(dates.values()) == {"2024-07-24"}


def test_every_field_and_declaration_of_the_call_stands_in_the_form(cer: Convocatoria) -> None:
    form = service_pb2.RegistroDatos.DESCRIPTOR
    plain = {field.name for field in form.fields}
    residencia = {f"residencia.{field.name}" for field in service_pb2.Residencia.DESCRIPTOR.fields}
    assert {field.name for field in cer.fields} <= plain | residencia
    declared = {field.name for field in service_pb2.Declaraciones.DESCRIPTOR.fields}
    assert {one.code for one in cer.declarations} <= declared
