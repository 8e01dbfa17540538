"""What callers see of a registro, in the shapes of the contract."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from plumbing.errors import FieldError
from plumbing.shapes import to_plain
from plumbing.store import Stored
from services.registration.domain import preferencias, residente, rules
from services.registration.domain.desenlaces import Desenlace
from services.registration.domain.model import Expediente, Impresion
from services.registration.domain.reglas import Reglas
from services.registration.domain.report import Roster
from services.registration.usecases.desk import Desk


def account_view(stored: Stored[Expediente]) -> dict[str, Any]:
    """Account."""
    expediente = stored.value
    return {
        "expediente_id": stored.id,
        "is_correo_confirmed": expediente.is_correo_confirmed,
        "nombre_completo": expediente.seleccionado.nombre_completo,
    }


def registro_view(desk: Desk, stored: Stored[Expediente], at: datetime) -> dict[str, Any]:
    """Registro: what was typed, all that is wrong with it, what may be edited now, the last print."""
    expediente = stored.value
    wrong = desk.problems(expediente, at)
    return {
        **summary_view(stored),
        "datos": to_plain(expediente.datos) if expediente.datos else None,
        "opciones": to_plain(expediente.opciones),
        "errors": problem_views(desk, wrong),
        "is_complete": not wrong,
        "editable": desk.editable(expediente, at),
        "advertencia": desk.rules_of(expediente.convocatoria).advertencia,
        "desenlaces": [desenlace_view(one) for one in expediente.desenlaces],
        "liberado": to_plain(expediente.liberado) if expediente.liberado else None,
    }


def desenlace_view(one: Desenlace) -> dict[str, Any]:
    """Desenlace: how the person ended here, and the right it leaves in the later periods of the cycle."""
    return {name: getattr(one, name) for name in ("source", "outcome", "right", "clause", "at")}


def summary_view(stored: Stored[Expediente]) -> dict[str, Any]:
    """Registro without what was typed: who, since when, where validation stands."""
    expediente = stored.value
    last = expediente.last_print
    return {
        "expediente_id": stored.id,
        "version": stored.version,
        "revision": expediente.revision,
        "folio_enarm": expediente.folio_enarm,
        "curp": expediente.curp,
        "especialidad": expediente.especialidad,
        "categoria_roster": expediente.seleccionado.categoria,
        "puntaje_enarm": expediente.seleccionado.puntaje_enarm,
        "print_number": last.number if last else 0,
        "printed_at": last.printed_at if last else "",
        "is_print_current": expediente.is_print_current,
        "estado": expediente.estado,
        "estado_version": expediente.estado_version,
        "correo": expediente.correo,
        **of_resident(expediente),
    }


def of_resident(expediente: Expediente) -> dict[str, Any]:
    """What only a resident's registro has: the folio of its print, and what they take now. Source: 002§2.3 E."""
    troncal = expediente.seleccionado.troncal
    return {"folio": expediente.folio, "troncal": to_plain(troncal)} if troncal else {}


def problem_views(desk: Desk, wrong: Iterable[FieldError]) -> list[dict[str, Any]]:
    """FieldProblem for each, with its three sentences."""
    return [
        {
            "field": problem.field,
            "code": problem.code,
            "clause": problem.clause or "",
            **desk.texts.text(problem),
        }
        for problem in wrong
    ]


def snapshot_view(expediente_id: str, expediente: Expediente, is_complete: bool) -> dict[str, Any]:
    """Snapshot: the registro as it stands, with its last print."""
    last = expediente.last_print
    return {
        **content_view(expediente_id, expediente, last),
        "revision": expediente.revision,
        "print_sha256": last.sha256 if last else "",
        "is_print_current": expediente.is_print_current,
        "is_complete": is_complete,
    }


def content_view(expediente_id: str, expediente: Expediente, made: Impresion | None) -> dict[str, Any]:
    """What a print says, and what its hash is taken over: plain data, `print_sha256` still empty."""
    content: dict[str, Any] = to_plain(
        {
            "expediente_id": expediente_id,
            "revision": expediente.revision,
            "folio_enarm": expediente.folio_enarm,
            "curp": expediente.curp,
            "especialidad": expediente.especialidad,
            "categoria": expediente.categoria,
            "puntaje_enarm": expediente.seleccionado.puntaje_enarm,
            "datos": expediente.datos,
            "opciones": expediente.opciones,
            "print_number": made.number if made else 0,
            "printed_at": made.printed_at if made else "",
            "print_sha256": "",
            "is_print_current": True,
            "is_complete": True,
            "correo": expediente.correo,
            "printed_revision": made.revision if made else 0,
            **of_resident(expediente),
        }
    )
    if expediente.seleccionado.seleccion_on:
        content["seleccion_on"] = expediente.seleccionado.seleccion_on
    return content


def print_view(stored: Stored[Expediente], made: Impresion, content: Any) -> dict[str, Any]:
    """SolicitudPrint."""
    last = stored.value.last_print
    return {
        "expediente_id": stored.id,
        "number": made.number,
        "printed_at": made.printed_at,
        "sha256": made.sha256,
        "qr": rules.qr(stored.value.convocatoria, made),
        "is_current": stored.value.is_print_current and made == last,
        "content": content,
    }


def opciones_view(desk: Desk, expediente: Expediente) -> dict[str, Any]:
    """Opciones: every sede that must be ranked with its offered subsedes, in catalogue order."""
    reglas = desk.rules_of(expediente.convocatoria)
    sedes = desk.offered(expediente)
    return {
        "sedes": [_sede_view(desk, offered) for offered in sedes],
        "spaces": preferencias.spaces(reglas, sedes),
        "advertencia": reglas.advertencia,
        "cursos": _cursos(expediente, reglas),
    }


def _cursos(expediente: Expediente, reglas: Reglas) -> list[dict[str, str]]:
    """The courses a resident may choose, in the table's order; none for who competes by the roster's specialty."""
    troncal = expediente.seleccionado.troncal
    open_to_them = residente.open_courses(troncal, reglas) if troncal else ()
    return [{"cer": course.cer, "nombre": course.label} for course in open_to_them]


def _sede_view(desk: Desk, offered: preferencias.Ofrecida) -> dict[str, Any]:
    sede = desk.catalog.sede(offered.sede)
    return {
        "sede": sede.code,
        "nombre": sede.name,
        "ooad": sede.ooad,
        "ciudad": sede.city,
        "entidad": sede.state,
        "plazas": sum(offered.plazas.values()),
        "subsedes": [
            {"subsede": subsede.code, "nombre": subsede.name, "plazas": offered.plazas[subsede.code]}
            for subsede in sede.subsedes
            if subsede.code in offered.plazas
        ],
    }


def roster_view(desk: Desk, roster_id: str, roster: Roster) -> dict[str, Any]:
    """RosterReport."""
    return {
        "roster_id": roster_id,
        "state": roster.state,
        "filename": roster.filename,
        "sha256": roster.sha256,
        "rows": roster.rows,
        "admitted": roster.admitted,
        "refused": [
            {
                "row": row.row,
                "folio_enarm": row.folio_enarm,
                "code": row.code,
                "que": (text := desk.texts.text(FieldError("", row.code, dict(row.facts))))["que"],
                "arreglo": text["arreglo"],
            }
            for row in roster.refused
        ],
        "distribution": roster.distribution,
        "statistics": roster.statistics,
        "direction_ok": roster.direction_ok,
        "imported_at": roster.imported_at,
        "imported_by": roster.imported_by,
        "accepted_by": roster.accepted_by,
    }
