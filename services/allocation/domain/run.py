"""A whole round: each specialty is a pool of its own, ranked, assigned and summed up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from plumbing.errors import Invalid, Rule
from services.allocation.domain.core import Ints, assign
from services.allocation.domain.model import (
    UNDIVIDED,
    Aspirante,
    Assignment,
    Cell,
    CutOff,
    RoundInput,
    RoundResult,
)
from services.allocation.domain.ranking import ranked

SedeCells = dict[str, dict[tuple[str, str], int]]  # sede → (subsede, category) → index of the cell


def run_round(given: RoundInput) -> RoundResult:
    """Every aspirante of the pool has exactly one assignment, and every cell its cut-off.

    Raises: Invalid when the data contradict each other (see `check_input`).
    Source: 000§2.1, 000§1.3.
    """
    check_input(given)
    cells_of, pool_of = by_specialty(given)
    assignments: list[Assignment] = []
    cut_offs: list[CutOff] = []
    for specialty in sorted(cells_of.keys() | pool_of.keys()):
        cells, ranking = cells_of[specialty], ranked(given.rules, pool_of[specialty])
        taken = run_specialty(cells, ranking).tolist()
        assignments += _assignments(cells, ranking, taken)
        cut_offs += _cut_offs(cells, ranking, taken)
    return RoundResult(tuple(sorted(assignments, key=lambda a: a.folio)), tuple(cut_offs))


def by_specialty(given: RoundInput) -> tuple[dict[str, list[Cell]], dict[str, list[Aspirante]]]:
    """Cells in oferta order and aspirantes, by specialty; asking for an unknown one gives an empty list."""
    cells: dict[str, list[Cell]] = defaultdict(list)
    pool: dict[str, list[Aspirante]] = defaultdict(list)
    for cell in sorted(given.cells, key=oferta_order):
        cells[cell.specialty].append(cell)
    for aspirante in given.pool:
        pool[aspirante.specialty].append(aspirante)
    return cells, pool


def oferta_order(cell: Cell) -> tuple[str, int, str, str, str]:
    """The one order in which the cells of an oferta are written: catalogue position, then names."""
    return (cell.specialty, cell.position, cell.sede, cell.subsede, cell.category)


def run_specialty(cells: Sequence[Cell], ranking: Sequence[Aspirante]) -> Ints:
    """The index in `cells` that each of `ranking` (best first) gets; len(cells) for none."""
    index = index_cells(cells)
    lists = [wishes_of(aspirante, index) for aspirante in ranking]
    wishes = np.full((len(lists), max(map(len, lists), default=0) or 1), len(cells), np.int64)
    for row, wished in enumerate(lists):
        wishes[row, : len(wished)] = wished
    places = np.array([cell.places for cell in cells], np.int64)
    return assign(np.arange(len(lists)), wishes, places)


def index_cells(cells: Sequence[Cell]) -> SedeCells:
    """Where each cell stands, by sede and then by (subsede, category), in oferta order."""
    index: SedeCells = {}
    for number, cell in enumerate(cells):
        index.setdefault(cell.sede, {})[cell.subsede, cell.category] = number
    return index


def wishes_of(aspirante: Aspirante, index: SedeCells) -> list[int]:
    """The aspirante's cells in order: sede by sede, each with all of its subsedes before the next sede.

    Inside a sede: the subsedes they ordered, then the others in catalogue order; inside a subsede: the plazas of
    their category, then the undivided ones.
    Source: 000§1.3 (the sede has priority over the subsede); decisions G-04, G-05.
    """
    return list(_wished(aspirante, index))


def _wished(aspirante: Aspirante, index: SedeCells) -> Iterator[int]:
    for option in aspirante.options:
        here = index[option.sede]
        for subsede in dict.fromkeys((*option.subsedes, *(name for name, _ in here))):
            for category in (aspirante.category, UNDIVIDED):
                if (subsede, category) in here:
                    yield here[subsede, category]


def _assignments(
    cells: Sequence[Cell], ranking: Sequence[Aspirante], taken: Sequence[int]
) -> Iterator[Assignment]:
    for rank, (aspirante, number) in enumerate(zip(ranking, taken, strict=True), start=1):
        if number == len(cells):
            yield Assignment(aspirante.folio, aspirante.specialty, rank)
            continue
        cell = cells[number]
        option = 1 + next(i for i, wished in enumerate(aspirante.options) if wished.sede == cell.sede)
        yield Assignment(
            aspirante.folio, aspirante.specialty, rank, option, cell.sede, cell.subsede, cell.category
        )


def _cut_offs(cells: Sequence[Cell], ranking: Sequence[Aspirante], taken: Sequence[int]) -> Iterator[CutOff]:
    admitted: dict[int, list[int]] = defaultdict(list)
    for row, number in enumerate(taken):
        admitted[number].append(row)
    for number, cell in enumerate(cells):
        rows = admitted[number]
        yield CutOff(
            cell.specialty,
            cell.sede,
            cell.subsede,
            cell.category,
            cell.places,
            len(rows),
            rows[-1] + 1 if rows else None,
            ranking[rows[-1]].puntaje if rows else None,
        )


def check_input(given: RoundInput) -> None:
    """The round's data agree with each other, or nothing runs.

    Raises: Invalid FOLIO_REPETIDO, CELDA_REPETIDA, PLAZAS_NEGATIVAS, DESEMPATES_INCOMPLETOS, PUNTAJE_NO_FINITO,
    OPCION_REPETIDA, SEDE_NO_OFRECIDA, SUBSEDE_NO_OFRECIDA, SORTEO_SIN_NUMERO.
    """
    if not given.rules.public_number:
        raise Invalid("SORTEO_SIN_NUMERO", clause="G-02")
    cells, _ = by_specialty(given)
    index = {specialty: index_cells(group) for specialty, group in cells.items()}
    if sum(len(here) for group in index.values() for here in group.values()) != len(given.cells):
        raise Invalid("CELDA_REPETIDA", clause="G-05")
    for cell in given.cells:
        if cell.places < 0:
            raise Invalid("PLAZAS_NEGATIVAS", clause="G-05", sede=cell.sede, subsede=cell.subsede)
    seen: set[str] = set()
    for aspirante in given.pool:
        if aspirante.folio in seen:
            raise Invalid("FOLIO_REPETIDO", clause=Rule.POOL, folio=aspirante.folio)
        seen.add(aspirante.folio)
        _check_aspirante(aspirante, given, index.get(aspirante.specialty, {}))


def _check_aspirante(aspirante: Aspirante, given: RoundInput, index: SedeCells) -> None:
    folio = aspirante.folio
    if len(aspirante.keys) != len(given.rules.tie_breaks):
        raise Invalid("DESEMPATES_INCOMPLETOS", clause="G-02", folio=folio)
    if not all(value.is_finite() for value in (aspirante.puntaje, *aspirante.keys)):
        raise Invalid("PUNTAJE_NO_FINITO", clause=Rule.PUNTAJE, folio=folio)
    sedes = [option.sede for option in aspirante.options]
    if len(set(sedes)) != len(sedes):
        raise Invalid("OPCION_REPETIDA", clause=Rule.OFERTA, folio=folio)
    for option in aspirante.options:
        if option.sede not in index:
            raise Invalid("SEDE_NO_OFRECIDA", clause=Rule.OFERTA, folio=folio, sede=option.sede)
        offered = {subsede for subsede, _ in index[option.sede]}
        for subsede in option.subsedes:
            if subsede not in offered:
                raise Invalid("SUBSEDE_NO_OFRECIDA", clause=Rule.OFERTA, folio=folio, subsede=subsede)
