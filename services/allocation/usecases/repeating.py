"""A round run again from what is kept of it, for whoever doubts it: nothing is saved and nobody is told."""

from __future__ import annotations

from typing import Any

from plumbing.errors import Conflict
from plumbing.events import Act
from services.allocation.domain import bundle
from services.allocation.domain.model import Assignment, RoundResult
from services.allocation.usecases import running
from services.allocation.usecases.desk import Desk
from services.allocation.usecases.publication import find_round
from services.allocation.usecases.round_views import verification

SHOWN = 50  # differences listed


def verify_round(desk: Desk, act: Act, round_id: str) -> dict[str, Any]:
    """Whether the kept input gives the kept output, byte for byte, and what the verifier says of the kept output.

    Raises: NotFound RONDA_INEXISTENTE; Conflict RONDA_ESTADO; Unavailable PAQUETE_ALTERADO. Source: 000§9.1.
    """
    stored = find_round(desk, act, round_id)
    ronda, this = stored.value, stored.value.round
    if this is None:
        raise Conflict("RONDA_ESTADO", ronda=stored.id, estado=ronda.state)
    with running.without_collector():
        text, kept = desk.bundles.get(ronda.input_sha256), desk.bundles.get(this.output_sha256)
        computed = running.compute(bundle.read_input(text), text, ronda.input_sha256)
        is_same = computed.output == kept
        before = bundle.read_output(kept)
    return {
        "round_id": stored.id,
        "is_same": is_same,
        "input_sha256": ronda.input_sha256,
        "output_sha256": this.output_sha256,
        "computed_sha256": bundle.digest(computed.output),
        "output_bytes": len(kept),
        "differences": [] if is_same else _differences(before, computed.result),
        "verification": verification(desk, ronda, running.judged(text, kept)),
        "pool": ronda.pool,
        "assigned": this.assigned,
    }


def _differences(kept: RoundResult, computed: RoundResult) -> list[dict[str, str]]:
    """The first folios whose line is not the same."""
    then = {one.folio: one for one in kept.assignments}
    now = {one.folio: one for one in computed.assignments}
    folios = [folio for folio in sorted({*then, *now}) if then.get(folio) != now.get(folio)]
    return [
        {"folio": folio, "kept": _line(then.get(folio)), "computed": _line(now.get(folio))}
        for folio in folios[:SHOWN]
    ]


def _line(one: Assignment | None) -> str:
    if one is None:
        return ""
    return f"{one.rank} {one.sede or '-'} {one.subsede or '-'} {one.category or '-'}"
