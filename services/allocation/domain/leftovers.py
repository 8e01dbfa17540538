"""What a period leaves to the next: every plaza that nobody holds when it is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from plumbing.errors import Conflict, OutsideWindow
from services.allocation.domain.adscripcion import Adscripcion
from services.allocation.domain.model import CutOff, Plazas

Key = tuple[str, str, str, str]


def key_of(cell: Plazas) -> Key:
    """What tells one cell of the oferta from another."""
    return cell.especialidad, cell.sede, cell.subsede, cell.categoria


def count(
    offered: Iterable[Plazas], cut_offs: Iterable[CutOff], given_back: Iterable[Adscripcion], clause: str
) -> tuple[Plazas, ...]:
    """The plazas that nobody took and those given back, by cell, in the order of their codes: the same always.

    Raises: Conflict SIN_PLAZAS_SOBRANTES. Source: 000§4.8 «las plazas que hayan quedado disponibles»; G-08, G-25.
    """
    left: Counter[Key] = Counter()
    for cell in offered:
        left[key_of(cell)] += cell.plazas
    for one in cut_offs:
        left[one.specialty, one.sede, one.subsede, one.category] -= one.admitted
    left.update((case.specialty, case.sede, case.subsede, case.category) for case in given_back)
    found = tuple(Plazas(*key, left[key]) for key in sorted(left) if left[key] > 0)
    if not found:
        raise Conflict("SIN_PLAZAS_SOBRANTES", clause=clause)
    return found


def require_counted(is_over: bool, convocatoria: str, until: str, clause: str) -> None:
    """Passes once no deadline of the earlier period can give back a plaza. Raises: OutsideWindow PLAZAS_POR_LIBERAR.

    Source: 000§4.6, 4.8; G-25.
    """
    if not is_over:
        raise OutsideWindow("PLAZAS_POR_LIBERAR", clause=clause, convocatoria=convocatoria, corte=until)


def require_same(loaded: Iterable[Plazas], left: Iterable[Plazas], clause: str) -> None:
    """Passes for exactly what was left over, in any order. Raises: Conflict OFERTA_DISTINTA_DE_LA_SOBRANTE.

    Source: 000§4.8; G-08.
    """
    has, should = ({key_of(cell): cell.plazas for cell in cells} for cells in (loaded, left))
    other = list(_differences(has, should))
    if not other:
        return
    key, found, expected = other[0]
    raise Conflict(
        "OFERTA_DISTINTA_DE_LA_SOBRANTE",
        clause=clause,
        diferencias=len(other),
        primera=", ".join(key),
        archivo=found,
        sobrantes=expected,
    )


def _differences(has: dict[Key, int], should: dict[Key, int]) -> Iterator[tuple[Key, int, int]]:
    for key in sorted({*has, *should}):
        if has.get(key, 0) != should.get(key, 0):
            yield key, has.get(key, 0), should.get(key, 0)
