"""The next dossier: put aside for a desk that is about to sign, so that its papers are there when it is taken."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from plumbing.convocatoria.model import Convocatoria
from plumbing.errors import ResidenciasError
from plumbing.events import as_plain
from services.gateway.portal.personal.puesto import Seat


def set_aside(here: Seat, call: Convocatoria) -> None:
    """The next one is put aside for this desk, if there is one and it can be had now."""
    with suppress(ResidenciasError):
        here.ask(call, "validation", "SetAsideNext")


def following(here: Seat, call: Convocatoria) -> dict[str, Any]:
    """What is put aside for this desk, by its papers; empty when nothing is, or nobody can say."""
    try:
        found: dict[str, Any] = as_plain(here.ask(call, "validation", "GetSetAside"))
    except ResidenciasError:
        return {}
    return found if found["expediente_id"] else {}


def is_ahead(here: Seat, call: Convocatoria, expediente_id: str) -> bool:
    """It is put aside for this desk, which has not taken it yet."""
    found = here.ask(call, "validation", "GetSetAside")
    return bool(found.expediente_id == expediente_id)
