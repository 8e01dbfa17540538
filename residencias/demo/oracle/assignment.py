"""Who gets which place, one person at a time: the oracle's own code, slow and obvious on purpose."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from residencias.demo.oferta import OfertaRow
from residencias.demo.preferences import Preference


@dataclass(frozen=True, slots=True)
class Contender:
    """Somebody in the concurso. Shapes: `folio` is the folio de inscripción that the draw uses."""

    folio: str
    especialidad: str
    categoria: str
    puntaje: Decimal
    enarm: Decimal
    promedio: Decimal
    options: tuple[Preference, ...]
    efiser: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """One cell of the oferta: where somebody was placed, and of which category the place was."""

    especialidad: str
    sede: str
    subsede: str
    categoria: str


def draw(seed: bytes, folio: str) -> bytes:
    """The number drawn for a folio; the smaller goes first. Source: decisions G-02."""
    return hmac.new(seed, folio.encode("utf-8"), hashlib.sha256).digest()


def ranked(pool: Iterable[Contender], seed: bytes) -> list[Contender]:
    """From the best: puntaje, ENARM, licenciatura (or posgrado), EFISER where there is one, and the draw.

    Source: 000§2.1, decisions G-02.
    """

    def key(c: Contender) -> tuple[Decimal, Decimal, Decimal, Decimal, bytes]:
        return (-c.puntaje, -c.enarm, -c.promedio, -c.efiser, draw(seed, c.folio))

    return sorted(pool, key=key)


def assign(
    pool: Iterable[Contender], oferta: Sequence[OfertaRow], order: Mapping[str, Sequence[str]], seed: bytes
) -> tuple[dict[str, Place | None], dict[Place, int]]:
    """(place by folio, places left by cell): each in turn takes the first place that is free for them.

    Shapes: `order` gives each sede's subsedes in catalogue order.
    Source: 000§1.3, 2.1; decisions G-04, G-05.
    """
    free: dict[Place, int] = {}
    for row in oferta:
        cell = Place(row.especialidad, row.sede, row.subsede, row.categoria)
        free[cell] = free.get(cell, 0) + row.plazas
    result: dict[str, Place | None] = {}
    for contender in ranked(pool, seed):
        result[contender.folio] = None
        for cell in wishes(contender, order):
            if free.get(cell, 0) > 0:
                free[cell] -= 1
                result[contender.folio] = cell
                break
    return result, free


def wishes(contender: Contender, order: Mapping[str, Sequence[str]]) -> list[Place]:
    """Every cell this person would take, from the dearest: sede before subsede, own category before indistinta."""
    found = []
    for option in contender.options:
        named = list(option.subsedes)
        rest = [s for s in order[option.sede] if s not in named]
        for subsede in named + rest:
            for categoria in (contender.categoria, "indistinta"):
                found.append(Place(contender.especialidad, option.sede, subsede, categoria))
    return found
