"""Which specialty people go for, and how each ranks its sedes: every one offered to them, popular ones first."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from plumbing.config import ROOT
from plumbing.convocatoria import load_catalog
from residencias.demo.oferta import OfertaRow, sedes_for, serves
from residencias.demo.scenarios import Scenario


@dataclass(frozen=True, slots=True)
class Preference:
    """One option: a sede and the subsedes of it the person cares to order (the rest follow in catalogue order)."""

    sede: str
    subsedes: tuple[str, ...]


def appeal(sede: str) -> float:
    """What everybody thinks of a sede, from its code alone: a number in [0, 1)."""
    return int.from_bytes(hashlib.sha256(sede.encode()).digest()[:4], "big") / 2**32


def rank_sedes(
    rng: Random, oferta: Sequence[OfertaRow], especialidad: str, categoria: str, spaces: int | None = None
) -> tuple[Preference, ...]:
    """A complete list without repeats: the dearest ones where there are only so many spaces. Source: 000§1.4, G-04."""
    sedes = sedes_for(oferta, especialidad, categoria)
    liking = {sede: appeal(sede) * 1.2 + rng.random() for sede in sedes}
    ranked = []
    for sede in sorted(sedes, key=lambda s: (-liking[s], s)):
        rows = [
            r for r in oferta if r.especialidad == especialidad and r.sede == sede and serves(r, categoria)
        ]
        named = sorted({r.subsede for r in rows if r.subsede})
        rng.shuffle(named)
        wanted = rng.randint(0, len(named)) if len(named) > 1 else 0
        ranked.append(Preference(sede, tuple(named[:wanted])))
    return tuple(ranked[:spaces])


def choose_especialidades(
    seed: int,
    hands: Iterable[tuple[str, int]],
    oferta: Sequence[OfertaRow],
    table: Mapping[str, Scenario],
) -> list[str]:
    """A specialty per person, by places on offer.

    Low scores go where competition is hardest and foreigners where a place of their own is left, so that both
    stories show. Raises ValueError when the oferta offers nothing to a category that the scenarios need.
    """
    places = {categoria: _places(oferta, categoria) for categoria in ("nacional", "extranjero")}
    own = Counter({e: 0 for e in places["extranjero"]})
    for row in oferta:
        own[row.especialidad] += row.plazas if row.categoria == "extranjero" else 0
    chosen: list[str] = []
    late: list[int] = []
    shared: dict[tuple[str, int], str] = {}
    for index, hand in enumerate(hands):
        wants = table[hand[0]].person
        categoria = wants.get("categoria", "nacional")
        if not places[categoria]:
            raise ValueError("the oferta has no place for " + categoria)
        ordered = sorted(places[categoria])
        weights = [places[categoria][e] ** 1.25 for e in ordered]
        pick = Random(f"{seed}/{index}/especialidad").choices(ordered, weights)[0]
        if categoria == "extranjero" and not wants.get("dual"):
            pick = max(ordered, key=lambda e: own[e])
            own[pick] -= 1
        if "tie" in wants:
            pick = shared.setdefault(hand, pick)
        if wants.get("puntaje") == "low":
            late.append(index)
        chosen.append(pick)
    taken = Counter(e for i, e in enumerate(chosen) if i not in late)
    hardest = max(sorted(taken), key=lambda e: (taken[e] - places["nacional"][e], taken[e]), default="")
    return [hardest or e if i in late else e for i, e in enumerate(chosen)]


def _places(oferta: Sequence[OfertaRow], categoria: str) -> Counter[str]:
    """Places of each specialty that somebody of this category may take."""
    found: Counter[str] = Counter()
    for row in oferta:
        if serves(row, categoria):
            found[row.especialidad] += row.plazas
    return found


def another_subsede(sede: str, subsede: str) -> str:
    """A subsede that is not theirs: of the same sede where it has one, else the next sede's own unit."""
    catalog = load_catalog(ROOT / "catalog")
    mates = [one.code for one in catalog.sede(sede).subsedes if one.code != subsede]
    return mates[0] if mates else next(one.code for one in catalog.sedes if one.code != sede)
