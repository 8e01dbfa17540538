"""A round as it stands, its bundles, and its publication: proposed by one person, approved by another."""

from __future__ import annotations

import gzip
from dataclasses import replace
from typing import Any

from plumbing.deadlines import convocatoria_of
from plumbing.errors import Conflict, NotFound, Rule
from plumbing.events import Act
from plumbing.store import Stored
from services.allocation.domain import rounds
from services.allocation.domain.record import Ronda
from services.allocation.domain.rounds import RoundState
from services.allocation.usecases.desk import Desk, again_if_lost
from services.allocation.usecases.rondas import official
from services.allocation.usecases.round_views import shown
from services.allocation.usecases.terms import gate_of, terms_of

LARGE_BYTES = 3_000_000  # bundles beyond this travel compressed


def find_round(desk: Desk, act: Act, round_id: str) -> Stored[Ronda]:
    """The round, or the official one. Raises: NotFound RONDA_INEXISTENTE."""
    convocatoria_of(desk.registry, act)
    stored = desk.rondas.load(round_id) if round_id else official(desk, act.convocatoria)
    if stored is None or stored.value.convocatoria != act.convocatoria:
        raise NotFound("RONDA_INEXISTENTE")
    return stored


def get_round(desk: Desk, act: Act, round_id: str) -> dict[str, Any]:
    """How a round stands."""
    return shown(desk, find_round(desk, act, round_id))


def list_rounds(desk: Desk, act: Act) -> dict[str, Any]:
    """Every run of the convocatoria, oldest first."""
    convocatoria_of(desk.registry, act)
    found = desk.rondas.find({"convocatoria": act.convocatoria}, sort=[("run_at", 1)])
    return {"rounds": [shown(desk, stored) for stored in found]}


def get_bundle(desk: Desk, act: Act, round_id: str) -> dict[str, Any]:
    """Input and output of a round as they are kept, byte for byte; both compressed when they are large."""
    stored = find_round(desk, act, round_id)
    this = stored.value.round
    given = desk.bundles.get(stored.value.input_sha256)
    result = desk.bundles.get(this.output_sha256) if this else b""
    is_large = len(given) + len(result) > LARGE_BYTES
    return {
        "round_id": stored.id,
        "input": gzip.compress(given, mtime=0) if is_large else given,
        "output": gzip.compress(result, mtime=0) if is_large else result,
        "input_sha256": stored.value.input_sha256,
        "output_sha256": this.output_sha256 if this else "",
        "encoding": "gzip" if is_large else "",
    }


@again_if_lost
def propose_publication(desk: Desk, act: Act, round_id: str) -> dict[str, Any]:
    """The first of two people answers for the official result. Repeating it changes nothing for the same person.

    Raises: Conflict ES_ENSAYO, RONDA_ESTADO. Source: decisions (two different people).
    """
    stored = find_round(desk, act, round_id)
    this = ran(stored)
    if this.state is RoundState.PROPOSED and this.proposed_by == act.actor.subject:
        return shown(desk, stored)
    outcome = rounds.propose_publication(this, who=act.actor.subject)
    return shown(desk, _kept(desk, act, stored, outcome))


@again_if_lost
def approve_publication(desk: Desk, act: Act, round_id: str) -> dict[str, Any]:
    """The second person has agreed; results open at the gate. Repeating it changes nothing for the same person.

    Raises: Conflict ES_ENSAYO, RONDA_ESTADO, PUBLICACION_TARDIA; NotAllowed SEGUNDA_PERSONA. Source: 000§4.1.
    """
    convocatoria = convocatoria_of(desk.registry, act)
    stored = find_round(desk, act, round_id)
    this = ran(stored)
    if this.state is RoundState.PUBLISHED and this.approved_by == act.actor.subject:
        return shown(desk, stored)
    closes_at = terms_of(convocatoria).acceptance.closes_at
    if act.at > closes_at:
        raise Conflict("PUBLICACION_TARDIA", clause=Rule.ADSCRIPCION, cerro=closes_at.isoformat())
    outcome = rounds.approve_publication(this, act.at, who=act.actor.subject, gate=gate_of(convocatoria))
    return shown(desk, _kept(desk, act, stored, outcome))


def ran(stored: Stored[Ronda]) -> rounds.Round:
    if stored.value.round is None:
        raise Conflict("RONDA_ESTADO", ronda=stored.id, estado=stored.value.state)
    return stored.value.round


def _kept(desk: Desk, act: Act, stored: Stored[Ronda], outcome: rounds.RoundOutcome) -> Stored[Ronda]:
    this, facts = outcome
    return desk.rondas.save(stored, replace(stored.value, round=this, state=this.state.value), act, facts)
