"""Refusals of documents, each with its code."""

from __future__ import annotations

from plumbing.errors import Conflict, FieldError, Invalid, NotFound, ResidenciasError
from services.documents.domain.model import Finding

ALONE = {"NOMBRE_DE_ARCHIVO", "SOLICITUD_VENCIDA", "SOLICITUD_POR_REIMPRIMIR"}


def unknown_slot(slot: str, slots: tuple[str, ...]) -> Invalid:
    """There is no such row in the table."""
    return Invalid("SLOT_DESCONOCIDO", slot=slot, renglones=", ".join(slots))


def unknown_kind(slot: str, kind: str, kinds: tuple[str, ...]) -> Invalid:
    """The row does not accept this kind of paper."""
    return Invalid("TIPO_DE_DOCUMENTO", slot=slot, tipo=kind, tipos=", ".join(kinds))


def missing(slot: str, version: int) -> NotFound:
    """Nothing was uploaded there."""
    return NotFound("DOCUMENTO_NO_EXISTE", slot=slot, version=version or "más reciente")


def erased(slot: str, version: int, at: str) -> NotFound:
    """The term to keep it is over."""
    return NotFound("DOCUMENTO_DEPURADO", slot=slot, version=version, fecha=at)


def closed(slot: str, estado: str, reason: str, clause: str) -> Conflict:
    """The slot cannot be changed now; `reason` in words of people."""
    return Conflict("SLOT_CERRADO", clause=clause, slot=slot, estado=estado, motivo=reason)


def refused(slot: str, blocking: tuple[Finding, ...], others: tuple[Finding, ...]) -> ResidenciasError:
    """The file is blocked: every finding as a field error, blocking ones first.

    A single blocking finding that the contract names by itself gives its own code; else DOCUMENTO_RECHAZADO.
    """
    fields = tuple(
        FieldError(slot, f.code, {**f.facts, "nivel": f.level.value, "clausula": f.clause}, f.clause)
        for f in (*blocking, *others)
    )
    only = blocking[0]
    if len(blocking) == 1 and only.code in ALONE:
        return Invalid(only.code, clause=only.clause, fields=fields, **only.facts)
    codes = ", ".join(finding.code for finding in blocking)
    return Invalid(
        "DOCUMENTO_RECHAZADO",
        clause=only.clause,
        fields=fields,
        slot=slot,
        cuantas=len(blocking),
        hallazgos=codes,
    )
