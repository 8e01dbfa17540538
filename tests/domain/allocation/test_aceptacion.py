"""After the results: every step, every exit, at both edges of every window."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from plumbing.errors import Conflict, Invalid, NotFound, OutsideWindow, ResidenciasError
from services.allocation.domain import aceptacion, ooad
from services.allocation.domain.adscripcion import (
    Adscripcion,
    Consequence,
    Decision,
    ObligationTerm,
    Outcome,
    Right,
    Status,
    Terms,
    Window,
)
from services.allocation.domain.events import (
    AbandonoRecorded,
    BajaRecorded,
    ObligationOverdue,
    ObligationOwed,
    PlazaRejected,
    PlazaReleased,
    PreaceptacionIssued,
    RenunciaRegistered,
)
from services.allocation.domain.model import Assignment, Cell, CutOff
from services.allocation.domain.permutas import approve_permuta

MX = ZoneInfo("America/Mexico_City")
TICK = timedelta(microseconds=1)
OPENS = datetime(2023, 12, 14, 18, tzinfo=MX)
CLOSES = datetime(2023, 12, 18, tzinfo=MX) - TICK  # «hasta las 23:59 del 17»: to the end of that minute
VALIDITY = Window(datetime(2023, 12, 18, tzinfo=MX), datetime(2024, 1, 3, tzinfo=MX) - TICK)
CYCLE = datetime(2024, 3, 1, tzinfo=MX)
LAST_DAY = date(2024, 4, 13)  # «antes del 14 de abril»
PAYMENT_DUE = datetime(2024, 4, 14, tzinfo=MX)
INSIDE = datetime(2023, 12, 15, 10, tzinfo=MX)
VALID = datetime(2023, 12, 20, 9, tzinfo=MX)
SAID: dict[str, str] = {"acuse_id": "ac", "session": "s"}

TERMS = Terms(
    acceptance=Window(OPENS, CLOSES),
    letter_validity=VALIDITY,
    cycle_starts_at=CYCLE,
    zone=MX,
    exams=("MEDICO", "PSICOMETRICO"),
    freed_destination="SIGUIENTE_PERIODO",
    consequences={
        "NO_ACEPTA": Consequence(Right.NEXT_PERIOD, "000§4.8", True),
        "RECHAZO_IMPLICITO": Consequence(Right.NEXT_PERIOD, "000§4.8", True),
        "EXAMEN_NO_FAVORABLE": Consequence(Right.NEXT_PERIOD, "000§5.4", True),
        "RENUNCIA": Consequence(Right.THIRD_PERIOD_ONLY, "000§4.9", True),
        "ABANDONO": Consequence(Right.NONE, "000§4.10", True, is_ban=True),
        "EXTRANJERO_INCUMPLIDO": Consequence(Right.NONE, "000§2.2.3", True),
        "BAJA_ACADEMICA": Consequence(Right.NONE, "000§2.2.1 e", True),
        "BAJA": Consequence(Right.NONE, "G-14", False),
    },
    obligations=(
        ObligationTerm("PAGO", "extranjero", "EXTRANJERO_INCUMPLIDO", "000§4.7.1", LAST_DAY),
        ObligationTerm("MIGRATORIA", "extranjero", "EXTRANJERO_INCUMPLIDO", "000§2.2.3", LAST_DAY),
        ObligationTerm("SEGURO", "extranjero", "EXTRANJERO_INCUMPLIDO", "000§4.7.7", is_before_sede=True),
        ObligationTerm(
            "CEDULA", "quien_entrego_carta_compromiso", "BAJA_ACADEMICA", "000§2.2.1 e", months=12
        ),
        ObligationTerm("BECA", "trabajador", "SIN_CONSECUENCIA", "000 CG 5", date(2024, 2, 29)),
    ),
    permuta_windows=(Window(CYCLE, CYCLE + timedelta(days=10)),),
)


def a_case(status: Status = Status.ASIGNADO, *traits: str, folio: str = "F1") -> Adscripcion:
    """A case brought to `status` by the very steps that lead there."""
    placed = Assignment(folio, "med", 1, 1, "X", "X1", "nacional")
    case = aceptacion.open_adscripcion(f"exp-{folio}", placed, traits)
    steps: dict[Status, Any] = {
        Status.ASIGNADO: lambda c: (c, ()),
        Status.ADSCRIPCION_ACEPTADA: lambda c: aceptacion.accept_adscripcion(c, TERMS, INSIDE, **SAID),
        Status.COMPROMISO_ACEPTADO: lambda c: aceptacion.accept_compromiso(c, TERMS, INSIDE, **SAID),
        Status.PREACEPTADO: lambda c: issue(c),
        Status.EN_OOAD: lambda c: ooad.register_presentation(c, VALID, ooad="JAL"),
        Status.PRESENTADO_A_SEDE: to_sede,
    }
    for reached, step in steps.items():
        case = step(case)[0]
        if reached is status:
            return case
    raise AssertionError(status)


def issue(case: Adscripcion, at: datetime = INSIDE) -> Outcome:
    return aceptacion.issue_preaceptacion(case, TERMS, at, issuance_id="L1", session="s", ooad="JAL")


def exams(case: Adscripcion) -> Adscripcion:
    for exam in TERMS.exams:
        case, _ = ooad.record_exam(case, TERMS, VALID, exam=exam, is_favourable=True, document="")
    return case


def to_sede(case: Adscripcion) -> Outcome:
    case = exams(case)
    for one in case.obligations:
        if one.is_before_sede:
            case, _ = ooad.record_obligation(case, one.kind, met_on=VALID.date(), evidence="póliza")
    return ooad.issue_presentacion(case, TERMS, issuance_id="P1")


def renuncia(case: Adscripcion, at: datetime = INSIDE, document: str = "d") -> Outcome:
    return ooad.register_renuncia(case, TERMS, at, received_on=at.date(), document=document)


def failed(case: Adscripcion, document: str = "d") -> Outcome:
    return ooad.record_exam(case, TERMS, VALID, exam="MEDICO", is_favourable=False, document=document)


def code_of(call: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(ResidenciasError) as refusal:
        call(*args, **kwargs)
    return refusal.value.code


def test_two_acceptances_and_one_print_lead_to_the_pre_aceptacion() -> None:
    case, events = issue(a_case(Status.COMPROMISO_ACEPTADO))
    assert case.status is Status.PREACEPTADO
    issued = PreaceptacionIssued("L1", "F1", "X", "JAL", VALIDITY.opens_at, VALIDITY.closes_at, ())
    assert events == (issued,)
    assert case.decisions == (
        Decision("ACEPTO_ADSCRIPCION", INSIDE, "ac", "s"),
        Decision("ACEPTO_COMPROMISO", INSIDE, "ac", "s"),
    )


def test_the_letter_is_issued_once_and_a_second_try_names_the_first() -> None:
    with pytest.raises(Conflict) as refusal:
        issue(a_case(Status.PREACEPTADO))
    assert refusal.value.code == "CARTA_YA_EMITIDA"
    assert refusal.value.facts == {"carta": "L1", "emitida": INSIDE.isoformat()}


@pytest.mark.parametrize("at", [OPENS, CLOSES])
def test_both_ends_of_the_window_are_inside(at: datetime) -> None:
    assert aceptacion.accept_adscripcion(a_case(), TERMS, at, **SAID)[0].status is Status.ADSCRIPCION_ACEPTADA


@pytest.mark.parametrize("at", [OPENS - TICK, CLOSES + TICK])
@pytest.mark.parametrize("status", [Status.ASIGNADO, Status.ADSCRIPCION_ACEPTADA, Status.COMPROMISO_ACEPTADO])
def test_nothing_is_accepted_or_printed_outside_the_window(status: Status, at: datetime) -> None:
    step = {
        Status.ASIGNADO: aceptacion.accept_adscripcion,
        Status.ADSCRIPCION_ACEPTADA: aceptacion.accept_compromiso,
        Status.COMPROMISO_ACEPTADO: lambda case, terms, when, **_: issue(case, when),
    }[status]
    with pytest.raises(OutsideWindow) as refusal:
        step(a_case(status), TERMS, at, **SAID)
    assert refusal.value.code == "FUERA_DE_ACEPTACION"


def test_no_aceptar_frees_the_plaza_and_keeps_the_next_period() -> None:
    case, events = aceptacion.no_aceptar(a_case(), TERMS, INSIDE, **SAID)
    assert (case.status, case.right) == (Status.NO_ACEPTA, Right.NEXT_PERIOD)
    assert events == (
        PlazaRejected("NO_ACEPTA", "F1", "ac", "SIGUIENTE_PERIODO"),
        PlazaReleased("med", "X", "X1", "nacional", "NO_ACEPTA", "SIGUIENTE_PERIODO"),
    )
    assert code_of(aceptacion.no_aceptar, a_case(), TERMS, CLOSES + TICK, **SAID) == "FUERA_DE_ACEPTACION"


@pytest.mark.parametrize("status", [Status.ASIGNADO, Status.ADSCRIPCION_ACEPTADA, Status.COMPROMISO_ACEPTADO])
def test_silence_is_a_rejection_once_and_only_after_the_close(status: Status) -> None:
    case = a_case(status)
    assert not aceptacion.is_due_for_silence(case, TERMS, CLOSES)
    assert code_of(aceptacion.reject_by_silence, case, TERMS, CLOSES) == "ACEPTACION_ABIERTA"
    rejected, events = aceptacion.reject_by_silence(case, TERMS, CLOSES + TICK)
    assert (rejected.status, rejected.right) == (Status.RECHAZO_IMPLICITO, Right.NEXT_PERIOD)
    assert isinstance(events[0], PlazaRejected)
    assert events[0].reason == "SIN_RESPUESTA"
    assert code_of(aceptacion.reject_by_silence, rejected, TERMS, CLOSES + TICK) == "PASO_NO_PROCEDE"


def test_who_printed_is_not_rejected_by_silence() -> None:
    assert not aceptacion.is_due_for_silence(a_case(Status.PREACEPTADO), TERMS, CLOSES + TICK)


ACTIONS: dict[str, Any] = {
    "accept_adscripcion": lambda c: aceptacion.accept_adscripcion(c, TERMS, INSIDE, **SAID),
    "accept_compromiso": lambda c: aceptacion.accept_compromiso(c, TERMS, INSIDE, **SAID),
    "issue": issue,
    "no_aceptar": lambda c: aceptacion.no_aceptar(c, TERMS, INSIDE, **SAID),
    "silence": lambda c: aceptacion.reject_by_silence(c, TERMS, CLOSES + TICK),
    "presentation": lambda c: ooad.register_presentation(c, VALID, ooad="JAL"),
    "failed_exam": failed,
    "to_sede": lambda c: ooad.issue_presentacion(c, TERMS, issuance_id="P1"),
    "renuncia": renuncia,
    "no_show": lambda c: ooad.record_abandono(
        c, TERMS, VALIDITY.closes_at + TICK, reason=ooad.Abandono.NO_SE_PRESENTO
    ),
    "leaves": lambda c: ooad.record_abandono(c, TERMS, VALID, reason=ooad.Abandono.ABANDONO),
    "baja": lambda c: ooad.record_baja(c, TERMS, CYCLE, cause="x"),
}
POSSIBLE = {
    Status.ASIGNADO: {"accept_adscripcion", "no_aceptar", "silence"},
    Status.ADSCRIPCION_ACEPTADA: {"accept_compromiso", "silence", "renuncia"},
    Status.COMPROMISO_ACEPTADO: {"issue", "silence", "renuncia"},
    Status.PREACEPTADO: {"presentation", "renuncia", "no_show", "leaves"},
    Status.EN_OOAD: {"failed_exam", "renuncia", "no_show", "leaves"},
    Status.PRESENTADO_A_SEDE: {"renuncia", "leaves", "baja"},
}


@pytest.mark.parametrize("status", POSSIBLE)
@pytest.mark.parametrize("action", ACTIONS)
def test_the_table_of_transitions_is_exactly_this_one(status: Status, action: str) -> None:
    case = a_case(status)
    if action in POSSIBLE[status]:
        assert ACTIONS[action](case)[0].status is not status
    else:
        with pytest.raises(Conflict):
            ACTIONS[action](case)


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("status", sorted(set(Status) - set(POSSIBLE)))
def test_nothing_leads_out_of_an_end_state(status: Status, action: str) -> None:
    case = replace(a_case(), status=status)
    with pytest.raises(Conflict) as refusal:
        ACTIONS[action](case)
    assert refusal.value.facts["estado"] == status.value


def test_who_got_nothing_is_no_asignado() -> None:
    case = aceptacion.open_adscripcion("exp", Assignment("F9", "med", 7))
    assert (case.status, case.sede) == (Status.NO_ASIGNADO, "")


def test_renuncia_must_be_written_and_leaves_the_third_period_only() -> None:
    case = a_case(Status.PREACEPTADO)
    with pytest.raises(Invalid):
        renuncia(case, document="")
    out, events = renuncia(case, VALID)
    assert (out.status, out.right, out.right_clause) == (Status.RENUNCIA, Right.THIRD_PERIOD_ONLY, "000§4.9")
    assert events[0] == RenunciaRegistered("F1", VALID.date(), "TERCER_PERIODO", "d")
    assert isinstance(events[1], PlazaReleased)


def test_an_unfinished_acceptance_cannot_turn_into_a_renuncia_after_the_close() -> None:
    case = a_case(Status.ADSCRIPCION_ACEPTADA)
    assert code_of(renuncia, case, CLOSES + TICK) == "YA_RECHAZADA_POR_SILENCIO"


def test_once_the_cycle_starts_it_is_a_baja_not_a_renuncia() -> None:
    case = a_case(Status.PRESENTADO_A_SEDE)
    assert code_of(renuncia, case, CYCLE) == "CICLO_INICIADO"
    assert code_of(ooad.record_baja, case, TERMS, CYCLE - TICK, cause="x") == "CICLO_SIN_INICIAR"
    assert ooad.record_baja(case, TERMS, CYCLE, cause="x")[0].status is Status.BAJA


def test_leaving_without_a_word_is_an_abandono_at_any_moment_of_the_process() -> None:
    for at in (VALID, CYCLE):
        out, _ = ooad.record_abandono(
            a_case(Status.PRESENTADO_A_SEDE), TERMS, at, reason=ooad.Abandono.ABANDONO
        )
        assert (out.status, out.is_banned) == (Status.ABANDONO, True)


def test_a_no_show_is_an_abandono_only_after_the_validity_and_bans() -> None:
    case, reason = a_case(Status.PREACEPTADO), ooad.Abandono.NO_SE_PRESENTO
    end = VALIDITY.closes_at
    assert not ooad.is_due_for_abandono(case, end)
    assert code_of(ooad.record_abandono, case, TERMS, end, reason=reason) == "CARTA_AUN_VIGENTE"
    assert ooad.is_due_for_abandono(case, end + TICK)
    out, events = ooad.record_abandono(case, TERMS, end + TICK, reason=reason)
    assert (out.status, out.right, out.is_banned, out.cause) == (
        Status.ABANDONO,
        Right.NONE,
        True,
        "NO_SE_PRESENTO",
    )
    assert events[0] == AbandonoRecorded("NO_SE_PRESENTO", "F1", "000§4.10")


def test_unfinished_steps_at_the_ooad_are_an_abandono_after_the_validity() -> None:
    case, late = a_case(Status.EN_OOAD), VALIDITY.closes_at + TICK
    assert ooad.is_due_for_abandono(case, late)
    assert ooad.record_abandono(case, TERMS, late, reason=ooad.Abandono.NO_SE_PRESENTO)[0].is_banned


def test_only_a_ban_bans() -> None:
    assert not renuncia(a_case(Status.PREACEPTADO))[0].is_banned
    assert not failed(a_case(Status.EN_OOAD))[0].is_banned


@pytest.mark.parametrize("at", [VALIDITY.opens_at - TICK, VALIDITY.closes_at + TICK])
def test_the_ooad_receives_nobody_outside_the_letters_validity(at: datetime) -> None:
    come = code_of(ooad.register_presentation, a_case(Status.PREACEPTADO), at, ooad="JAL")
    assert come == "CARTA_FUERA_DE_VIGENCIA"


def test_an_unfavourable_exam_needs_its_document_frees_the_plaza_and_bars_nobody() -> None:
    case = a_case(Status.EN_OOAD)
    assert code_of(failed, case, "") == "DICTAMEN_FALTANTE"
    out, events = failed(case)
    assert (out.status, out.outcome, out.right) == (
        Status.EXAMEN_DESFAVORABLE,
        "EXAMEN_NO_FAVORABLE",
        Right.NEXT_PERIOD,
    )
    assert isinstance(events[1], PlazaReleased)


def test_nobody_reaches_the_sede_before_both_exams_nor_takes_one_twice() -> None:
    case = a_case(Status.EN_OOAD)
    one = {"exam": "MEDICO", "is_favourable": True, "document": ""}
    case, _ = ooad.record_exam(case, TERMS, VALID, **one)  # type: ignore[arg-type]
    assert code_of(ooad.issue_presentacion, case, TERMS, issuance_id="P1") == "EXAMENES_PENDIENTES"
    assert code_of(ooad.record_exam, case, TERMS, VALID, **one) == "EXAMEN_YA_REGISTRADO"
    other = {**one, "exam": "FISICO"}
    assert code_of(ooad.record_exam, case, TERMS, VALID, **other) == "EXAMEN_DESCONOCIDO"


def test_only_what_applies_to_the_person_is_owed_from_the_letter_on() -> None:
    assert a_case(Status.PREACEPTADO).obligations == ()
    _, events = issue(a_case(Status.COMPROMISO_ACEPTADO, "extranjero"))
    assert isinstance(events[0], PreaceptacionIssued)
    assert events[0].obligations == (
        ObligationOwed("PAGO", LAST_DAY, "000§4.7.1", "PENDIENTE"),
        ObligationOwed("MIGRATORIA", LAST_DAY, "000§2.2.3", "PENDIENTE"),
        ObligationOwed("SEGURO", None, "000§4.7.7", "PENDIENTE"),
    )


def test_a_foreigner_without_insurance_gets_no_letter_to_the_sede() -> None:
    case = exams(a_case(Status.EN_OOAD, "extranjero"))
    assert code_of(ooad.issue_presentacion, case, TERMS, issuance_id="P1") == "OBLIGACION_PENDIENTE"
    case, _ = ooad.record_obligation(case, "SEGURO", met_on=VALID.date(), evidence="póliza")
    assert ooad.issue_presentacion(case, TERMS, issuance_id="P1")[0].status is Status.PRESENTADO_A_SEDE


def test_antes_del_14_de_abril_excludes_the_14th_and_missing_it_is_a_baja() -> None:
    case = a_case(Status.PRESENTADO_A_SEDE, "extranjero")
    late = {"met_on": LAST_DAY + timedelta(days=1), "evidence": "voucher"}
    assert code_of(ooad.record_obligation, case, "MIGRATORIA", **late) == "OBLIGACION_TARDIA"
    paid, _ = ooad.record_obligation(case, "MIGRATORIA", met_on=LAST_DAY, evidence="forma")
    assert ooad.expire_obligations(paid, TERMS, PAYMENT_DUE - TICK) == (paid, ())
    out, events = ooad.expire_obligations(paid, TERMS, PAYMENT_DUE)
    assert (out.status, out.cause, out.outcome) == (Status.BAJA, "PAGO", "EXTRANJERO_INCUMPLIDO")
    assert {one.kind: one.state for one in out.obligations} == {
        "PAGO": "VENCIDA",
        "MIGRATORIA": "CUMPLIDA",
        "SEGURO": "CUMPLIDA",
    }
    assert events == (
        ObligationOverdue("PAGO", LAST_DAY, "000§4.7.1"),
        BajaRecorded("PAGO", "000§2.2.3"),
        PlazaReleased("med", "X", "X1", "nacional", "EXTRANJERO_INCUMPLIDO", "SIGUIENTE_PERIODO"),
    )
    assert ooad.expire_obligations(out, TERMS, PAYMENT_DUE) == (out, ())


def test_twelve_months_run_from_the_day_of_the_letter_and_include_the_last() -> None:
    case = a_case(Status.PRESENTADO_A_SEDE, "quien_entrego_carta_compromiso")
    (cedula,) = case.obligations
    assert cedula.due_on == date(2024, 12, 15)  # the letter is of 2023-12-15
    end = datetime(2024, 12, 16, tzinfo=MX)
    assert ooad.expire_obligations(case, TERMS, end - TICK) == (case, ())
    out, _ = ooad.expire_obligations(case, TERMS, end)
    assert (out.status, out.outcome, out.right) == (Status.BAJA, "BAJA_ACADEMICA", Right.NONE)


def test_months_end_on_the_last_day_where_the_month_is_shorter() -> None:
    assert aceptacion.months_after(date(2023, 8, 31), 6) == date(2024, 2, 29)
    assert aceptacion.months_after(date(2023, 12, 15), 1) == date(2024, 1, 15)


def test_an_obligation_without_consequence_is_only_noted() -> None:
    out, events = ooad.expire_obligations(a_case(Status.PRESENTADO_A_SEDE, "trabajador"), TERMS, CYCLE)
    assert out.status is Status.PRESENTADO_A_SEDE
    assert events == (ObligationOverdue("BECA", date(2024, 2, 29), "000 CG 5"),)


def test_a_missed_obligation_never_saves_a_no_show_from_abandono() -> None:
    case = a_case(Status.PREACEPTADO, "extranjero")
    case, events = ooad.expire_obligations(case, TERMS, PAYMENT_DUE)
    assert case.status is Status.PREACEPTADO
    assert len(events) == 2
    assert ooad.record_abandono(case, TERMS, PAYMENT_DUE, reason=ooad.Abandono.NO_SE_PRESENTO)[0].is_banned


def test_an_obligation_is_met_once_with_evidence_and_by_its_name() -> None:
    case = a_case(Status.PREACEPTADO, "extranjero")
    met = {"met_on": VALID.date(), "evidence": "x"}
    assert code_of(ooad.record_obligation, case, "PAGO", **{**met, "evidence": ""}) == "EVIDENCIA_FALTANTE"
    with pytest.raises(NotFound):
        ooad.record_obligation(case, "OTRA", met_on=VALID.date(), evidence="x")
    case, _ = ooad.record_obligation(case, "PAGO", met_on=VALID.date(), evidence="x")
    assert code_of(ooad.record_obligation, case, "PAGO", **met) == "OBLIGACION_CERRADA"


def test_in_the_third_period_nothing_of_the_cycle_is_left() -> None:
    third = replace(TERMS, period=3)
    assert aceptacion.right_after("RENUNCIA", third) is Right.NONE
    assert aceptacion.right_after("NO_ACEPTA", third) is Right.NONE
    assert renuncia(a_case(Status.PREACEPTADO))[0].right is Right.THIRD_PERIOD_ONLY


def test_the_next_oferta_is_what_nobody_took_plus_what_was_given_back() -> None:
    cells = [Cell("med", n, "X", f"X{n}", "nacional", places) for n, places in ((1, 2), (2, 3), (3, 1))]
    cut_offs = [
        CutOff("med", "X", c.subsede, c.category, c.places, got, None, None)
        for c, got in zip(cells, (2, 1, 1), strict=True)
    ]
    rejected, _ = aceptacion.no_aceptar(a_case(), TERMS, INSIDE, **SAID)
    kept = replace(a_case(Status.PREACEPTADO), subsede="X3")
    left = aceptacion.leftover(cells, cut_offs, [rejected, kept])
    assert [(cell.subsede, cell.places) for cell in left] == [("X1", 1), ("X2", 2)]


def residents() -> tuple[Adscripcion, Adscripcion]:
    one = a_case(Status.PRESENTADO_A_SEDE)
    return one, replace(a_case(Status.PRESENTADO_A_SEDE, folio="F2"), sede="Y", subsede="Y1")


def test_a_permuta_exchanges_the_places_of_two_residents() -> None:
    one, other, event = approve_permuta(*residents(), TERMS, CYCLE)
    assert (one.folio, one.sede, other.folio, other.sede) == ("F1", "Y", "F2", "X")
    assert (event.folio_a, event.folio_b) == ("F1", "F2")


@pytest.mark.parametrize(
    ("code", "change", "at"),
    [
        ("PERMUTA_OTRA_ESPECIALIDAD", {"specialty": "ped"}, CYCLE),
        ("PERMUTA_OTRO_GRADO", {"grade": 2}, CYCLE),
        ("PERMUTA_MISMO_LUGAR", {"sede": "X", "subsede": "X1"}, CYCLE),
        ("PERMUTA_CONTIGO", {"expediente_id": "exp-F1"}, CYCLE),
        ("PASO_NO_PROCEDE", {"status": Status.COMPROMISO_ACEPTADO}, CYCLE),
        ("PERMUTA_FUERA_DE_PERIODO", {}, CYCLE - TICK),
    ],
)
def test_a_permuta_outside_its_rule_is_refused(code: str, change: dict[str, Any], at: datetime) -> None:
    one, other = residents()
    assert code_of(approve_permuta, one, replace(other, **change), TERMS, at) == code
