"""A person's decisions: in order, in their windows, once, each with its acuse; a repeated click frightens nobody."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from plumbing.errors import Conflict, Invalid, NotFound, OutsideWindow
from services.allocation import usecases
from tests.usecases.allocation.concurso import CLOSED, GATE, INSIDE, MX, VALID, Concurso, accepted

LAST = datetime(2023, 12, 17, 23, 59, 59, 900_000, tzinfo=MX)
STEPS = (usecases.accept_adscripcion, usecases.accept_compromiso)


def test_two_acceptances_and_one_print_each_with_its_acuse_and_fact(out):
    accepted(out, "b")
    shown = usecases.get_result(out.desk, out.own("b"), "b")
    assert shown["estado"] == "PREACEPTADO"
    assert [one.decision for one in shown["decisions"]] == ["ACEPTO_ADSCRIPCION", "ACEPTO_COMPROMISO"]
    acuses = {one.acuse_id for one in shown["decisions"]}
    assert len(acuses) == 2
    assert out.facts("AdscripcionAccepted")[0]["data"]["acuse_id"] in acuses
    (issued,) = out.facts("PreaceptacionIssued")
    assert (issued["data"]["ooad"], issued["data"]["sede"]) == ("CDMX-S", "HGR-1-CDMX-S")
    assert [one["kind"] for one in issued["data"]["obligations"]] == ["CEDULA"]


def test_a_session_is_kept_and_told_only_as_a_digest(out):
    accepted(out, "a")
    assert "s1" not in {one.session for one in out.desk.participaciones.load("a").value.adscripcion.decisions}
    issuance = usecases.get_issuance(out.desk, out.own("a"), "a", "PREACEPTACION")
    assert len(issuance["session"]) == 16


@pytest.mark.parametrize("key", ["k", ""])
def test_a_repeated_click_with_the_same_or_another_key_gives_the_same_answer(out, key):
    for step in (*STEPS, usecases.issue_preaceptacion):
        first = step(out.desk, out.own("a", key=key and f"{key}{step.__name__}"), "a")
        for again in (key and f"{key}{step.__name__}", "another"):
            assert step(out.desk, out.own("a", key=again), "a") == first
    for name in ("AdscripcionAccepted", "CompromisoAccepted", "PreaceptacionIssued"):
        assert len(out.facts(name)) == 1


def test_a_click_repeated_after_the_close_or_after_the_next_step_is_still_answered(out):
    accepted(out, "a")
    out.at(CLOSED)
    assert usecases.accept_adscripcion(out.desk, out.own("a"), "a")["estado"] == "PREACEPTADO"


def test_two_clicks_at_once_leave_one_decision(out, monkeypatch):
    real, raced = out.desk.participaciones.save, []

    def another_window_was_first(stored, *args, **kwargs):
        if not raced:
            raced.append(stored)
            usecases.accept_adscripcion(out.desk, out.own("a", session="s2"), "a")
        return real(stored, *args, **kwargs)

    monkeypatch.setattr(out.desk.participaciones, "save", another_window_was_first)
    assert usecases.accept_adscripcion(out.desk, out.own("a"), "a")["estado"] == "ADSCRIPCION_ACEPTADA"
    assert len(out.facts("AdscripcionAccepted")) == 1


def test_the_order_is_enforced(out):
    own = out.own("a")
    for step in (usecases.accept_compromiso, usecases.issue_preaceptacion):
        with pytest.raises(Conflict, match="PASO_NO_PROCEDE"):
            step(out.desk, own, "a")
    usecases.accept_adscripcion(out.desk, own, "a")
    with pytest.raises(Conflict, match="PASO_NO_PROCEDE"):
        usecases.issue_preaceptacion(out.desk, own, "a")
    with pytest.raises(Conflict, match="PASO_NO_PROCEDE"):
        usecases.accept_adscripcion(out.desk, out.own("d"), "d")


def test_the_last_minute_counts_and_the_next_instant_does_not(out):
    out.at(LAST)
    usecases.accept_adscripcion(out.desk, out.own("a"), "a")
    out.at(datetime(2023, 12, 18, tzinfo=MX))
    for step in (usecases.accept_compromiso, usecases.accept_adscripcion):
        person = "a" if step is usecases.accept_compromiso else "b"
        with pytest.raises(OutsideWindow, match="FUERA_DE_VENTANA_DESPUES"):
            step(out.desk, out.own(person), person)


def test_the_letter_is_issued_once_and_the_same_session_may_resume_for_fifteen_minutes(out):
    accepted(out, "a")
    first = usecases.get_issuance(out.desk, out.own("a"), "a", "PREACEPTACION")
    out.at(INSIDE + timedelta(minutes=15))
    again = usecases.issue_preaceptacion(out.desk, out.own("a"), "a")
    assert again["issuance_id"] == first["issuance_id"]
    for session in ("other", ""):
        with pytest.raises(Conflict, match="CARTA_YA_EMITIDA") as refused:
            usecases.issue_preaceptacion(out.desk, out.own("a", session=session), "a")
        assert refused.value.facts["emitida"].startswith("2023-12-15")
    out.at(INSIDE + timedelta(minutes=15, seconds=1))
    with pytest.raises(Conflict, match="CARTA_YA_EMITIDA"):
        usecases.issue_preaceptacion(out.desk, out.own("a"), "a")
    assert len(out.facts("PreaceptacionIssued")) == 1


def test_a_letter_says_where_to_go_and_until_when(out):
    accepted(out, "x")
    letter = usecases.get_issuance(out.desk, out.own("x"), "x", "PREACEPTACION")
    ooad = out.desk.catalog.ooad("JAL")
    assert (letter["ooad_address"], letter["ooad_phone"]) == (ooad.address, ooad.phone)
    assert letter["valid_from"] == datetime(2023, 12, 18, tzinfo=MX)
    assert letter["valid_until"].astimezone(MX).date().isoformat() == "2024-01-02"


def test_result_and_puntaje_are_letters_of_everybody_and_the_others_when_issued(out):
    kinds = {k: usecases.get_issuance(out.desk, out.own("d"), "d", k) for k in ("RESULTADO", "PUNTAJE")}
    assert len({one["issuance_id"] for one in kinds.values()}) == 2
    assert all(one["issued_at"] == GATE for one in kinds.values())
    for kind in ("PREACEPTACION", "PRESENTACION"):
        with pytest.raises(NotFound, match="CARTA_SIN_EMITIR"):
            usecases.get_issuance(out.desk, out.own("d"), "d", kind)
    with pytest.raises(Invalid, match="CARTA_DESCONOCIDA"):
        usecases.get_issuance(out.desk, out.own("d"), "d", "OTRA")


def test_no_aceptar_needs_the_folio_frees_the_plaza_and_keeps_the_next_period(out):
    with pytest.raises(Invalid, match="CONFIRMACION_DISTINTA"):
        usecases.reject_plaza(out.desk, out.own("a"), "a", "F-B")
    assert out.estado("a") == "ASIGNADO"
    for _ in range(2):
        shown = usecases.reject_plaza(out.desk, out.own("a"), "a", " f-a ")
    assert (shown["estado"], shown["later_right"]) == ("NO_ACEPTA", "SIGUIENTE_PERIODO")
    assert shown["later_right_clause"] == "000§4.8"
    assert [f["data"]["reason"] for f in out.facts("PlazaRejected")] == ["NO_ACEPTA"]
    (freed,) = usecases.list_freed(out.desk, out.act())["freed"]
    assert (freed["cause"], freed["destination"]) == ("NO_ACEPTA", "SIGUIENTE_PERIODO")
    with pytest.raises(Conflict, match="PASO_NO_PROCEDE"):
        usecases.accept_adscripcion(out.desk, out.own("a"), "a")


def test_silence_at_the_close_is_a_rejection_once_whatever_step_was_reached(out):
    accepted(out, "a")
    usecases.accept_adscripcion(out.desk, out.own("b"), "b")
    for step in STEPS:
        step(out.desk, out.own("c"), "c")
    out.at(LAST)
    usecases.sweep(out.desk)
    assert out.facts("PlazaRejected") == []
    out.at(CLOSED)
    for _ in range(2):
        usecases.sweep(out.desk)
    rejected = {fact["subject"]: fact["data"]["reason"] for fact in out.facts("PlazaRejected")}
    assert rejected == dict.fromkeys("bcx", "SIN_RESPUESTA")
    assert len(out.facts("PlazaRejected")) == len(out.facts("PlazaReleased")) == 3
    assert {e: out.estado(e) for e in "abcdx"} == {
        "a": "PREACEPTADO",
        "b": "RECHAZO_IMPLICITO",
        "c": "RECHAZO_IMPLICITO",
        "d": "NO_ASIGNADO",
        "x": "RECHAZO_IMPLICITO",
    }
    assert out.desk.sweeps.through() == CLOSED


def test_who_got_no_place_keeps_the_next_period(out):
    shown = usecases.get_result(out.desk, out.own("d"), "d")
    assert (shown["estado"], shown["later_right"], "place" in shown) == (
        "NO_ASIGNADO",
        "SIGUIENTE_PERIODO",
        False,
    )


def test_the_places_nobody_took_are_listed_apart_from_those_given_back():
    concurso = Concurso()
    concurso.load_oferta()
    concurso.enter("a", "F-A", "90", ["UMAE-PED-SXXI", "HGR-1-CDMX-S"])
    concurso.publish()
    usecases.sweep(concurso.at(VALID).desk)
    freed = usecases.list_freed(concurso.desk, concurso.act())
    assert [one["cause"] for one in freed["freed"]] == ["RECHAZO_IMPLICITO"]
    left = {(cell["sede"], cell["subsede"]): cell["plazas"] for cell in freed["left_over"]}
    assert left == {
        ("HGR-1-CDMX-S", "HGR-1-CDMX-S"): 1,
        ("HGR-1-CDMX-S", "UMF-28-CDMX-S"): 1,
        ("UMAE-PED-CMNO", "UMAE-PED-CMNO"): 1,
    }
