"""Rounds: rehearsed at will, run once over the frozen pool, verified, and published by two people at the gate."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from plumbing.convocatoria.model import Convocatoria
from plumbing.deadlines import convocatoria_of, require_open
from plumbing.errors import Conflict, Invalid, Rule
from plumbing.events import Act
from plumbing.ids import new_id
from plumbing.store import Stored
from services.allocation.domain import bundle, rounds
from services.allocation.domain.events import RoundFrozen
from services.allocation.domain.model import Assignment, RoundInput, RoundResult
from services.allocation.domain.ranking import draw_seed
from services.allocation.domain.record import Participacion, Ronda
from services.allocation.domain.rounds import RoundKind, RoundState
from services.allocation.usecases import running
from services.allocation.usecases.desk import Desk, Sources
from services.allocation.usecases.oferta import accepted_oferta
from services.allocation.usecases.pool import competing
from services.allocation.usecases.round_views import shown
from services.allocation.usecases.terms import draw_pattern, require_rounds, span, window_of

RUN_LEASE_S = 300.0
SETTLED = tuple(s.value for s in (RoundState.RUN, RoundState.PROPOSED, RoundState.PUBLISHED))


def rehearse_round(desk: Desk, act: Act, public_number: str, public_source: str) -> dict[str, Any]:
    """A run over the pool as it is known now; it decides nothing. Raises: NotFound OFERTA_INEXISTENTE; Invalid."""
    convocatoria = convocatoria_of(desk.registry, act)
    require_rounds(convocatoria)
    if (known := _by_key(desk, act)) is not None:
        return shown(desk, known)
    _require_number(convocatoria, public_number, is_needed=False)
    with running.without_collector():
        pool, public = competing(desk, convocatoria.id), (public_number, public_source)
        frozen = _freeze(desk, act, convocatoria, RoundKind.REHEARSAL, pool, "", *public, new_id())
        return shown(desk, _run(desk, act, *frozen))


def run_round(
    desk: Desk, sources: Sources, act: Act, public_number: str, public_source: str
) -> dict[str, Any]:
    """The run that counts: over exactly the inscritos, once; kept as FALLIDA when the verifier is against it.

    It goes on when its caller stops waiting; the same key then answers with the round as it stands.

    Raises: OutsideWindow; Conflict REZAGO_SIN_RESOLVER, POOL_INCOMPLETO, RONDA_YA_CORRIDA, RONDA_EN_CURSO,
    VERIFICADOR_EN_CONTRA; Invalid NUMERO_PUBLICO. Source: 000§2.1, 3.4, 4.1; G-02, G-11.
    """
    convocatoria = convocatoria_of(desk.registry, act)
    require_rounds(convocatoria)
    known = _by_key(desk, act)
    if known is not None and known.value.state in SETTLED:
        return shown(desk, known)
    frozen_in = window_of(convocatoria, convocatoria.allocation.frozen_in)
    require_open(frozen_in, act.at, desk.words["acciones"]["correr_ronda"])
    _require_number(convocatoria, public_number, is_needed=True)
    lease, leases = f"ronda:{convocatoria.id}", desk.own_leases()
    if not leases.acquire(lease, RUN_LEASE_S):
        if known is not None and known.value.state == RoundState.RUNNING:
            return shown(desk, known)
        raise Conflict("RONDA_EN_CURSO")
    try:
        with running.without_collector():
            ran = _official_run(desk, sources, act, convocatoria, (public_number, public_source))
    finally:
        leases.release(lease)
    if ran.value.state == RoundState.FAILED:
        named = " · ".join(f"{b.property} {b.where}" for b in ran.value.broken[:5])
        raise Conflict("VERIFICADOR_EN_CONTRA", clause=Rule.ROUND, violaciones=named, ronda=ran.id)
    return shown(desk, ran)


def _official_run(
    desk: Desk, sources: Sources, act: Act, convocatoria: Convocatoria, public: tuple[str, str]
) -> Stored[Ronda]:
    """The round over exactly the inscritos has run. Raises: Conflict as `run_round`."""
    inscritos = sources.inscritos_of(convocatoria.id)
    pool, missing = _pool_of(desk, convocatoria.id, inscritos["inscritos"])
    rounds.require_runnable(
        act.at,
        frozen=span(window_of(convocatoria, convocatoria.allocation.frozen_in)),
        backlog=inscritos["rezago"],
        missing=missing,
        has_official=official(desk, convocatoria.id) is not None,
    )
    round_id = f"{convocatoria.id}.oficial.{_attempts(desk, act)}"
    frozen = _freeze(
        desk, act, convocatoria, RoundKind.OFFICIAL, pool, inscritos["sha256"], *public, round_id
    )
    return _run(desk, act, *frozen)


def official(desk: Desk, convocatoria: str) -> Stored[Ronda] | None:
    """The official round that holds, published or not."""
    criteria = {"convocatoria": convocatoria, "state": {"$in": list(SETTLED)}}
    return desk.rondas.first({**criteria, "kind": RoundKind.OFFICIAL.value})


def _pool_of(
    desk: Desk, convocatoria: str, inscritos: Sequence[Any]
) -> tuple[list[Stored[Participacion]], list[str]]:
    """Exactly the inscritos, and the folios of those not known here well enough to compete."""
    known = {stored.id: stored for stored in competing(desk, convocatoria)}
    missing = [
        one["folio"]
        for one in inscritos
        if one["expediente_id"] not in known or known[one["expediente_id"]].value.folio != one["folio"]
    ]
    if not inscritos:
        raise Conflict("POOL_INCOMPLETO", clause=Rule.POOL, faltan=0, folios="")
    return [known[one["expediente_id"]] for one in inscritos if one["expediente_id"] in known], missing


def _attempts(desk: Desk, act: Act) -> int:
    """The number of this official attempt; what was left running by a process that died is interrupted."""
    of_kind = {"convocatoria": act.convocatoria, "kind": RoundKind.OFFICIAL.value}
    for stored in desk.rondas.find({**of_kind, "state": RoundState.RUNNING.value}):
        desk.rondas.save(stored, replace(stored.value, state=RoundState.INTERRUPTED.value), act)
    return 1 + desk.rondas.count(of_kind)


def _require_number(convocatoria: Convocatoria, number: str, *, is_needed: bool) -> None:
    pattern = draw_pattern(convocatoria)
    if (number or is_needed) and not re.fullmatch(pattern or r".{1,64}", number):
        raise Invalid("NUMERO_PUBLICO", clause="G-02", numero=number)


def _freeze(
    desk: Desk,
    act: Act,
    convocatoria: Convocatoria,
    kind: RoundKind,
    pool: Sequence[Stored[Participacion]],
    inscritos_sha256: str,
    public_number: str,
    public_source: str,
    round_id: str,
) -> tuple[Stored[Ronda], RoundInput, bytes]:
    """The input is kept under its digest and the digest is told, before anything is computed."""
    oferta = accepted_oferta(desk, convocatoria.id)
    given = running.round_input(convocatoria, desk.catalog, oferta.value.cells, pool, public_number)
    text = bundle.input_bundle(given)
    digest = bundle.digest(text)
    desk.bundles.put(digest, text)
    ronda = Ronda(
        convocatoria=convocatoria.id,
        kind=kind.value,
        state=RoundState.RUNNING.value,
        oferta_id=oferta.id,
        input_sha256=digest,
        inscritos_sha256=inscritos_sha256,
        rules_digest=convocatoria.digest,
        public_number=public_number,
        public_source=public_source,
        draw_seed=draw_seed(given.rules.rules_digest, given.rules.public_number),
        pool=len(given.pool),
        plazas=oferta.value.plazas,
        run_by=act.actor.subject,
        run_at=act.at,
        key=act.key,
    )
    told = RoundFrozen(kind.value, digest, inscritos_sha256, ronda.pool, public_number, public_source)
    return desk.rondas.create(round_id, ronda, act, (told,)), given, text


def _run(desk: Desk, act: Act, stored: Stored[Ronda], given: RoundInput, text: bytes) -> Stored[Ronda]:
    computed = running.compute(given, text, stored.value.input_sha256)
    output_sha256 = bundle.digest(computed.output)
    desk.bundles.put(output_sha256, computed.output)
    ronda = stored.value
    this, facts = rounds.record_run(
        stored.id,
        RoundKind(ronda.kind),
        act.at,
        who=ronda.run_by,
        input_sha256=ronda.input_sha256,
        output_sha256=output_sha256,
        result=computed.result,
        violations=tuple(f"{b.property} {b.where}".strip() for b in computed.broken),
    )
    done = replace(
        ronda,
        round=this,
        state=this.state.value,
        broken=computed.broken,
        changed=_changed(desk, ronda, computed.result),
    )
    return desk.rondas.save(stored, done, act, facts)


def _changed(desk: Desk, ronda: Ronda, result: RoundResult) -> int:
    """How many folios have another place than in the run before this one."""
    last = max(_settled(desk, ronda.convocatoria), key=lambda one: one.value.run_at, default=None)
    if last is None or last.value.round is None:
        return 0
    then = running.by_folio(desk, last.value.round.output_sha256)
    return sum(
        place_of(one) != place_of(old)
        for one in result.assignments
        if (old := then.get(one.folio)) is not None
    )


def place_of(one: Assignment) -> tuple[str, str, str]:
    """Where somebody is; empty without a place."""
    return one.sede, one.subsede, one.category


def before(desk: Desk, stored: Stored[Ronda]) -> Stored[Ronda] | None:
    """The run before this one, of those that ended well."""
    earlier = [o for o in _settled(desk, stored.value.convocatoria) if o.value.run_at < stored.value.run_at]
    return max(earlier, key=lambda one: one.value.run_at, default=None)


def _settled(desk: Desk, convocatoria: str) -> list[Stored[Ronda]]:
    return desk.rondas.find({"convocatoria": convocatoria, "state": {"$in": list(SETTLED)}})


def _by_key(desk: Desk, act: Act) -> Stored[Ronda] | None:
    """The round that this very click started before."""
    return desk.rondas.first({"convocatoria": act.convocatoria, "key": act.key}) if act.key else None
