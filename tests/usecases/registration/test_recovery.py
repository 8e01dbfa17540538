"""A forgotten password: the same answer for everybody, a code by e-mail alone, once and for half an hour."""

from __future__ import annotations

from datetime import timedelta

import pytest

from plumbing.confirmation import reset_code
from plumbing.errors import Invalid, NotAllowed
from services.registration import usecases as u
from tests.usecases.registration.world import PASSWORD, SECRET, World, row

ANOTHER = "otra frase de paso"
CURP = row(1)["curp"]


def ask(world: World, curp: str = CURP, key: str = "") -> object:
    return u.request_password_reset(world.desk, world.act(key=key), curp)


def code_of(world: World, who: str) -> str:
    """The code that notifications writes into the e-mail."""
    fact = [one for one in world.events("recuperaciones") if one["type"].endswith(".PasswordResetRequested")][
        -1
    ]
    return reset_code(SECRET, who, fact["data"]["request_id"])


def reset(world: World, code: str, password: str = ANOTHER, curp: str = CURP, key: str = "") -> object:
    return u.reset_password(world.desk, world.act(key=key), curp, code, password)


def enters(world: World, password: str) -> bool:
    try:
        return bool(u.authenticate(world.desk, world.act(), CURP, password))
    except NotAllowed:
        return False


def test_the_code_sets_another_password_and_the_old_one_is_over(world: World, who: str) -> None:
    ask(world)
    assert reset(world, code_of(world, who))["expediente_id"] == who
    assert enters(world, ANOTHER)
    assert not enters(world, PASSWORD)


def test_the_answer_does_not_tell_whether_there_is_an_account(world: World, who: str) -> None:
    assert ask(world) == ask(world, row(2)["curp"]) == ask(world, "NADIE") == {}
    assert len(world.events("recuperaciones")) == 1


def test_nothing_secret_or_personal_is_in_facts_or_documents(world: World, who: str) -> None:
    ask(world)
    code = code_of(world, who)
    reset(world, code)
    said = str(world.events("recuperaciones")) + str(world.events("expedientes")[-1:])
    for secret in (code, CURP, "example.com", ANOTHER):
        assert secret not in said
    kept = world.desk.recuperaciones.load(who)
    assert code not in str(kept)
    assert [one["type"].rsplit(".", 1)[-1] for one in world.events("expedientes")][-1] == "PasswordReset"


def test_a_code_is_good_once(world: World, who: str) -> None:
    ask(world)
    code = code_of(world, who)
    reset(world, code, key="k1")
    reset(world, code, key="k1")
    with pytest.raises(Invalid, match="CODIGO_DE_CLAVE"):
        reset(world, code, "una tercera frase")
    assert enters(world, ANOTHER)


def test_a_code_is_good_for_half_an_hour_of_our_clock(world: World, who: str) -> None:
    ask(world)
    code, asked = code_of(world, who), world.clock.now()
    world.clock.move_to(asked + timedelta(minutes=30, seconds=1))
    with pytest.raises(Invalid, match="CODIGO_DE_CLAVE"):
        reset(world, code)
    world.clock.move_to(asked + timedelta(minutes=30))
    reset(world, code)


def test_another_request_ends_the_code_before_and_a_repeated_one_does_not(world: World, who: str) -> None:
    ask(world, key="k1")
    first = code_of(world, who)
    ask(world, key="k1")
    assert code_of(world, who) == first
    ask(world, key="k2")
    with pytest.raises(Invalid, match="CODIGO_DE_CLAVE"):
        reset(world, first)
    reset(world, code_of(world, who))


def test_a_wrong_code_says_the_same_for_who_asked_and_for_nobody(world: World, who: str) -> None:
    ask(world)
    said = []
    for curp in (CURP, row(2)["curp"]):
        with pytest.raises(Invalid) as refused:
            reset(world, "AAAA-AAAA", curp=curp)
        said.append((refused.value.code, refused.value.facts))
    assert said[0] == said[1] == ("CODIGO_DE_CLAVE", {})


@pytest.mark.parametrize(
    ("password", "code"), [("corta", "CONTRASENA_LONGITUD"), (CURP, "CONTRASENA_EVIDENTE")]
)
def test_a_poor_password_is_told_and_the_code_still_holds(
    world: World, who: str, password: str, code: str
) -> None:
    ask(world)
    with pytest.raises(Invalid, match="CONTRASENA_RECHAZADA") as refused:
        reset(world, code_of(world, who), password)
    assert [field.code for field in refused.value.fields] == [code]
    reset(world, code_of(world, who))


def test_requests_and_guesses_have_an_end(world: World, who: str) -> None:
    for _ in range(5):
        ask(world)
    with pytest.raises(NotAllowed, match="DEMASIADOS_INTENTOS"):
        ask(world)
    code = code_of(world, who)
    for _ in range(5):
        with pytest.raises(Invalid):
            reset(world, "AAAA-AAAA")
    with pytest.raises(NotAllowed, match="DEMASIADOS_INTENTOS"):
        reset(world, code)


def test_who_was_waiting_after_wrong_passwords_may_enter_at_once(world: World, who: str) -> None:
    for _ in range(6):
        enters(world, "no es esta")
    ask(world)
    reset(world, code_of(world, who))
    assert enters(world, ANOTHER)


def test_the_address_that_the_code_came_to_is_confirmed(world: World) -> None:
    opened = {**row(2), "correo": "b@example.com", "password": PASSWORD}
    made = u.open_account(
        world.desk, world.act(), opened["curp"], opened["folio_enarm"], opened["correo"], opened["password"]
    )
    ask(world, opened["curp"])
    answer = reset(world, code_of(world, made["expediente_id"]), curp=opened["curp"])
    assert answer["is_correo_confirmed"]
