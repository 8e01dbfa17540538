"""A run against the one before, and what else CES lists: ofertas, permutas, one person by folio."""

from __future__ import annotations

import pytest

from plumbing.errors import NotFound
from services.allocation import usecases
from tests.usecases.allocation.concurso import GATE, INSIDE, OFERTA, RUN, Concurso, accepted


def rehearse(concurso: Concurso, minute: int) -> str:
    concurso.at(RUN.replace(hour=9, minute=minute))
    return str(usecases.rehearse_round(concurso.desk, concurso.act(), "", "")["round_id"])


def test_a_rehearsal_says_who_changes_against_the_last_one(concurso):
    first = rehearse(concurso, 0)
    with pytest.raises(NotFound, match="SIN_CORRIDA_ANTERIOR"):
        usecases.compare_rounds(concurso.desk, concurso.act(), first, "")
    concurso.enter("e", "F-E", "99", ["UMAE-PED-SXXI"])
    second = rehearse(concurso, 1)
    found = usecases.compare_rounds(concurso.desk, concurso.act(), second, "")
    assert (found["before"]["round_id"], found["entered"], found["left"]) == (first, 1, 0)
    by_folio = {one["folio"]: one for one in found["moved"]}
    assert found["changed"] == len(by_folio) > 0
    assert (by_folio["F-A"]["sede_before"], by_folio["F-A"]["sede"]) == ("UMAE-PED-SXXI", "HGR-1-CDMX-S")
    assert by_folio["F-C"]["sede"] == "", "the last one admitted makes room"
    moved = {one["now"]["sede"]: one for one in found["cutoffs"]}
    assert moved["UMAE-PED-SXXI"]["before"]["last_admitted_puntaje"] == "90.5"
    assert moved["UMAE-PED-SXXI"]["now"]["last_admitted_puntaje"] == "99"


def test_the_same_pool_twice_changes_nobody(concurso):
    first, second = rehearse(concurso, 0), rehearse(concurso, 1)
    found = usecases.compare_rounds(concurso.desk, concurso.act(), second, first)
    assert (found["changed"], found["moved"], found["cutoffs"]) == (0, [], [])


def test_every_oferta_is_listed_with_its_file_and_state(concurso):
    again = usecases.load_oferta(concurso.desk, concurso.act(), "otra.csv", OFERTA.encode())
    listed = usecases.list_ofertas(concurso.desk, concurso.act())["ofertas"]
    assert {(one["filename"], one["state"]) for one in listed} == {
        ("oferta.csv", "ACEPTADA"),
        ("otra.csv", "PROPUESTA"),
    }
    assert again["oferta_id"] in {one["oferta_id"] for one in listed}


@pytest.mark.parametrize("before_the_gate", [True, False])
def test_one_person_is_found_by_folio(concurso, before_the_gate):
    concurso.publish()
    if not before_the_gate:
        concurso.at(GATE)
        usecases.sweep(concurso.desk)
    for folio, found in (("F-A", 1), ("F-NADIE", 0)):
        listed = usecases.list_results(concurso.desk, concurso.act(), "", "", None, search=folio)
        assert len(listed["results"]) == found
        assert sum(listed["counts"].values()) == found


def test_ces_sees_who_swaps_and_what_each_has(out):
    for one in ("a", "b"):
        accepted(out, one)
    own = out.at(INSIDE.replace(month=12, day=20)).own("a")
    asked = usecases.request_permuta(out.desk, own, "a", "F-B")
    (shown,) = usecases.list_permutas(out.desk, out.act())["permutas"]
    assert (shown["permuta_id"], shown["state"]) == (asked["permuta_id"], "SOLICITADA")
    assert (shown["nombre_a"], shown["nombre_b"]) == ("Persona F-A", "Persona F-B")
    assert shown["place_a"]["sede"]
    assert shown["place_b"]["sede"]
