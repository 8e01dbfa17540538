"""The allocation's figures, as ratios taken in one run: `python -m bench.allocation`.

Two yardsticks. The limit: the same greedy loop compiled by numba on bare integer arrays, its sort included. The
alternative: HospitalResident of the package `matching`, which must also give the same result. Results are compared
before any time is believed.
"""

from __future__ import annotations

import gc
import platform
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numba
import numpy as np
import psutil
from matching.games import HospitalResident
from rich.console import Console
from rich.table import Table

from services.allocation.domain.bundle import input_bundle, output_bundle
from services.allocation.domain.core import assign
from services.allocation.domain.explain import Explainer
from services.allocation.domain.model import Aspirante, Cell, Option, RoundInput, Rules
from services.allocation.domain.run import run_round
from services.allocation.verifier import check_arrays, verify

CORE_LIMIT, VERIFIER_LIMIT, MATCHING_LIMIT = 5.0, 15.0, 500.0
REPEATS = 3


@dataclass(frozen=True)
class Figure:
    """One line of the table. Units: seconds; `limit` bounds `ratio` from above, or from below when `at_least`."""

    what: str
    seconds: float
    ratio: float | None = None
    limit: float | None = None
    at_least: bool = False

    @property
    def holds(self) -> bool:
        if self.ratio is None or self.limit is None:
            return True
        return self.ratio >= self.limit if self.at_least else self.ratio <= self.limit


@numba.njit
def greedy(ranking: Any, wishes: Any, places: Any) -> Any:  # pragma: no cover - compiled
    """The bare loop: what the core computes, with nothing around it."""
    free = places.copy()
    taken = np.full(len(wishes), len(places), np.int64)
    for at in range(len(ranking)):
        row = ranking[at]
        for column in range(wishes.shape[1]):
            cell = wishes[row, column]
            if cell < len(free) and free[cell] > 0:
                free[cell] -= 1
                taken[row] = cell
                break
    return taken


