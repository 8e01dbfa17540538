"""The publication gate: before it nothing of a result is answered; at it, each person's result becomes theirs, once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from plumbing.convocatoria.model import Convocatoria
from plumbing.deadlines import find
from plumbing.errors import Conflict
from plumbing.events import Act, system_act
from plumbing.ids import new_id
from plumbing.store import Stored
from services.allocation.domain import rounds, salida
from services.allocation.domain.aceptacion import open_adscripcion
from services.allocation.domain.events import ResultPublished
from services.allocation.domain.model import Assignment
from services.allocation.domain.record import Participacion, Ronda, with_case
from services.allocation.domain.rounds import RoundKind, RoundState
from services.allocation.usecases import running
from services.allocation.usecases.desk import Desk
from services.allocation.usecases.terms import gate_of, is_direct, terms_of

BATCH = 200
LEASE_S = 30.0


def published(desk: Desk, convocatoria: str) -> Stored[Ronda] | None:
    """The official round that two people published, whether or not its gate is open."""
    criteria = {"convocatoria": convocatoria, "state": RoundState.PUBLISHED.value}
    return desk.rondas.first({**criteria, "kind": RoundKind.OFFICIAL.value})


def open_round(desk: Desk, convocatoria: str, at: datetime) -> Stored[Ronda]:
    """The round whose results may be read at `at`. Raises: OutsideWindow RESULTADOS_NO_PUBLICADOS. Source: 000§4.1."""
    stored = published(desk, convocatoria)
    rounds.require_public(stored.value.round if stored else None, at)
    if stored is None:
        raise AssertionError("a public round is a kept one")
    return stored


def delivered(desk: Desk, act: Act, stored: Stored[Participacion]) -> Stored[Participacion]:
    """The person's result stands in their participación, put there now if the sweeper has not come by yet.

    Raises: OutsideWindow RESULTADOS_NO_PUBLICADOS. Source: 000§4.1, 4.2; 003§1.4, 4.1.
    """
    if is_direct(direct := find(desk.registry, stored.value.convocatoria)):
        require_gate(direct, act.at)
        return _held(desk, direct, stored)
    ronda = open_round(desk, stored.value.convocatoria, act.at)
    if stored.value.adscripcion is not None or stored.value.candidato is None or ronda.value.round is None:
        return stored
    assigned = running.by_folio(desk, ronda.value.round.output_sha256).get(stored.value.folio)
    if assigned is None:
        return stored
    convocatoria = find(desk.registry, stored.value.convocatoria).at(desk.clock.now())
    try:
        return _deliver(desk, convocatoria, ronda, stored, assigned)
    except Conflict:
        return desk.participaciones.load(stored.id) or stored


def require_gate(convocatoria: Convocatoria, at: datetime) -> None:
    """Passes from the opening of the carta compromiso on. Raises: OutsideWindow RESULTADOS_NO_PUBLICADOS.

    Source: 003§4.1.
    """
    if at < gate_of(convocatoria):
        rounds.require_public(None, at)


def require_public(desk: Desk, convocatoria: str, at: datetime) -> None:
    """Passes once results may be read, whoever made them. Raises: OutsideWindow RESULTADOS_NO_PUBLICADOS."""
    rules = find(desk.registry, convocatoria)
    if is_direct(rules):
        require_gate(rules, at)
    else:
        open_round(desk, convocatoria, at)


def _held(desk: Desk, convocatoria: Convocatoria, stored: Stored[Participacion]) -> Stored[Participacion]:
    """The inscrito holds the sede and subsede of the constancia, as of the gate; now, if nobody had said so yet."""
    one = stored.value
    if one.adscripcion is not None or one.candidato is None:
        return stored
    place, at = one.candidato.opciones[0], gate_of(convocatoria)
    category = convocatoria.category(one.candidato.categoria).plazas[0]
    held = Assignment(
        folio=one.folio,
        specialty=one.candidato.especialidad,
        rank=0,
        option=1,
        sede=place.sede,
        subsede=place.subsedes[0],
        category=category,
    )
    act = system_act("allocation", at, convocatoria=convocatoria.id, rules_digest=convocatoria.digest)
    try:
        return _open(desk, convocatoria, stored, held, at, act)
    except Conflict:
        return desk.participaciones.load(stored.id) or stored


def sweep_held(desk: Desk, convocatoria: Convocatoria) -> bool:
    """Once the gate is open, every inscrito holds their place; False when one of them was being saved.

    Source: 003§1.4, 4.1.
    """
    if desk.clock.now() < gate_of(convocatoria):
        return True
    waiting = desk.participaciones.find({"convocatoria": convocatoria.id, "estado": ""})
    due = [stored for stored in waiting if stored.value.candidato and stored.value.adscripcion is None]
    return all([_held(desk, convocatoria, stored).value.adscripcion is not None for stored in due])


def sweep_publication(desk: Desk) -> None:
    """Every published round whose gate is open has become one fact per person; killed half-way, it goes on.

    Source: 000§4.1, 4.2.
    """
    for newest in desk.registry.values():
        convocatoria = newest.at(desk.clock.now())
        ronda = published(desk, convocatoria.id)
        if ronda is None or ronda.value.is_delivered or ronda.value.round is None:
            continue
        if not rounds.is_public(ronda.value.round, desk.clock.now()):
            continue
        assignments = running.by_folio(desk, ronda.value.round.output_sha256)
        folios = sorted(assignments)
        batches = [folios[start : start + BATCH] for start in range(0, len(folios), BATCH)]
        if all([_deliver_batch(desk, convocatoria, ronda, assignments, batch) for batch in batches]):
            _mark(desk, convocatoria, ronda)


def _deliver_batch(
    desk: Desk,
    convocatoria: Convocatoria,
    ronda: Stored[Ronda],
    assignments: Mapping[str, Assignment],
    folios: list[str],
) -> bool:
    """These people have their result; False when another replica is at it or one of them was being saved."""
    if not desk.leases.acquire(f"publicacion:{ronda.id}", LEASE_S):
        return False
    complete = True
    waiting = {"convocatoria": convocatoria.id, "folio": {"$in": folios}}
    for stored in desk.participaciones.find(waiting):
        if stored.value.adscripcion is not None or stored.value.candidato is None:
            continue
        try:
            _deliver(desk, convocatoria, ronda, stored, assignments[stored.value.folio])
        except Conflict:
            complete = False
    return complete


def _deliver(
    desk: Desk,
    convocatoria: Convocatoria,
    ronda: Stored[Ronda],
    stored: Stored[Participacion],
    assigned: Assignment,
) -> Stored[Participacion]:
    """The result of one person, as of the gate's instant. Raises: Conflict VERSION_PERDIDA."""
    this = ronda.value.round
    if this is None or this.publishes_at is None or stored.value.candidato is None:
        raise Conflict("RONDA_ESTADO", ronda=ronda.id, estado=ronda.value.state)
    at = this.publishes_at
    act = system_act("allocation", at, convocatoria=convocatoria.id, rules_digest=convocatoria.digest)
    return _open(desk, convocatoria, stored, assigned, at, act, ronda.id)


