"""Anybody learns from a code whether a paper holds, and nothing else; the CES may revoke one."""

from __future__ import annotations

import pytest

from plumbing.errors import Conflict, Invalid, NotFound
from services.notifications import usecases
from services.notifications.domain.code import code_of
from tests.usecases.notifications.world import World, local

PUBLIC_ANSWER = {
    "kind",
    "title",
    "status",
    "folio",
    "masked_name",
    "issued_at",
    "sha256",
    "status_reason",
    "status_at",
}


@pytest.fixture
def world() -> World:
    return World()


def test_a_code_tells_status_and_initials_alone(world: World) -> None:
    made = world.print("FICHA")
    typed = made["code"].lower().replace("-", " ")
    answer = usecases.verify_letter(world.desk, world.act("publico"), typed)
    assert set(answer) == PUBLIC_ANSWER
    assert answer["masked_name"] == "A. M. Ñ. P."
    assert answer["title"] == "Ficha de Registro e Inscripción"
    assert (answer["status"], answer["sha256"]) == ("VIGENTE", made["sha256"])


def test_whose_it_is_only_for_the_ooad_it_leads_to_and_ces(world: World) -> None:
    world.open_gate()
    code = world.print("PREACEPTACION")["code"]
    stored = world.desk.letters.first({"code": code})
    assert stored is not None
    assert stored.value.ooad

    def told(*roles: str, scope: str = "") -> str:
        act = world.act(*roles, scope=scope)
        return str(usecases.verify_letter(world.desk, act, code).get("expediente_id", ""))

    assert told("ooad", scope=stored.value.ooad) == told("ces") == stored.value.expediente_id
    assert told("ooad", scope="OTRO") == told("ooad") == told("validador") == told("publico") == ""


def test_an_unknown_code_and_an_embargoed_letter_get_the_same_answer(world: World) -> None:
    world.open_gate()
    made = world.print("RESULTADO")
    world.clock.move_to(local("2023-12-14T17:59"))
    refusals = []
    for code in (made["code"], code_of("nothing of ours", world.desk.key)):
        with pytest.raises(NotFound) as refused:
            usecases.verify_letter(world.desk, world.act("publico"), code)
        refusals.append((refused.value.code, refused.value.facts, refused.value.clause))
    assert refusals[0] == refusals[1]


def test_a_typing_error_is_told_apart(world: World) -> None:
    code = world.print("FICHA")["code"]
    wrong = ("1" if code[0] != "1" else "2") + code[1:]
    with pytest.raises(Invalid, match="CODIGO_INVALIDO"):
        usecases.verify_letter(world.desk, world.act("publico"), wrong)


def test_a_revocation_keeps_its_reason_inside(world: World) -> None:
    made = world.print("FICHA")
    act = world.act("ces", key="k1")
    answer = usecases.revoke_letter(world.desk, act, made["letter_id"], "Emitida con un dato equivocado")
    assert answer["status"] == "REVOCADA"
    assert "equivocado" not in str(answer)
    assert (
        usecases.revoke_letter(world.desk, act, made["letter_id"], "Emitida con un dato equivocado") == answer
    )
    assert world.facts().count("LetterRevoked") == 1
    with pytest.raises(Conflict, match="CARTA_NO_VIGENTE"):
        usecases.revoke_letter(world.desk, world.act("ces", key="k2"), made["letter_id"], "otra vez")


def test_a_revocation_needs_a_reason_and_a_letter(world: World) -> None:
    with pytest.raises(Invalid, match="MOTIVO_FALTANTE"):
        usecases.revoke_letter(world.desk, world.act("ces"), "x", " ")
    with pytest.raises(NotFound, match="CARTA_NO_EXISTE"):
        usecases.revoke_letter(world.desk, world.act("ces"), "x", "motivo")