def instance(people: int, options: int, sedes: int, plazas: int) -> tuple[Any, Any, Any]:
    """(merit, wishes, places): distinct merits, skewed popularity, no sede twice in a list; always the same."""
    chance = np.random.default_rng(2023)
    wishes = np.empty((people, options), np.int32)
    for start in range(0, people, 50_000):
        shape = (min(50_000, people - start), options)
        stride = (chance.random(shape) ** 2 * (sedes // options)).astype(np.int32)
        wishes[start : start + 50_000] = stride * options + chance.random(shape).argsort(axis=1)
    places = chance.multinomial(plazas, np.full(sedes, 1 / sedes)).astype(np.int64)
    return chance.permutation(people), wishes, places


def timed(work: Callable[[], Any], repeats: int = REPEATS) -> tuple[float, Any]:
    """(best of `repeats` in seconds, the last result)."""
    best, result = float("inf"), None
    for _ in range(repeats):
        gc.collect()
        start = time.perf_counter()
        result = work()
        best = min(best, time.perf_counter() - start)
    return best, result


def alternately(*works: Callable[[], Any], rounds: int = 5) -> list[tuple[float, Any]]:
    """(best in seconds, last result) of each, taken in turns so that a busy machine disturbs all alike."""
    best: list[tuple[float, Any]] = [(float("inf"), None)] * len(works)
    for _ in range(rounds):
        for number, work in enumerate(works):
            seconds, result = timed(work, repeats=1)
            best[number] = (min(seconds, best[number][0]), result)
    return best


def national(people: int = 1_000_000, options: int = 20, sedes: int = 3_000) -> list[Figure]:
    """Core and verifier on a whole country's worth of integers, each against the compiled loop."""
    merit, wishes, places = instance(people, options, sedes, int(people * 0.7))
    greedy(np.arange(2), wishes[:2], places)  # compiled before it is timed
    taken = assign(np.argsort(-merit), wishes, places)
    (limit, expected), (core, _), (verifier, broken) = alternately(
        lambda: greedy(np.argsort(-merit), wishes, places),
        lambda: assign(np.argsort(-merit), wishes, places),
        lambda: check_arrays(merit, wishes, places, taken),
    )
    if not np.array_equal(expected, taken):
        raise SystemExit("the core and the compiled loop disagree")
    if broken:
        raise SystemExit(f"the verifier objects: {broken[:3]}")
    size = f"{people:,} × {options} × {sedes:,}"
    return [
        Figure(f"{size}: greedy loop, numba, with its sort", limit),
        Figure(f"{size}: core, with its sort", core, core / limit, CORE_LIMIT),
        Figure(f"{size}: verifier", verifier, verifier / limit, VERIFIER_LIMIT),
    ]


def against_matching(people: int = 5_000, sedes: int = 60) -> list[Figure]:
    """The same 5,000 complete lists over 60 sedes, in the package `matching` and in the core."""
    merit, _, places = instance(people, 1, sedes, people - 500)
    chance = np.random.default_rng(7)
    wishes = chance.random((people, sedes)).argsort(axis=1)
    order = np.argsort(-merit)
    best_first = order.tolist()
    residents = {row: wishes[row].tolist() for row in range(people)}
    game = HospitalResident.create_from_dictionaries(
        residents, {sede: best_first for sede in range(sedes)}, dict(enumerate(places.tolist()))
    )
    theirs, matched = timed(game.solve, repeats=1)
    ours, taken = timed(lambda: assign(np.argsort(-merit), wishes, places))
    got = {int(one.name): int(sede.name) for sede, members in matched.items() for one in members}
    if got != {row: cell for row, cell in enumerate(taken.tolist()) if cell < sedes}:
        raise SystemExit("the core and the package matching disagree")
    size = f"{people:,} × {sedes}"
    return [
        Figure(f"{size}: matching, HospitalResident.solve", theirs),
        Figure(f"{size}: core, with its sort", ours, theirs / ours, MATCHING_LIMIT, at_least=True),
    ]


def whole_round(people: int = 10_000, sedes: int = 60) -> list[Figure]:
    """A realistic official round with names, subsedes and quotas: run, bundles, verifier, everybody's «por qué»."""
    merit, wishes, _ = instance(people, 20, sedes, people)
    cells = tuple(
        Cell(f"E{one % 4}", 2 * sede + sub, f"S{sede:02d}", f"S{sede:02d}-{sub}", category, 5)
        for one in range(4)
        for sede in range(sedes)
        for sub in range(2)
        for category in ("nacional", "extranjero", "indistinta")
    )
    pool = tuple(
        Aspirante(
            f"F{row:06d}",
            f"E{row % 4}",
            "extranjero" if row % 10 == 0 else "nacional",
            Decimal(int(merit[row]) // 20) / 1000,
            (Decimal(row % 100), Decimal(row % 50)),
            tuple(Option(f"S{sede:02d}", (f"S{sede:02d}-{row % 2}",)) for sede in wishes[row].tolist()),
        )
        for row in range(people)
    )
    given = RoundInput(Rules("bench", "0" * 64, ("enarm", "licenciatura"), "12345"), cells, pool)
    run, result = timed(lambda: run_round(given), repeats=1)
    bundling, texts = timed(lambda: (input_bundle(given), output_bundle(given, result)), repeats=1)
    checking, broken = timed(lambda: verify(*texts), repeats=1)
    if broken:
        raise SystemExit(f"the verifier objects: {broken[0]}")
    explaining, _ = timed(
        lambda: [why(folio) for why in [Explainer(given, result).why] for folio in folios(given)], 1
    )
    size = f"{people:,} people, 20 sedes each, subsedes and quotas"
    return [
        Figure(f"{size}: round", run),
        Figure(f"{size}: both bundles", bundling),
        Figure(f"{size}: verifier on the bundles", checking),
        Figure(f"{size}: everybody's explanation", explaining),
    ]


def folios(given: RoundInput) -> list[str]:
    """Every folio of the round."""
    return [one.folio for one in given.pool]


def machine() -> str:
    """The machine in one line."""
    memory = psutil.virtual_memory().total / 2**30
    versions = f"Python {platform.python_version()}, numpy {np.__version__}, numba {numba.__version__}"
    return f"{platform.machine()}, {psutil.cpu_count()} cores, {memory:.0f} GiB, {versions}; one thread, no store"


def table(figures: list[Figure]) -> Table:
    """The figures as people read them."""
    drawn = Table("figure", "seconds", "ratio", "target", "holds", title="Allocation", caption=machine())
    for one in figures:
        ratio = "" if one.ratio is None else f"{one.ratio:,.1f}×"
        target = "" if one.limit is None else f"{'≥' if one.at_least else '≤'} {one.limit:,.0f}×"
        verdict = "" if one.limit is None else "yes" if one.holds else "NO"
        drawn.add_row(one.what, f"{one.seconds:,.3f}", ratio, target, verdict)
    return drawn


def main() -> int:
    """The table is printed; the status is 1 when a target is missed."""
    figures = national() + against_matching() + whole_round()
    Console(width=120).print(table(figures))
    return 0 if all(one.holds for one in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
