"""The ranking of sedes against the accepted oferta: every space filled, nothing twice, nothing foreign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plumbing.errors import FieldError, Rule
from services.registration.domain.model import Oferta, Opcion
from services.registration.domain.reglas import Reglas

CLAUSE = Rule.RANKING


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


def whole_catalogue(catalogue: Mapping[str, Sequence[str]]) -> tuple[Ofrecida, ...]:
    """Every sede and subsede there is: whoever transcribes a constancia finds theirs here. Source: 003§1.4."""
    return tuple(
        Ofrecida(sede, dict.fromkeys(subsedes, 0), tuple(subsedes)) for sede, subsedes in catalogue.items()
    )


def transcription_problems(
    opciones: Sequence[Opcion], sede: str, subsede: str, clause: str
) -> list[FieldError]:
    """What keeps the transcribed sede and subsede from being exactly those of the constancia.

    Source: 003§1.4 («coincidan exactamente»), 2.2.1 i.
    """
    if not opciones or not opciones[0].sede:
        return [FieldError("opciones", "SEDE_SIN_REGISTRAR", {}, clause)]
    if len(opciones) > 1 or len(opciones[0].subsedes) > 1:
        return [FieldError("opciones", "UNA_SOLA_SEDE", {}, clause)]
    if opciones[0].sede != sede:
        facts = {"sede": opciones[0].sede}
        return [FieldError("opciones[0]", "SEDE_DISTINTA_A_LA_CONSTANCIA", facts, clause)]
    if opciones[0].subsedes != (subsede,):
        facts = {"subsede": opciones[0].subsedes[0] if opciones[0].subsedes else "—"}
        return [FieldError("opciones[0].subsedes[0]", "SUBSEDE_DISTINTA_A_LA_CONSTANCIA", facts, clause)]
    return []


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
