"""The OOAD's desk: presence, exams, hand-over, renuncia, abandono, obligations. Other OOADs' people are not found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from plumbing.clock import local_date
from plumbing.convocatoria.model import Convocatoria
from plumbing.deadlines import convocatoria_of, require_open
from plumbing.errors import Invalid, NotAllowed, Rule
from plumbing.events import Act
from plumbing.ids import new_id
from plumbing.store import Stored
from services.allocation.domain import ooad, papeles
from services.allocation.domain.adscripcion import Decision, Status
from services.allocation.domain.record import Participacion
from services.allocation.usecases import aceptacion, views
from services.allocation.usecases.desk import Desk, case_of, decide, moved, session_of
from services.allocation.usecases.gate import require_public
from services.allocation.usecases.resultados import seen
from services.allocation.usecases.terms import terms_of, window_of

IDENTIFICATIONS = ("INE", "PASAPORTE")
Changed = tuple[Participacion, Sequence[object]] | None
Change = Callable[[Participacion], Changed]


def register_presentation(desk: Desk, act: Act, expediente_id: str, identification: str) -> dict[str, Any]:
    """The person came with the letter and an identification, in its validity.

    Raises: Invalid IDENTIFICACION_DESCONOCIDA; OutsideWindow CARTA_FUERA_DE_VIGENCIA; Conflict. Source: 000§5.3, 6.1.
    """
    if identification not in IDENTIFICATIONS:
        raise Invalid("IDENTIFICACION_DESCONOCIDA", clause=Rule.EXAMS, identificacion=identification)

    def change(one: Participacion) -> Changed:
        case = case_of(one)
        if case.status is Status.EN_OOAD:
            return None
        out, facts = moved(one, ooad.register_presentation(case, act.at, ooad=one.ooad), act)
        return replace(out, identificacion=identification), facts

    return _shown(desk, act, expediente_id, "RegisterPresentation", change)


def record_exam(
    desk: Desk, act: Act, expediente_id: str, exam: str, is_favourable: bool, document_sha256: str
) -> dict[str, Any]:
    """One exam has its result; an unfavourable one sends the plaza to the next period and bars nobody.

    Raises: Invalid EXAMEN_DESCONOCIDO, DICTAMEN_FALTANTE; NotFound PAPEL_SIN_RECIBIR; Conflict EXAMEN_YA_REGISTRADO,
    PASO_NO_PROCEDE.
    Source: 000§5.4, 6.1; G-22.
    """
    convocatoria = convocatoria_of(desk.registry, act)

    def change(one: Participacion) -> Changed:
        papeles.require_received(one, document_sha256)
        case = case_of(one)
        if any(known.exam == exam and known.is_favourable == is_favourable for known in case.exams):
            return None
        outcome = ooad.record_exam(
            case,
            terms_of(convocatoria),
            act.at,
            exam=exam,
            is_favourable=is_favourable,
            document=document_sha256,
        )
        return moved(one, outcome, act)

    return _shown(desk, act, expediente_id, "RecordExam", change)


def issue_presentacion(desk: Desk, act: Act, expediente_id: str) -> dict[str, Any]:
    """The carta de presentación a la sede exists. Asked again, it is the same one.

    Raises: Conflict EXAMENES_PENDIENTES, OBLIGACION_PENDIENTE, PASO_NO_PROCEDE. Source: 000§6.2.
    """
    convocatoria = convocatoria_of(desk.registry, act)

    def change(one: Participacion) -> Changed:
        case = case_of(one)
        if case.presentacion_id:
            return None
        outcome = ooad.issue_presentacion(case, terms_of(convocatoria), issuance_id=new_id())
        out, facts = moved(one, outcome, act)
        return replace(out, presentacion_at=act.at), facts

    _decided(desk, act, expediente_id, "IssuePresentacion", change)
    return aceptacion.get_issuance(desk, act, expediente_id, "PRESENTACION")


def register_renuncia(
    desk: Desk, act: Act, expediente_id: str, received_on: str, document_sha256: str
) -> dict[str, Any]:
    """A written renuncia is received; once the cycle has started it is a baja.

    Raises: Invalid RENUNCIA_SIN_ESCRITO, FECHA_INVALIDA; NotFound PAPEL_SIN_RECIBIR;
    NotAllowed RENUNCIA_EN_OTRA_OFICINA; OutsideWindow; Conflict.
    Source: 000§4.9; 002§5.4; G-14, X-16.
    """
    convocatoria = convocatoria_of(desk.registry, act)
    on = _day(received_on, act)

    def change(one: Participacion) -> Changed:
        _require_receiver(convocatoria, act)
        papeles.require_received(one, document_sha256)
        case, terms = case_of(one), terms_of(convocatoria)
        if case.status in (Status.RENUNCIA, Status.BAJA):
            return None
        is_baja = case.status is Status.PRESENTADO_A_SEDE and act.at >= terms.cycle_starts_at
        if is_baja and not terms.late_renuncia_outcome:
            return moved(one, ooad.record_baja(case, terms, act.at, cause="RENUNCIA"), act)
        window = window_of(convocatoria, convocatoria.acceptance.renuncia_window)
        require_open(window, act.at, desk.words["acciones"]["RENUNCIA"])
        said = Decision("RENUNCIA", act.at, new_id(), session_of(act))
        out, facts = ooad.register_renuncia(case, terms, act.at, received_on=on, document=document_sha256)
        return moved(one, (replace(out, decisions=(*case.decisions, said)), facts), act)

    return _shown(desk, act, expediente_id, "RegisterRenuncia", change)


def _require_receiver(convocatoria: Convocatoria, act: Act) -> None:
    """Passes for the office to which the call sends renuncias. Raises NotAllowed. Source: 000§4.9; 002§5.4."""
    offices = ["ooad", "ces"]
    if convocatoria.acceptance.renuncia_to == "division":
        offices.reverse()
    if act.actor.has(offices[1]) and not act.actor.has(offices[0]):
        raise NotAllowed("RENUNCIA_EN_OTRA_OFICINA", clause=convocatoria.acceptance.clause or "")


def record_abandono(
    desk: Desk, act: Act, expediente_id: str, reason: str, document_sha256: str
) -> dict[str, Any]:
    """The plaza counts as abandoned, with a lasting loss of the right to compete.

    Raises: Invalid ABANDONO_MOTIVO; NotFound PAPEL_SIN_RECIBIR; Conflict CARTA_AUN_VIGENTE, PASO_NO_PROCEDE.
    Source: 000§4.6, 4.9, 4.10.
    """
    convocatoria = convocatoria_of(desk.registry, act)
    if reason not in set(ooad.Abandono):
        raise Invalid("ABANDONO_MOTIVO", clause=Rule.ABANDONO, motivo=reason)

    def change(one: Participacion) -> Changed:
        papeles.require_received(one, document_sha256)
        case = case_of(one)
        if case.status is Status.ABANDONO:
            return None
        why = ooad.Abandono(reason)
        return moved(one, ooad.record_abandono(case, terms_of(convocatoria), act.at, reason=why), act)

    return _shown(desk, act, expediente_id, "RecordAbandono", change)


def record_obligation(
    desk: Desk, act: Act, expediente_id: str, kind: str, met_on: str, evidence: str
) -> dict[str, Any]:
    """What was owed is met, with its evidence, on its last day at the latest.

    Raises: NotFound OBLIGACION_DESCONOCIDA; Conflict OBLIGACION_CERRADA, OBLIGACION_TARDIA; Invalid EVIDENCIA_FALTANTE,
    FECHA_INVALIDA. Source: 000§2.2.1 d.2, e, 2.2.3, 4.7.
    """
    on = _day(met_on, act)

    def change(one: Participacion) -> Changed:
        case = case_of(one)
        if any(o.kind == kind and o.met_on == on for o in case.obligations):
            return None
        return moved(one, ooad.record_obligation(case, kind, met_on=on, evidence=evidence.strip()), act)

    return _shown(desk, act, expediente_id, "RecordObligation", change)


def _decided(desk: Desk, act: Act, expediente_id: str, command: str, change: Change) -> Stored[Participacion]:
    """Raises: OutsideWindow RESULTADOS_NO_PUBLICADOS before the gate, whoever asks."""
    require_public(desk, act.convocatoria, act.at)
    return decide(desk, act, seen(desk, act, expediente_id), command, change)


def _shown(desk: Desk, act: Act, expediente_id: str, command: str, change: Change) -> dict[str, Any]:
    return views.shown(desk, _decided(desk, act, expediente_id, command, change))


def _day(text: str, act: Act) -> date:
    """The day as written, today when left empty. Raises: Invalid FECHA_INVALIDA: unreadable or in the future."""
    today = local_date(act.at)
    try:
        day = date.fromisoformat(text) if text else today
    except ValueError:
        raise Invalid("FECHA_INVALIDA", valor=text) from None
    if day > today:
        raise Invalid("FECHA_INVALIDA", valor=text)
    return day
