"""What each letter says before the results: solicitud, ficha, acuse of a send, carta compromiso."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from plumbing.convocatoria.model import Convocatoria
from plumbing.errors import Invalid, NotFound
from plumbing.events import Act
from services.notifications.letters import categoria_of, declaraciones_of, grupos_of, puntos_of
from services.notifications.prose import Sentence
from services.notifications.usecases import names
from services.notifications.usecases.desk import Content, Desk

COMPROMISOS = ("TITULO", "CEDULA")


@dataclass(frozen=True)
class Draft:
    """A letter not issued yet: what it says and what makes it this one."""

    ref: str
    folio: str
    holder: str
    issued_at: datetime
    data: Mapping[str, Any]
    qr: str = ""
    visible_from: datetime | None = None
    ooad: str = ""


@dataclass(frozen=True)
class Asked:
    """Whose letter, under which call and circumstances. `ref` as the caller gave it."""

    desk: Desk
    act: Act
    convocatoria: Convocatoria
    expediente_id: str
    ref: str

    @property
    def where(self) -> tuple[str, str]:
        return self.convocatoria.id, self.expediente_id

    @property
    def heading(self) -> dict[str, Any]:
        return {"convocatoria": names.convocatoria_heading(self.convocatoria)}


def instant(text: str) -> datetime:
    """An instant of a contract."""
    return datetime.fromisoformat(text)


def solicitud(asked: Asked) -> Draft:
    """L-01 of print `ref` (empty: the last). Raises Invalid(REFERENCIA_INVALIDA). Source: 000§1.5, 2.2.1 j."""
    if asked.ref and not asked.ref.isdecimal():
        raise Invalid("REFERENCIA_INVALIDA", ref=asked.ref)
    made = asked.desk.sources.solicitud(*asked.where, int(asked.ref or 0))
    content, catalog = made["content"], asked.desk.catalog
    nombre = names.full_name(content.get("datos"))
    especialidad = names.especialidad(catalog, content["especialidad"])
    reading = {**content, "especialidad_nombre": especialidad}
    data = {
        **asked.heading,
        "aspirante": {
            "nombre": nombre,
            "curp": content["curp"],
            "categoria": categoria_of(content["categoria"]),
            "especialidad": especialidad,
            "folio_enarm": content["folio_enarm"],
        },
        "impresion": {"numero": made["number"], "huella_registro": made["sha256"]},
        "grupos": grupos_of(reading),
        "opciones": [names.opcion(catalog, one) for one in content["opciones"]],
        "puntos": puntos_of(reading, _extras(asked)),
        "declaraciones": declaraciones_of(reading, _declarations(asked)),
    }
    number = str(made["number"])
    folio = f"{content['folio_enarm']}-{number}"
    return Draft(number, folio, nombre, instant(made["printed_at"]), data, qr=made["qr"])


def _extras(asked: Asked) -> dict[str, dict[str, str]]:
    """Each claim as the solicitud names it; points are of one unit where it counts by units."""
    scoring, none = asked.convocatoria.scoring, asked.desk.words["sin_clausula"]
    return {
        extra.code: {
            "rubro": extra.label,
            "puntos": str(extra.points),
            "clausula": names.clausula(extra.clause or scoring.clause or "") or none,
        }
        for extra in scoring.extras
    }


def _declarations(asked: Asked) -> dict[str, str]:
    none = asked.desk.words["sin_clausula"]
    return {one.code: names.clausula(one.clause or "") or none for one in asked.convocatoria.declarations}


def ficha(asked: Asked) -> Draft:
    """L-02. Raises NotFound(SIN_FICHA) before it was issued. Source: 000§3.3 e, 3.4."""
    sources = asked.desk.sources
    made, sent, person = (of(*asked.where) for of in (sources.ficha, sources.acuse, sources.registro))
    windows = asked.convocatoria.windows
    data = {
        **asked.heading,
        "aspirante": {
            "nombre": made["nombre_completo"],
            "curp": person["curp"],
            "categoria": categoria_of(made["categoria"]),
            "especialidad": names.especialidad(asked.desk.catalog, made["especialidad"]),
            "folio_enarm": made["folio_enarm"],
        },
        "expediente": {
            "enviado_at": made["submitted_at"],
            "validado_at": made["validated_at"] or made["issued_at"],
            "documentos": len(sent["documents"]),
            "huella": made["snapshot_sha256"],
        },
        "ventana": {"desde_at": windows["ficha"].opens_at, "hasta_at": windows["ficha"].closes_at},
        "resultados_at": windows["resultados"].opens_at,
    }
    return Draft("", made["folio"], made["nombre_completo"], instant(made["issued_at"]), data)


def acuse_envio(asked: Asked) -> Draft:
    """Receipt of the last send. Source: 000§3.2."""
    sent = asked.desk.sources.acuse(*asked.where)
    person = asked.desk.sources.registro(*asked.where)
    nombre, words = names.full_name(person.get("datos")), asked.desk.words["detalles"]
    printed = Sentence(words["impresion"]).substitute(number=sent["print_number"])
    data = {
        **asked.heading,
        "aspirante": {
            "nombre": nombre,
            "especialidad": names.especialidad(asked.desk.catalog, person["especialidad"]),
        },
        "acto": "ENVIO",
        "recibido_at": sent["submitted_at"],
        "huella": sent["snapshot_sha256"],
        "detalles": [
            {"etiqueta": words["envio"], "valor": str(sent["send_number"])},
            {"etiqueta": words["solicitud"], "valor": printed},
        ],
        "documentos": [
            {"ranura": one["slot"], "bytes": int(one["bytes"]), "sha256": one["sha256"]}
            for one in sent["documents"]
        ],
    }
    folio = f"{sent['folio_enarm']}-{sent['send_number']}"
    return Draft(sent["acuse_id"], folio, nombre, instant(sent["submitted_at"]), data)


def carta_compromiso(asked: Asked) -> Draft:
    """L-04 for the paper `ref`: TITULO or CEDULA. Raises Invalid(REFERENCIA_INVALIDA). Source: 000§2.2.1 d.2, e."""
    if asked.ref not in COMPROMISOS:
        raise Invalid("REFERENCIA_INVALIDA", ref=asked.ref)
    person = asked.desk.sources.registro(*asked.where)
    nombre = names.full_name(person.get("datos"))
    data = {
        **asked.heading,
        "aspirante": {
            "nombre": nombre,
            "curp": person["curp"],
            "especialidad": names.especialidad(asked.desk.catalog, person["especialidad"]),
            "folio_enarm": person["folio_enarm"],
        },
        "documento": asked.ref,
        "plazo_meses": asked.convocatoria.obligation(asked.ref).due.months,
        "ranura": _slot_of(asked.convocatoria, asked.ref),
    }
    return Draft(asked.ref, f"{person['folio_enarm']}-{asked.ref}", nombre, asked.act.at, data)


def _slot_of(convocatoria: Convocatoria, obligation: str) -> str:
    """The slot in which a carta compromiso for this paper is filed. Raises NotFound."""
    for row in convocatoria.documents.rows:
        if any(kind.obligation == obligation for kind in row.kinds):
            return row.slot
    raise NotFound("CARTA_NO_DISPONIBLE", kind="CARTA_COMPROMISO")


def person_of(asked: Asked, result: Content) -> dict[str, Any]:
    """Name, CURP and category of somebody with a result."""
    person = asked.desk.sources.registro(*asked.where)
    return {
        "nombre": result["nombre_completo"] or names.full_name(person.get("datos")),
        "curp": person["curp"],
        "categoria": categoria_of(result["categoria"] or person["categoria_roster"]),
    }