def _open(
    desk: Desk,
    convocatoria: Convocatoria,
    stored: Stored[Participacion],
    assigned: Assignment,
    at: datetime,
    act: Act,
    round_id: str = "",
) -> Stored[Participacion]:
    """The case of one person is open at `at`. Raises: Conflict VERSION_PERDIDA."""
    one, terms = stored.value, terms_of(convocatoria)
    if one.candidato is None:
        raise Conflict("PASO_NO_PROCEDE", estado=one.estado, accion="open")
    case = open_adscripcion(stored.id, assigned, one.candidato.traits, one.candidato.selected_on)
    ooad = desk.catalog.ooad_of(assigned.sede).code if assigned.is_placed else ""
    opened = replace(
        one,
        round_id=round_id,
        rank=assigned.rank,
        option=assigned.option,
        published_at=at,
        resultado_id=new_id(),
        puntaje_id=new_id(),
    )
    opened = with_case(opened, case, at, ooad)
    facts: tuple[object, ...] = (ResultPublished(one.folio, assigned.is_placed, terms.acceptance.closes_at),)
    if one.salida:
        opened, released = salida.leave_concurso(opened, terms, at)
        facts = (*facts, *released)
    return desk.participaciones.save(stored, opened, act, facts)


def _mark(desk: Desk, convocatoria: Convocatoria, ronda: Stored[Ronda]) -> None:
    act = system_act(
        "allocation", desk.clock.now(), convocatoria=convocatoria.id, rules_digest=convocatoria.digest
    )
    try:
        desk.rondas.save(ronda, replace(ronda.value, is_delivered=True), act)
    except Conflict:
        return
