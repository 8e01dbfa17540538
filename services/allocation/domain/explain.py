"""Why a person got what they got: for each option their turn, the last one admitted, and what was missing.

The queue of a sede is who *reached* it: everybody who listed it no later than the sede they obtained. Whoever is
not admitted waits; `places_short` is the place on that waiting list, counting the better placed who were refused
there too and could use the same plazas. (It is not a re-run: with more plazas others might also have moved.)
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact
from enum import StrEnum

from plumbing.errors import NotFound
from services.allocation.domain.model import UNDIVIDED, Aspirante, Cell, RoundInput, RoundResult
from services.allocation.domain.run import by_specialty

EXACT = Context(prec=1000, traps=[Inexact])

Sede = tuple[str, str]  # specialty, sede
Ranks = dict[str, list[int]]  # category → ranks, ascending


class Outcome(StrEnum):
    """What an option of the list came to."""

    OBTAINED = "OBTENIDA"
    FULL = "LLENA_ANTES"  # every usable plaza had gone to people placed before
    NOT_NEEDED = "NO_FUE_NECESARIA"  # an earlier option was obtained
    NO_PLAZAS = "SIN_PLAZAS_EN_TU_CATEGORIA"  # the sede offers none for this category


@dataclass(frozen=True, slots=True)
class OptionWhy:
    """One line of the explanation. Counts are of people or plazas; `points_short` is an exact puntaje difference.

    `turn` is the person's place in the queue; `last_rank` and `last_puntaje` are of the last one admitted to a plaza
    this person could use. `decided_by` names what separated the two: PUNTAJE, a tie-break, or SORTEO; "" if nothing.
    """

    option: int
    sede: str
    outcome: Outcome
    subsede: str
    plazas: int
    turn: int
    last_rank: int | None
    last_puntaje: Decimal | None
    places_short: int
    points_short: Decimal | None
    decided_by: str


@dataclass(frozen=True, slots=True)
class Why:
    """The whole explanation of one person; `rank` of `competitors` in the specialty."""

    folio: str
    specialty: str
    rank: int
    competitors: int
    puntaje: Decimal
    options: tuple[OptionWhy, ...]


class Explainer:
    """Answers `why` for any folio of one round; reads the round once, then costs a few look-ups per option."""

    def __init__(self, given: RoundInput, result: RoundResult) -> None:
        self._rules = given.rules
        self._people = {one.folio: one for one in given.pool}
        self._got = {one.folio: one for one in result.assignments}
        cells, pools = by_specialty(given)
        self._cells: dict[Sede, list[Cell]] = defaultdict(list)
        for cell in (cell for group in cells.values() for cell in group):
            self._cells[cell.specialty, cell.sede].append(cell)
        self._by_rank: dict[str, list[Aspirante]] = {
            name: sorted(pool, key=lambda one: self._got[one.folio].rank) for name, pool in pools.items()
        }
        self._admitted: dict[Sede, Ranks] = defaultdict(lambda: defaultdict(list))
        self._refused: dict[Sede, Ranks] = defaultdict(lambda: defaultdict(list))
        for ranking in self._by_rank.values():
            for rank, one in enumerate(ranking, start=1):
                self._note(rank, one)

    def _note(self, rank: int, one: Aspirante) -> None:
        """Where this person was admitted (by the plaza's category) and refused (by their own), ranks ascending."""
        got = self._got[one.folio]
        for option in one.options[: got.option - 1] if got.is_placed else one.options:
            self._refused[one.specialty, option.sede][one.category].append(rank)
        if got.is_placed:
            self._admitted[one.specialty, got.sede][got.category].append(rank)

    def why(self, folio: str) -> Why:
        """The explanation for `folio`. Raises: NotFound FOLIO_DESCONOCIDO. Source: 000§2.1, after 000§4.10."""
        one = self._people.get(folio)
        if one is None:
            raise NotFound("FOLIO_DESCONOCIDO", folio=folio)
        rank, competitors = self._got[folio].rank, len(self._by_rank[one.specialty])
        options = tuple(self._option(one, number) for number in range(1, len(one.options) + 1))
        return Why(folio, one.specialty, rank, competitors, one.puntaje, options)

    def _option(self, one: Aspirante, number: int) -> OptionWhy:
        got, sede = self._got[one.folio], (one.specialty, one.options[number - 1].sede)
        usable = [cell for cell in self._cells[sede] if cell.category in (one.category, UNDIVIDED)]
        plazas = sum(cell.places for cell in usable)
        admitted = [ranks for c in {cell.category for cell in usable} if (ranks := self._admitted[sede][c])]
        last = max((ranks[-1] for ranks in admitted), default=None)
        turn = 1 + self._before(one.category, sede, usable, got.rank)
        puntaje = None if last is None else self._by_rank[one.specialty][last - 1].puntaje
        outcome = self._outcome(number, got.option, plazas)
        subsede = got.subsede if outcome is Outcome.OBTAINED else ""
        if outcome is not Outcome.FULL:
            return OptionWhy(number, sede[1], outcome, subsede, plazas, turn, last, puntaje, 0, None, "")
        short, points, by = turn - plazas, self._points(one, last), self._decided(one, last)
        return OptionWhy(number, sede[1], outcome, "", plazas, turn, last, puntaje, short, points, by)

    @staticmethod
    def _outcome(number: int, obtained: int, plazas: int) -> Outcome:
        if number == obtained:
            return Outcome.OBTAINED
        if obtained and number > obtained:
            return Outcome.NOT_NEEDED
        return Outcome.FULL if plazas else Outcome.NO_PLAZAS

    def _before(self, category: str, sede: Sede, usable: Sequence[Cell], rank: int) -> int:
        """How many stand before `rank` for the plazas this person could use: admitted to them, or refused them."""
        shares = any(cell.category == UNDIVIDED and cell.places for cell in usable)
        rivals = [self._admitted[sede][c] for c in {cell.category for cell in usable}]
        rivals += [ranks for c, ranks in self._refused[sede].items() if c == category or shares]
        return sum(bisect_left(ranks, rank) for ranks in rivals)

    def _points(self, one: Aspirante, last: int | None) -> Decimal | None:
        """How far the last one admitted was ahead, never below zero; None when nobody was admitted."""
        if last is None:
            return None
        return EXACT.subtract(self._by_rank[one.specialty][last - 1].puntaje, one.puntaje)

    def _decided(self, one: Aspirante, last: int | None) -> str:
        if last is None:
            return ""
        other = self._by_rank[one.specialty][last - 1]
        if other.puntaje != one.puntaje:
            return "PUNTAJE"
        pairs = zip(self._rules.tie_breaks, other.keys, one.keys, strict=True)
        return next((name for name, theirs, mine in pairs if theirs != mine), "SORTEO")
