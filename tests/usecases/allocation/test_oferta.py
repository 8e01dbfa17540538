"""The oferta: judged row by row, accepted by a person, substituted only while nobody ranks it."""

from __future__ import annotations

from datetime import datetime

import pytest

from plumbing.errors import Conflict, Invalid, NotFound
from services.allocation import usecases
from tests.usecases.allocation.concurso import DIGEST, MX, OFERTA, X47, Concurso


@pytest.fixture
def empty() -> Concurso:
    return Concurso()


def load(concurso: Concurso, text: str | bytes, key: str = ""):
    content = text if isinstance(text, bytes) else text.encode()
    return usecases.load_oferta(concurso.desk, concurso.act(key=key), "oferta.csv", content)


def test_a_bad_row_is_refused_with_its_reason_and_the_others_count(empty):
    report = load(empty, OFERTA + "pediatria,HGR-1-CDMX-S,NO-ES,nacional,1\npediatria,X,X,nacional,muchas\n")
    assert (report["rows"], report["plazas"], report["state"]) == (6, 4, "PROPUESTA")
    assert [(row["row"], row["code"]) for row in report["refused"]] == [
        (6, "SUBSEDE_AJENA"),
        (7, "SEDE_DESCONOCIDA"),
    ]
    assert "NO-ES" in report["refused"][0]["que"]
    assert all(row["arreglo"] for row in report["refused"])
    assert report["distribution"]["pediatria"] == 4
    assert report["distribution"]["categoria:extranjero"] == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "OFERTA_ILEGIBLE"),
        ("especialidad".encode("utf-16"), "OFERTA_ILEGIBLE"),
        ("sede,plazas\nA,1\n", "OFERTA_COLUMNAS"),
        (OFERTA.splitlines()[0] + "\nmagia,X,X,nacional,1\n", "OFERTA_SIN_RENGLONES"),
    ],
)
def test_a_file_that_is_no_oferta_is_refused_whole(empty, content, code):
    with pytest.raises(Invalid, match=code):
        load(empty, content)


def test_nothing_counts_until_a_person_accepts(empty):
    report = load(empty, OFERTA)
    with pytest.raises(NotFound, match="OFERTA_INEXISTENTE"):
        usecases.get_oferta(empty.desk, empty.act("publico"), "")
    with pytest.raises(NotFound, match="OFERTA_INEXISTENTE"):
        usecases.get_oferta(empty.desk, empty.act("publico"), report["oferta_id"])
    usecases.accept_oferta(empty.desk, empty.act(), report["oferta_id"])
    accepted = usecases.get_oferta(empty.desk, empty.act("publico"), "")
    assert accepted["oferta_id"] == report["oferta_id"]
    (fact,) = empty.facts("OfertaAccepted")
    assert fact["data"]["cells"][0] == {
        "especialidad": "pediatria",
        "sede": "HGR-1-CDMX-S",
        "subsede": "HGR-1-CDMX-S",
        "categoria": "nacional",
        "plazas": 1,
    }
    assert (fact["convocatoria"], fact["rules_digest"]) == (X47, DIGEST)


def test_a_new_acceptance_substitutes_the_old_one_until_the_registro_opens(empty):
    first = empty.load_oferta()
    second = empty.load_oferta(OFERTA.replace(",1\n", ",2\n"))
    assert usecases.get_oferta(empty.desk, empty.act(), "")["oferta_id"] == second
    states = {stored.id: stored.value.state for stored in empty.desk.ofertas.find({"convocatoria": X47})}
    assert states == {first: "SUSTITUIDA", second: "ACEPTADA"}
    empty.at(datetime(2023, 11, 18, 12, tzinfo=MX))
    third = load(empty, OFERTA)["oferta_id"]
    with pytest.raises(Conflict, match="OFERTA_CON_REGISTRO_ABIERTO"):
        usecases.accept_oferta(empty.desk, empty.act(), third)


def test_accepting_twice_and_loading_twice_with_one_key_change_nothing(empty):
    one, two = load(empty, OFERTA, key="k"), load(empty, OFERTA, key="k")
    assert one["oferta_id"] == two["oferta_id"]
    for _ in range(2):
        usecases.accept_oferta(empty.desk, empty.act(), one["oferta_id"])
    assert len(empty.facts("OfertaLoaded")) == len(empty.facts("OfertaAccepted")) == 1
