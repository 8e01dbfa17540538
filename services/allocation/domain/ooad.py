"""What the OOAD records after the Carta de Pre-aceptación: presence, exams, hand-over, renuncia, abandono, baja.

Source: 000§4.6, 4.9, 4.10, 5.3, 5.4, 6; obligations 000§2.2.1, 2.2.3, 4.7.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum

from plumbing.errors import Conflict, Invalid, NotFound, Rule
from services.allocation.domain.aceptacion import is_due_for_silence, leave
from services.allocation.domain.adscripcion import (
    NO_CONSEQUENCE,
    WITH_LETTER,
    Adscripcion,
    Exam,
    Outcome,
    Status,
    Terms,
    Window,
    require_status,
    require_window,
)
from services.allocation.domain.events import (
    AbandonoRecorded,
    BajaRecorded,
    ExamRecorded,
    ObligationMet,
    ObligationOverdue,
    PlazaLost,
    PresentacionIssued,
    PresentationRegistered,
    RenunciaRegistered,
)

EXAM_FAILED = "EXAMEN_NO_FAVORABLE"  # the outcome's name among the consequences


class Abandono(StrEnum):
    """Why a plaza counts as abandoned. Source: 000§4.6, 4.9, 4.10."""

    NO_SE_PRESENTO = "NO_SE_PRESENTO"
    ABANDONO = "ABANDONO"
    SIN_RENUNCIA_ESCRITA = "SIN_RENUNCIA_ESCRITA"


def register_presentation(case: Adscripcion, at: datetime, *, ooad: str) -> Outcome:
    """The person has come with the letter, inside its validity.

    Raises: OutsideWindow CARTA_FUERA_DE_VIGENCIA, Conflict PASO_NO_PROCEDE.
    Source: 000§5.3.
    """
    require_status(case, "register_presentation", Rule.PRESENTATION, Status.PREACEPTADO)
    _require_valid(case, at)
    return replace(case, status=Status.EN_OOAD), (PresentationRegistered(ooad),)


def record_exam(
    case: Adscripcion, terms: Terms, at: datetime, *, exam: str, is_favourable: bool, document: str
) -> Outcome:
    """One exam has its result; an unfavourable one frees the plaza for the next period and bars nobody.

    Raises: Invalid EXAMEN_DESCONOCIDO, DICTAMEN_FALTANTE (unfavourable without its document);
    Conflict EXAMEN_YA_REGISTRADO, EXAMEN_EXENTO or PASO_NO_PROCEDE.
    Source: 000§5.4, 6.1; decisions G-22.
    """
    require_status(case, "record_exam", Rule.EXAMS, Status.EN_OOAD)
    if is_exempt(case, terms):
        raise Conflict("EXAMEN_EXENTO", clause=Rule.EXAM_EXEMPTION, examen=exam)
    if exam not in terms.exams:
        raise Invalid("EXAMEN_DESCONOCIDO", clause=Rule.EXAMS, examen=exam)
    if any(one.exam == exam for one in case.exams):
        raise Conflict("EXAMEN_YA_REGISTRADO", clause=Rule.EXAMS, examen=exam)
    if not is_favourable and not document:
        raise Invalid("DICTAMEN_FALTANTE", clause="G-22", examen=exam)
    recorded = ExamRecorded(exam, is_favourable)
    case = replace(case, exams=(*case.exams, Exam(exam, is_favourable, document, at)))
    if is_favourable:
        return case, (recorded,)
    out, released = leave(case, terms, Status.EXAMEN_DESFAVORABLE, cause=exam, outcome=EXAM_FAILED)
    return out, (recorded, *released)


def is_exempt(case: Adscripcion, terms: Terms) -> bool:
    """Whether the exams were made when this person was hired; they come to the OOAD all the same. Source: 003§4.3."""
    return bool(set(case.traits) & set(terms.exempt_traits))


def issue_presentacion(case: Adscripcion, terms: Terms, *, issuance_id: str) -> Outcome:
    """The carta de presentación a la sede is handed over: exams favourable, nothing owed before it.

    Who came within the letter's validity does not pay for appointments that the OOAD gives later.
    Raises: Conflict EXAMENES_PENDIENTES, OBLIGACION_PENDIENTE, PASO_NO_PROCEDE.
    Source: 000§6.2, 4.6, 4.7.7.
    """
    require_status(case, "issue_presentacion", Rule.SEDE_LETTER, Status.EN_OOAD)
    due = () if is_exempt(case, terms) else terms.exams
    missing = [exam for exam in due if exam not in {one.exam for one in case.exams}]
    if missing:
        raise Conflict("EXAMENES_PENDIENTES", clause=Rule.SEDE_LETTER, examenes=", ".join(missing))
    for one in case.obligations:
        if one.is_before_sede and not one.met_on:
            raise Conflict("OBLIGACION_PENDIENTE", clause=one.clause, obligacion=one.kind)
    out = replace(case, status=Status.PRESENTADO_A_SEDE, presentacion_id=issuance_id)
    return out, (PresentacionIssued(issuance_id, case.folio, case.sede),)


def register_renuncia(
    case: Adscripcion, terms: Terms, at: datetime, *, received_on: date, document: str
) -> Outcome:
    """A written resignation is received, before the cycle starts; only the third period is left.

    Where the call gives a day until which one keeps the current course, a later one has its own outcome (002§5.5).
    «Diste clic en acepto plaza y/o descargaste tu carta»: possible from the first acceptance on.
    Raises: Invalid RENUNCIA_SIN_ESCRITO; Conflict YA_RECHAZADA_POR_SILENCIO, CICLO_INICIADO or PASO_NO_PROCEDE.
    Source: 000§4.9; 002§5.4, 5.5; decisions G-14, G-24.
    """
    accepted = (Status.ADSCRIPCION_ACEPTADA, Status.COMPROMISO_ACEPTADO, *WITH_LETTER)
    require_status(case, "register_renuncia", Rule.RENUNCIA, *accepted)
    if not document:
        raise Invalid("RENUNCIA_SIN_ESCRITO", clause=Rule.RENUNCIA)
    if is_due_for_silence(case, terms, at):
        raise Conflict("YA_RECHAZADA_POR_SILENCIO", clause=Rule.ACCEPTANCE_CLOSE)
    is_late = bool(terms.renuncia_keeps_until and received_on > terms.renuncia_keeps_until)
    if not terms.late_renuncia_outcome:
        _require_before_cycle(terms, at)
    outcome = terms.late_renuncia_outcome if is_late else ""
    out, released = leave(case, terms, Status.RENUNCIA, cause="ESCRITA", outcome=outcome)
    return out, (RenunciaRegistered(case.folio, received_on, out.right.value, document), *released)


def is_due_for_abandono(case: Adscripcion, at: datetime) -> bool:
    """Whether the letter expired over somebody who has not reached the sede. Source: 000§4.6."""
    return case.status in (Status.PREACEPTADO, Status.EN_OOAD) and at > _validity(case).closes_at


def record_abandono(case: Adscripcion, terms: Terms, at: datetime, *, reason: Abandono) -> Outcome:
    """The plaza counts as abandoned and the right to compete is lost.

    NO_SE_PRESENTO (never came, or came and did not finish) can be said only once the letter has expired; the other
    reasons at any moment of the process.
    Raises: Conflict CARTA_AUN_VIGENTE or PASO_NO_PROCEDE.
    Source: 000§4.6, 4.9 (no written renuncia), 4.10.
    """
    by_expiry = {Abandono.NO_SE_PRESENTO: (Status.PREACEPTADO, Status.EN_OOAD)}
    require_status(case, "record_abandono", Rule.ABANDONO, *by_expiry.get(reason, WITH_LETTER))
    if reason in by_expiry and not is_due_for_abandono(case, at):
        raise Conflict(
            "CARTA_AUN_VIGENTE", clause=Rule.LETTER_VALIDITY, vence=_validity(case).closes_at.isoformat()
        )
    out, released = leave(case, terms, Status.ABANDONO, cause=reason.value)
    return out, (AbandonoRecorded(reason.value, case.folio, out.right_clause), *released)


def record_baja(case: Adscripcion, terms: Terms, at: datetime, *, cause: str) -> Outcome:
    """A resident who leaves once the cycle has started is a baja. Raises: Conflict. Source: decisions G-14."""
    require_status(case, "record_baja", "G-14", Status.PRESENTADO_A_SEDE)
    if at < terms.cycle_starts_at:
        raise Conflict("CICLO_SIN_INICIAR", clause="G-14", inicia=terms.cycle_starts_at.isoformat())
    out, released = leave(case, terms, Status.BAJA, cause=cause)
    return out, (BajaRecorded(cause, out.right_clause), *released)


def record_obligation(case: Adscripcion, kind: str, *, met_on: date, evidence: str) -> Outcome:
    """What was owed is met, with its evidence, on its last day at the latest.

    Raises: NotFound OBLIGACION_DESCONOCIDA; Conflict OBLIGACION_CERRADA, OBLIGACION_TARDIA;
    Invalid EVIDENCIA_FALTANTE.
    Source: 000§2.2.3 «antes del», 4.7.
    """
    require_status(case, "record_obligation", Rule.OBLIGATIONS, *WITH_LETTER)
    one = next((o for o in case.obligations if o.kind == kind), None)
    if one is None:
        raise NotFound("OBLIGACION_DESCONOCIDA", clause=Rule.OBLIGATIONS, obligacion=kind)
    if one.met_on or one.is_missed:
        raise Conflict("OBLIGACION_CERRADA", clause=one.clause, obligacion=kind, estado=one.state)
    if not evidence:
        raise Invalid("EVIDENCIA_FALTANTE", clause=one.clause, obligacion=kind)
    if one.due_on and met_on > one.due_on:
        raise Conflict("OBLIGACION_TARDIA", clause=one.clause, obligacion=kind, vencio=one.due_on.isoformat())
    met = replace(one, met_on=met_on, evidence=evidence)
    obligations = tuple(met if o is one else o for o in case.obligations)
    return replace(case, obligations=obligations), (ObligationMet(kind, met_on),)


def expire_obligations(case: Adscripcion, terms: Terms, at: datetime) -> Outcome:
    """Open obligations whose last day has passed are overdue; who is already at the sede leaves by the consequence.

    What is owed before the sede does not expire here: without it the letter expires, which is an abandono.
    Source: 000§2.2.3 «dados de baja», 2.2.1 e ATENCIÓN; 000§4.6.
    """
    if case.status not in WITH_LETTER:
        return case, ()
    today = at.astimezone(terms.zone).date()
    obligations, overdue = [], []
    for one in case.obligations:
        is_late = one.state == "PENDIENTE" and not one.is_before_sede and one.due_on and today > one.due_on
        obligations.append(replace(one, is_missed=True) if is_late else one)
        if is_late and one.due_on:
            overdue.append(ObligationOverdue(one.kind, one.due_on, one.clause))
    case = replace(case, obligations=tuple(obligations))
    fatal = next((one for one in case.obligations if one.is_missed and one.outcome != NO_CONSEQUENCE), None)
    if fatal is None or case.status is not Status.PRESENTADO_A_SEDE:
        return case, tuple(overdue)
    out, released = leave(case, terms, Status.BAJA, cause=fatal.kind, outcome=fatal.outcome)
    return out, (*overdue, BajaRecorded(fatal.kind, out.right_clause), *released)


def is_due_for_loss(case: Adscripcion, at: datetime) -> bool:
    """Whether the letter ended over somebody at the new sede who still owes what admits no extension.

    Source: 002§6.1.
    """
    owed = any(one.is_lost_at_close and not one.met_on for one in case.obligations)
    return case.status is Status.EN_OOAD and owed and at > _validity(case).closes_at


def lose_plaza(case: Adscripcion, terms: Terms, at: datetime) -> Outcome:
    """The place is lost by what was owed at the adscripción and is missing; others are left as they are.

    Source: 002§6.1 («la pérdida de la plaza asignada e inscripción al CER, sin posibilidad de prórroga»).
    """
    if not is_due_for_loss(case, at):
        return case, ()
    missed = tuple(
        replace(one, is_missed=True) if one.is_lost_at_close and not one.met_on else one
        for one in case.obligations
    )
    first = next(one for one in missed if one.is_missed and one.is_lost_at_close)
    left = replace(case, obligations=missed)
    out, released = leave(left, terms, Status.PLAZA_PERDIDA, cause=first.kind, outcome=first.outcome)
    return out, (PlazaLost(first.kind, case.folio, first.clause), *released)


def _validity(case: Adscripcion) -> Window:
    if case.letter is None:
        raise Conflict("PASO_NO_PROCEDE", clause=Rule.PRESENTATION, estado=case.status.value, accion="letter")
    return case.letter.validity


def _require_valid(case: Adscripcion, at: datetime) -> None:
    require_window(_validity(case), at, "CARTA_FUERA_DE_VIGENCIA", Rule.LETTER_VALIDITY)


def _require_before_cycle(terms: Terms, at: datetime) -> None:
    if at >= terms.cycle_starts_at:
        raise Conflict("CICLO_INICIADO", clause="G-14", inicio=terms.cycle_starts_at.isoformat())
