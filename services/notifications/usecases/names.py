"""Codes as people read them: specialties, sedes, windows, clauses."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from plumbing.clock import local_date
from plumbing.convocatoria.catalog import Catalog, Ooad
from plumbing.convocatoria.model import Convocatoria
from services.notifications.prose import Sentence
from services.notifications.usecases.desk import Content, Desk


def especialidad(catalog: Catalog, code: str) -> str:
    """Its name; the code itself when the catalogue does not have it."""
    try:
        return catalog.course(code).name
    except KeyError:
        return code


def sede(catalog: Catalog, code: str) -> str:
    """Its name; the code itself when the catalogue does not have it."""
    try:
        return catalog.sede(code).name
    except KeyError:
        return code


def subsede(catalog: Catalog, sede_code: str, code: str) -> str:
    """Its name; the code itself when the catalogue does not have it."""
    try:
        return catalog.sede(sede_code).subsede(code).name
    except KeyError:
        return code


def ooad_of(catalog: Catalog, sede_code: str) -> Ooad | None:
    """Who attends the sede; None for an unknown one."""
    try:
        return catalog.ooad_of(sede_code)
    except KeyError:
        return None


def opcion(catalog: Catalog, one: Content) -> dict[str, Any]:
    """A ranked sede with its subsedes, as the solicitud lists it."""
    code = one["sede"]
    try:
        found = catalog.sede(code)
    except KeyError:
        return {"sede": code, "ooad": code, "subsedes": list(one["subsedes"])}
    others = [subsede(catalog, code, inner) for inner in one["subsedes"]]
    return {
        "sede": found.name,
        "ooad": catalog.ooad(found.ooad).name,
        "ciudad": found.city,
        "subsedes": others,
    }


def convocatoria_heading(convocatoria: Convocatoria) -> dict[str, str]:
    """What every letter says of its call."""
    return {"id": convocatoria.id, "nombre": convocatoria.title.value}


def clausula(clause: str) -> str:
    """`9.3` from `000§9.3`."""
    return clause.rpartition("§")[2].strip() or clause


def day(text: str) -> date:
    """The day in Mexico City of an ISO day or instant."""
    return date.fromisoformat(text) if len(text) == 10 else local_date(datetime.fromisoformat(text))


def closes(convocatoria: Convocatoria, window: str) -> datetime | None:
    """The closing of a window, as the text gives it."""
    return convocatoria.windows[window].closes_at


def contact(desk: Desk, convocatoria: Convocatoria) -> str:
    """Whom to ask: the first contact of the call."""
    first = convocatoria.contacts[0]
    values = {"label": first.label, "phone": first.phone or "", "extensions": ", ".join(first.extensions)}
    return Sentence(desk.words["contacto"]).substitute(values)


def full_name(datos: Content | None) -> str:
    """First names and surnames of a registro."""
    parts = [(datos or {}).get(part) or "" for part in ("nombre", "primer_apellido", "segundo_apellido")]
    return " ".join(part for part in parts if part)
