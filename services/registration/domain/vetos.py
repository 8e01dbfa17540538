"""Whether a ban keeps a person out of a convocatoria on a given day."""

from __future__ import annotations

from datetime import date

from services.registration.domain.curp import is_temporal, plain
from services.registration.domain.model import TERCER_PERIODO, TODAS, Seleccionado, Veto

THIRD = 3


def bars(veto: Veto, convocatoria: str, cycle: str, period: int, cycle_of_veto: str, on: date) -> bool:
    """True when `veto` keeps its person out of `convocatoria` (of this cycle and period) on that day.

    TODAS: every IMSS convocatoria. TERCER_PERIODO: of the same cycle, only the third period stays open. Else the
    scope is a convocatoria's id. Source: 000§1.4, 3.3 b, 4.6, 4.9; rules.md §3.6.
    """
    if veto.from_on and on < date.fromisoformat(veto.from_on):
        return False
    if veto.to_on and on > date.fromisoformat(veto.to_on):
        return False
    if veto.scope == TODAS:
        return True
    if veto.scope == TERCER_PERIODO:
        return cycle == cycle_of_veto and period != THIRD
    return veto.scope == convocatoria


def persona(person: Seleccionado) -> str:
    """A key that recognises a person beyond one convocatoria: names and birth date.

    A CURP temporal is exclusive to its convocatoria, so a lasting ban needs more. Source: 000§1.1, 1.4, 3.3 b.
    """
    names = (person.nombre, person.primer_apellido, person.segundo_apellido)
    return "|".join([*(plain(name) for name in names), person.fecha_nacimiento])


def is_of(veto: Veto, curp: str, person: Seleccionado) -> bool:
    """True when the ban is this person's: by CURP, or by `persona` where one of the two has only a CURP temporal.

    Two CURPs that both last are two people, whatever their names; «aunque tengas doble nacionalidad» a foreigner
    who comes back as Mexican is the same one. Source: 000§1.1, 1.4.
    """
    if veto.curp == curp:
        return True
    is_loose = is_temporal(veto.curp) or is_temporal(curp)
    return is_loose and veto.persona != "" and veto.persona == persona(person)
