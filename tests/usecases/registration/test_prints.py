"""Prints of the solicitud: numbered, hashed, obsolete when the call says so, in their windows."""

from __future__ import annotations

from datetime import datetime

import pytest

from plumbing.clock import MEXICO_CITY
from plumbing.errors import NotFound, OutsideWindow
from services.registration import usecases as u
from services.registration.domain import rules
from services.registration.domain.model import Impresion
from tests.usecases.registration.steps import at, get, printed, rank, save
from tests.usecases.registration.world import (
    DATOS,
    X47,
    a_world,
    another_call,
    datos,
    row,
)


def test_a_print_is_numbered_hashed_and_names_nobody_in_its_qr(world, who):
    world.complete(who)
    made = printed(world, who)
    assert made["number"] == 1
    assert made["is_current"]
    assert made["sha256"] == rules.content_sha256(made["content"])
    name, call, _, number, digest = made["qr"].split("|")
    assert (name, call, number, digest) == ("RES1", X47, "1", made["sha256"][:12])
    assert row(1)["curp"] not in made["qr"]
    assert row(1)["folio_enarm"] not in made["qr"]
    assert made["content"]["datos"]["telefonos"] == DATOS["telefonos"]


def test_printing_again_supersedes_and_the_old_content_stays_as_it_was(world, who):
    world.complete(who)
    first = printed(world, who)
    save(world, who, escuela="Otra escuela")
    second = printed(world, who)
    assert (second["number"], second["is_current"]) == (2, True)
    old = u.get_solicitud_print(world.desk, world.mine(who), who, 1)
    assert not old["is_current"]
    assert (old["content"], old["sha256"]) == (first["content"], first["sha256"])
    assert u.get_solicitud_print(world.desk, world.mine(who), who)["number"] == 2
    with pytest.raises(NotFound, match="SIN_IMPRESION"):
        u.get_solicitud_print(world.desk, world.mine(who), who, 3)


@pytest.mark.parametrize("entry", ["open", "save", "rank"])
def test_in_x47_every_entry_makes_the_last_print_obsolete(world, who, entry):
    world.complete(who)
    printed(world, who)
    if entry == "open":
        u.open_registro(world.desk, world.mine(who), who)
    elif entry == "save":
        save(world, who)
    else:
        rank(world, who, world.rank_all(who))
    assert not get(world, who)["is_print_current"]


def test_reading_is_not_entering(world, who):
    world.complete(who)
    printed(world, who)
    get(world, who)
    u.list_opciones(world.desk, world.mine(who), who)
    assert u.get_snapshot(world.desk, world.mine(who), who)["is_print_current"]


def test_where_only_changes_count_an_entry_without_one_leaves_the_print_alone():
    expediente = another_call().expediente.model_copy(update={"reprint": "cada_modificacion"})
    world = a_world(extra={X47: another_call(expediente=expediente)})
    world.accept(row(1))
    world.publish_oferta()
    who = world.account(1)
    world.complete(who)
    printed(world, who)
    u.open_registro(world.desk, world.mine(who), who)
    save(world, who)
    rank(world, who, world.rank_all(who))
    assert get(world, who)["is_print_current"]
    assert not save(world, who, escuela="Otra")["is_print_current"]


def test_the_first_print_has_its_window_and_reprints_last_until_the_envio_closes(world, who):
    world.complete(who)
    other = world.account(2)
    u.save_registro(world.desk, world.mine(other), other, datos=datos())
    rank(world, other, world.rank_all(other))
    printed(world, who)
    at(world, "2023-11-24T00:00:00")
    with pytest.raises(OutsideWindow) as late:
        printed(world, other)
    assert late.value.clause == "000§1.5"
    assert printed(world, who)["number"] == 2
    at(world, "2023-12-11T12:00:00")
    assert printed(world, who)["number"] == 3
    at(world, "2023-12-11T12:00:01")
    with pytest.raises(OutsideWindow):
        printed(world, who)


def test_after_the_window_nothing_but_a_reprint_is_left(world, who):
    world.complete(who)
    printed(world, who)
    at(world, "2023-11-24T00:00:00")
    for command in (lambda: save(world, who), lambda: rank(world, who, [])):
        with pytest.raises(OutsideWindow, match="DESPUES"):
            command()
    with pytest.raises(OutsideWindow):
        u.open_registro(world.desk, world.mine(who), who)
    assert get(world, who)["editable"] == ()
    assert get(world, who)["is_print_current"]


def test_the_hash_of_a_print_changes_with_anything_in_it():
    content = {"datos": {"nombre": "Ñ"}, "printed_at": "2023-11-20T16:00:00+00:00"}
    same = {"printed_at": "2023-11-20T16:00:00+00:00", "datos": {"nombre": "Ñ"}}
    assert rules.content_sha256(content) == rules.content_sha256(same)
    assert rules.content_sha256({**content, "datos": {"nombre": "N"}}) != rules.content_sha256(content)
    made = Impresion(3, "id", datetime(2023, 11, 20, tzinfo=MEXICO_CITY), "ab" * 32, 1)
    assert rules.qr("call", made) == "RES1|call|id|3|abababababab"
