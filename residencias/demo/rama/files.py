"""The files CES receives: the residents of the SIICES, and the cut of grades."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from residencias.demo.people import Person
from residencias.demo.roster import RefusedRow, Roster, stranger, stranger_curp
from residencias.demo.scenarios import script

GRADES = ("curp", "concepto", "ciclo", "calificacion")
BORN_ON = date(1994, 2, 28)  # whom no list knows


def make_roster(people: Sequence[Person]) -> Roster:
    """Every resident's row in order, then rows that must be refused: a wrong CURP digit, a repeated folio, a resident
    who left, an EFISER of another year, a grade that is no number."""
    rows = [_row(person) for person in people]
    model, number = rows[0], len(people)
    prefix = script(people[0].convocatoria).facts["folio_prefix"]
    own = stranger_curp(BORN_ON, 0)
    wrong = next(digit for digit in "0123456789" if digit != own[17])
    bad = [
        ("CURP", {"folio_enarm": f"{prefix}-9{number:05d}", "curp": own[:17] + wrong}),
        ("FOLIO", {"curp": stranger_curp(BORN_ON, 1)}),
        ("RESIDENTE_NO_ACTIVO", {"folio_enarm": f"{prefix}-8{number:05d}", "status": "BAJA"}),
        (
            "EFISER_DESCONOCIDO",
            {"folio_enarm": f"{prefix}-7{number:05d}", "efiser_convocatoria": "2023-07-24"},
        ),
        ("GRADO_ILEGIBLE", {"folio_enarm": f"{prefix}-6{number:05d}", "grado": "segundo"}),
    ]
    refused = []
    for nth, (reason, changes) in enumerate(bad):
        rows.append({**model, **stranger(BORN_ON), "curp": stranger_curp(BORN_ON, nth + 2), **changes})
        refused.append(RefusedRow(len(rows), rows[-1]["folio_enarm"], reason))
    return Roster(_csv(tuple(model), rows), len(people), tuple(refused))


def make_grades(people: Iterable[Person]) -> str:
    """The cut: ENARM, EFISER and each cycle of everybody, without those that the SIICES lacks. Source: 002§3.1."""
    rows: list[dict[str, str]] = []
    for person in people:
        assert person.residente is not None
        known = person.residente.cycles if person.residente.has_current else person.residente.cycles[:-1]
        cells = [("enarm", "", person.puntaje_enarm), ("efiser", "", person.residente.efiser)]
        cells += [("posgrado", cycle, value) for cycle, value in known]
        rows += [dict(zip(GRADES, (person.curp, *map(str, cell)), strict=True)) for cell in cells]
    return _csv(GRADES, rows)


def _row(person: Person) -> dict[str, str]:
    assert person.residente is not None
    return {
        "folio_enarm": person.folio_enarm,
        "curp": person.curp,
        "nombre": person.nombre,
        "primer_apellido": person.primer_apellido,
        "segundo_apellido": person.segundo_apellido,
        "sexo": person.sexo,
        "fecha_nacimiento": person.born_on.isoformat(),
        "entidad_nacimiento": person.entidad,
        "correo": person.correos[0],
        "ceme": person.residente.ceme,
        "grado": str(person.residente.grado),
        "status": "ACTIVO",
        "adscripcion": person.residente.adscripcion,
        "delegacion": person.residente.delegacion,
        "efiser_convocatoria": person.residente.efiser_published,
    }


def _csv(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
