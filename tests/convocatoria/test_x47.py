"""The values of X47 are those of the text (000) and of the assumptions where it is silent."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from plumbing.convocatoria import Convocatoria
from plumbing.convocatoria.yaml_source import Source, YamlPath, read_yaml

from .conftest import X47

COMMON = ["ACTADENACIMIENTO", "TITULO1", "TITULO2", "CEDULA", "CERTIFICADO", "INTERNADO", "SERVICIOSOCIAL"]
MEXICANO = {"IDENTIFICACION1", "IDENTIFICACION2", "CURP", "PUNTAJENARM", "SOLICITUD", *COMMON}
EXTRANJERO = {"PUNTAJENARM", "SOLICITUD", "SOLVENCIA", "DOCUMENTOMIGRATORIO", *COMMON}


def leaves(value: Any, path: YamlPath, told: bool) -> Iterator[tuple[YamlPath, bool]]:
    """Every scalar with whether itself or a node around it cites a clause or an assumption."""
    if isinstance(value, dict):
        told = told or bool({"clause", "supuesto", "supuestos"} & set(value))
        told = told or any(isinstance(item, dict) and set(item) == {"supuesto"} for item in value.values())
        for key, item in value.items():
            yield from leaves(item, (*path, key), told)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from leaves(item, (*path, index), told)
    else:
        yield path, told


def rule_files() -> list[Source]:
    return [read_yaml(path) for path in sorted(X47.glob("*.yaml")) if path.name != "supuestos.yaml"]


def test_every_value_cites_a_clause_or_an_assumption() -> None:
    found = [
        f"{source.file}:{source.line(path)}"
        for source in rule_files()
        for path, told in leaves(source.data, (), told=False)
        if not told and path != ("id",)
    ]
    assert found == []


def test_the_walk_over_the_values_sees_one_that_cites_nothing() -> None:
    found = [
        path
        for path, told in leaves({"a": {"value": 1}, "b": {"value": 2, "clause": "000§1"}}, (), False)
        if not told
    ]
    assert found == [("a", "value")]


def test_no_clause_stands_so_high_that_it_covers_unrelated_values() -> None:
    for source in rule_files():
        assert "clause" not in source.data
        for key in ("calendar", "documents", "letters", "fields"):
            section = source.data.get(key, {})
            assert "clause" not in section


@pytest.mark.parametrize(
    ("category", "trabajador", "hijo", "expected"),
    [
        ("nacional", False, False, MEXICANO),
        ("nacional_estudios_extranjero", False, False, MEXICANO),
        ("extranjero", False, False, EXTRANJERO),
        ("nacional", True, False, MEXICANO | {"BT09", "TARJETONDEPAGO"}),
        ("nacional", False, True, MEXICANO | {"TARJETONPADRE"}),
        ("extranjero", True, True, EXTRANJERO | {"BT09", "TARJETONDEPAGO", "TARJETONPADRE"}),
    ],
)
def test_the_required_documents_follow_the_category_and_the_claims(
    x47: Convocatoria, category: str, trabajador: bool, hijo: bool, expected: set[str]
) -> None:
    assert set(x47.required_slots(category, trabajador, hijo)) == expected


def test_the_counts_are_12_and_11_plus_2_and_plus_1(x47: Convocatoria) -> None:
    assert len(x47.required_slots("nacional")) == 12
    assert len(x47.required_slots("extranjero")) == 11
    assert len(x47.required_slots("nacional", trabajador=True)) == 14
    assert len(x47.required_slots("nacional", hijo=True)) == 13
    assert len(x47.documents.rows) == 17


def test_an_extranjero_may_file_an_identification_without_being_obliged(x47: Convocatoria) -> None:
    assert x47.optional_slots("extranjero") == ("IDENTIFICACION1", "IDENTIFICACION2")
    assert x47.optional_slots("nacional") == ()
    assert x47.rows_for("extranjero")[0].slot == "IDENTIFICACION1"


def test_a_file_weighs_at_most_400_times_1024_bytes_and_has_150_readable_points_per_inch(
    x47: Convocatoria,
) -> None:
    assert x47.documents.file.max_bytes == 409_600
    assert x47.documents.file_name("ACTADENACIMIENTO") == "ACTADENACIMIENTO.jpg"
    assert x47.documents.full_pixels("TITULO1", "TITULO") == (2550, 3300)
    assert x47.documents.min_pixels("TITULO1", "TITULO") == (1275, 1650)
    assert x47.documents.full_pixels("IDENTIFICACION1", "INE_ANVERSO") == (638, 1012)


def test_a_carta_compromiso_stands_in_the_slot_it_replaces_and_starts_twelve_months(
    x47: Convocatoria,
) -> None:
    for slot, owed in (("TITULO2", "TITULO"), ("CEDULA", "CEDULA")):
        assert x47.documents.row(slot).kind("CARTA_COMPROMISO").obligation == owed
        obligation = x47.obligation(owed)
        assert obligation.due.anchor == "preaceptacion"
        assert obligation.last_day(anchor_on=date(2023, 12, 15)) == date(2024, 12, 15)
        assert x47.consequence(obligation.consequence).outcome == "BAJA_ACADEMICA"


def test_extras_are_those_of_the_table_and_only_worker_and_child_exclude_each_other(
    x47: Convocatoria,
) -> None:
    points = {extra.code: extra.points for extra in x47.scoring.extras}
    assert points == {
        "trabajador": Decimal("1.0"),
        "hijo_trabajador": Decimal("0.75"),
        "internado_imss": Decimal("0.25"),
        "servicio_social_imss": Decimal("0.75"),
    }
    groups = {extra.code: extra.exclusive_group for extra in x47.scoring.extras}
    assert groups["trabajador"] == groups["hijo_trabajador"] is not None
    assert groups["internado_imss"] is groups["servicio_social_imss"] is None


def test_only_the_constancia_of_the_imss_proves_internado_and_servicio_social(x47: Convocatoria) -> None:
    for code, slot in (("internado_imss", "INTERNADO"), ("servicio_social_imss", "SERVICIOSOCIAL")):
        proving = {kind.kind for kind in x47.documents.row(slot).kinds if code in kind.claims}
        assert len(proving) == 1
        assert proving == {kind for e in x47.scoring.extra(code).evidence for kind in e.kinds}
        assert all(kind.endswith("_IMSS") for kind in proving)


def test_the_puntaje_is_the_mean_of_enarm_and_licenciatura_in_exact_decimals(x47: Convocatoria) -> None:
    weights = {component.code: component.weight for component in x47.scoring.components}
    assert weights == {"enarm": Decimal("0.5"), "licenciatura": Decimal("0.5")}
    assert all(isinstance(weight, Decimal) for weight in weights.values())
    assert x47.scoring.extras_cap is None
    assert x47.scoring.total_cap is None
    assert [tie.rule for tie in x47.tie_breaks] == ["enarm_mayor", "licenciatura_mayor", "sorteo_hmac_sha256"]


@pytest.mark.parametrize(
    ("scale", "shown", "registered"),
    [("100", "88.8", "88.8"), ("10", "8.88", "88.8"), ("5", "4.1", "82.0")],
)
def test_grades_convert_as_the_examples_of_the_text(
    x47: Convocatoria, scale: str, shown: str, registered: str
) -> None:
    factor = {one.code: one.factor for one in x47.grade_scales}[scale]
    assert factor is not None
    assert Decimal(shown) * factor == Decimal(registered)


def test_each_outcome_leaves_the_right_the_text_gives(x47: Convocatoria) -> None:
    rights = {c.outcome: (c.right, c.ban) for c in x47.consequences}
    assert rights["NO_ACEPTA"] == rights["RECHAZO_IMPLICITO"] == ("NEXT_PERIOD", False)
    assert rights["RENUNCIA"] == ("THIRD_PERIOD_ONLY", False)
    assert (
        rights["ABANDONO"]
        == rights["INCONSISTENCIA_GRAVE"]
        == rights["FALSO_DE_INFORMACION"]
        == ("NONE", True)
    )
    assert rights["DOS_INSTITUCIONES"] == ("NEXT_PERIOD_IF_RELEASED", False)


def test_foreign_residents_owe_8000_dollars_before_the_14th_of_april(x47: Convocatoria) -> None:
    pago = x47.obligation("PAGO_FOFOE")
    assert (pago.amount, pago.currency) == (Decimal("8000.00"), "USD")
    assert pago.last_day() == date(2024, 4, 13)
    with pytest.raises(ValueError, match="SEGURO_GASTOS_MEDICOS"):
        x47.obligation("SEGURO_GASTOS_MEDICOS").last_day()
    assert x47.obligation("SEGURO_GASTOS_MEDICOS").last_day(window_last_day=date(2024, 1, 2)) == date(
        2024, 1, 2
    )


def test_acceptance_is_two_clicks_and_a_single_print_in_order(x47: Convocatoria) -> None:
    steps = [(step.code, step.single) for step in x47.acceptance.steps]
    assert steps == [
        ("ACEPTO_ADSCRIPCION", False),
        ("ACEPTO_COMPROMISO", False),
        ("IMPRIME_PREACEPTACION", True),
    ]
    assert x47.letter("L-09").times == "unica"
    assert x47.letter("L-09").resume_minutes == 15


def test_a_validador_finds_a_reason_for_every_document_and_every_claim(x47: Convocatoria) -> None:
    for row in x47.documents.rows:
        assert any(reason.effect == "observacion" for reason in x47.reasons_for(slot=row.slot))
    for extra in x47.scoring.extras:
        assert any(r.effect == "rechaza_comprobacion" for r in x47.reasons_for(claim=extra.code))
    for field in (*x47.fields, *x47.roster_data):
        assert any(reason.effect == "observacion" for reason in x47.reasons_for(field=field.name))


def test_every_assumption_says_what_it_assumes_why_and_for_which_gap(x47: Convocatoria) -> None:
    assert len(x47.supuestos) >= 30
    for supuesto in x47.supuestos:
        assert supuesto.statement.endswith(".")
        assert supuesto.why.endswith(".")


def test_what_travels_to_another_process_is_the_same_convocatoria(x47: Convocatoria) -> None:
    assert x47.windows
    assert pickle.loads(pickle.dumps(x47)) == x47


def test_a_convocatoria_goes_to_json_without_floats(x47: Convocatoria) -> None:
    def refuse(text: str) -> None:
        raise AssertionError(text)

    assert json.loads(x47.model_dump_json(), parse_float=refuse)["scoring"]["extras"][1]["points"] == "0.75"


def test_the_category_is_the_rosters_and_where_the_person_studied(x47: Convocatoria) -> None:
    assert x47.category_for("nacional", "MEXICO").code == "nacional"
    assert x47.category_for("nacional", "EXTRANJERO").issued_abroad_needs == ("notariado", "apostillado")
    assert x47.category_for("extranjero", "MEXICO") == x47.category_for("extranjero", "EXTRANJERO")


def test_permutas_are_between_residents_of_the_same_specialty_and_grade(x47: Convocatoria) -> None:
    assert x47.permutas is not None
    assert x47.permutas.same == ("especialidad", "grado")
    assert x47.presentation.exempt_from_exams == ()


def test_a_loaded_convocatoria_cannot_be_changed(x47: Convocatoria) -> None:
    with pytest.raises(ValueError, match="frozen"):
        x47.scoring.shown_decimals = 2  # type: ignore[misc]
    with pytest.raises(TypeError):
        x47.windows["registro"] = x47.windows["ficha"]  # type: ignore[index]
