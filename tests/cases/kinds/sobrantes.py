"""Which plazas one period leaves to the next, and which file that one takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plumbing.convocatoria.model import Convocatoria
from plumbing.errors import Conflict
from services.allocation.domain import leftovers
from services.allocation.domain.aceptacion import leave, open_adscripcion
from services.allocation.domain.adscripcion import Status
from services.allocation.domain.model import Assignment, CutOff, Plazas
from services.allocation.usecases.terms import terms_of
from tests.cases.kinds import kind

COURSE, CATEGORY = "medicina-interna", "indistinta"


@kind("sobrantes")
def left_over(convocatoria: Convocatoria, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """dado: oferta, asignadas {sede: lugares}, desenlaces [[sede, desenlace]] de quienes la dejaron, archivo cargado.
    entonces: plazas {sede: lugares} del siguiente periodo, motivo si ese archivo se rechaza.
    """
    offered, taken = given["oferta"], given.get("asignadas", {})
    cut_offs = [
        CutOff(COURSE, sede, sede, CATEGORY, places, taken.get(sede, 0), None, None)
        for sede, places in offered.items()
    ]
    back = []
    for number, (sede, outcome) in enumerate(given.get("desenlaces", ())):
        held = open_adscripcion(str(number), Assignment(str(number), COURSE, 1, 1, sede, sede, CATEGORY))
        left, released = leave(held, terms_of(convocatoria), Status(outcome), cause=outcome)
        back += [left] if released else []
    try:
        found = leftovers.count(_cells(offered), cut_offs, back, "")
    except Conflict as error:
        return {"plazas": {}, "motivo": error.code}
    return {"plazas": {cell.sede: cell.plazas for cell in found}, "motivo": _judged(given, found)}


def _judged(given: Mapping[str, Any], found: tuple[Plazas, ...]) -> str:
    try:
        leftovers.require_same(_cells(given["archivo"]) if "archivo" in given else found, found, "")
    except Conflict as error:
        return error.code
    return ""


def _cells(places: Mapping[str, int]) -> tuple[Plazas, ...]:
    return tuple(Plazas(COURSE, sede, sede, CATEGORY, n) for sede, n in places.items())
