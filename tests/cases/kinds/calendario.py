"""Plazos: is a window open at an instant of Mexico City's wall clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from plumbing.clock import MEXICO_CITY
from plumbing.convocatoria.model import Convocatoria
from plumbing.convocatoria.registry import Registry
from plumbing.errors import ResidenciasError
from tests.cases.kinds import kind


def instant(text: Any) -> datetime:
    """`2023-11-18T12:00:00` as Mexico City reads it (YAML may have made it a datetime already)."""
    moment = text if isinstance(text, datetime) else datetime.fromisoformat(str(text))
    return moment.replace(tzinfo=MEXICO_CITY)


@kind("ventana")
def window(convocatoria: Convocatoria, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """dado: ventana, instante. entonces: abierta, vencida."""
    found = convocatoria.windows[given["ventana"]]
    at = instant(given["instante"])
    return {"abierta": found.contains(at), "vencida": found.closed(at)}


@kind("vigencia")
def validity(convocatoria: Convocatoria, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """dado: ventana. entonces: desde, hasta (días, ambos incluidos)."""
    found = convocatoria.windows[given["ventana"]]
    first, last = found.first_instant, found.last_instant
    return {
        "desde": first.astimezone(MEXICO_CITY).date().isoformat() if first else "",
        "hasta": last.astimezone(MEXICO_CITY).date().isoformat() if last else "",
    }


@kind("apertura")
def opening(convocatoria: Convocatoria, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """dado: nada (la convocatoria como está en su carpeta). entonces: se_abre, error, pendientes (sus ventanas)."""
    error = ""
    try:
        Registry({convocatoria.id: convocatoria})[convocatoria.id]
    except ResidenciasError as refused:
        error = refused.code
    return {"se_abre": not error, "error": error, "pendientes": list(convocatoria.pending_windows)}
