"""How a person's result is shown: place with its names, right to later periods, obligations, decisions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from plumbing.convocatoria.catalog import Catalog
from plumbing.deadlines import find
from plumbing.store import Stored
from services.allocation.domain.aceptacion import right_after
from services.allocation.domain.adscripcion import Adscripcion, Exam, Status
from services.allocation.domain.bundle import decimal_text
from services.allocation.domain.ooad import is_exempt
from services.allocation.domain.record import Lado, Paper, Participacion, Permuta
from services.allocation.usecases.desk import Desk
from services.allocation.usecases.terms import terms_of

OPEN = (Status.ASIGNADO, Status.ADSCRIPCION_ACEPTADA, Status.COMPROMISO_ACEPTADO)


def shown(desk: Desk, stored: Stored[Participacion]) -> dict[str, Any]:
    """The contract's Result."""
    one, case = stored.value, stored.value.adscripcion
    if case is None or one.candidato is None:
        return {"expediente_id": stored.id, "folio": one.folio, "version": stored.version}
    terms = terms_of(find(desk.registry, one.convocatoria))
    right, clause = case.right, case.right_clause
    if case.status is Status.NO_ASIGNADO and case.status.value in terms.consequences:
        right = right_after(case.status.value, terms)
        clause = terms.consequences[case.status.value].clause
    letter = case.letter
    return {
        "expediente_id": stored.id,
        "folio": one.folio,
        "estado": case.status.value,
        "cause": case.cause,
        "outcome": case.outcome,
        "especialidad": case.specialty,
        "categoria": one.candidato.categoria,
        "puntaje": decimal_text(one.puntaje.total) if one.puntaje else "",
        "rank": one.rank,
        "option": one.option,
        **({"place": place(desk.catalog, case)} if case.sede else {}),
        "later_right": right.value,
        "later_right_clause": clause,
        "is_banned": case.is_banned,
        "decide_until": terms.acceptance.closes_at if case.status in OPEN else "",
        "letter_valid_from": letter.validity.opens_at if letter else "",
        "letter_valid_until": letter.validity.closes_at if letter else "",
        "obligations": [_obligation(o) for o in case.obligations],
        "decisions": list(case.decisions),
        "version": stored.version,
        "nombre_completo": one.candidato.nombre_completo,
        "exams_due": [] if is_exempt(case, terms) or not case.letter else list(terms.exams),
        "exams": [_exam(exam) for exam in case.exams],
        "papers": [paper(kept) for kept in one.papers],
    }


def _exam(one: Exam) -> dict[str, Any]:
    return {
        "exam": one.exam,
        "is_favourable": one.is_favourable,
        "document_sha256": one.document,
        "at": one.at,
    }


def paper(one: Paper) -> dict[str, Any]:
    """The contract's Paper."""
    return {
        "sha256": one.sha256,
        "kind": one.kind,
        "media_type": one.media_type,
        "bytes": one.size,
        "received_at": one.received_at,
        "received_by": one.received_by,
        "is_erased": one.erased_at is not None,
    }


def place(catalog: Catalog, case: Adscripcion) -> dict[str, str]:
    """The plaza with the names people know. Source: 000§4.2."""
    sede = catalog.sede(case.sede)
    ooad = catalog.ooad_of(case.sede)
    return {
        "sede": sede.code,
        "sede_nombre": sede.name,
        "subsede": case.subsede,
        "subsede_nombre": sede.subsede(case.subsede).name,
        "ooad": ooad.code,
        "ooad_nombre": ooad.name,
        "ciudad": sede.city,
        "entidad": sede.state,
        "categoria": case.category,
    }


def _obligation(one: Any) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "due_on": one.due_on.isoformat() if one.due_on else "",
        "clause": one.clause,
        "state": one.state,
        "met_on": one.met_on.isoformat() if one.met_on else "",
        "evidence": one.evidence,
        "is_before_sede": one.is_before_sede,
    }


def permuta(stored: Stored[Permuta]) -> dict[str, Any]:
    """The contract's Permuta."""
    one = stored.value
    return {
        "permuta_id": stored.id,
        "state": one.state,
        "folio_a": one.a.folio,
        "folio_b": one.b.folio,
        "especialidad": one.especialidad,
        "requested_at": one.asked_at,
        "agreed_at": one.agreed_at or "",
        "approved_at": one.approved_at or "",
        "ended_at": one.ended_at or "",
    }


def permuta_whole(desk: Desk, stored: Stored[Permuta]) -> dict[str, Any]:
    """The permuta as CES looks at it: names, and the places that each would give, or gave."""
    one = stored.value
    return {
        **permuta(stored),
        **_side(desk, one.a, "a"),
        **_side(desk, one.b, "b"),
        "approved_by": one.approved_by,
    }


def _side(desk: Desk, lado: Lado, which: str) -> dict[str, Any]:
    known = desk.participaciones.load(lado.expediente_id)
    case = known.value.adscripcion if known else None
    if known is None or case is None or known.value.candidato is None:
        return {}
    gave = replace(case, sede=lado.sede, subsede=lado.subsede, category=lado.categoria) if lado.sede else case
    named = {f"nombre_{which}": known.value.candidato.nombre_completo}
    return named | ({f"place_{which}": place(desk.catalog, gave)} if gave.sede else {})
