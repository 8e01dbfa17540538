"""The CURP temporal of a foreigner who has none: assigned by CES for one convocatoria; and who needs one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plumbing.errors import Conflict, Invalid, NotFound, Rule
from plumbing.events import Act
from services.registration.domain import curp as clave
from services.registration.domain.events import CurpTemporalAssigned
from services.registration.domain.model import EXTRANJERO, CurpTemporal
from services.registration.usecases.desk import Desk
from services.registration.usecases.rosters import accepted_rosters, seleccionado

PAGE, LARGEST_PAGE = 50, 500


def assign_curp_temporal(desk: Desk, act: Act, folio_enarm: str) -> dict[str, Any]:
    """The foreigner with this folio has a CURP temporal of this convocatoria; asking again gives the same one.

    Raises: NotFound(NO_ESTA_EN_ROSTER), Invalid(NO_ES_EXTRANJERO). Source: 000§1.1.
    """
    folio = folio_enarm.strip()
    person = seleccionado(desk, act.convocatoria, folio)
    if person is None:
        raise NotFound("NO_ESTA_EN_ROSTER", folio_enarm=folio)
    if person.categoria != EXTRANJERO:
        raise Invalid("NO_ES_EXTRANJERO", clause=Rule.CURP_TEMPORAL, folio_enarm=folio)
    assigned = CurpTemporal(act.convocatoria, folio, clave.temporal(act.convocatoria, folio))
    try:
        fact = CurpTemporalAssigned(folio)
        desk.temporales.create(temporal_id(act, folio), assigned, act, [fact], subject=folio)
    except Conflict as error:
        if error.code != "YA_EXISTE":
            raise
    return {"folio_enarm": folio, "curp_temporal": assigned.curp_temporal}


def list_curp_temporales(desk: Desk, act: Act, page: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The foreigners of accepted rosters without a CURP, by folio, each with theirs, if any. Source: 000§1.1."""
    limit = min(int((page or {}).get("limit") or PAGE), LARGEST_PAGE)
    rosters = [stored.id for stored in accepted_rosters(desk, act.convocatoria)]
    found = desk.roll.without_curp(rosters, (page or {}).get("after", ""), limit)
    people = [person for person in found if person.categoria == EXTRANJERO]
    assigned = {
        person.folio_enarm: desk.temporales.load(temporal_id(act, person.folio_enarm)) for person in people
    }
    return {
        "temporales": [
            {
                "folio_enarm": person.folio_enarm,
                "nombre_completo": person.nombre_completo,
                "curp_temporal": known.value.curp_temporal if (known := assigned[person.folio_enarm]) else "",
            }
            for person in people
        ],
        "next": found[-1].folio_enarm if len(found) == limit else "",
    }


def temporal_id(act: Act, folio: str) -> str:
    """Under which id the folio's CURP temporal is kept."""
    return f"{act.convocatoria}:{folio}"
