"""Rosters: imported, accepted by a person, never counted twice."""

from __future__ import annotations

import pytest

from plumbing.errors import Conflict, Invalid, NotFound
from services.registration import usecases as u
from services.registration.domain import curp as clave
from tests.usecases.registration.world import a_world, foreigner, roster_csv, row


@pytest.fixture
def world():
    return a_world()


def imported(world, *rows):
    return u.import_roster(world.desk, world.act("ces"), "lista.csv", roster_csv(*rows))


def opens(world, number=1):
    who = row(number)
    return u.open_account(
        world.desk, world.act(), who["curp"], who["folio_enarm"], "a@example.com", "frase larga"
    )


def test_nobody_is_admitted_before_a_person_accepts_the_report(world):
    report = imported(world, row(1))
    with pytest.raises(NotFound, match="NO_ESTA_EN_ROSTER"):
        opens(world)
    accepted = u.accept_roster(world.desk, world.act("ces", subject="ces-1"), report["roster_id"])
    assert (accepted["state"], accepted["accepted_by"]) == ("ACEPTADO", "ces:ces-1")
    assert opens(world)["nombre_completo"] == "María Fernanda García Núñez"


def test_the_same_file_is_the_same_roster_and_accepting_twice_is_one_fact(world):
    first, second = imported(world, row(1)), imported(world, row(1))
    assert first["roster_id"] == second["roster_id"]
    for _ in range(2):
        u.accept_roster(world.desk, world.act("ces"), first["roster_id"])
    names = [event["type"].rsplit(".", 1)[-1] for event in world.events("rosters")]
    assert names == ["RosterImported", "RosterAccepted"]


def test_a_second_list_may_not_bring_somebody_again(world):
    world.accept(row(1))
    report = imported(world, row(1), row(2))
    assert [r["code"] for r in report["refused"]] == ["YA_EN_ROSTER_ACEPTADO"]
    u.accept_roster(world.desk, world.act("ces"), report["roster_id"])
    assert opens(world, 2)


def test_two_lists_with_the_same_person_cannot_both_be_accepted_and_importing_again_repairs_it(world):
    first, second = imported(world, row(1)), imported(world, row(1), row(2))
    u.accept_roster(world.desk, world.act("ces"), first["roster_id"])
    with pytest.raises(Conflict, match="ROSTER_TRASLAPE"):
        u.accept_roster(world.desk, world.act("ces"), second["roster_id"])
    repaired = imported(world, row(1), row(2))
    assert (repaired["roster_id"], repaired["admitted"]) == (second["roster_id"], 1)
    assert u.accept_roster(world.desk, world.act("ces"), second["roster_id"])["state"] == "ACEPTADO"


def test_scores_that_look_like_ranks_are_not_accepted(world):
    rows = [foreigner(n, folio_enarm=f"F{n}", puntaje_enarm=str(n)) for n in range(1, 31)]
    report = imported(world, *rows)
    assert not report["direction_ok"]
    with pytest.raises(Invalid, match="ROSTER_DIRECCION"):
        u.accept_roster(world.desk, world.act("ces"), report["roster_id"])


def test_a_roster_without_a_good_row_is_not_accepted(world):
    report = imported(world, row(1, categoria="otra"))
    with pytest.raises(Invalid, match="ROSTER_SIN_ADMITIDOS"):
        u.accept_roster(world.desk, world.act("ces"), report["roster_id"])


def test_refused_rows_come_with_words(world):
    (refused,) = imported(world, row(1, puntaje_enarm="173.0"))["refused"]
    assert refused["que"] == "El puntaje 173.0 no está entre 0 y 100."
    assert refused["arreglo"]


def test_ces_assigns_a_curp_temporal_to_foreigners_only_and_always_the_same(world):
    world.accept(row(1), foreigner(5))
    ces = world.act("ces")
    assigned = u.assign_curp_temporal(world.desk, ces, "E47-000005")
    assert clave.is_temporal(assigned["curp_temporal"])
    assert u.assign_curp_temporal(world.desk, ces, " E47-000005 ") == assigned
    assert world.said("temporales", "CurpTemporalAssigned") == [{"folio_enarm": "E47-000005"}]
    with pytest.raises(Invalid, match="NO_ES_EXTRANJERO"):
        u.assign_curp_temporal(world.desk, ces, "E47-000001")
    with pytest.raises(NotFound, match="NO_ESTA_EN_ROSTER"):
        u.assign_curp_temporal(world.desk, ces, "E47-999999")


def test_ces_finds_every_roster_and_who_still_needs_a_curp_temporal(world):
    world.accept(row(1), foreigner(5), foreigner(6))
    imported(world, row(2), row(2))
    ces = world.act("ces")
    found = u.list_rosters(world.desk, ces)["rosters"]
    assert {one["state"] for one in found} == {"ACEPTADO", "PROPUESTO"}
    assert not any(one["refused"] for one in found)
    first = foreigner(5)["folio_enarm"]
    u.assign_curp_temporal(world.desk, ces, first)
    listed = u.list_curp_temporales(world.desk, ces)["temporales"]
    assert [bool(one["curp_temporal"]) for one in listed] == [True, False]
    assert listed[0]["folio_enarm"] == first
    page = u.list_curp_temporales(world.desk, ces, {"limit": 1, "after": first})
    assert [one["folio_enarm"] for one in page["temporales"]] == [foreigner(6)["folio_enarm"]]
