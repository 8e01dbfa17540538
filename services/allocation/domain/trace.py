"""The iterations of a round, aspirante by aspirante and option by option, as the convocatoria words them.

A second, plain walk of the ranking: it must end where `run_round` ended, and says so when it does not.
"""

from __future__ import annotations

from dataclasses import dataclass

from plumbing.errors import Invalid, Rule
from services.allocation.domain.model import RoundInput, RoundResult
from services.allocation.domain.ranking import ranked
from services.allocation.domain.run import by_specialty, index_cells, wishes_of

FULL, ASSIGNED = "SIN_PLAZAS", "ASIGNADA"


@dataclass(frozen=True, slots=True)
class Iteration:
    """One attempt: the option, and the plazas of its sede that were free when this person's turn came."""

    option: int
    sede: str
    free: int
    outcome: str


@dataclass(frozen=True, slots=True)
class Trace:
    """Everything one aspirante tried, in order, until a place was found or the options ran out."""

    folio: str
    iterations: tuple[Iteration, ...]


def trace_of(given: RoundInput, result: RoundResult) -> tuple[Trace, ...]:
    """One trace per aspirante, by folio. Raises: Invalid TRAZA_DISTINTA when it does not end as the round did.

    Source: 002§3.2.3 («el sistema repite el intento… en cada repetición, conocida como iteración»); X-42.
    """
    got = {one.folio: one.option for one in result.assignments}
    cells_of, pool_of = by_specialty(given)
    traces = []
    for specialty in sorted(pool_of):
        cells = cells_of[specialty]
        index, free = index_cells(cells), [cell.places for cell in cells]
        for aspirante in ranked(given.rules, pool_of[specialty]):
            wishes = wishes_of(aspirante, index)
            iterations: list[Iteration] = []
            for number, option in enumerate(aspirante.options, start=1):
                here = [cell for cell in wishes if cells[cell].sede == option.sede]
                open_to_them = sum(free[cell] for cell in here)
                taken = next((cell for cell in here if free[cell] > 0), None)
                outcome = FULL if taken is None else ASSIGNED
                iterations.append(Iteration(number, option.sede, open_to_them, outcome))
                if taken is not None:
                    free[taken] -= 1
                    break
            ended = iterations[-1].option if iterations and iterations[-1].outcome == ASSIGNED else 0
            if ended != got[aspirante.folio]:
                raise Invalid("TRAZA_DISTINTA", clause=Rule.TRACE, folio=aspirante.folio)
            traces.append(Trace(aspirante.folio, tuple(iterations)))
    return tuple(sorted(traces, key=lambda one: one.folio))
