"""Validation takes a person out of the concurso: before the run, after it, or with a place in hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from services.allocation.domain.adscripcion import UNFINISHED, WITH_LETTER, Adscripcion, Right, Status, Terms
from services.allocation.domain.events import PlazaReleased
from services.allocation.domain.record import Participacion, with_case


def leave_concurso(
    one: Participacion, terms: Terms, at: datetime
) -> tuple[Participacion, tuple[PlazaReleased, ...]]:
    """Whoever holds a place loses it, and it goes back; who holds none has only left. `one.salida` says why.

    The place is free whatever the convocatoria says of the cause: nobody is left who could take it.
    Source: 000§1.4, 3.3 b, 9.3, 9.4.
    """
    case = one.adscripcion
    if case is None or case.status not in (*UNFINISHED, *WITH_LETTER, Status.NO_ASIGNADO):
        return one, ()
    ruled = terms.consequences.get(one.salida)
    has_place = case.status is not Status.NO_ASIGNADO
    out: Adscripcion = replace(
        case,
        status=Status(one.salida_estado),
        outcome=one.salida,
        cause=one.salida,
        right=ruled.right if ruled else Right.NONE,
        right_clause=one.salida_clause or (ruled.clause if ruled else ""),
        is_banned=bool(ruled and ruled.is_ban),
        has_freed_plaza=has_place,
    )
    place = (case.specialty, case.sede, case.subsede, case.category)
    released = PlazaReleased(*place, one.salida, terms.freed_destination)
    return with_case(one, out, at), (released,) if has_place else ()
