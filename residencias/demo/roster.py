"""The CIFRHS roster as CES would receive it: one row per aspirante and a few that must be refused."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from residencias.demo import curp as clave
from residencias.demo.people import Person
from residencias.demo.scenarios import script

COLUMNS = (
    "folio_enarm",
    "curp",
    "nombre",
    "primer_apellido",
    "segundo_apellido",
    "sexo",
    "fecha_nacimiento",
    "entidad_nacimiento",
    "categoria",
    "especialidad",
    "puntaje_enarm",
    "correo",
)
BORN_ON = date(1996, 2, 29)  # whom no list knows


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row the import must refuse. Units: `row` counts from 1, the first row after the header."""

    row: int
    folio_enarm: str
    reason: str


@dataclass(frozen=True, slots=True)
class Roster:
    """The file (UTF-8 text) and what its import must report."""

    text: str
    accepted: int
    refused: tuple[RefusedRow, ...]


def make_roster(people: Sequence[Person]) -> Roster:
    """Every person's row in order, then bad rows: wrong CURP digit, repeated folio, score 173; and where the roster
    carries the place of the DGCES, a day outside the calendar, no day, and an unknown sede.

    The repeated folio belongs to the first person: the first row stands, the second is refused.
    """
    rows = [_row(p) for p in people]
    model = next(p for p in people if p.curp)
    curp = partial(stranger_curp, BORN_ON)
    own = curp(0)
    wrong = next(d for d in "0123456789" if d != own[17])
    number = len(people)
    prefix = script(model.convocatoria).facts["folio_prefix"]
    bad = [
        ("CURP_CHECK_DIGIT", {"folio_enarm": f"{prefix}-9{number:05d}", "curp": own[:17] + wrong}),
        ("FOLIO_REPEATED", {"folio_enarm": people[0].folio_enarm, "curp": curp(1)}),
        (
            "PUNTAJE_OUT_OF_RANGE",
            {"folio_enarm": f"{prefix}-8{number:05d}", "curp": curp(2), "puntaje_enarm": "173.0000"},
        ),
    ]
    if model.seleccion_on:
        wrong_day = {
            "folio_enarm": f"{prefix}-7{number:05d}",
            "curp": curp(3),
            "seleccion_on": "2026-02-19",
        }
        no_day = {
            **wrong_day,
            "folio_enarm": f"{prefix}-6{number:05d}",
            "curp": curp(4),
            "seleccion_on": "",
        }
        elsewhere = {**wrong_day, "folio_enarm": f"{prefix}-5{number:05d}", "curp": curp(5)}
        elsewhere |= {"seleccion_on": model.seleccion_on, "sede": "SEDE-INEXISTENTE"}
        bad += [("SELECCION_AJENA", wrong_day), ("SELECCION_FALTANTE", no_day), ("SEDE_AJENA", elsewhere)]
    refused = []
    for reason, changes in bad:
        rows.append({**_row(model), **stranger(BORN_ON), "categoria": "nacional", **changes})
        refused.append(RefusedRow(len(rows), changes["folio_enarm"], reason))
    return Roster(_csv(rows), len(people), tuple(refused))


def stranger(born_on: date) -> dict[str, str]:
    """The columns of somebody whom no list knows."""
    return {
        "nombre": "Zenobia",
        "primer_apellido": "Quintanilla",
        "segundo_apellido": "Wences",
        "sexo": "M",
        "fecha_nacimiento": born_on.isoformat(),
        "entidad_nacimiento": "TL",
        "correo": "zenobia@example.com",
    }


def stranger_curp(born_on: date, nth: int) -> str:
    """One of the CURP that the stranger could have."""
    return clave.build("Quintanilla", "Wences", "Zenobia", born_on, "M", "TL", nth)


def _row(person: Person) -> dict[str, str]:
    return {
        "folio_enarm": person.folio_enarm,
        "curp": person.curp,
        "nombre": person.nombre,
        "primer_apellido": person.primer_apellido,
        "segundo_apellido": person.segundo_apellido,
        "sexo": person.sexo,
        "fecha_nacimiento": person.born_on.isoformat(),
        "entidad_nacimiento": person.entidad,
        "categoria": person.categoria,
        "especialidad": person.especialidad,
        "puntaje_enarm": str(person.puntaje_enarm),
        "correo": person.correos[0],
        **_placed(person),
    }


def _placed(person: Person) -> dict[str, str]:
    """Where and when the DGCES placed the person, in the calls whose roster says it."""
    if not person.seleccion_on:
        return {}
    place = person.preferences[0]
    return {"sede": place.sede, "subsede": place.subsedes[0], "seleccion_on": person.seleccion_on}


def _csv(rows: Sequence[dict[str, str]]) -> str:
    out = io.StringIO()
    placed = [name for name in ("sede", "subsede", "seleccion_on") if name in rows[0]]
    writer = csv.DictWriter(out, (*COLUMNS, *placed), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
