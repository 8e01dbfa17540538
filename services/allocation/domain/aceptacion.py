"""What the aspirante does with a result: accept twice and print once, say no, or let the window close.

Every function takes the case, the terms and the instant of receipt, and returns the new case with its events.
Source: 000§4.3 to 4.8, 5.1, 5.2.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from plumbing.errors import Conflict, Rule
from services.allocation.domain.adscripcion import (
    EVERYBODY,
    UNFINISHED,
    Adscripcion,
    Decision,
    Letter,
    Obligation,
    ObligationTerm,
    Outcome,
    Right,
    Status,
    Terms,
    require_status,
    require_window,
)
from services.allocation.domain.events import (
    AdscripcionAccepted,
    CompromisoAccepted,
    ObligationOwed,
    PlazaRejected,
    PlazaReleased,
    PreaceptacionIssued,
)
from services.allocation.domain.model import Assignment, Cell, CutOff

CLOSED = "FUERA_DE_ACEPTACION"

Left = tuple[Adscripcion, tuple[PlazaReleased, ...]]


def open_adscripcion(
    expediente_id: str, assignment: Assignment, traits: Iterable[str] = (), selected_on: date | None = None
) -> Adscripcion:
    """The published result of one person, ASIGNADO or NO_ASIGNADO. Source: 000§4.2; 003§1.4 (the DGCES's place)."""
    return Adscripcion(
        expediente_id,
        assignment.folio,
        assignment.specialty,
        assignment.sede,
        assignment.subsede,
        assignment.category,
        tuple(sorted(traits)),
        Status.ASIGNADO if assignment.is_placed else Status.NO_ASIGNADO,
        selected_on=selected_on,
    )


def accept_adscripcion(
    case: Adscripcion, terms: Terms, at: datetime, *, acuse_id: str, session: str
) -> Outcome:
    """The person has said ACEPTO ADSCRIPCIÓN ACADÉMICA. Raises: OutsideWindow, Conflict. Source: 000§4.3."""
    require_status(case, "accept_adscripcion", Rule.ADSCRIPCION, Status.ASIGNADO)
    require_window(terms.acceptance, at, CLOSED, Rule.ADSCRIPCION)
    out = _decided(case, "ACEPTO_ADSCRIPCION", at, acuse_id, session)
    event = AdscripcionAccepted(acuse_id, case.folio, case.sede)
    return replace(out, status=Status.ADSCRIPCION_ACEPTADA), (event,)


def accept_compromiso(
    case: Adscripcion, terms: Terms, at: datetime, *, acuse_id: str, session: str
) -> Outcome:
    """The person has said ACEPTO CUMPLIR CON MI CARTA COMPROMISO; the first step where the sede is not the IMSS's.

    Raises: OutsideWindow, Conflict.
    Source: 000§4.4; 003§4.1.
    """
    before = Status.ADSCRIPCION_ACEPTADA if "ACEPTO_ADSCRIPCION" in terms.steps else Status.ASIGNADO
    require_status(case, "accept_compromiso", Rule.COMPROMISO, before)
    require_window(terms.acceptance, at, CLOSED, Rule.COMPROMISO)
    out = _decided(case, "ACEPTO_COMPROMISO", at, acuse_id, session)
    return replace(out, status=Status.COMPROMISO_ACEPTADO), (CompromisoAccepted(acuse_id, case.folio),)


def issue_preaceptacion(
    case: Adscripcion, terms: Terms, at: datetime, *, issuance_id: str, session: str, ooad: str
) -> Outcome:
    """The one Carta de Pre-aceptación is issued; the obligations of this person begin.

    Raises: Conflict CARTA_YA_EMITIDA (with its id and instant) or PASO_NO_PROCEDE; OutsideWindow.
    Source: 000§4.5, 4.6, 5.1, 5.2; 000§2.2.1 d.2, e and 4.7 for the obligations; decisions G-13.
    """
    if case.letter:
        emitida = case.letter.issued_at.isoformat()
        raise Conflict(
            "CARTA_YA_EMITIDA", clause=Rule.SINGLE_PRINT, carta=case.letter.issuance_id, emitida=emitida
        )
    require_status(case, "issue_preaceptacion", Rule.PREACEPTACION, Status.COMPROMISO_ACEPTADO)
    require_window(terms.acceptance, at, CLOSED, Rule.ACCEPTANCE_CLOSE)
    letter = Letter(issuance_id, at, session, terms.letter_validity)
    owed = (term for term in terms.obligations if term.applies_to in (EVERYBODY, *case.traits))
    issued_on = at.astimezone(terms.zone).date()
    obligations = tuple(_owed(term, _anchor(term, case, issued_on)) for term in owed)
    lines = tuple(ObligationOwed(one.kind, one.due_on, one.clause, one.state) for one in obligations)
    valid = (terms.letter_validity.opens_at, terms.letter_validity.closes_at)
    event = PreaceptacionIssued(issuance_id, case.folio, case.sede, ooad, *valid, lines)
    return replace(case, status=Status.PREACEPTADO, letter=letter, obligations=obligations), (event,)


def _anchor(term: ObligationTerm, case: Adscripcion, issued_on: date) -> date:
    return case.selected_on if term.from_selection and case.selected_on else issued_on


def _owed(term: ObligationTerm, counted_from: date) -> Obligation:
    due_on = months_after(counted_from, term.months) if term.months else term.due_on
    return Obligation(
        term.kind,
        due_on,
        term.clause,
        term.outcome,
        term.is_before_sede,
        is_lost_at_close=term.is_lost_at_close,
    )


def months_after(day: date, months: int) -> date:
    """The same day `months` later, or that month's last day when it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def no_aceptar(case: Adscripcion, terms: Terms, at: datetime, *, acuse_id: str, session: str) -> Outcome:
    """The person has said NO ACEPTAR; the plaza is free. Raises: OutsideWindow, Conflict. Source: 000§4.8.

    Where the call says so, also after accepting and until the letter is issued (002§5.3; X-27).
    """
    open_to = UNFINISHED if terms.may_reject_after_accepting else (Status.ASIGNADO,)
    require_status(case, "no_aceptar", Rule.NO_ACEPTAR, *open_to)
    require_window(terms.acceptance, at, CLOSED, Rule.ADSCRIPCION)
    case = _decided(case, "NO_ACEPTA", at, acuse_id, session)
    out, released = leave(case, terms, Status.NO_ACEPTA, cause="NO_ACEPTA")
    return out, (PlazaRejected("NO_ACEPTA", case.folio, acuse_id, out.right.value), *released)


def _decided(case: Adscripcion, decision: str, at: datetime, acuse_id: str, session: str) -> Adscripcion:
    return replace(case, decisions=(*case.decisions, Decision(decision, at, acuse_id, session)))


def is_due_for_silence(case: Adscripcion, terms: Terms, at: datetime) -> bool:
    """Whether the window has closed over an unfinished acceptance. Source: 000§4.3, 4.4, 5.2."""
    return case.status in UNFINISHED and at > terms.acceptance.closes_at


def reject_by_silence(case: Adscripcion, terms: Terms, at: datetime) -> Outcome:
    """The close of the window counts as what the convocatoria says, once: a rejection, or a renuncia by omission.

    Raises: Conflict ACEPTACION_ABIERTA or PASO_NO_PROCEDE.
    Source: 000§4.3, 4.4, 5.2 «se considera rechazo y quedas fuera del proceso»; 003§4.1, 5.1 (X-24).
    """
    require_status(case, "reject_by_silence", Rule.ACCEPTANCE_CLOSE, *UNFINISHED)
    if not is_due_for_silence(case, terms, at):
        raise Conflict(
            "ACEPTACION_ABIERTA", clause=Rule.ACCEPTANCE_CLOSE, cierra=terms.acceptance.closes_at.isoformat()
        )
    status = Status(terms.on_silence)
    cause = "SIN_RESPUESTA" if status is Status.RECHAZO_IMPLICITO else "OMISION"
    out, released = leave(case, terms, status, cause=cause)
    return out, (PlazaRejected("SIN_RESPUESTA", case.folio, "", out.right.value), *released)


def leave(case: Adscripcion, terms: Terms, status: Status, *, cause: str, outcome: str = "") -> Left:
    """The case has ended in `status`: its right to later periods, a ban, its plaza back, as the outcome rules.

    `outcome` keys the consequence; by default the status itself.
    Source: 000§4.6, 4.8, 4.9, 4.10; decisions G-22, G-25.
    """
    outcome = outcome or status.value
    ruled = terms.consequences[outcome]
    out = replace(
        case,
        status=status,
        outcome=outcome,
        cause=cause,
        right=right_after(outcome, terms),
        right_clause=ruled.clause,
        is_banned=ruled.is_ban,
        has_freed_plaza=ruled.frees_plaza,
    )
    place = (case.specialty, case.sede, case.subsede, case.category)
    released = PlazaReleased(*place, outcome, terms.freed_destination)
    return out, (released,) if ruled.frees_plaza else ()


def right_after(outcome: str, terms: Terms) -> Right:
    """What an outcome leaves the person in later periods; in the third period nothing of this cycle is left.

    Source: 000§4.6, 4.8, 4.9, 4.10; decisions G-24.
    """
    right = terms.consequences[outcome].right
    in_cycle = (Right.NEXT_PERIOD, Right.THIRD_PERIOD_ONLY)
    return Right.NONE if right in in_cycle and terms.period >= terms.third_period else right


def leftover(
    cells: Iterable[Cell], cut_offs: Iterable[CutOff], cases: Iterable[Adscripcion]
) -> tuple[Cell, ...]:
    """The oferta of the next period: what nobody took, plus what was given back; cells without plazas are left out.

    Source: 000§4.8 «las plazas que hayan quedado disponibles»; decisions G-25.
    """
    left = {(c.specialty, c.sede, c.subsede, c.category): c.places - c.admitted for c in cut_offs}
    for case in cases:
        if case.has_freed_plaza:
            left[case.specialty, case.sede, case.subsede, case.category] += 1
    counted = (
        replace(cell, places=left[cell.specialty, cell.sede, cell.subsede, cell.category]) for cell in cells
    )
    return tuple(cell for cell in counted if cell.places > 0)
