"""The ranking of sedes against the accepted oferta: every space filled, nothing twice, nothing foreign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plumbing.errors import FieldError
from services.registration.domain.model import Oferta, Opcion
from services.registration.domain.reglas import Reglas

CLAUSE = "000§1.3, 1.4"


@dataclass(frozen=True)
class Ofrecida:
    """A sede that must be ranked: plazas this person could take, by offered subsede; `subsedes` are all it has."""

    sede: str
    plazas: Mapping[str, int]
    subsedes: tuple[str, ...]


def offered(
    oferta: Oferta | None, especialidad: str, plazas: Sequence[str], catalogue: Mapping[str, Sequence[str]]
) -> tuple[Ofrecida, ...]:
    """The sedes with a place of this specialty for someone who may take plazas of these categories.

    Shapes: `catalogue` gives each sede's subsedes; its order is the order of the answer. Source: G-04, G-05.
    """
    found: dict[str, dict[str, int]] = {}
    for cell in oferta.cells if oferta else ():
        if cell.especialidad == especialidad and cell.categoria in plazas and cell.plazas > 0:
            sede = found.setdefault(cell.sede, {})
            sede[cell.subsede] = sede.get(cell.subsede, 0) + cell.plazas
    ordered = [sede for sede in catalogue if sede in found] + [
        sede for sede in found if sede not in catalogue
    ]
    return tuple(
        Ofrecida(sede, found[sede], tuple(catalogue.get(sede, tuple(found[sede])))) for sede in ordered
    )


def spaces(reglas: Reglas, sedes: Sequence[Ofrecida]) -> int:
    """How many spaces must be filled: every sede, unless the convocatoria caps them. Source: G-04."""
    if reglas.spaces == "una":
        return min(1, len(sedes))
    return min(len(sedes), reglas.max_spaces or len(sedes))


def problems(opciones: Sequence[Opcion], sedes: Sequence[Ofrecida], due: int) -> list[FieldError]:
    """What keeps the ranking from being complete. Source: 000§1.3, 1.4; G-04."""
    if not sedes:
        return [FieldError("opciones", "OFERTA_PENDIENTE", {}, CLAUSE)]
    by_code = {sede.sede: sede for sede in sedes}
    wrong: list[FieldError] = []
    first: dict[str, int] = {}
    for index, opcion in enumerate(opciones):
        where = f"opciones[{index}]"
        if opcion.sede not in by_code:
            code = "SEDE_NO_OFRECIDA" if opcion.sede else "ESPACIO_VACIO"
            wrong.append(FieldError(where, code, {"sede": opcion.sede, "espacio": index + 1}, CLAUSE))
        elif opcion.sede in first:
            facts = {"sede": opcion.sede, "espacio": index + 1, "antes": first[opcion.sede] + 1}
            wrong.append(FieldError(where, "SEDE_REPETIDA", facts, CLAUSE))
        else:
            first[opcion.sede] = index
            wrong += _subsedes(where, opcion, by_code[opcion.sede])
    if len(first) < due:
        facts = {"llenos": len(first), "espacios": due, "faltan": due - len(first)}
        wrong.append(FieldError("opciones", "ESPACIOS_SIN_LLENAR", facts, CLAUSE))
    elif len(opciones) > due:
        wrong.append(
            FieldError("opciones", "DEMASIADAS_OPCIONES", {"llenos": len(opciones), "espacios": due}, CLAUSE)
        )
    return wrong


def _subsedes(where: str, opcion: Opcion, sede: Ofrecida) -> list[FieldError]:
    wrong = []
    for place, subsede in enumerate(opcion.subsedes):
        field = f"{where}.subsedes[{place}]"
        facts = {"sede": sede.sede, "subsede": subsede}
        if subsede not in sede.subsedes:
            wrong.append(FieldError(field, "SUBSEDE_AJENA", facts, CLAUSE))
        elif subsede in opcion.subsedes[:place]:
            wrong.append(FieldError(field, "SUBSEDE_REPETIDA", facts, CLAUSE))
    return wrong
