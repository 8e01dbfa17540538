"""Two residents who want each other's sede."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from plumbing.convocatoria.model import Convocatoria
from plumbing.errors import ResidenciasError
from services.allocation.domain.adscripcion import Adscripcion, Status
from services.allocation.domain.permutas import REJECTED, approve_permuta, require_room
from services.allocation.usecases.terms import terms_of
from tests.cases.kinds import kind
from tests.cases.kinds.calendario import instant


@kind("permuta")
def exchange(convocatoria: Convocatoria, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """dado: a_las, y en qué difiere la otra persona: otra_especialidad, otro_grado, misma_sede; cuántas tiene
    en_espera quien la pide, y si la otra ya_rechazo una suya.

    entonces: sedes (de las dos, después), error.
    """
    one = Adscripcion("a", "F-1", "pediatria", "X", "X", "nacional", status=Status.PRESENTADO_A_SEDE)
    other = replace(
        one,
        expediente_id="b",
        folio="F-2",
        specialty="cirugia-general" if given.get("otra_especialidad") else one.specialty,
        sede=one.sede if given.get("misma_sede") else "Y",
        subsede=one.subsede if given.get("misma_sede") else "Y",
        grade=one.grade + 1 if given.get("otro_grado") else one.grade,
    )
    terms, answers = terms_of(convocatoria), {REJECTED} if given.get("ya_rechazo") else ()
    try:
        require_room(given.get("en_espera", 0), answers, terms)
        one, other, _ = approve_permuta(one, other, terms, instant(given["a_las"]))
    except ResidenciasError as refused:
        return {"sedes": [one.sede, other.sede], "error": refused.code}
    return {"sedes": [one.sede, other.sede], "error": ""}
