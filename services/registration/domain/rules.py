"""The life of a registro: who may write when, what a save, a ranking, an entry and a print do."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from plumbing.errors import Conflict, FieldError, Invalid, Rule
from services.registration.domain import events
from services.registration.domain.model import (
    CON_OBSERVACIONES,
    EN_VALIDACION,
    INSCRITO,
    PENDIENTE,
    Expediente,
    Impresion,
    Opcion,
    RegistroDatos,
)
from services.registration.domain.reglas import Reglas

Outcome = tuple[Expediente, tuple[object, ...]]
ALL = "*"
QR_VERSION = "RES1"
LARGEST_DRAFT = 60_000  # characters, of the data or of the ranking


def require_writable(expediente: Expediente, command: str) -> None:
    """Passes while the registro is with its owner. Source: 000§3.2.4, X-22; 000§3.3 b, d, e.

    Raises: Conflict(EN_VALIDACION) while validation has it, Conflict(REGISTRO_CERRADO) once it is decided,
    Conflict(ELECCION_DEFINITIVA) once a print has inscribed (002§2.3 B, X-50).
    """
    if expediente.folio:
        raise Conflict(
            "ELECCION_DEFINITIVA", clause=Rule.FINAL_CHOICE, folio=expediente.folio, comando=command
        )
    if expediente.estado in (PENDIENTE, CON_OBSERVACIONES):
        return
    if expediente.estado == EN_VALIDACION:
        raise Conflict("EN_VALIDACION", clause=Rule.UNDER_REVIEW, estado=expediente.estado, comando=command)
    raise Conflict("REGISTRO_CERRADO", clause=Rule.STATUSES, estado=expediente.estado, comando=command)


def editable(expediente: Expediente, is_registro_open: bool, is_envio_open: bool) -> tuple[str, ...]:
    """The fields open for editing: `*`, those that observations name, or none.

    Once there are observations only they are open, even inside the window of the registro. Source: G-12, 000§3.3 c.
    """
    if expediente.estado == PENDIENTE:
        return (ALL,) if is_registro_open else ()
    if expediente.estado == CON_OBSERVACIONES and is_envio_open:
        return tuple(sorted({root(field) for field in expediente.observados}))
    return ()


def root(field: str) -> str:
    """The field of the form a path belongs to: `calificacion.base_100` and `telefonos[1]` open their whole group.

    Source: 000§3.3 c; G-12 (a wrong part cannot be corrected without its neighbours).
    """
    return field.split(".")[0].split("[")[0]


def changed(before: RegistroDatos, after: RegistroDatos) -> tuple[str, ...]:
    """The fields of the form whose value differs. Source: 000§3.3 c; G-12."""
    return tuple(name for name in asdict(before) if getattr(before, name) != getattr(after, name))


def require_bounded(typed: object) -> None:
    """Passes for what a person can type; a draft keeps everything, but not without end.

    Raises: Invalid(REGISTRO_DEMASIADO_GRANDE). Source: 000§1.2 (the format indicated).
    """
    size = len(repr(typed))
    if size > LARGEST_DRAFT:
        raise Invalid("REGISTRO_DEMASIADO_GRANDE", caracteres=size, maximo=LARGEST_DRAFT)


def open_registro(expediente: Expediente, reglas: Reglas) -> Outcome:
    """A write-capable entry; in X47 the last print is obsolete from here on. Source: 000§2.2.1 j, §3.3 c."""
    still = expediente.is_print_current and not reglas.reprint_on_each_entry
    return replace(expediente, is_print_current=still), (events.RegistroOpened(),)


def save_registro(
    expediente: Expediente, datos: RegistroDatos, opened: Sequence[str], reglas: Reglas
) -> tuple[Expediente, tuple[object, ...]]:
    """`datos` replaces what was typed before, complete or not; the last print is obsolete.

    Raises: Invalid(CAMPO_CERRADO) naming each field that is not open. Source: 000§1.2, 1.4, 2.2.1 j; G-12.
    """
    before = expediente.datos or RegistroDatos()
    names = changed(before, datos)
    if ALL not in opened:
        closed = tuple(
            FieldError(name, "CAMPO_CERRADO", {}, Rule.OBSERVATIONS) for name in names if name not in opened
        )
        if closed:
            raise Invalid(
                "CAMPOS_CERRADOS", clause=Rule.OBSERVATIONS, fields=closed, abiertos=", ".join(opened) or "—"
            )
    is_stale = reglas.reprint_on_each_entry or bool(names)
    saved = replace(
        expediente,
        datos=datos,
        revision=expediente.revision + 1,
        is_print_current=expediente.is_print_current and not is_stale,
    )
    if saved.is_categoria_falseada and not expediente.is_categoria_falseada:
        return saved, (events.CategoriaFalseada(saved.seleccionado.categoria, datos.categoria),)
    return saved, ()


def saved_fact(expediente: Expediente, wrong: Sequence[FieldError]) -> events.RegistroSaved:
    """What the rest of the system learns of a save: whether it is complete, the name and the addresses to write to.

    Source: 000§1.2, 1.5.
    """
    datos = expediente.datos or RegistroDatos()
    return events.RegistroSaved(
        revision=expediente.revision,
        is_complete=not wrong,
        error_fields=tuple(problem.field for problem in wrong),
        nombre_completo=datos.nombre_completo,
        correos=tuple(correo for correo in datos.correos if correo),
    )


def rank_sedes(
    expediente: Expediente, opciones: Sequence[Opcion], opened: Sequence[str], reglas: Reglas
) -> Outcome:
    """`opciones` is the ranking, complete or not; the last print is obsolete. Source: 000§1.3, 1.4, 2.2.1 j; G-12.

    Raises: Invalid(CAMPOS_CERRADOS) when the ranking is not open.
    """
    ranking = tuple(opciones)
    if ALL not in opened and "opciones" not in opened and ranking != expediente.opciones:
        closed = (FieldError("opciones", "CAMPO_CERRADO", {}, Rule.OBSERVATIONS),)
        raise Invalid(
            "CAMPOS_CERRADOS", clause=Rule.OBSERVATIONS, fields=closed, abiertos=", ".join(opened) or "—"
        )
    is_stale = reglas.reprint_on_each_entry or ranking != expediente.opciones
    ranked = replace(
        expediente,
        opciones=ranking,
        revision=expediente.revision + 1,
        is_print_current=expediente.is_print_current and not is_stale,
    )
    return ranked, (events.SedesRanked(ranked.revision, len(ranking)),)


def print_solicitud(
    expediente: Expediente, wrong: Sequence[FieldError], print_id: str, sha256: str, at: datetime
) -> Outcome:
    """A new numbered print; earlier ones are superseded. Source: 000§1.5, 2.2.1 j, 3.3 c.

    Raises: Invalid(REGISTRO_INCOMPLETO) with every field that keeps it from being printed.
    """
    require_complete(wrong)
    made = Impresion(len(expediente.impresiones) + 1, print_id, at, sha256, expediente.revision)
    printed = replace(expediente, impresiones=(*expediente.impresiones, made), is_print_current=True)
    return printed, (events.SolicitudPrinted(made.number, made.sha256, made.revision),)


CHECK = "TRWAGMYFPDXBNJZSQVHLCKE"


def folio_text(prefix: str, number: int) -> str:
    """`CER-000123-P`: the last character tells any one wrong digit. Source: 002§2.3 E; X-44."""
    return f"{prefix}-{number:06d}-{CHECK[number % len(CHECK)]}"


def inscribe(printed: Expediente, folio: str) -> Expediente:
    """The print has made its owner a participant: the course and the order of its sedes are locked.

    Source: 002§2.3 B, E; X-50.
    """
    return replace(printed, folio=folio, estado=INSCRITO)


def require_complete(wrong: Sequence[FieldError]) -> None:
    """Passes when nothing is wrong. Source: 000§1.5 («solo te permitirá imprimir… cuando se hayan llenado todos»)."""
    if wrong:
        raise Invalid("REGISTRO_INCOMPLETO", clause=Rule.SOLICITUD, fields=tuple(wrong), cuantos=len(wrong))


def content_sha256(content: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON of a print: keys sorted, no spaces, UTF-8. Source: rules.md §3.3."""
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def qr(convocatoria: str, made: Impresion) -> str:
    """What the QR of a print carries: names the print, and nobody. Source: 000§2.2.1 j."""
    return "|".join((QR_VERSION, convocatoria, made.print_id, str(made.number), made.sha256[:12]))


def in_estado(
    expediente: Expediente, estado: str, version: int, sequence: int, observados: Sequence[str] = ()
) -> Expediente:
    """Validation's state as of (`version`, `sequence`); what is older than what we know changes nothing.

    With observations a new print is due. Source: 000§3.3 c.
    """
    if (version, sequence) <= (expediente.estado_version, expediente.estado_sequence):
        return expediente
    return replace(
        expediente,
        estado=estado,
        estado_version=version,
        estado_sequence=sequence,
        observados=tuple(observados),
        is_print_current=expediente.is_print_current and estado != CON_OBSERVACIONES,
    )
