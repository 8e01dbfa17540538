"""Results after the gate: each person's own, why, the cut-offs, the lists of CES and OOAD, the plazas given back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from plumbing.deadlines import convocatoria_of
from plumbing.errors import NotFound
from plumbing.events import Act
from plumbing.store import Stored
from services.allocation.domain import rounds
from services.allocation.domain.aceptacion import open_adscripcion
from services.allocation.domain.bundle import decimal_text
from services.allocation.domain.explain import OptionWhy
from services.allocation.domain.explain import Outcome as Why
from services.allocation.domain.model import CutOff
from services.allocation.domain.ranking import draw_number
from services.allocation.domain.record import Participacion, Ronda, with_case, words_of
from services.allocation.usecases import running, views
from services.allocation.usecases.desk import INSIDERS, Desk, found, record_read
from services.allocation.usecases.gate import delivered, open_round, require_gate
from services.allocation.usecases.rondas import official
from services.allocation.usecases.terms import is_direct, require_rounds

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
PAGE = 50
LARGEST_PAGE = 500
WHY = {
    Why.OBTAINED: "OBTENIDA",
    Why.FULL: "LLENA_ANTES",
    Why.NOT_NEEDED: "NO_FUE_NECESARIA",
    Why.NO_PLAZAS: "SIN_PLAZAS_EN_TU_CATEGORIA",
}


def get_result(desk: Desk, act: Act, expediente_id: str) -> dict[str, Any]:
    """The person's result with what follows from it.

    Raises: NotFound NO_ES_TUYO; OutsideWindow RESULTADOS_NO_PUBLICADOS. Source: 000§4.1, 4.2.
    """
    stored = seen(desk, act, expediente_id)
    record_read(desk, act, expediente_id, "resultado")
    return {**views.shown(desk, stored), "permutas": permutas_of(desk, expediente_id)}


def seen(desk: Desk, act: Act, expediente_id: str) -> Stored[Participacion]:
    """The participación with its result, as this caller may see it: CES and auditors also before the gate."""
    stored = found(desk, act, expediente_id)
    is_round = not is_direct(convocatoria_of(desk.registry, act))
    ronda = _visible(desk, act) if is_round else None
    if act.actor.has("ooad") and not act.actor.has(*INSIDERS):
        stored = delivered(desk, act, stored)
        if not act.actor.scope or stored.value.ooad != act.actor.scope:
            raise NotFound("NO_ES_TUYO")
    elif ronda is None or (ronda.value.round is not None and rounds.is_public(ronda.value.round, act.at)):
        stored = delivered(desk, act, stored)
    else:
        stored = _previewed(desk, stored, ronda)
    if stored.value.adscripcion is None:
        raise NotFound("NO_ES_TUYO")
    return stored


def _visible(desk: Desk, act: Act) -> Stored[Ronda]:
    """The official round this caller may look at now. Raises: OutsideWindow RESULTADOS_NO_PUBLICADOS."""
    ran = official(desk, act.convocatoria) if act.actor.has(*INSIDERS) else None
    return ran or open_round(desk, act.convocatoria, act.at)


def _previewed(desk: Desk, stored: Stored[Participacion], ronda: Stored[Ronda]) -> Stored[Participacion]:
    """What the person would read, from the bundle; nothing is kept."""
    this, one = ronda.value.round, stored.value
    assigned = running.by_folio(desk, this.output_sha256).get(one.folio) if this else None
    if assigned is None or one.candidato is None:
        return stored
    case = open_adscripcion(stored.id, assigned, one.candidato.traits)
    ooad = desk.catalog.ooad_of(assigned.sede).code if assigned.is_placed else ""
    value = with_case(one, case, ronda.value.run_at, ooad)
    shown = {**value.__dict__, "rank": assigned.rank, "option": assigned.option}
    return Stored(stored.id, stored.version, Participacion(**shown))


def permutas_of(desk: Desk, expediente_id: str) -> list[dict[str, Any]]:
    """The permutas the person asked for or is asked to agree to, the last first."""
    sides = ({f"{side}.expediente_id": expediente_id} for side in "ab")
    found = [stored for side in sides for stored in desk.permutas.find(side)]
    return [views.permuta(one) for one in sorted(found, key=lambda one: one.value.asked_at, reverse=True)]


def explain_result(desk: Desk, act: Act, expediente_id: str) -> dict[str, Any]:
    """Why: for each option the own turn, the last one admitted, and what was missing.

    Raises: as `get_result`. Source: 000§2.1, after 000§4.10.
    """
    require_rounds(convocatoria_of(desk.registry, act))
    stored = found(desk, act, expediente_id)
    ronda = _visible(desk, act)
    this = ronda.value.round
    if this is None or stored.value.candidato is None:
        raise NotFound("NO_ES_TUYO")
    record_read(desk, act, expediente_id, "explicacion")
    why = running.explainer_of(desk, ronda.value.input_sha256, this.output_sha256).why(stored.value.folio)
    is_drawn = any(option.decided_by == "SORTEO" for option in why.options)
    return {
        "folio": why.folio,
        "puntaje": decimal_text(why.puntaje),
        "rank": why.rank,
        "pool": why.competitors,
        "options": [_option(desk, option) for option in why.options],
        "draw": draw_number(ronda.value.draw_seed, why.folio).hex() if is_drawn else "",
    }


def _option(desk: Desk, one: OptionWhy) -> dict[str, Any]:
    last = "" if one.last_puntaje is None else decimal_text(one.last_puntaje)
    short = "" if one.points_short is None else decimal_text(one.points_short)
    return {
        "option": one.option,
        "sede": one.sede,
        "sede_nombre": desk.catalog.sede(one.sede).name,
        "plazas": one.plazas,
        "why": WHY[one.outcome],
        "own_rank": one.turn,
        "last_admitted_puntaje": last,
        "last_admitted_rank": one.last_rank or 0,
        "places_short": one.places_short,
        "points_short": short,
    }


def get_cutoffs(desk: Desk, act: Act) -> dict[str, Any]:
    """The last puntaje admitted to every cell. Raises: OutsideWindow RESULTADOS_NO_PUBLICADOS. Source: 000§4.1."""
    require_rounds(convocatoria_of(desk.registry, act))
    this = _visible(desk, act).value.round
    cut_offs = running.result_of(desk, this.output_sha256).cut_offs if this else ()
    return {"cutoffs": [cutoff_view(one) for one in cut_offs]}


def cutoff_view(one: CutOff) -> dict[str, Any]:
    """The contract's Cutoff."""
    return {
        "especialidad": one.specialty,
        "sede": one.sede,
        "subsede": one.subsede,
        "categoria": one.category,
        "plazas": one.places,
        "filled": one.admitted,
        "last_admitted_puntaje": "" if one.last_puntaje is None else decimal_text(one.last_puntaje),
    }


