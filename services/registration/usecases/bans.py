"""Bans on a person: recorded by an authority or by facts of this system, and looked at before an account opens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from plumbing.clock import local_date
from plumbing.convocatoria.model import Convocatoria
from plumbing.errors import Conflict, FieldError, Invalid, NotAllowed
from plumbing.events import Act
from plumbing.ids import new_id
from plumbing.store import Stored
from services.registration.domain import curp as clave
from services.registration.domain import vetos
from services.registration.domain.events import BanRecorded
from services.registration.domain.fechas import day
from services.registration.domain.model import TERCER_PERIODO, TODAS, Seleccionado, Veto
from services.registration.usecases.desk import Desk

PAGE, LARGEST_PAGE = 50, 500


def require_no_ban(desk: Desk, act: Act, curp: str, person: Seleccionado) -> None:
    """Passes when nothing keeps this person out of the convocatoria today. Source: 000§1.4, 3.3 b, 4.6, 4.9.

    Raises: NotAllowed(VETO_VIGENTE) with cause, clause and term.
    """
    convocatoria = desk.convocatoria(act.convocatoria)
    found = desk.vetos.find({"curp": curp})
    if persona := vetos.persona(person):
        found += desk.vetos.find({"persona": persona})
    on = local_date(act.at)
    for stored in found:
        veto = stored.value
        period = convocatoria.period.value
        if vetos.bars(veto, convocatoria.id, convocatoria.cycle.value, period, _cycle(desk, veto), on):
            raise NotAllowed(
                "VETO_VIGENTE",
                clause=veto.clause,
                causa=_label(convocatoria, veto.cause),
                alcance=veto.scope,
                hasta=veto.to_on or "—",
            )


def _cycle(desk: Desk, veto: Veto) -> str:
    known: Mapping[str, Convocatoria] = desk.registry
    return known[veto.convocatoria].cycle.value if veto.convocatoria in known else ""


def _label(convocatoria: Convocatoria, cause: str) -> str:
    """The cause as people read it, where the convocatoria has words for it."""
    words = {consequence.outcome: consequence.label for consequence in convocatoria.consequences}
    return words.get(cause, cause)


def record_ban(desk: Desk, act: Act, ban: Mapping[str, str]) -> dict[str, Any]:
    """A ban by act of an authority, or of another system's list; the same person, cause and act are recorded once.

    Raises: Invalid(VETO_CON_ERRORES) with fields.
    """
    veto = Veto(**{name: value.strip() for name, value in ban.items()}, convocatoria=act.convocatoria)
    veto = Veto(
        **{
            **asdict(veto),
            "curp": veto.curp.upper(),
            "from_on": veto.from_on or local_date(act.at).isoformat(),
        }
    )
    if wrong := _problems(desk, veto):
        raise Invalid("VETO_CON_ERRORES", fields=tuple(wrong))
    return _view(keep_ban(desk, act, veto).value)


def _problems(desk: Desk, veto: Veto) -> list[FieldError]:
    problem = clave.structure_problem(veto.curp)
    wrong = [problem] if problem else []
    if veto.scope not in (TODAS, TERCER_PERIODO, *desk.registry):
        wrong.append(FieldError("scope", "VETO_ALCANCE", {"valor": veto.scope}))
    if veto.scope == TERCER_PERIODO and veto.convocatoria not in desk.registry:
        wrong.append(FieldError("convocatoria", "DATO_OBLIGATORIO"))
    wrong += [
        FieldError(name, "DATO_OBLIGATORIO") for name in ("cause", "clause", "act") if not getattr(veto, name)
    ]
    for name in ("from_on", "to_on"):
        if getattr(veto, name) and day(getattr(veto, name)) is None:
            wrong.append(FieldError(name, "FECHA_ILEGIBLE", {"valor": getattr(veto, name)}))
    if not wrong and veto.to_on and date.fromisoformat(veto.to_on) < date.fromisoformat(veto.from_on):
        wrong.append(FieldError("to_on", "VETO_AL_REVES", {"desde": veto.from_on}))
    return wrong


def keep_ban(desk: Desk, act: Act, veto: Veto) -> Stored[Veto]:
    """The ban is on record, once per (CURP, cause, act)."""
    fact = BanRecorded(veto.scope, veto.cause, veto.clause, veto.act)
    try:
        return desk.vetos.create(new_id(), veto, act, [fact])
    except Conflict:
        same = desk.vetos.first({"curp": veto.curp, "cause": veto.cause, "act": veto.act})
        if same is None:
            raise
        return same


def list_bans(desk: Desk, act: Act, curp: str, page: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The bans on one person, or all of them page by page."""
    limit = min(int((page or {}).get("limit") or PAGE), LARGEST_PAGE)
    criteria: dict[str, Any] = {"_id": {"$gt": (page or {}).get("after", "")}}
    if curp.strip():
        criteria["curp"] = curp.strip().upper()
    found = desk.vetos.find(criteria, sort=[("_id", 1)], limit=limit)
    return {"bans": [_view(stored.value) for stored in found]}


def _view(veto: Veto) -> dict[str, Any]:
    return {name: value for name, value in asdict(veto).items() if name != "persona"}
