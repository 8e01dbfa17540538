"""A round's computation: what goes in, the run, the verifier's word, and both bundles under their digests."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from plumbing.convocatoria.catalog import Catalog
from plumbing.convocatoria.model import Convocatoria
from plumbing.store import Stored
from services.allocation import verifier
from services.allocation.domain import bundle
from services.allocation.domain.explain import Explainer
from services.allocation.domain.model import (
    Aspirante,
    Assignment,
    Cell,
    Option,
    Plazas,
    RoundInput,
    RoundResult,
    Rules,
)
from services.allocation.domain.record import Broken, Participacion
from services.allocation.domain.run import run_round
from services.allocation.usecases.desk import Desk
from services.allocation.usecases.terms import tie_breaks

REHEARSAL_NUMBER = "ENSAYO"  # a rehearsal without a public number draws with this word
REMEMBERED = 9  # parsed parts of rounds kept in a process
READING = threading.RLock()


@contextmanager
def without_collector() -> Iterator[None]:
    """Millions of small values are made, none in circles: looking through them again and again takes half the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@dataclass(frozen=True)
class Computed:
    """What a run leaves. Shapes: `output` canonical JSON."""

    result: RoundResult
    output: bytes
    broken: tuple[Broken, ...]


def round_input(
    convocatoria: Convocatoria,
    catalog: Catalog,
    cells: Sequence[Plazas],
    pool: Sequence[Stored[Participacion]],
    public_number: str,
) -> RoundInput:
    """All a round depends on. A subsede that offers nothing in the specialty is left out of the lists."""
    names = tie_breaks(convocatoria)
    is_traced = convocatoria.allocation.trace == "por_iteracion"
    number = public_number or REHEARSAL_NUMBER
    rules = Rules(convocatoria.id, convocatoria.digest, names, number, is_traced)
    position = positions(catalog)
    offered = {(cell.especialidad, cell.sede, cell.subsede) for cell in cells}
    return RoundInput(
        rules,
        tuple(
            Cell(c.especialidad, position[c.sede, c.subsede], c.sede, c.subsede, c.categoria, c.plazas)
            for c in cells
        ),
        tuple(_aspirante(stored.value, names, offered) for stored in pool),
    )


def positions(catalog: Catalog) -> dict[tuple[str, str], int]:
    """Where each subsede stands in the catalogue."""
    pairs = [(sede.code, subsede.code) for sede in catalog.sedes for subsede in sede.subsedes]
    return {pair: number for number, pair in enumerate(pairs)}


def _aspirante(one: Participacion, names: Sequence[str], offered: set[tuple[str, str, str]]) -> Aspirante:
    candidato, puntaje = one.candidato, one.puntaje
    if candidato is None or puntaje is None:
        raise ValueError(f"{one.folio} has no puntaje or no ficha")
    options = tuple(
        Option(o.sede, tuple(s for s in o.subsedes if (candidato.especialidad, o.sede, s) in offered))
        for o in candidato.opciones
    )
    keys = tuple(getattr(puntaje, name) for name in names)
    return Aspirante(one.folio, candidato.especialidad, candidato.categoria, puntaje.total, keys, options)


def compute(given: RoundInput, input_bytes: bytes, input_sha256: str) -> Computed:
    """The round's result and what the verifier, which shares no code with it, has to say of both bundles."""
    result = run_round(given)
    output = bundle.output_bundle(given, result, input_sha256)
    return Computed(result, output, judged(input_bytes, output))


def judged(input_bytes: bytes, output: bytes) -> tuple[Broken, ...]:
    """Every property that the verifier finds broken in the two bundles."""
    return tuple(
        Broken(v.property, " ".join(part for part in (v.folio, v.sede, v.found) if part))
        for v in verifier.verify(input_bytes, output)
    )


def result_of(desk: Desk, output_sha256: str) -> RoundResult:
    """The kept result under this digest."""
    known: RoundResult = _remembered(
        desk, f"output:{output_sha256}", lambda: bundle.read_output(desk.bundles.get(output_sha256))
    )
    return known


def by_folio(desk: Desk, output_sha256: str) -> Mapping[str, Assignment]:
    """The kept assignments under this digest, by folio."""
    known: Mapping[str, Assignment] = _remembered(
        desk,
        f"folios:{output_sha256}",
        lambda: {one.folio: one for one in result_of(desk, output_sha256).assignments},
    )
    return known


def explainer_of(desk: Desk, input_sha256: str, output_sha256: str) -> Explainer:
    """Answers «por qué» for every folio of a kept round; the first call of a process reads the bundles."""

    def make() -> Explainer:
        given = bundle.read_input(desk.bundles.get(input_sha256), is_proved=True)
        return Explainer(given, result_of(desk, output_sha256))

    known: Explainer = _remembered(desk, f"why:{input_sha256}:{output_sha256}", make)
    return known


def _remembered(desk: Desk, name: str, make: Any) -> Any:
    """Bundles never change, so what was read from one may be kept; the oldest makes room.

    One thread reads, the others wait for it: at the gate everybody comes at once.
    """
    kept = desk.remembered.get(name)
    if kept is None:
        with READING:
            kept = desk.remembered.get(name)
            if kept is None:
                with without_collector():
                    kept = make()
                for old in list(desk.remembered)[: max(0, len(desk.remembered) - REMEMBERED + 1)]:
                    desk.remembered.pop(old, None)
                desk.remembered[name] = kept
    return kept
