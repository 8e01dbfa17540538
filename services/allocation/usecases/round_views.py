"""How a round is shown: its digests, who answers for it, and what the verifier found, property by property."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from plumbing.errors import cited
from plumbing.store import Stored
from services.allocation.domain.record import Broken, Ronda
from services.allocation.usecases.desk import Desk
from services.allocation.verifier import PROPERTIES

SHOWN = 50  # violations listed per property


def shown(desk: Desk, stored: Stored[Ronda]) -> dict[str, Any]:
    """The contract's Round."""
    ronda, this = stored.value, stored.value.round
    view: dict[str, Any] = {
        "round_id": stored.id,
        "kind": ronda.kind,
        "state": ronda.state,
        "run_at": ronda.run_at,
        "run_by": ronda.run_by,
        "pool": ronda.pool,
        "plazas": ronda.plazas,
        "input_sha256": ronda.input_sha256,
        "draw_seed": ronda.draw_seed,
        "public_number": ronda.public_number,
        "public_source": ronda.public_source,
        "changed": ronda.changed,
    }
    if this is None:
        return view
    return view | {
        "assigned": this.assigned,
        "not_assigned": this.pool - this.assigned,
        "output_sha256": this.output_sha256,
        "verification": verification(desk, ronda, ronda.broken),
        "proposed_by": this.proposed_by,
        "approved_by": this.approved_by,
        "publishes_at": this.publishes_at or "",
    }


def verification(desk: Desk, ronda: Ronda, broken: Sequence[Broken]) -> dict[str, Any]:
    """The contract's Verification: every property in words, and what breaks it."""
    statements = desk.words["propiedades"]
    clauses = desk.registry[ronda.convocatoria].at(ronda.run_at).clause_by_rule
    found: dict[str, list[str]] = {name: [] for name in PROPERTIES}
    for one in broken:
        found[one.property].append(one.where)
    return {
        "is_ok": not broken,
        "properties": [
            {
                "name": f"{code} {name}",
                "statement": statements[name],
                "clause": "; ".join(cited(one, clauses) for one in rests_on),
                "holds": not found[code],
                "violations": found[code][:SHOWN],
            }
            for code, (name, rests_on) in PROPERTIES.items()
        ],
    }
