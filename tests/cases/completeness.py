"""What the cases of a convocatoria must show at least, read from its data: each row, line, outcome and transition."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from plumbing.convocatoria.model import Convocatoria
from services.allocation.domain.adscripcion import Terms
from services.allocation.usecases.terms import is_direct, terms_of
from services.validation.domain.model import Estado
from services.validation.domain.rules.closing import CAUSES, REZAGO_EXCLUIDO
from tests.cases.kinds.expediente import NOBODY
from tests.cases.reading import Case
from tests.cases.running import run

OUT = "FUERA_DE_PROCESO"
STEPS = {
    "ACEPTO_ADSCRIPCION": "ADSCRIPCION_ACEPTADA",
    "ACEPTO_COMPROMISO": "COMPROMISO_ACEPTADO",
    "IMPRIME_PREACEPTACION": "PREACEPTADO",
}


def missing(call: Convocatoria, cases: Sequence[Case]) -> dict[str, list[str]]:
    """What of the call no case shows, by sort; empty when every one is shown."""
    asked = {
        "renglones de documentos": ([row.slot for row in call.documents.rows], _named(cases, "renglon")),
        "renglones de puntaje": (_lines(call), _scored(cases)),
        "desenlaces": ([one.outcome for one in call.consequences], _named(cases, "consecuencia")),
        "obligaciones": ([one.code for one in call.obligations], _named(cases, "obligacion")),
        "pasos de la aceptación": ([one.code for one in call.acceptance.steps], _named(cases, "paso")),
        "transiciones del expediente": (_expediente(call), _passed(cases, "expediente")),
        "transiciones del resultado": (_resultado(call, terms_of(call)), _passed(cases, "resultado")),
    }
    left = {sort: [one for one in every if one not in shown] for sort, (every, shown) in asked.items()}
    return {sort: names for sort, names in left.items() if names}


def _named(cases: Iterable[Case], kind: str) -> set[str]:
    """The first thing given says what such a case is about (`documento`, `desenlace`, `paso` …)."""
    about = {"renglon": "documento", "consecuencia": "desenlace"}.get(kind, kind)
    return {case.given[about] for case in cases if case.kind == kind}


def _lines(call: Convocatoria) -> list[str]:
    return [one.code for one in (*call.scoring.components, *call.scoring.extras)]


def _scored(cases: Iterable[Case]) -> set[str]:
    """The lines that count in some puntaje, and the claims that give none here and are only proven."""
    shown = _named(cases, "reclamo")
    for case in (one for one in cases if one.kind == "puntaje"):
        seen = run(case)
        given = {name for name in case.given if isinstance(case.given[name], int | float | str)}
        shown |= given if seen["total"] else set()
        shown |= {code for code, points in seen.get("puntos", {}).items() if points != "0"}
    return shown


def _passed(cases: Iterable[Case], kind: str) -> set[str]:
    """Every `A → B` that some case goes through, and `→ B` for the exits that lead out of several states."""
    shown: set[str] = set()
    for case in (one for one in cases if one.kind == kind):
        trail: list[Any] = run(case)["recorrido"]
        begun = ["PENDIENTE", *trail] if kind == "expediente" and trail[:1] != ["PENDIENTE"] else trail
        assert NOBODY not in begun
        shown |= {f"→ {now}" for now in begun}
        shown |= {f"{before} → {now}" for before, now in pairwise(begun)}
    return shown


def _expediente(call: Convocatoria) -> list[str]:
    """The circuit that the call has, and each exit with its cause."""
    late = f"PENDIENTE → {OUT}:{CAUSES[Estado.PENDIENTE]}"
    if call.has_validation:
        edges = [
            "PENDIENTE → EN_VALIDACION",
            "EN_VALIDACION → CON_OBSERVACIONES",
            "CON_OBSERVACIONES → EN_VALIDACION",
            "EN_VALIDACION → VALIDADO",
            "VALIDADO → INSCRITO",
            "EN_VALIDACION → INSCRITO",
            *(f"{estado} → {OUT}:{cause}" for estado, cause in CAUSES.items()),
            f"EN_VALIDACION → {OUT}:{REZAGO_EXCLUIDO}",
        ]
    else:
        edges = ["PENDIENTE → INSCRITO", late, f"INSCRITO → {OUT}:SIN_CALIFICACION_SIICES"]
    ends = {"anula": "ANULADO", "cancela": "CANCELADO"}
    exits = [f"→ {ends[one.effect]}:{one.code}" for one in call.observation_reasons if one.effect in ends]
    false = [f"→ CANCELADO:{one.false_outcome}" for one in call.scoring.extras if one.false_outcome]
    return [*edges, *exits, *false]


def _resultado(call: Convocatoria, terms: Terms) -> list[str]:
    """From the place to the sede, and each way out that the call has."""
    begun = ["ASIGNADO", *(STEPS[step] for step in terms.steps)]
    unfinished = [estado for estado in begun if estado != "PREACEPTADO"]
    edges = [f"{before} → {now}" for before, now in pairwise([*begun, "EN_OOAD", "PRESENTADO_A_SEDE"])]
    edges += [f"{estado} → {terms.on_silence}" for estado in unfinished]
    outcomes = {one.outcome for one in call.consequences}
    if call.acceptance.reject_button:
        said_no = unfinished if terms.may_reject_after_accepting else unfinished[:1]
        edges += [f"{estado} → NO_ACEPTA" for estado in said_no]
    if not is_direct(call):
        edges.append("→ NO_ASIGNADO")
    if terms.exams:
        edges.append("EN_OOAD → EXAMEN_DESFAVORABLE")
    if any(one.is_lost_at_close for one in terms.obligations):
        edges.append("EN_OOAD → PLAZA_PERDIDA")
    ends = ("RENUNCIA", "ABANDONO", "BAJA")
    return [*edges, *(f"→ {one}" for one in ends if one in outcomes), "→ CANCELADO", "→ ANULADO"]
