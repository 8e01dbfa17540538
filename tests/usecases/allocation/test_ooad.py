"""The OOAD's desk and what deadlines do to accepted places: presence, exams, obligations, renuncia, abandono, baja."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from plumbing.errors import Conflict, Invalid, NotFound, OutsideWindow
from services.allocation import usecases
from tests.usecases.allocation.concurso import CLOSED, INSIDE, MX, VALID, Concurso, accepted

EXPIRED = datetime(2024, 1, 3, 0, 0, 1, tzinfo=MX)
CYCLE = datetime(2024, 3, 1, tzinfo=MX)
PAYMENT_OVER = datetime(2024, 4, 14, tzinfo=MX)
JAL, SUR = "JAL", "CDMX-S"


def present(out: Concurso, who: str, scope: str) -> None:
    out.at(VALID)
    usecases.register_presentation(out.desk, out.ooad(scope), who, "INE")


def examine(out: Concurso, who: str, scope: str, favourable: bool = True):
    for exam in ("MEDICO", "PSICOMETRICO"):
        shown = usecases.record_exam(
            out.desk, out.ooad(scope), who, exam, favourable, out.paper(who, "DICTAMEN")
        )
        if not favourable:
            break
    return shown


def to_sede(out: Concurso, who: str, scope: str):
    accepted(out, who)
    present(out, who, scope)
    examine(out, who, scope)
    if who == "x":
        usecases.record_obligation(
            out.desk, out.ooad(scope), "x", "SEGURO_GASTOS_MEDICOS", "2023-12-19", "póliza 1"
        )
    return usecases.issue_presentacion(out.desk, out.ooad(scope), who)


def test_with_the_letter_and_both_exams_the_sede_is_reached(out):
    letter = to_sede(out, "a", SUR)
    assert (letter["kind"], letter["result"]["estado"]) == ("PRESENTACION", "PRESENTADO_A_SEDE")
    assert usecases.issue_presentacion(out.desk, out.ooad(SUR), "a")["issuance_id"] == letter["issuance_id"]
    for name in ("PresentationRegistered", "PresentacionIssued"):
        assert len(out.facts(name)) == 1
    assert [fact["data"]["exam"] for fact in out.facts("ExamRecorded")] == ["MEDICO", "PSICOMETRICO"]


def test_people_of_another_ooad_are_not_found(out):
    accepted(out, "x")
    out.at(VALID)
    with pytest.raises(NotFound, match="NO_ES_TUYO"):
        usecases.register_presentation(out.desk, out.ooad(SUR), "x", "INE")
    assert out.estado("x") == "PREACEPTADO"


def test_presence_is_inside_the_letters_validity_with_an_identification(out):
    accepted(out, "a")
    with pytest.raises(Invalid, match="IDENTIFICACION_DESCONOCIDA"):
        usecases.register_presentation(out.desk, out.ooad(SUR), "a", "CREDENCIAL")
    with pytest.raises(OutsideWindow, match="CARTA_FUERA_DE_VIGENCIA"):
        usecases.register_presentation(out.desk, out.ooad(SUR), "a", "INE")
    out.at(datetime(2024, 1, 2, 23, 59, tzinfo=MX))
    assert usecases.register_presentation(out.desk, out.ooad(SUR), "a", "INE")["estado"] == "EN_OOAD"


def test_the_carta_de_presentacion_waits_for_both_exams(out):
    accepted(out, "a")
    present(out, "a", SUR)
    usecases.record_exam(out.desk, out.ooad(SUR), "a", "MEDICO", True, "")
    with pytest.raises(Conflict, match="EXAMENES_PENDIENTES") as refused:
        usecases.issue_presentacion(out.desk, out.ooad(SUR), "a")
    assert refused.value.facts["examenes"] == "PSICOMETRICO"


def test_an_unfavourable_exam_gives_the_place_back_and_bars_nobody(out):
    accepted(out, "a")
    present(out, "a", SUR)
    shown = examine(out, "a", SUR, favourable=False)
    assert (shown["estado"], shown["later_right"], shown["is_banned"]) == (
        "EXAMEN_DESFAVORABLE",
        "SIGUIENTE_PERIODO",
        False,
    )
    assert len(out.facts("PlazaReleased")) == 1


def test_a_foreigner_needs_the_insurance_before_the_sede(out):
    accepted(out, "x")
    present(out, "x", JAL)
    examine(out, "x", JAL)
    with pytest.raises(Conflict, match="OBLIGACION_PENDIENTE"):
        usecases.issue_presentacion(out.desk, out.ooad(JAL), "x")


def test_the_foreigners_obligations_begin_with_the_letter_and_have_their_last_day(out):
    accepted(out, "x")
    accepted(out, "a")
    mine = usecases.get_result(out.desk, out.own("x"), "x")["obligations"]
    assert {one["kind"]: one["due_on"] for one in mine} == {
        "PAGO_FOFOE": "2024-04-13",
        "ESTATUS_MIGRATORIO": "2024-04-13",
        "SEGURO_GASTOS_MEDICOS": "2024-01-02",
    }
    assert usecases.get_result(out.desk, out.own("a"), "a")["obligations"] == []


def test_an_obligation_is_met_once_with_evidence_and_not_too_late(out):
    to_sede(out, "x", JAL)
    ces = out.at(datetime(2024, 4, 13, 12, tzinfo=MX)).act()
    with pytest.raises(Invalid, match="EVIDENCIA_FALTANTE"):
        usecases.record_obligation(out.desk, ces, "x", "PAGO_FOFOE", "2024-04-13", " ")
    with pytest.raises(Invalid, match="FECHA_INVALIDA"):
        usecases.record_obligation(out.desk, ces, "x", "PAGO_FOFOE", "2024-05-01", "folio 1")
    for _ in range(2):
        usecases.record_obligation(out.desk, ces, "x", "PAGO_FOFOE", "2024-04-13", "folio 1, 8000.00 USD")
    usecases.record_obligation(out.desk, ces, "x", "ESTATUS_MIGRATORIO", "", "residente temporal")
    assert [fact["data"]["kind"] for fact in out.facts("ObligationMet")] == [
        "SEGURO_GASTOS_MEDICOS",
        "PAGO_FOFOE",
        "ESTATUS_MIGRATORIO",
    ]
    out.at(PAYMENT_OVER)
    usecases.sweep(out.desk)
    assert (out.estado("x"), out.facts("ObligationOverdue")) == ("PRESENTADO_A_SEDE", [])


def test_a_foreigner_who_did_not_pay_is_out_the_day_after_the_last_day(out):
    to_sede(out, "x", JAL)
    usecases.record_obligation(out.desk, out.ooad(JAL), "x", "ESTATUS_MIGRATORIO", "2023-12-20", "forma")
    out.at(PAYMENT_OVER - timedelta(seconds=1))
    usecases.sweep(out.desk)
    assert out.estado("x") == "PRESENTADO_A_SEDE"
    out.at(PAYMENT_OVER)
    for _ in range(2):
        usecases.sweep(out.desk)
    shown = usecases.get_result(out.desk, out.own("x"), "x")
    assert (shown["estado"], shown["cause"], shown["later_right"]) == ("BAJA", "PAGO_FOFOE", "NINGUNO")
    assert {one["kind"]: one["state"] for one in shown["obligations"]}["PAGO_FOFOE"] == "VENCIDA"
    assert [fact["data"] for fact in out.facts("ObligationOverdue")] == [
        {"kind": "PAGO_FOFOE", "due_on": "2024-04-13", "clause": "000§2.2.3, 4.7.1, 4.7.3, 4.7.5"}
    ]
    assert len(out.facts("BajaRecorded")) == 1


def test_the_cedula_is_owed_twelve_months_from_the_letter(out):
    to_sede(out, "b", SUR)
    out.at(datetime(2024, 12, 15, 23, tzinfo=MX))
    usecases.sweep(out.desk)
    assert out.estado("b") == "PRESENTADO_A_SEDE"
    out.at(datetime(2024, 12, 16, 0, 0, 1, tzinfo=MX))
    usecases.sweep(out.desk)
    shown = usecases.get_result(out.desk, out.own("b"), "b")
    assert (shown["estado"], shown["cause"], shown["is_banned"]) == ("BAJA", "CEDULA", False)


def test_who_never_came_is_an_abandono_when_the_letter_ends_and_who_came_is_not(out):
    accepted(out, "a")
    accepted(out, "b")
    present(out, "b", SUR)
    out.at(datetime(2024, 1, 2, 23, 59, 59, tzinfo=MX))
    usecases.sweep(out.desk)
    assert out.facts("AbandonoRecorded") == []
    out.at(EXPIRED)
    for _ in range(2):
        usecases.sweep(out.desk)
    shown = usecases.get_result(out.desk, out.own("a"), "a")
    assert (shown["estado"], shown["cause"], shown["later_right"], shown["is_banned"]) == (
        "ABANDONO",
        "NO_SE_PRESENTO",
        "NINGUNO",
        True,
    )
    assert len(out.facts("AbandonoRecorded")) == 1
    assert out.estado("b") == "EN_OOAD"


def test_who_came_in_time_does_not_pay_for_late_appointments(out):
    accepted(out, "a")
    present(out, "a", SUR)
    out.at(EXPIRED)
    examine(out, "a", SUR)
    letter = usecases.issue_presentacion(out.desk, out.ooad(SUR), "a")
    assert letter["result"]["estado"] == "PRESENTADO_A_SEDE"


def test_a_written_renuncia_leaves_the_third_period_only(out):
    accepted(out, "a")
    with pytest.raises(Invalid, match="RENUNCIA_SIN_ESCRITO"):
        usecases.register_renuncia(out.desk, out.ooad(SUR), "a", "2023-12-15", "")
    for _ in range(2):
        shown = usecases.register_renuncia(out.desk, out.ooad(SUR), "a", "2023-12-15", out.paper("a"))
    assert (shown["estado"], shown["later_right"], shown["later_right_clause"]) == (
        "RENUNCIA",
        "TERCER_PERIODO",
        "000§4.9",
    )
    assert shown["decisions"][-1].decision == "RENUNCIA"
    (fact,) = out.facts("RenunciaRegistered")
    assert fact["data"]["received_on"] == "2023-12-15"


def test_a_renuncia_before_the_download_counts_and_after_the_close_silence_came_first(out):
    for who in "ab":
        usecases.accept_adscripcion(out.at(INSIDE).desk, out.own(who), who)
    shown = usecases.register_renuncia(out.desk, out.ooad(SUR), "a", "", out.paper("a"))
    assert shown["estado"] == "RENUNCIA"
    out.at(CLOSED)
    with pytest.raises(Conflict, match="YA_RECHAZADA_POR_SILENCIO"):
        usecases.register_renuncia(out.desk, out.ooad(SUR), "b", "", out.paper("b"))


def test_once_the_cycle_has_started_a_renuncia_is_a_baja(out):
    to_sede(out, "a", SUR)
    out.at(CYCLE)
    shown = usecases.register_renuncia(out.desk, out.ooad(SUR), "a", "", out.paper("a"))
    assert (shown["estado"], shown["later_right"]) == ("BAJA", "NINGUNO")
    assert out.facts("RenunciaRegistered") == []


def test_leaving_without_a_written_renuncia_is_an_abandono(out):
    accepted(out, "a")
    out.at(VALID)
    with pytest.raises(Conflict, match="CARTA_AUN_VIGENTE"):
        usecases.record_abandono(out.desk, out.ooad(SUR), "a", "NO_SE_PRESENTO", "")
    with pytest.raises(Invalid, match="ABANDONO_MOTIVO"):
        usecases.record_abandono(out.desk, out.ooad(SUR), "a", "OTRO", "")
    shown = usecases.record_abandono(out.desk, out.act(), "a", "SIN_RENUNCIA_ESCRITA", "")
    assert (shown["estado"], shown["cause"], shown["is_banned"]) == ("ABANDONO", "SIN_RENUNCIA_ESCRITA", True)


def test_a_permuta_is_asked_agreed_approved_and_swaps_both_places_once(out):
    accepted(out, "a")
    accepted(out, "b")
    with pytest.raises(OutsideWindow, match="PERMUTA_FUERA_DE_PERIODO"):
        usecases.request_permuta(out.desk, out.own("a"), "a", "F-B")
    out.at(VALID)
    asked = usecases.request_permuta(out.desk, out.own("a"), "a", "F-B")
    assert usecases.request_permuta(out.desk, out.own("a"), "a", "F-B") == asked
    assert usecases.get_result(out.desk, out.own("b"), "b")["permutas"] == [asked]
    ref = asked["permuta_id"]
    with pytest.raises(Conflict, match="PERMUTA_SIN_CONVENIO"):
        usecases.approve_permuta(out.desk, out.act(), ref)
    with pytest.raises(NotFound, match="NO_ES_TUYO"):
        usecases.agree_permuta(out.desk, out.own("a"), "a", ref)
    usecases.agree_permuta(out.at(VALID).desk, out.own("b"), "b", ref)
    for _ in range(2):
        assert usecases.approve_permuta(out.desk, out.act(), ref)["state"] == "APROBADA"
    places = {e: usecases.get_result(out.desk, out.own(e), e)["place"]["sede"] for e in "ab"}
    assert places == {"a": "HGR-1-CDMX-S", "b": "UMAE-PED-SXXI"}
    said = [(one["type"].rpartition(".")[2], one["data"]) for one in out.facts() if one["subject"] == ref]
    sides = {"folio_a": "F-A", "folio_b": "F-B"}
    assert said == [(name, sides) for name in ("PermutaRequested", "PermutaAgreed", "PermutaApproved")]


def test_a_permuta_killed_between_both_is_finished_by_the_sweeper(out, monkeypatch):
    class Killed(BaseException):
        pass

    for who in "ab":
        accepted(out, who)
    out.at(VALID)
    ref = usecases.request_permuta(out.desk, out.own("a"), "a", "F-B")["permuta_id"]
    usecases.agree_permuta(out.desk, out.own("b"), "b", ref)
    real = out.desk.participaciones.save

    def dies_at_the_second(stored, *args, **kwargs):
        if stored.id == "b":
            raise Killed
        return real(stored, *args, **kwargs)

    with monkeypatch.context() as killed:
        killed.setattr(out.desk.participaciones, "save", dies_at_the_second)
        with pytest.raises(Killed):
            usecases.approve_permuta(out.desk, out.act(), ref)
    for _ in range(2):
        usecases.sweep(out.desk)
    sedes = [out.desk.participaciones.load(e).value.adscripcion.sede for e in "ab"]
    assert sedes == ["HGR-1-CDMX-S", "UMAE-PED-SXXI"]


@pytest.mark.parametrize(
    ("other", "code"),
    [("F-NADIE", "PERMUTA_SIN_CONTRAPARTE"), ("F-D", "PASO_NO_PROCEDE"), ("F-A", "PERMUTA_CONTIGO")],
)
def test_a_permuta_needs_two_who_hold_a_place(out, other, code):
    accepted(out, "a")
    out.at(VALID)
    with pytest.raises((Conflict, NotFound), match=code):
        usecases.request_permuta(out.desk, out.own("a"), "a", other)
