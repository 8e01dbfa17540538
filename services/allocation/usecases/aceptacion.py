"""What a person does with their place: two acceptances and one print, or NO ACEPTAR. A repeated click is harmless."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from plumbing.deadlines import convocatoria_of, require_open
from plumbing.errors import Conflict, Invalid, NotFound, OutsideWindow, Rule
from plumbing.events import Act
from plumbing.ids import new_id
from plumbing.store import Stored
from services.allocation.domain import aceptacion
from services.allocation.domain.adscripcion import UNFINISHED, Adscripcion, Letter, Outcome
from services.allocation.domain.record import Participacion
from services.allocation.usecases import views
from services.allocation.usecases.desk import (
    Desk,
    case_of,
    decide,
    found,
    moved,
    record_read,
    session_of,
)
from services.allocation.usecases.gate import delivered
from services.allocation.usecases.resultados import permutas_of, seen
from services.allocation.usecases.terms import resume_minutes, step_window, terms_of

Changed = tuple[Participacion, Sequence[object]] | None


def accept_adscripcion(desk: Desk, act: Act, expediente_id: str) -> dict[str, Any]:
    """ACEPTO ADSCRIPCIÓN ACADÉMICA is said, with its acuse.

    Raises: OutsideWindow; Conflict PASO_NO_PROCEDE. Source: 000§4.3.
    """
    return _decide(desk, act, expediente_id, "ACEPTO_ADSCRIPCION", aceptacion.accept_adscripcion)


def accept_compromiso(desk: Desk, act: Act, expediente_id: str) -> dict[str, Any]:
    """ACEPTO CUMPLIR CON MI CARTA COMPROMISO is said, with its acuse.

    Raises: OutsideWindow; Conflict PASO_NO_PROCEDE. Source: 000§4.4.
    """
    return _decide(desk, act, expediente_id, "ACEPTO_COMPROMISO", aceptacion.accept_compromiso)


def reject_plaza(desk: Desk, act: Act, expediente_id: str, confirmation: str) -> dict[str, Any]:
    """NO ACEPTAR is said and the plaza is free. `confirmation` repeats the folio.

    Raises: Invalid CONFIRMACION_DISTINTA; OutsideWindow; Conflict PASO_NO_PROCEDE, SIN_BOTON_DE_RECHAZO where the
    convocatoria has no such button. Source: 000§4.8; 003§4.1.
    """
    if convocatoria_of(desk.registry, act).acceptance.reject_outcome is None:
        raise Conflict("SIN_BOTON_DE_RECHAZO")
    folio = found(desk, act, expediente_id).value.folio
    if confirmation.strip().upper() != folio.upper():
        raise Invalid("CONFIRMACION_DISTINTA", clause=Rule.NO_ACEPTAR, folio=folio)
    return _decide(desk, act, expediente_id, "NO_ACEPTA", aceptacion.no_aceptar)


def _decide(
    desk: Desk, act: Act, expediente_id: str, decision: str, domain: Callable[..., Outcome]
) -> dict[str, Any]:
    convocatoria = convocatoria_of(desk.registry, act)
    stored = delivered(desk, act, found(desk, act, expediente_id))
    window = step_window(convocatoria, decision)

    def change(one: Participacion) -> Changed:
        case = case_of(one)
        if any(known.decision == decision for known in case.decisions):
            return None
        if case.status in UNFINISHED:
            require_open(window, act.at, desk.words["acciones"][decision])
        terms = terms_of(convocatoria)
        return moved(one, domain(case, terms, act.at, acuse_id=new_id(), session=session_of(act)), act)

    saved = decide(desk, act, stored, decision, change)
    return {**views.shown(desk, saved), "permutas": permutas_of(desk, expediente_id)}


def issue_preaceptacion(desk: Desk, act: Act, expediente_id: str) -> dict[str, Any]:
    """The one Carta de Pre-aceptación is issued; the same session may take it up again for some minutes.

    Raises: Conflict CARTA_YA_EMITIDA with its date, PASO_NO_PROCEDE; OutsideWindow. Source: 000§4.5, 5.1, 5.2; G-10.
    """
    convocatoria = convocatoria_of(desk.registry, act)
    stored = delivered(desk, act, found(desk, act, expediente_id))
    minutes = timedelta(minutes=resume_minutes(convocatoria))

    def change(one: Participacion) -> Changed:
        case = case_of(one)
        if case.letter is not None:
            _require_resumable(case.letter, act, minutes)
            return None
        if case.status in UNFINISHED:
            window = step_window(convocatoria, "IMPRIME_PREACEPTACION")
            require_open(window, act.at, desk.words["acciones"]["IMPRIME_PREACEPTACION"])
        outcome = aceptacion.issue_preaceptacion(
            case,
            terms_of(convocatoria),
            act.at,
            issuance_id=new_id(),
            session=session_of(act),
            ooad=one.ooad,
        )
        return moved(one, outcome, act)

    return _issuance(desk, decide(desk, act, stored, "IssuePreaceptacion", change), "PREACEPTACION")


def _require_resumable(letter: Letter, act: Act, minutes: timedelta) -> None:
    """The same session, soon enough. Raises: Conflict CARTA_YA_EMITIDA."""
    is_same = letter.session != "" and letter.session == session_of(act)
    if is_same and act.at <= letter.issued_at + minutes:
        return
    raise Conflict(
        "CARTA_YA_EMITIDA",
        clause=Rule.SINGLE_PRINT,
        carta=letter.issuance_id,
        emitida=letter.issued_at.isoformat(),
    )


def get_issuance(desk: Desk, act: Act, expediente_id: str, kind: str) -> dict[str, Any]:
    """What a letter of this person says: PREACEPTACION, PRESENTACION, RESULTADO or PUNTAJE.

    Raises: NotFound CARTA_SIN_EMITIR, NO_ES_TUYO; OutsideWindow RESULTADOS_NO_PUBLICADOS; Invalid CARTA_DESCONOCIDA.
    """
    stored = seen(desk, act, expediente_id)
    if stored.value.published_at is None:
        raise OutsideWindow("RESULTADOS_NO_PUBLICADOS", clause=Rule.RESULTS)
    issuance = _issuance(desk, stored, kind)
    record_read(desk, act, expediente_id, f"carta:{kind}")
    return issuance


def _issuance(desk: Desk, stored: Stored[Participacion], kind: str) -> dict[str, Any]:
    one = stored.value
    case = case_of(one)
    found_id, issued_at, letter = _issued(one, case, kind)
    if not found_id or issued_at is None:
        raise NotFound("CARTA_SIN_EMITIR", clause=Rule.PREACEPTACION, carta=kind)
    view: dict[str, Any] = {
        "issuance_id": found_id,
        "kind": kind,
        "issued_at": issued_at,
        "session": letter.session if letter else "",
        "result": views.shown(desk, stored),
    }
    if letter is not None:
        view["valid_from"] = letter.validity.opens_at
        view["valid_until"] = letter.validity.closes_at
    if case.sede:
        ooad = desk.catalog.ooad_of(case.sede)
        view |= {"ooad_address": ooad.address, "ooad_phone": ooad.phone}
    return view


def _issued(one: Participacion, case: Adscripcion, kind: str) -> tuple[str, Any, Letter | None]:
    if kind == "PREACEPTACION":
        return (
            (case.letter.issuance_id, case.letter.issued_at, case.letter) if case.letter else ("", None, None)
        )
    if kind == "PRESENTACION":
        return case.presentacion_id, one.presentacion_at, None
    if kind == "RESULTADO":
        return one.resultado_id, one.published_at, None
    if kind == "PUNTAJE":
        return one.puntaje_id, one.published_at, None
    raise Invalid("CARTA_DESCONOCIDA", carta=kind)
