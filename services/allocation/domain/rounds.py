"""A round from its run to its publication: checked, proposed by one person, approved by another, open at the gate.

A rehearsal (ENSAYO) decides nothing and is never published. Source: decisions «Annulment and publication need two
different people», G-11; 000§4.1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from plumbing.errors import Conflict, Invalid, NotAllowed, OutsideWindow, Rule
from services.allocation.domain.adscripcion import Window, require_window
from services.allocation.domain.events import PublicationProposed, RoundEvent, RoundPublished, RoundRun
from services.allocation.domain.model import RoundResult


class RoundKind(StrEnum):
    """Whether the run counts."""

    REHEARSAL = "ENSAYO"
    OFFICIAL = "OFICIAL"


class RoundState(StrEnum):
    """How far the round has come."""

    RUNNING = "CORRIENDO"  # its input is fixed, its result not yet known
    INTERRUPTED = "INTERRUMPIDA"  # the process died while it ran
    FAILED = "FALLIDA"  # the verifier is against it: never published
    RUN = "CORRIDA"
    PROPOSED = "PUBLICACION_PROPUESTA"
    PUBLISHED = "PUBLICADA"


@dataclass(frozen=True, slots=True)
class Round:
    """One run and who answers for it; the bundles themselves are kept under their digests."""

    round_id: str
    kind: RoundKind
    run_at: datetime
    run_by: str
    input_sha256: str
    output_sha256: str
    pool: int
    assigned: int
    violations: tuple[str, ...] = ()
    state: RoundState = RoundState.RUN
    proposed_by: str = ""
    approved_by: str = ""
    publishes_at: datetime | None = None


NAMED = 20
RoundOutcome = tuple[Round, tuple[RoundEvent, ...]]


def require_runnable(
    at: datetime, *, frozen: Window, backlog: int, missing: Sequence[str], has_official: bool
) -> None:
    """The official run may happen now: pool frozen, no rezago, nobody of the inscritos missing, and it is the first.

    `missing`: folios of inscritos whose puntaje or preferences are not known here.
    Raises: OutsideWindow POOL_NO_CONGELADO; Conflict RONDA_YA_CORRIDA, REZAGO_SIN_RESOLVER, POOL_INCOMPLETO.
    Source: 000§3.4, 4.1; decisions G-11.
    """
    require_window(frozen, at, "POOL_NO_CONGELADO", Rule.POOL)
    if has_official:
        raise Conflict("RONDA_YA_CORRIDA", clause=Rule.RESULTS)
    if backlog:
        raise Conflict("REZAGO_SIN_RESOLVER", clause="G-11", rezago=backlog)
    if missing:
        named = ", ".join(missing[:NAMED])
        raise Conflict("POOL_INCOMPLETO", clause=Rule.POOL, faltan=len(missing), folios=named)


def record_run(
    round_id: str,
    kind: RoundKind,
    at: datetime,
    *,
    who: str,
    input_sha256: str,
    output_sha256: str,
    result: RoundResult,
    violations: tuple[str, ...],
) -> RoundOutcome:
    """The round exists with its digests and the verifier's word; FALLIDA, for good, when anything is broken.

    Source: 000§2.1, 3.4.
    """
    assigned = sum(one.is_placed for one in result.assignments)
    digests = (input_sha256, output_sha256)
    state = RoundState.FAILED if violations else RoundState.RUN
    this = Round(round_id, kind, at, who, *digests, len(result.assignments), assigned, violations, state)
    return this, (RoundRun(kind.value, *digests, not violations, this.pool, assigned),)


def propose_publication(this: Round, *, who: str) -> RoundOutcome:
    """A first person answers for the official result. Raises: Conflict ES_ENSAYO, RONDA_ESTADO; Invalid.

    Source: decisions (two different people).
    """
    _require(this, RoundState.RUN)
    if not who:
        raise Invalid("PERSONA_FALTANTE")
    return replace(this, state=RoundState.PROPOSED, proposed_by=who), (PublicationProposed(who),)


def approve_publication(this: Round, at: datetime, *, who: str, gate: datetime) -> RoundOutcome:
    """A second person has agreed; results open at the gate, or now if it is already past.

    Raises: Conflict ES_ENSAYO, RONDA_ESTADO; NotAllowed SEGUNDA_PERSONA.
    Source: 000§4.1; decisions (two different people).
    """
    _require(this, RoundState.PROPOSED)
    if not who or who == this.proposed_by:
        raise NotAllowed("SEGUNDA_PERSONA", propuso=this.proposed_by)
    opens = max(gate, at)
    event = RoundPublished(this.output_sha256, who, opens)
    return replace(this, state=RoundState.PUBLISHED, approved_by=who, publishes_at=opens), (event,)


def is_public(this: Round | None, at: datetime) -> bool:
    """Whether results of this round may be answered at `at`, on any path. Source: 000§4.1."""
    return this is not None and this.publishes_at is not None and at >= this.publishes_at


def require_public(this: Round | None, at: datetime) -> None:
    """The gate is open. Raises: OutsideWindow RESULTADOS_NO_PUBLICADOS, which tells nothing else. Source: 000§4.1."""
    if not is_public(this, at):
        raise OutsideWindow("RESULTADOS_NO_PUBLICADOS", clause=Rule.RESULTS)


def _require(this: Round, state: RoundState) -> None:
    if this.kind is not RoundKind.OFFICIAL:
        raise Conflict("ES_ENSAYO", ronda=this.round_id)
    if this.state is not state:
        raise Conflict("RONDA_ESTADO", ronda=this.round_id, estado=this.state.value)