def list_results(
    desk: Desk,
    act: Act,
    estado: str,
    ooad: str,
    page: Mapping[str, Any] | None,
    *,
    search: str = "",
) -> dict[str, Any]:
    """Results by folio, a page at a time; an OOAD sees its own people.

    `search`: the beginnings of words of the name, or of the folio. Counts are over the whole selection.

    Before the gate CES and auditors read the official round's result; nobody else reads anything.
    Raises: OutsideWindow RESULTADOS_NO_PUBLICADOS.
    """
    convocatoria = convocatoria_of(desk.registry, act)
    if is_direct(convocatoria):
        require_gate(convocatoria, act.at)
        ronda = None
    else:
        ronda = _visible(desk, act)
    selection: dict[str, Any] = {"convocatoria": act.convocatoria}
    if act.actor.has("ooad") and not act.actor.has(*INSIDERS):
        selection["ooad"] = act.actor.scope or "-"
    elif ooad:
        selection["ooad"] = ooad
    wanted = words_of(search)
    if wanted:
        selection["$and"] = [{"words": {"$regex": f"^{re.escape(word)}"}} for word in wanted]
    if ronda is None or rounds.is_public(ronda.value.round, act.at):
        rows = _kept(desk, selection, estado, page)
    else:
        rows = _preview(desk, selection, estado, page, ronda, wanted)
    results, counts, limit = rows
    return {
        "results": [views.shown(desk, stored) for stored in results],
        "next": results[-1].value.folio if len(results) == limit else "",
        "counts": counts,
    }


Rows = tuple[list[Stored[Participacion]], dict[str, int], int]


def _page(page: Mapping[str, Any] | None) -> tuple[int, str]:
    asked = page or {}
    return min(int(asked.get("limit") or PAGE), LARGEST_PAGE), str(asked.get("after") or "")


def _kept(desk: Desk, selection: dict[str, Any], estado: str, page: Mapping[str, Any] | None) -> Rows:
    limit, after = _page(page)
    chosen = {**selection, "estado": estado or {"$gt": ""}, "folio": {"$gt": after}}
    results = desk.participaciones.find(chosen, sort=[("folio", 1)], limit=limit)
    return results, desk.estados(selection), limit


def _preview(
    desk: Desk,
    selection: dict[str, Any],
    estado: str,
    page: Mapping[str, Any] | None,
    ronda: Stored[Ronda],
    wanted: tuple[str, ...],
) -> Rows:
    limit, after = _page(page)
    everybody = desk.participaciones.find({"convocatoria": selection["convocatoria"]}, sort=[("folio", 1)])
    previewed = [_previewed(desk, stored, ronda) for stored in everybody]
    chosen = [
        one
        for one in previewed
        if one.value.estado
        and selection.get("ooad", one.value.ooad) == one.value.ooad
        and all(any(known.startswith(word) for known in one.value.words) for word in wanted)
    ]
    counts: dict[str, int] = {}
    for one in chosen:
        counts[one.value.estado] = counts.get(one.value.estado, 0) + 1
    rest = [one for one in chosen if one.value.folio > after and estado in ("", one.value.estado)]
    return rest[:limit], counts, limit
