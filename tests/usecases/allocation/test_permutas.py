"""A permuta is of two who want it: either steps back until it is approved, and nobody is asked without end."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plumbing.errors import Conflict, NotFound
from services.allocation import usecases
from tests.usecases.allocation.concurso import VALID, accepted


def asked(out, is_agreed: bool = False) -> str:
    """`a` asks `b`, who agrees with `is_agreed`; both hold their letter."""
    for who in "ab":
        accepted(out, who)
    out.at(VALID)
    ref = str(usecases.request_permuta(out.desk, out.own("a"), "a", "F-B")["permuta_id"])
    if is_agreed:
        usecases.agree_permuta(out.desk, out.own("b"), "b", ref)
    return ref


@pytest.mark.parametrize("is_agreed", [False, True])
def test_who_is_asked_may_refuse_until_it_is_approved_and_is_not_asked_again(out, is_agreed):
    ref = asked(out, is_agreed)
    with pytest.raises(NotFound, match="NO_ES_TUYO"):
        usecases.reject_permuta(out.desk, out.own("a"), "a", ref)
    for _ in range(2):
        refused = usecases.reject_permuta(out.desk, out.own("b"), "b", ref)
        assert (refused["state"], refused["ended_at"]) == ("RECHAZADA", out.clock.now())
    assert [one["data"] for one in out.facts("PermutaRejected")] == [{"folio_a": "F-A", "folio_b": "F-B"}]
    for act, who in ((usecases.withdraw_permuta, "a"), (usecases.agree_permuta, "b")):
        with pytest.raises(Conflict, match="PERMUTA_TERMINADA"):
            act(out.desk, out.own(who), who, ref)
    with pytest.raises(Conflict, match="PERMUTA_TERMINADA"):
        usecases.approve_permuta(out.desk, out.act(), ref)
    with pytest.raises(Conflict, match="PERMUTA_YA_RECHAZADA"):
        usecases.request_permuta(out.desk, out.own("a"), "a", "F-B")
    assert usecases.request_permuta(out.desk, out.own("b"), "b", "F-A")["state"] == "SOLICITADA"


@pytest.mark.parametrize("is_agreed", [False, True])
def test_who_asks_may_withdraw_until_it_is_approved_and_ask_again(out, is_agreed):
    ref = asked(out, is_agreed)
    with pytest.raises(NotFound, match="NO_ES_TUYO"):
        usecases.withdraw_permuta(out.desk, out.own("b"), "b", ref)
    for _ in range(2):
        assert usecases.withdraw_permuta(out.desk, out.own("a"), "a", ref)["state"] == "RETIRADA"
    [said] = out.facts("PermutaWithdrawn")
    assert said["data"] == {"folio_a": "F-A", "folio_b": "F-B", "was_agreed": is_agreed}
    again = usecases.request_permuta(out.desk, out.own("a"), "a", "F-B")
    assert (again["state"], again["permuta_id"] != ref) == ("SOLICITADA", True)


def test_what_is_approved_is_not_taken_back(out):
    ref = asked(out)
    usecases.agree_permuta(out.desk, out.own("b"), "b", ref)
    usecases.approve_permuta(out.desk, out.act(), ref)
    for act, who in ((usecases.withdraw_permuta, "a"), (usecases.reject_permuta, "b")):
        with pytest.raises(Conflict, match="PERMUTA_TERMINADA"):
            act(out.desk, out.own(who), who, ref)


def test_a_person_has_few_permutas_waiting_at_a_time(out):
    """Those of others, and those that ended, are not counted."""
    ref = asked(out)
    stored = out.desk.permutas.load(ref)
    usecases.withdraw_permuta(out.desk, out.own("a"), "a", ref)
    for number, state in enumerate(("SOLICITADA", "CONVENIDA", "SOLICITADA", "RETIRADA", "APROBADA")):
        other = replace(stored.value.b, expediente_id=f"o{number}")
        out.desk.permutas.create(f"p{number}", replace(stored.value, b=other, state=state), out.act())
    with pytest.raises(Conflict, match="PERMUTAS_EN_ESPERA") as refused:
        usecases.request_permuta(out.desk, out.own("a"), "a", "F-B")
    assert refused.value.facts["maximo"] == 3
    usecases.withdraw_permuta(out.desk, out.own("a"), "a", "p0")
    assert usecases.request_permuta(out.desk, out.own("a"), "a", "F-B")["state"] == "SOLICITADA"


def test_the_list_of_ces_begins_with_what_waits_for_it_and_ends_with_what_is_over(out):
    ref = asked(out)
    stored = out.desk.permutas.load(ref)
    for number, state in enumerate(
        ("RETIRADA", "APROBADA", "CONVENIDA", "RECHAZADA", "SOLICITADA", "CONVENIDA")
    ):
        other = replace(stored.value.b, expediente_id=f"o{number}")
        out.desk.permutas.create(f"p{number}", replace(stored.value, b=other, state=state), out.act())
    states = [one["state"] for one in usecases.list_permutas(out.desk, out.act())["permutas"]]
    assert states[:4] == ["CONVENIDA", "CONVENIDA", "SOLICITADA", "SOLICITADA"]
    assert set(states[4:]) == {"RETIRADA", "APROBADA", "RECHAZADA"}


def test_nobody_changes_for_a_place_they_did_not_know(out):
    """Between the asking and the approval another permuta moved one of the two."""
    ref = asked(out)
    usecases.agree_permuta(out.desk, out.own("b"), "b", ref)
    stored = out.desk.participaciones.load("a")
    moved = replace(stored.value.adscripcion, subsede="OTRA")
    out.desk.participaciones.save(stored, replace(stored.value, adscripcion=moved), out.act())
    with pytest.raises(Conflict, match="PERMUTA_LUGAR_CAMBIADO"):
        usecases.approve_permuta(out.desk, out.act(), ref)
    assert usecases.withdraw_permuta(out.desk, out.own("a"), "a", ref)["state"] == "RETIRADA"


def test_the_same_permuta_asked_at_once_is_one(out, monkeypatch):
    """The second did not see the first when it looked."""
    ref = asked(out)
    real, looks = out.desk.permutas.find, []

    def blind_at_first(criteria, **more):
        looks.append(criteria)
        return [] if len(looks) == 1 else real(criteria, **more)

    monkeypatch.setattr(out.desk.permutas, "find", blind_at_first)
    assert usecases.request_permuta(out.desk, out.own("a"), "a", "F-B")["permuta_id"] == ref
    assert len(looks) > 1
