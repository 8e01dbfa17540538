"""The plazas of the next period: those given back, each with its cause, and those nobody took."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from plumbing.deadlines import convocatoria_of
from plumbing.errors import NotFound
from plumbing.events import Act
from plumbing.store import Stored
from services.allocation.domain.aceptacion import leftover
from services.allocation.domain.model import Cell
from services.allocation.domain.record import Ronda
from services.allocation.usecases import running
from services.allocation.usecases.desk import Desk
from services.allocation.usecases.gate import open_round, require_gate
from services.allocation.usecases.terms import is_direct, terms_of

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def list_freed(desk: Desk, act: Act) -> dict[str, Any]:
    """The plazas given back, each with its cause, and those nobody took: the next period's oferta.

    Raises: OutsideWindow RESULTADOS_NO_PUBLICADOS. Source: 000§4.8; G-25.
    """
    convocatoria = convocatoria_of(desk.registry, act)
    terms = terms_of(convocatoria)
    left_over: tuple[Cell, ...] = ()
    if is_direct(convocatoria):
        require_gate(convocatoria, act.at)
    else:
        left_over = _nobody_took(desk, open_round(desk, act.convocatoria, act.at))
    freed = desk.participaciones.find({"convocatoria": act.convocatoria, "released_at": {"$gt": LONG_AGO}})
    return {
        "freed": [
            {
                "especialidad": case.specialty,
                "sede": case.sede,
                "subsede": case.subsede,
                "categoria": case.category,
                "cause": case.outcome,
                "freed_at": one.value.released_at or "",
                "destination": terms.freed_destination,
            }
            for one in freed
            if (case := one.value.adscripcion) is not None
        ],
        "left_over": [
            {
                "especialidad": cell.specialty,
                "sede": cell.sede,
                "subsede": cell.subsede,
                "categoria": cell.category,
                "plazas": cell.places,
            }
            for cell in left_over
        ],
    }


def _nobody_took(desk: Desk, ronda: Stored[Ronda]) -> tuple[Cell, ...]:
    this = ronda.value.round
    cut_offs = running.result_of(desk, this.output_sha256).cut_offs if this else ()
    return leftover(read_cells(desk, ronda), cut_offs, ())


def read_cells(desk: Desk, ronda: Stored[Ronda]) -> tuple[Cell, ...]:
    """The oferta the round was run over."""
    oferta = desk.ofertas.load(ronda.value.oferta_id)
    if oferta is None:
        raise NotFound("OFERTA_INEXISTENTE")
    position = running.positions(desk.catalog)
    return tuple(
        Cell(c.especialidad, position[c.sede, c.subsede], c.sede, c.subsede, c.categoria, c.plazas)
        for c in oferta.value.cells
    )
