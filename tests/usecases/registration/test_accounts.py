"""Accounts and bans: only seleccionados, inside the window, not banned, once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from plumbing.clock import MEXICO_CITY
from plumbing.confirmation import confirmation_code
from plumbing.errors import Conflict, Invalid, NotAllowed, NotFound, OutsideWindow
from residencias.demo import curp as independent
from services.registration import usecases as u
from services.registration.domain import curp as clave
from tests.usecases.registration.world import (
    BORN,
    PASSWORD,
    SECRET,
    X47,
    a_world,
    another_call,
    foreigner,
    row,
)


@pytest.fixture
def world():
    world = a_world()
    world.accept(row(1), row(2), foreigner(5))
    return world


def opens(world, number=1, act=None, **changes):
    who = {**row(number), "correo": "a@example.com", "password": PASSWORD, **changes}
    return u.open_account(
        world.desk, act or world.act(), who["curp"], who["folio_enarm"], who["correo"], who["password"]
    )


@pytest.mark.parametrize(
    ("local", "code"),
    [
        ("2023-11-18T11:59:59", "FUERA_DE_VENTANA_ANTES"),  # B-1
        ("2023-11-18T12:00:00", None),  # B-2
        ("2023-11-23T23:59:30", None),  # B-3
        ("2023-11-24T00:00:00", "FUERA_DE_VENTANA_DESPUES"),  # B-4
    ],
)
def test_an_account_opens_inside_its_window(world, local, code):
    world.clock.move_to(datetime.fromisoformat(local).replace(tzinfo=MEXICO_CITY))
    if code is None:
        assert opens(world)["expediente_id"]
        return
    with pytest.raises(OutsideWindow) as refused:
        opens(world)
    assert (refused.value.code, refused.value.clause) == (code, "000§1.1")


def test_the_fact_says_who_and_nothing_secret(world):
    account = opens(world)
    (event,) = world.events("expedientes")
    assert event["subject"] == account["expediente_id"]
    assert event["data"] == {
        "folio_enarm": "E47-000001", "correo": "a@example.com", "nombre": "María Fernanda García Núñez",
        "categoria": "nacional", "especialidad": "pediatria",
    }  # fmt: skip
    assert row(1)["curp"] not in str(event)


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"curp": row(1)["curp"][:17]}, "curp", "CURP_LONGITUD"),
        ({"curp": row(1)["curp"][:17] + str((int(row(1)["curp"][17]) + 1) % 10)}, "curp", "CURP_DIGITO"),
        ({"folio_enarm": " "}, "folio_enarm", "DATO_OBLIGATORIO"),
        ({"correo": "nadie"}, "correo", "CORREO_INVALIDO"),
        ({"password": "corta"}, "password", "CONTRASENA_LONGITUD"),
        ({"password": "x" * 129}, "password", "CONTRASENA_LONGITUD"),
        ({"password": row(1)["curp"]}, "password", "CONTRASENA_EVIDENTE"),
    ],
)
def test_wrong_fields_are_named(world, changes, field, code):
    with pytest.raises(Invalid) as refused:
        opens(world, **changes)
    assert [(f.field, f.code) for f in refused.value.fields] == [(field, code)]


def test_folio_and_curp_must_belong_to_the_same_person_and_the_answer_does_not_say_which_is_wrong(world):
    for changes in ({"folio_enarm": "E47-000002"}, {"folio_enarm": "E47-777777"}, {"curp": row(3)["curp"]}):
        with pytest.raises(NotFound, match="NO_ESTA_EN_ROSTER"):
            opens(world, **changes)


def test_folios_cannot_be_guessed_for_a_curp_without_end(world):
    codes = []
    for number in range(7):
        with pytest.raises((NotFound, NotAllowed)) as refused:
            opens(world, folio_enarm=f"E47-9{number:05d}")
        codes.append(refused.value.code)
    assert codes == ["NO_ESTA_EN_ROSTER"] * 5 + ["DEMASIADOS_INTENTOS"] * 2
    assert opens(world, 2)
    world.clock.advance(timedelta(minutes=2))
    assert opens(world)


def test_a_foreigner_needs_the_assigned_curp_temporal(world):
    unassigned = clave.temporal(X47, "E47-000005")
    with pytest.raises(NotFound, match="NO_ESTA_EN_ROSTER"):
        opens(world, 5, curp=unassigned)
    u.assign_curp_temporal(world.desk, world.act("ces"), "E47-000005")
    assert opens(world, 5, curp=unassigned.lower())["expediente_id"]


def test_a_confirmed_account_is_not_opened_again_and_a_repeated_key_answers_the_same(world):
    first = opens(world, act=world.act(key="k1"))
    assert opens(world, act=world.act(key="k1")) == first
    assert opens(world) == first
    code = confirmation_code(SECRET, first["expediente_id"], "a@example.com")
    u.confirm_correo(world.desk, world.act(), row(1)["curp"], f" {code[:4]}-{code[4:]} ".lower())
    with pytest.raises(Conflict, match="CUENTA_EXISTENTE"):
        opens(world)
    assert opens(world, act=world.act(key="k1"))["expediente_id"] == first["expediente_id"]
    assert len(world.said("expedientes", "AccountOpened")) == 1


def test_a_mistyped_address_is_replaced_while_it_was_never_confirmed(world):
    first = opens(world, correo="mal@example.com")
    second = opens(world, correo="bien@example.com", password="otra frase de paso")
    assert second["expediente_id"] == first["expediente_id"]
    old = confirmation_code(SECRET, first["expediente_id"], "mal@example.com")
    with pytest.raises(Invalid, match="CODIGO_INCORRECTO"):
        u.confirm_correo(world.desk, world.act(), row(1)["curp"], old)
    new = confirmation_code(SECRET, first["expediente_id"], "bien@example.com")
    assert u.confirm_correo(world.desk, world.act(), row(1)["curp"], new)["is_correo_confirmed"]
    assert u.authenticate(world.desk, world.act(), row(1)["curp"], "otra frase de paso")
    assert [fact["correo"] for fact in world.said("expedientes", "AccountOpened")] == [
        "mal@example.com", "bien@example.com",
    ]  # fmt: skip


def test_an_unknown_curp_and_a_wrong_password_are_told_alike(world):
    world.account(1)
    for curp, password in ((row(1)["curp"], "no es"), (row(2)["curp"], PASSWORD), ("nada", PASSWORD)):
        with pytest.raises(NotAllowed, match="CREDENCIALES"):
            u.authenticate(world.desk, world.act(), curp, password)


def test_an_unconfirmed_account_does_not_come_in(world):
    opens(world)
    with pytest.raises(NotAllowed, match="CORREO_SIN_CONFIRMAR"):
        u.authenticate(world.desk, world.act(), row(1)["curp"], PASSWORD)


def test_failures_make_one_wait_longer_and_longer_but_never_past_fifteen_minutes(world):
    world.account(1)
    waits = []
    for _ in range(12):
        with pytest.raises(NotAllowed) as refused:
            u.authenticate(world.desk, world.act(), row(1)["curp"], "no es")
        if refused.value.code == "DEMASIADOS_INTENTOS":
            waits.append(refused.value.facts["minutos"])
            world.clock.advance(timedelta(minutes=refused.value.facts["minutos"]))
    assert waits[:3] == [1, 2, 4]
    assert max(waits) <= 15
    world.clock.advance(timedelta(minutes=15))
    assert u.authenticate(world.desk, world.act(), row(1)["curp"], PASSWORD)
    with pytest.raises(NotAllowed, match="CREDENCIALES"):
        u.authenticate(world.desk, world.act(), row(1)["curp"], "no es")


def test_confirmation_codes_cannot_be_tried_without_end(world):
    opens(world)
    codes = []
    for _ in range(7):
        with pytest.raises((Invalid, NotAllowed)) as refused:
            u.confirm_correo(world.desk, world.act(), row(1)["curp"], "AAAA2222")
        codes.append(refused.value.code)
    assert codes[-1] == "DEMASIADOS_INTENTOS"


BAN = {
    "scope": "TODAS",
    "cause": "LISTA",
    "clause": "000§3.3 b",
    "act": "oficio 7",
    "from_on": "",
    "to_on": "",
}


def ban(world, **changes):
    return u.record_ban(world.desk, world.act("ces"), {**BAN, "curp": row(1)["curp"], **changes})


@pytest.mark.parametrize(
    ("changes", "is_barred"),
    [
        ({}, True),
        ({"scope": X47}, True),
        ({"to_on": "2023-11-20", "from_on": "2023-01-01"}, True),
        ({"to_on": "2023-11-19", "from_on": "2023-01-01"}, False),
        ({"from_on": "2023-11-21"}, False),
        ({"scope": "TERCER_PERIODO"}, True),
        ({"curp": row(2)["curp"]}, False),
    ],
)
def test_a_ban_keeps_out_for_its_scope_and_term(world, changes, is_barred):
    ban(world, **changes)
    if not is_barred:
        assert opens(world)
        return
    with pytest.raises(NotAllowed, match="VETO_VIGENTE"):
        opens(world)


def test_the_third_period_stays_open_after_a_renuncia_and_other_cycles_too():
    period = another_call().period
    third = another_call(period=period.model_copy(update={"value": 3}))
    world = a_world(extra={X47: third})
    world.accept(row(1))
    ban(world, scope="TERCER_PERIODO")
    assert opens(world)


def test_a_ban_is_recorded_once_per_person_cause_and_act(world):
    assert ban(world) == ban(world)
    ban(world, act="oficio 8")
    assert len(world.said("vetos", "BanRecorded")) == 2
    listed = u.list_bans(world.desk, world.act("ces"), row(1)["curp"].lower())["bans"]
    everybody = u.list_bans(world.desk, world.act("ces"), "", {"limit": 1})
    assert u.list_bans(world.desk, world.act("ces"), "", {"after": everybody["next"]})["next"] == ""
    assert [found["act"] for found in listed] == ["oficio 7", "oficio 8"]
    assert all("persona" not in found for found in listed)


def test_a_ban_with_errors_names_its_fields(world):
    with pytest.raises(Invalid) as refused:
        ban(world, curp="X", scope="ALGUNAS", cause="", to_on="mañana")
    assert {f.field for f in refused.value.fields} == {"curp", "scope", "cause", "to_on"}


def test_a_foreigner_is_recognised_beyond_the_convocatoria_of_their_curp_temporal(world):
    temporal = u.assign_curp_temporal(world.desk, world.act("ces"), "E47-000005")["curp_temporal"]
    who = opens(world, 5, curp=temporal)["expediente_id"]
    data = {"cause": "INCONSISTENCIA_GRAVE", "clause": "000§3.3 b"}
    u.on_expediente_annulled(world.desk, world.fact("ExpedienteAnnulled", who, 9, data))
    real = independent.build("García", "Núñez", "María Fernanda", BORN, "M", "NE", 7)
    world.accept(foreigner(8, curp=real, folio_enarm="E48-000001"))
    with pytest.raises(NotAllowed, match="VETO_VIGENTE"):
        opens(world, 8, curp=real, folio_enarm="E48-000001")
