"""The oferta of a later period: the plazas that the period before left, as the very file that its import takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from plumbing.convocatoria import OfertaRow, oferta_digest, write_oferta
from plumbing.convocatoria.model import Convocatoria
from plumbing.convocatoria.registro import PlazaCategoria
from plumbing.deadlines import convocatoria_of, find
from plumbing.errors import Conflict, NotFound
from plumbing.events import Act
from services.allocation.domain import leftovers
from services.allocation.domain.adscripcion import Adscripcion
from services.allocation.domain.model import CutOff, Plazas
from services.allocation.domain.ofertas import ACCEPTED
from services.allocation.usecases import running
from services.allocation.usecases.desk import Desk
from services.allocation.usecases.freed import LONG_AGO
from services.allocation.usecases.gate import open_round, published
from services.allocation.usecases.pool import competing
from services.allocation.usecases.terms import span, window_of

Cells = tuple[Plazas, ...]


@dataclass(frozen=True)
class Left:
    """What `origin` left over: its rules, the instant at which it was counted, its round, the cells, and the clause."""

    origin: Convocatoria
    counted_at: datetime
    output_sha256: str
    cells: Cells
    clause: str


def get_leftover(desk: Desk, act: Act) -> dict[str, Any]:
    """The file that this period's LoadOferta takes, always the same bytes, and the digests it comes from.

    Raises: Conflict OFERTA_SIN_ORIGEN, SIN_PLAZAS_SOBRANTES; OutsideWindow PLAZAS_POR_LIBERAR while the period before
    may still give plazas back, RESULTADOS_NO_PUBLICADOS. Source: 000§4.8; G-08, G-25.
    """
    convocatoria = convocatoria_of(desk.registry, act)
    if convocatoria.oferta_origin is None:
        raise Conflict("OFERTA_SIN_ORIGEN", clause=convocatoria.period.clause or "")
    left = _left(desk, convocatoria, act.at)
    rows = tuple(
        OfertaRow(c.especialidad, c.sede, c.subsede, cast(PlazaCategoria, c.categoria), c.plazas)
        for c in left.cells
    )
    told = {
        "origin": left.origin.id,
        "origin_rules_digest": left.origin.digest,
        "origin_output_sha256": left.output_sha256,
        "counted_at": left.counted_at.isoformat(timespec="seconds"),
        "sha256": oferta_digest(rows),
        "plazas": sum(cell.plazas for cell in left.cells),
    }
    remarks = "".join(
        f"# {line}\n".format_map(told | {"clause": left.clause}) for line in desk.words["oferta_sobrante"]
    )
    return {
        **told,
        "filename": f"oferta-{convocatoria.id}.csv",
        "content": (remarks + write_oferta(rows)).encode(),
        "rows": len(rows),
    }


def require_leftover(desk: Desk, act: Act, loaded: Sequence[Plazas]) -> None:
    """Passes for exactly what the period before left, and for any oferta of a call that comes after none.

    Raises: Conflict OFERTA_DISTINTA_DE_LA_SOBRANTE, and as `get_leftover`. Source: 000§4.8; G-08.
    """
    convocatoria = convocatoria_of(desk.registry, act)
    if convocatoria.oferta_origin is not None:
        left = _left(desk, convocatoria, act.at)
        leftovers.require_same(loaded, left.cells, left.clause)


def _left(desk: Desk, convocatoria: Convocatoria, at: datetime) -> Left:
    """Counted at the close of the origin's window, with what earlier origins gave back since they were counted."""
    chain = list(_origins(desk, convocatoria, at))
    origin, until = chain[0]
    clause = (convocatoria.oferta_origin.clause if convocatoria.oferta_origin else None) or ""
    for earlier, _ in chain:
        swept = desk.sweeps.through(earlier.id)
        is_over = at > until and swept is not None and swept > until
        leftovers.require_counted(
            is_over, origin.short_title.value, until.isoformat(timespec="minutes"), clause
        )
    offered, cut_offs, output_sha256 = _assigned(desk, origin.id, at)
    given_back = [case for one, since in _spans(chain) for case in _given_back(desk, one.id, since, until)]
    cells = leftovers.count(offered, cut_offs, given_back, clause)
    return Left(origin.at(until), until, output_sha256, cells, clause)


def _assigned(desk: Desk, convocatoria: str, at: datetime) -> tuple[Cells, tuple[CutOff, ...], str]:
    """What was offered, what of it was taken, and the output that says so; nothing where nobody competed."""
    if published(desk, convocatoria) is None and not competing(desk, convocatoria):
        accepted = desk.ofertas.first({"convocatoria": convocatoria, "state": ACCEPTED})
        if accepted is None:
            raise NotFound("OFERTA_INEXISTENTE")
        return accepted.value.cells, (), ""
    ronda = open_round(desk, convocatoria, at).value
    oferta = desk.ofertas.load(ronda.oferta_id)
    if oferta is None or ronda.round is None:
        raise NotFound("OFERTA_INEXISTENTE")
    output_sha256 = ronda.round.output_sha256
    return oferta.value.cells, running.result_of(desk, output_sha256).cut_offs, output_sha256


def _origins(desk: Desk, convocatoria: Convocatoria, at: datetime) -> Iterator[tuple[Convocatoria, datetime]]:
    """The period before, the one before that and so on, each with the instant at which it was counted."""
    while (said := convocatoria.oferta_origin) is not None:
        convocatoria = find(desk.registry, said.convocatoria)
        yield convocatoria, span(window_of(convocatoria.at(at), said.counted_at)).closes_at


def _spans(chain: Sequence[tuple[Convocatoria, datetime]]) -> Iterator[tuple[Convocatoria, datetime]]:
    """Each origin and since when what it gives back has not been offered yet."""
    for nth, (origin, counted_at) in enumerate(chain):
        yield origin, LONG_AGO if nth == 0 else counted_at


def _given_back(desk: Desk, convocatoria: str, since: datetime, until: datetime) -> Iterator[Adscripcion]:
    span_of_time = {"$gt": since, "$lte": until}
    for stored in desk.participaciones.find({"convocatoria": convocatoria, "released_at": span_of_time}):
        if stored.value.adscripcion is not None:
            yield stored.value.adscripcion
