"""After the results: what the person and the OOAD do, at its instant, and what it leaves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import pairwise
from typing import Any

from plumbing.convocatoria.model import Convocatoria
from plumbing.errors import ResidenciasError
from services.allocation.domain import aceptacion, ooad, salida
from services.allocation.domain.adscripcion import Adscripcion, Outcome, Terms
from services.allocation.domain.model import Assignment
from services.allocation.domain.record import Participacion
from services.allocation.usecases.terms import terms_of
from tests.cases.kinds import kind
from tests.cases.kinds.calendario import instant

Do = Callable[[Adscripcion, Terms, datetime, Mapping[str, Any]], Outcome]
SIGNED: dict[str, Any] = {"acuse_id": "acuse", "session": "s"}


def _is_taken_out(case: Adscripcion, terms: Terms, at: datetime, more: Mapping[str, Any]) -> Outcome:
    """Validation's decision reaches who already has a result."""
    left = Participacion("", adscripcion=case, salida=more["causa"], salida_estado=more["en"])
    out, released = salida.leave_concurso(left, terms, at)
    assert out.adscripcion is not None
    return out.adscripcion, released


DOES: dict[str, Do] = {
    "acepta_adscripcion": lambda case, terms, at, _: aceptacion.accept_adscripcion(case, terms, at, **SIGNED),
    "acepta_compromiso": lambda case, terms, at, _: aceptacion.accept_compromiso(case, terms, at, **SIGNED),
    "imprime_carta": lambda case, terms, at, _: aceptacion.issue_preaceptacion(
        case, terms, at, issuance_id="carta", session="s", ooad="JAL"
    ),
    "no_acepta": lambda case, terms, at, _: aceptacion.no_aceptar(case, terms, at, **SIGNED),
    "vence_el_plazo": lambda case, terms, at, _: aceptacion.reject_by_silence(case, terms, at),
    "se_presenta": lambda case, terms, at, _: ooad.register_presentation(case, at, ooad="JAL"),
    "examen": lambda case, terms, at, more: ooad.record_exam(
        case, terms, at, exam=more["examen"], is_favourable=more.get("favorable", True), document="dictamen"
    ),
    "recibe_carta_de_presentacion": lambda case, terms, at, _: ooad.issue_presentacion(
        case, terms, issuance_id="presentacion"
    ),
    "renuncia_por_escrito": lambda case, terms, at, _: ooad.register_renuncia(
        case, terms, at, received_on=at.date(), document="escrito"
    ),
    "renuncia_sin_escrito": lambda case, terms, at, _: ooad.register_renuncia(
        case, terms, at, received_on=at.date(), document=""
    ),
    "abandona": lambda case, terms, at, more: ooad.record_abandono(
        case, terms, at, reason=ooad.Abandono(more.get("motivo", "ABANDONO"))
    ),
    "baja": lambda case, terms, at, _: ooad.record_baja(case, terms, at, cause="ESCRITA"),
    "se_le_cancela": lambda case, terms, at, more: _is_taken_out(
        case, terms, at, {**more, "en": "CANCELADO"}
    ),
    "se_le_anula": lambda case, terms, at, more: _is_taken_out(case, terms, at, {**more, "en": "ANULADO"}),
    "vence_la_carta": lambda case, terms, at, _: ooad.lose_plaza(case, terms, at),
    "vencen_obligaciones": lambda case, terms, at, _: ooad.expire_obligations(case, terms, at),
    "cumple": lambda case, terms, at, more: ooad.record_obligation(
        case, more["obligacion"], met_on=at.date(), evidence=more.get("comprobante", "comprobante")
    ),
}


@kind("resultado")
def result(convocatoria: Convocatoria, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """dado: pasos [{a_las, hace, …}], rasgos (extranjero, trabajador, …), con_lugar (sí).

    entonces: estado, recorrido (los estados por los que pasó), derecho, impedido, libera_plaza; si un paso se
    rechaza: error, y no ocurre ninguno más.
    """
    terms = terms_of(convocatoria)
    place = ("hgr-1", "hgr-1", "nacional") if given.get("con_lugar", True) else ("", "", "")
    assigned = Assignment("F-1", "medicina-interna", 1, 1 if place[0] else 0, *place)
    case = aceptacion.open_adscripcion("e1", assigned, given.get("rasgos", ()))
    error, trail = "", [case.status.value]
    try:
        for one in given.get("pasos", ()):
            case, _ = DOES[one["hace"]](case, terms, instant(one["a_las"]), one)
            trail.append(case.status.value)
    except ResidenciasError as refused:
        error = refused.code
    return {
        "estado": case.status.value,
        "recorrido": [trail[0], *(now for before, now in pairwise(trail) if now != before)],
        "causa": case.cause,
        "derecho": case.right.value,
        "impedido": case.is_banned,
        "libera_plaza": case.has_freed_plaza,
        "obligaciones": {one.kind: one.state for one in case.obligations},
        "error": error,
    }
