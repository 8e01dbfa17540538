"""What there is to do, in order, and how each thing stands. It reads what the services said; it decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from plumbing.convocatoria.model import Convocatoria
from services.gateway.portal.calendar import Entry, entry_of
from services.gateway.portal.papers import Paper

DONE, TO_DO, BEGUN, ATTEND, WAIT, NOT_YET, CLOSED, OPTIONAL = (
    "hecha", "por_hacer", "en_curso", "atender", "espera", "no_disponible", "cerrada", "opcional",
)  # fmt: skip
YOURS = (ATTEND, BEGUN, TO_DO)
DECIDED = ("VALIDADO", "INSCRITO")
OUT = ("ANULADO", "CANCELADO", "FUERA_DE_PROCESO")
FINISHED = ("PREACEPTADO", "EN_OOAD", "PRESENTADO_A_SEDE")
ENDED = (
    "NO_ACEPTA",
    "RECHAZO_IMPLICITO",
    "RENUNCIA",
    "ABANDONO",
    "EXAMEN_DESFAVORABLE",
    "BAJA",
    "ANULADO",
    "CANCELADO",
)


@dataclass(frozen=True)
class Standing:
    """Everything known of a person, as the services answered it."""

    call: Convocatoria
    registro: Mapping[str, Any]
    papers: Sequence[Paper]
    expediente: Mapping[str, Any]
    result: Mapping[str, Any]
    wrong: Mapping[str, Sequence[Any]]
    now: datetime

    @property
    def estado(self) -> str:
        return str(self.expediente.get("estado") or self.registro["estado"] or "PENDIENTE")

    @property
    def is_out(self) -> bool:
        return self.estado in OUT


@dataclass(frozen=True)
class Task:
    """One thing to do: where, how it stands, and until when."""

    code: str
    page: str
    state: str
    window: Entry | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_yours(self) -> bool:
        return self.state in YOURS and (self.window is None or self.window.is_open)


def tasks_of(one: Standing) -> tuple[Task, ...]:
    """The list in the order things are done."""
    tasks = [_registro(one), _sedes(one)]
    if one.call.has_validation:
        tasks += [_solicitud(one), _documentos(one)]
        is_ready = all(task.state in (DONE, CLOSED, OPTIONAL) for task in tasks)
        tasks += [_envio(one, is_ready), _validacion(one), _ficha(one)]
    else:
        tasks += [_documentos(one), _solicitud(one)]
    tasks += [_resultado(one), _aceptacion(one)]
    if one.result.get("obligations"):
        tasks.append(_obligaciones(one))
    return tuple(tasks)


def next_task(tasks: Sequence[Task]) -> Task | None:
    """The first that waits for the person; what was observed goes before everything."""
    waiting = [task for task in tasks if task.is_yours]
    observed = [task for task in waiting if task.code == "validacion"]
    return next(iter(observed + waiting), None)


def _window(one: Standing, name: str) -> Entry | None:
    return entry_of(one.call, name, one.now)


def _by_window(window: Entry | None, state: str) -> str:
    """`state` while its window is open; before it, not yet; after it, closed."""
    if window is None or window.is_open:
        return state
    return CLOSED if window.state == "cerrada" else NOT_YET


def _is_observed(one: Standing) -> bool:
    """Validation asks for a field of the registro."""
    return one.estado == "CON_OBSERVACIONES" and bool(one.registro["editable"])


def _registro(one: Standing) -> Task:
    window = _window(one, "envio" if _is_observed(one) else "registro")
    missing = sum(len(found) for section, found in one.wrong.items() if section != "sedes")
    if not missing:
        state = ATTEND if _is_observed(one) else DONE
    else:
        state = _by_window(window, BEGUN if one.registro["datos"] else TO_DO)
    return Task("registro", "registro", state, window, {"faltan": missing})


def _sedes(one: Standing) -> Task:
    window, missing = _window(one, "registro"), one.wrong.get("sedes", ())
    state = DONE if not missing else _by_window(window, BEGUN if one.registro["opciones"] else TO_DO)
    code = "sede" if one.call.preferences.spaces == "una" else "sedes"
    return Task(code, "sedes", state, window, {"ordenadas": len(one.registro["opciones"])})


def _solicitud(one: Standing) -> Task:
    number, registro = one.registro["print_number"], one.registro
    window = _window(one, "solicitud_reprint" if number else "solicitud_print")
    if number and registro["is_print_current"]:
        state = DONE
    elif registro["is_complete"] or number:
        state = _by_window(window, ATTEND if number else TO_DO)
    else:
        state = NOT_YET
    if one.estado in (*DECIDED, *OUT, "EN_VALIDACION") and number:
        state = DONE
    code = "solicitud" if one.call.has_validation else "inscripcion"
    return Task(code, "solicitud", state, window, {"impresion": number})


def _documentos(one: Standing) -> Task:
    window = _window(one, one.call.documents_window)
    required = [paper for paper in one.papers if paper.is_required]
    filed = sum(paper.is_filed for paper in required)
    facts = {"subidos": filed, "total": len(required)}
    if any(paper.state == "atender" for paper in one.papers):
        return Task("documentos", "documentos", ATTEND, window, facts)
    if not required and not any(paper.is_filed for paper in one.papers):
        return Task("documentos", "documentos", _by_window(window, OPTIONAL), window, facts)
    if filed == len(required):
        return Task("documentos", "documentos", DONE, window, facts)
    return Task("documentos", "documentos", _by_window(window, BEGUN if filed else TO_DO), window, facts)


def _envio(one: Standing, is_ready: bool) -> Task:
    window = _window(one, "envio")
    if one.estado == "PENDIENTE" and "primer_envio" in one.call.windows:
        window = _window(one, "primer_envio")
    states = {
        "EN_VALIDACION": DONE,
        "VALIDADO": DONE,
        "INSCRITO": DONE,
        "CON_OBSERVACIONES": _by_window(window, ATTEND),
    }
    state = states.get(
        one.estado, CLOSED if one.is_out else _by_window(window, TO_DO if is_ready else NOT_YET)
    )
    return Task("envio", "envio", state, window)


def _validacion(one: Standing) -> Task:
    states = {"EN_VALIDACION": WAIT, "CON_OBSERVACIONES": ATTEND, "VALIDADO": DONE, "INSCRITO": DONE}
    state = states.get(one.estado, CLOSED if one.is_out else NOT_YET)
    return Task(
        "validacion",
        "estado",
        state,
        _window(one, "envio" if state == ATTEND else "revision"),
        {"antes": one.expediente.get("ahead", 0)},
    )


def _ficha(one: Standing) -> Task:
    window = _window(one, "ficha")
    states = {"VALIDADO": _by_window(window, TO_DO), "INSCRITO": DONE}
    state = states.get(
        one.estado, CLOSED if one.is_out or (window and window.state == "cerrada") else NOT_YET
    )
    return Task("ficha", "ficha", state, window, {"folio": one.expediente.get("folio", "")})


def _resultado(one: Standing) -> Task:
    window = _window(one, one.call.allocation.embargo_until)
    state = DONE if one.result else CLOSED if one.is_out else NOT_YET
    return Task("resultado", "resultado", state, window, {"estado": one.result.get("estado", "")})


def _aceptacion(one: Standing) -> Task:
    steps = one.call.acceptance.steps
    window = _window(one, steps[0].window)
    estado = one.result.get("estado", "")
    if estado in FINISHED:
        state = DONE
    elif estado in ENDED or estado == "NO_ASIGNADO" or one.is_out:
        state = CLOSED
    elif estado:
        state = _by_window(window, BEGUN if one.result.get("decisions") else TO_DO)
    else:
        state = NOT_YET
    return Task("aceptacion", "resultado", state, window)


def _obligaciones(one: Standing) -> Task:
    pending = [duty for duty in one.result["obligations"] if duty["state"] == "PENDIENTE"]
    return Task(
        "obligaciones", "obligaciones", TO_DO if pending else DONE, None, {"pendientes": len(pending)}
    )
