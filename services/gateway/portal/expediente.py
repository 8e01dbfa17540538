"""Where a person stands, asked of the services that know: expediente, result. What is not there yet is empty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plumbing.convocatoria.expediente import Status
from plumbing.errors import Kind, ResidenciasError
from plumbing.events import as_plain
from services.gateway.portal.visits import Visit

PENDING = "PENDIENTE"
NOT_YET = (Kind.NOT_FOUND, Kind.OUTSIDE_WINDOW, Kind.NOT_ALLOWED, Kind.CONFLICT)


def expediente_of(visitor: Visit) -> dict[str, Any]:
    """The expediente as validation has it; empty where nobody validates, or before validation has heard of it."""
    return _asked(visitor, "validation", "GetExpediente") if visitor.call.has_validation else {}


def result_of(visitor: Visit) -> dict[str, Any]:
    """The result, once it may be seen; empty before, and for who is not in the pool."""
    found = _asked(visitor, "allocation", "GetResult")
    return {"place": {"sede": ""}, **found} if found else {}


def acuse_of(visitor: Visit) -> dict[str, Any]:
    """The receipt of the last send; empty before the first."""
    return _asked(visitor, "validation", "GetAcuse")


def puntaje_of(visitor: Visit) -> dict[str, Any]:
    """The puntaje with its lines; empty until it is computed."""
    return _asked(visitor, "scoring", "ExplainPuntaje")


def explanation_of(visitor: Visit) -> dict[str, Any]:
    """Why each option fell as it did; empty where the IMSS assigns nothing."""
    return _asked(visitor, "allocation", "ExplainResult")


def dictamen_of(visitor: Visit) -> dict[str, Any]:
    """What was ruled of the person's articles, or that it waits; empty without a file."""
    return _asked(visitor, "scoring", "GetDictamen")


def _asked(visitor: Visit, service: str, method: str, **values: Any) -> dict[str, Any]:
    try:
        found: dict[str, Any] = as_plain(visitor.ask(service, method, **values))
    except ResidenciasError as error:
        if error.kind in NOT_YET:
            return {}
        raise
    return found


def status_of_expediente(
    visitor: Visit, registro: Mapping[str, Any], expediente: Mapping[str, Any]
) -> Status | None:
    """The status with the call's own label and explanation."""
    code = expediente.get("estado") or registro["estado"] or PENDING
    return next((one for one in visitor.call.expediente.statuses if one.code == code), None)
