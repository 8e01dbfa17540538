"""A sede and subsede that go back to the DGCES with the folio that held them, and the file that says so."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from services.registration.domain.events import SedeReleased
from services.registration.domain.model import Seleccionado

COLUMNS = (
    "numero", "fecha", "folio_enarm", "curp", "nombre", "especialidad", "sede", "subsede", "causa", "clausula",
)  # fmt: skip


@dataclass(frozen=True)
class Liberacion:
    """One notice to the DGCES. `number` counts inside the convocatoria, without gaps, in the order of release."""

    convocatoria: str
    number: int
    person: Seleccionado
    cause: str
    clause: str
    released_at: datetime


def release(
    convocatoria: str, number: int, person: Seleccionado, cause: str, clause: str, at: datetime
) -> tuple[Liberacion, tuple[SedeReleased, ...]]:
    """The folio is released: its sede and subsede go back, with the cause. Source: 003§2.2.1 k, l, 5.1, 5.2."""
    made = Liberacion(convocatoria, number, person, cause, clause, at)
    place = (person.especialidad, person.sede, person.subsede)
    return made, (SedeReleased(number, person.folio_enarm, *place, cause, clause),)


def notice(rows: Iterable[Liberacion], zone: tzinfo) -> str:
    """The cumulative file as CSV text, by number, in `zone`: everything released so far. Source: 003§5.2; G-17."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in sorted(rows, key=lambda one: one.number):
        person = row.person
        on = row.released_at.astimezone(zone).isoformat(timespec="seconds")
        told = (row.number, on, person.folio_enarm, person.curp, person.nombre_completo)
        writer.writerow((*told, person.especialidad, person.sede, person.subsede, row.cause, row.clause))
    return out.getvalue()
