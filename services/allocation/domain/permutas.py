"""Two residents exchange their adscripciones: same specialty, same academic grade, in the published periods."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from plumbing.errors import Conflict, OutsideWindow, Rule
from services.allocation.domain.adscripcion import WITH_LETTER, Adscripcion, Terms, require_status
from services.allocation.domain.events import PermutaApproved

REQUESTED = "SOLICITADA"
AGREED = "CONVENIDA"
APPROVED = "APROBADA"
REJECTED = "RECHAZADA"
WITHDRAWN = "RETIRADA"
OPEN = (REQUESTED, AGREED)


def require_permuta(one: Adscripcion, other: Adscripcion, terms: Terms, at: datetime) -> None:
    """The two may ask for, agree to and be granted a permuta.

    Raises: Conflict PERMUTA_CONTIGO, PERMUTA_OTRA_ESPECIALIDAD, PERMUTA_OTRO_GRADO, PERMUTA_MISMO_LUGAR,
    PASO_NO_PROCEDE; OutsideWindow PERMUTA_FUERA_DE_PERIODO.
    Source: 000§7.1.
    """
    for case in (one, other):
        require_status(case, "permuta", Rule.PERMUTAS, *WITH_LETTER)
    if one.expediente_id == other.expediente_id:
        raise Conflict("PERMUTA_CONTIGO", clause=Rule.PERMUTAS)
    if one.specialty != other.specialty:
        raise Conflict("PERMUTA_OTRA_ESPECIALIDAD", clause=Rule.PERMUTAS)
    if one.grade != other.grade:
        raise Conflict("PERMUTA_OTRO_GRADO", clause=Rule.PERMUTAS)
    if (one.sede, one.subsede) == (other.sede, other.subsede):
        raise Conflict("PERMUTA_MISMO_LUGAR", clause=Rule.PERMUTAS)
    if not any(window.has(at) for window in terms.permuta_windows):
        raise OutsideWindow("PERMUTA_FUERA_DE_PERIODO", clause=Rule.PERMUTAS)


def require_room(waiting: int, answers: Collection[str], terms: Terms) -> None:
    """Somebody whose own permutas wait this many may ask for one more, of a person who gave these answers before.

    Raises: Conflict PERMUTA_YA_RECHAZADA, PERMUTAS_EN_ESPERA. Source: 000§7.1, X-31.
    """
    if REJECTED in answers and not terms.permuta_asks_again:
        raise Conflict("PERMUTA_YA_RECHAZADA", clause=Rule.PERMUTAS)
    if waiting >= terms.permuta_open_max:
        raise Conflict("PERMUTAS_EN_ESPERA", clause=Rule.PERMUTAS, maximo=terms.permuta_open_max)


def require_open(state: str) -> None:
    """Nothing changed yet: either may still step back. Raises: Conflict PERMUTA_TERMINADA. Source: 000§7.1."""
    if state not in OPEN:
        raise Conflict("PERMUTA_TERMINADA", clause=Rule.PERMUTAS, estado=state)


def approve_permuta(
    one: Adscripcion, other: Adscripcion, terms: Terms, at: datetime
) -> tuple[Adscripcion, Adscripcion, PermutaApproved]:
    """Each holds the other's sede, subsede and plaza. Raises: as `require_permuta`. Source: 000§7.1."""
    require_permuta(one, other, terms, at)
    return _take(one, other), _take(other, one), PermutaApproved(one.folio, other.folio)


def _take(case: Adscripcion, other: Adscripcion) -> Adscripcion:
    return replace(case, sede=other.sede, subsede=other.subsede, category=other.category)
