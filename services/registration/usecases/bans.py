"""Bans on a person: recorded by an authority or by facts of this system, and looked at before an account opens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from plumbing.clock import local_date
from plumbing.convocatoria.in_words import date_in_words
from plumbing.convocatoria.model import Convocatoria
from plumbing.convocatoria.results import Consequence, add_months
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
    """Passes when nothing keeps this person out of the convocatoria on the day of the attempt, whichever convocatoria
    declared it. Source: 000§1.4, 3.3 b, 4.6, 4.9; 002§1.6 C; X-95.

    Raises: NotAllowed(VETO_VIGENTE) with cause, act, its day, clause and term.
    """
    convocatoria = desk.convocatoria(act.convocatoria)
    found = desk.vetos.find({"curp": curp}) + desk.vetos.find({"persona": vetos.persona(person)})
    on, period, cycle = local_date(act.at), convocatoria.period.value, cycle_of(convocatoria)
    for veto in (stored.value for stored in found):
        declaring = _declaring(desk, veto)
        cycle_of_veto = cycle_of(declaring) if declaring else ""
        if not vetos.is_of(veto, curp, person):
            continue
        if vetos.bars(veto, convocatoria.id, cycle, period, cycle_of_veto, on):
            raise NotAllowed(
                "VETO_VIGENTE",
                clause=veto.clause,
                causa=_label(declaring or convocatoria, veto.cause),
                acto=veto.act,
                desde=date_in_words(date.fromisoformat(veto.from_on)),
                alcance=veto.scope,
                hasta=_until(desk, veto, declaring),
            )


def _declaring(desk: Desk, veto: Veto) -> Convocatoria | None:
    """The convocatoria under which the ban was declared, when it is one of those that run here."""
    if veto.convocatoria not in desk.registry:  # one without a calendar refuses to be asked for
        return None
    return desk.registry[veto.convocatoria]


def cycle_of(convocatoria: Convocatoria) -> str:
    """What the periods of one cycle have in common: residents of a rama have a cycle of their own. Source: G-08."""
    return f"{convocatoria.entrance.value} {convocatoria.cycle.value}"


def _label(convocatoria: Convocatoria, cause: str) -> str:
    """The cause as people read it, where the convocatoria has words for it."""
    words = {consequence.outcome: consequence.label for consequence in convocatoria.consequences}
    return words.get(cause, cause)


def _until(desk: Desk, veto: Veto, declaring: Convocatoria | None) -> str:
    """The last day of the ban in words, or what ends it when no day does."""
    if veto.to_on:
        return date_in_words(date.fromisoformat(veto.to_on))
    if veto.scope == TERCER_PERIODO:
        return desk.actions["TERCER_PERIODO"].format(ciclo=declaring.cycle.value if declaring else "")
    return desk.actions["SIN_TERMINO"]


def last_day(consequence: Consequence, from_on: date) -> str:
    """The last day of a ban that counts from `from_on`; "" without term. Source: 002§1.6 C; G-13, X-95."""
    return add_months(from_on, 12 * consequence.ban_years).isoformat() if consequence.ban_years else ""


def source_of(consequence: Consequence) -> str:
    """The clause that says it, or the supuesto on which it rests."""
    return consequence.clause or ", ".join(consequence.supuestos)


def record_ban(desk: Desk, act: Act, ban: Mapping[str, str]) -> dict[str, Any]:
    """A ban by act of an authority, or of another system's list; the same person, cause and act are recorded once.

    Where the cause is an outcome that the convocatoria bans for, its scope, clause and term hold unless said
    otherwise. Raises: Invalid(VETO_CON_ERRORES) with fields. Source: 000§3.3 b; 002§1.6 C; G-13, G-17.
    """
    veto = Veto(**{name: value.strip() for name, value in ban.items()}, convocatoria=act.convocatoria)
    veto = replace(veto, curp=veto.curp.upper(), from_on=veto.from_on or local_date(act.at).isoformat())
    veto = _as_ruled(desk, veto)
    if wrong := _problems(desk, veto):
        raise Invalid("VETO_CON_ERRORES", fields=tuple(wrong))
    return _view(keep_ban(desk, act, veto).value)


def _as_ruled(desk: Desk, veto: Veto) -> Veto:
    """The ban with what the convocatoria says of its cause and who its CURP temporal is."""
    known = desk.expedientes.first({"convocatoria": veto.convocatoria, "curp": veto.curp})
    persona = vetos.persona(known.value.seleccionado) if known else ""
    declaring = _declaring(desk, veto)
    outcomes = {one.outcome: one for one in declaring.consequences if one.ban} if declaring else {}
    ruled, from_on = outcomes.get(veto.cause), day(veto.from_on)
    if ruled is None or from_on is None:
        return replace(veto, persona=persona)
    return replace(
        veto,
        persona=persona,
        scope=veto.scope or TODAS,
        clause=veto.clause or source_of(ruled),
        to_on=veto.to_on or last_day(ruled, from_on),
    )


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
    return {
        "bans": [_view(stored.value) for stored in found],
        "next": found[-1].id if len(found) == limit else "",
    }


def _view(veto: Veto) -> dict[str, Any]:
    return {name: value for name, value in asdict(veto).items() if name != "persona"}
