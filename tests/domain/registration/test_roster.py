"""The roster: file errors in one sentence, rows refused for one reason each, scores in the right direction."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from plumbing.config import ROOT
from plumbing.convocatoria.catalog import load_catalog
from plumbing.errors import Invalid
from plumbing.messages import load
from residencias.demo.oferta import read_oferta
from residencias.demo.people import make_people
from residencias.demo.roster import make_roster
from services.registration.domain import curp as clave
from services.registration.domain import roster
from services.registration.domain.direction import looks_swapped, rank_correlation, statistics
from services.registration.domain.roster import Known
from services.registration.domain.roster_file import COLUMNS, read_rows
from services.registration.wiring import HERE
from tests.usecases.registration.world import foreigner, roster_csv, row

KNOWN = Known({"pediatria", "anestesiologia"}, date(2023, 11, 10))
TEXTS = load(HERE / "messages.yaml")


def judge(*rows, known=KNOWN):
    return roster.judge(read_rows(roster_csv(*rows)), known)


def test_good_rows_are_admitted_with_distribution_and_statistics():
    judged = judge(row(1, puntaje_enarm="70"), row(2, puntaje_enarm="60.5"), foreigner(5, puntaje_enarm="65"))
    assert [number for number, _ in judged.admitted] == [1, 2, 3]
    assert judged.distribution["categoria:nacional"] == 2
    assert judged.distribution["sin_curp:extranjero"] == 1
    assert (judged.statistics["min"], judged.statistics["median"], judged.statistics["max"]) == (
        "60.5",
        "65",
        "70",
    )
    assert judged.direction_ok
    assert judged.statistics["refused"] == "0"


def test_the_demo_file_is_judged_as_it_says():
    path = ROOT / "convocatorias" / "xlvii-enarm-2023" / "oferta.csv"
    oferta = read_oferta(path.read_text(encoding="utf-8"))
    made = make_roster(make_people(3, 150, oferta, "xlvii-enarm-2023"))
    known = Known({e.code for e in load_catalog(ROOT / "catalog").especialidades}, date(2023, 11, 10))
    judged = roster.judge(read_rows(made.text.encode()), known)
    assert len(judged.admitted) == made.accepted
    assert judged.direction_ok
    assert [(r.row, r.folio_enarm) for r in judged.refused] == [(r.row, r.folio_enarm) for r in made.refused]
    assert [r.code for r in judged.refused] == ["CURP_DIGITO", "FOLIO_REPETIDO", "PUNTAJE_FUERA_DE_RANGO"]
    assert judged.statistics["curp_disagreements"] == "0"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"curp": ""}, "CURP_FALTANTE"),
        ({"curp": row(1)["curp"][:17] + "X"}, "CURP_ESTRUCTURA"),
        ({"curp": clave.temporal("x", "y")}, "CURP_ES_TEMPORAL"),
        ({"folio_enarm": ""}, "DATO_FALTANTE"),
        ({"nombre": ""}, "DATO_FALTANTE"),
        ({"categoria": "mexicano"}, "CATEGORIA_DESCONOCIDA"),
        ({"especialidad": "magia"}, "ESPECIALIDAD_DESCONOCIDA"),
        ({"entidad_nacimiento": "XX"}, "ENTIDAD_DESCONOCIDA"),
        ({"sexo": "F"}, "SEXO_DESCONOCIDO"),
        ({"fecha_nacimiento": "23/04/1997"}, "FECHA_ILEGIBLE"),
        ({"fecha_nacimiento": "2017-04-23"}, "EDAD_FUERA_DE_RANGO"),
        ({"puntaje_enarm": "100.0001"}, "PUNTAJE_FUERA_DE_RANGO"),
        ({"puntaje_enarm": "-1"}, "PUNTAJE_FUERA_DE_RANGO"),
        ({"puntaje_enarm": "72,5"}, "PUNTAJE_ILEGIBLE"),
        ({"puntaje_enarm": "Infinity"}, "PUNTAJE_ILEGIBLE"),
        ({"correo": "nadie"}, "CORREO_INVALIDO"),
    ],
)
def test_a_bad_row_is_refused_for_its_reason_in_words(changes, code):
    (refused,) = judge(row(1, **changes)).refused
    assert (refused.row, refused.code) == (1, code)
    assert code in TEXTS.entries


@pytest.mark.parametrize("text", ["0", "100", "0.0000", "99.99999"])
def test_the_ends_of_the_score_are_inside(text):
    assert len(judge(row(1, puntaje_enarm=text)).admitted) == 1


def test_the_first_of_two_equal_folios_or_curps_stands():
    judged = judge(row(1), row(2, folio_enarm=row(1)["folio_enarm"]), row(3, curp=row(1)["curp"].lower()))
    assert [(r.row, r.code, r.facts["fila"]) for r in judged.refused] == [
        (2, "FOLIO_REPETIDO", "1"), (3, "CURP_REPETIDA", "1"),
    ]  # fmt: skip


def test_who_is_in_an_accepted_roster_is_refused():
    known = Known(KNOWN.especialidades, KNOWN.today, {row(1)["folio_enarm"]})
    assert [r.code for r in judge(row(1), row(2), known=known).refused] == ["YA_EN_ROSTER_ACEPTADO"]


HEADER = ",".join(COLUMNS)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "ROSTER_VACIO"),
        (HEADER.encode(), "ROSTER_VACIO"),
        (f"{HEADER}\na\n".encode("utf-16"), "ROSTER_UTF16"),
        (f"{HEADER}\nmuñoz\n".encode("latin-1"), "ROSTER_NO_UTF8"),
        (f"{HEADER}\n\0\n".encode(), "ROSTER_ILEGIBLE"),
        (f'{HEADER}\n"a'.encode(), "ROSTER_ILEGIBLE"),
        (HEADER.replace(",", ";").encode(), "ROSTER_SEPARADOR"),
        (HEADER.replace(",", "\t").encode(), "ROSTER_SEPARADOR"),
        (HEADER.replace("curp,", "").encode(), "ROSTER_COLUMNAS"),
        (f"{HEADER},extra\n".encode(), "ROSTER_COLUMNAS"),
    ],
)
def test_a_wrong_file_is_refused_in_one_clear_sentence(content, code):
    with pytest.raises(Invalid) as refused:
        read_rows(content)
    text = TEXTS.text(refused.value)
    assert refused.value.code == code
    assert "«" not in text["que"].replace("«;»", "").replace("«TAB»", "")


def test_a_missing_column_is_named_and_the_line_of_a_bad_byte_too():
    with pytest.raises(Invalid) as refused:
        read_rows(HEADER.replace("curp,", "").encode())
    assert refused.value.facts["faltan"] == "curp"
    with pytest.raises(Invalid) as unreadable:
        read_rows(f"{HEADER}\nok\nmuñoz\n".encode("latin-1"))
    assert unreadable.value.facts["linea"] == 3


def test_a_mark_of_excel_and_windows_line_ends_are_fine():
    content = b"\xef\xbb\xbf" + roster_csv(row(1)).replace(b"\n", b"\r\n")
    assert len(roster.judge(read_rows(content), KNOWN).admitted) == 1


def test_a_row_with_an_unquoted_comma_is_refused_alone():
    content = roster_csv(row(1)) + b"E47-9,con,coma\n"
    assert [r.code for r in roster.judge(read_rows(content), KNOWN).refused] == ["FILA_COLUMNAS"]


def scores(values, specialty="pediatria"):
    return [(specialty, Decimal(str(value))) for value in values]


def test_ranks_are_not_taken_for_scores_even_when_most_rows_are_refused():
    assert looks_swapped(scores(range(1, 301))) == "PARECEN_LUGARES"
    assert looks_swapped(scores(reversed(range(1, 301)))) == "PARECEN_LUGARES"
    judged = judge(*(row(n % 10, folio_enarm=f"F{n}", puntaje_enarm=str(n + 1)) for n in range(150)))
    assert not judged.direction_ok
    assert judged.statistics["direction"] == "PARECEN_LUGARES"


def test_ranks_inside_each_specialty_are_noticed():
    mixed = [(s, Decimal(n)) for n in range(1, 21) for s in ("pediatria", "anestesiologia")]
    assert looks_swapped(mixed) == "PARECEN_LUGARES"


def test_a_list_that_climbs_is_backwards_and_one_that_falls_or_is_mixed_is_not():
    climbing = [Decimal(50) + Decimal(n) / 7 for n in range(100)]
    assert looks_swapped([("p", v) for v in climbing]) == "ORDEN_INVERTIDO"
    assert looks_swapped([("p", v) for v in reversed(climbing)]) is None
    assert looks_swapped([("p", climbing[n * 37 % 100]) for n in range(100)]) is None


def test_whole_scores_with_repetitions_are_scores():
    assert looks_swapped(scores([88, 71, 71, 69, 65, 65, 64, 60, 59, 55, 55])) is None


def test_rank_correlation_shares_ranks_between_equals():
    assert rank_correlation([Decimal(n) for n in (1, 2, 3, 4)]) == 1
    assert rank_correlation([Decimal(n) for n in (4, 3, 2, 1)]) == -1
    assert rank_correlation([Decimal(5)] * 4) is None
    assert rank_correlation([]) is None
    assert statistics([]) == {"min": "", "median": "", "max": "", "rank_correlation": ""}
