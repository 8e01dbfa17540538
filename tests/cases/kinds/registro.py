"""The registro through registration's use cases: what is typed, when, and whether the solicitud can be printed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plumbing.convocatoria.model import Convocatoria
from plumbing.errors import ResidenciasError
from services.registration import usecases
from tests.cases.kinds import kind
from tests.cases.kinds.calendario import instant
from tests.usecases.registration.world import World, a_world, datos, row


def _opened(given: Mapping[str, Any]) -> World:
    """The roster and the oferta accepted in time; the clock at the instant that is given."""
    world = a_world()
    world.publish_oferta()
    world.accept(row(1, **{name: str(value) for name, value in given.get("lista", {}).items()}))
    world.clock.move_to(instant(given["a_las"]))
    return world


@kind("cuenta")
def account(convocatoria: Convocatoria, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """dado: a_las, lista (lo que difiere en su renglón), escribe (curp, folio_enarm). entonces: se_abre, error."""
    world = _opened(given)
    try:
        world.account(1, **given.get("escribe", {}))
    except ResidenciasError as error:
        return {"se_abre": False, "error": error.code}
    return {"se_abre": True, "error": ""}


@kind("registro")
def registro(convocatoria: Convocatoria, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """dado: a_las, cambios (lo que escribe distinto), sin_sedes (espacios vacíos al final), sedes_repetidas.

    entonces: se_puede_imprimir, errores (códigos de los campos), error (de imprimir).
    """
    world = _opened(given)
    who = world.account(1)
    mine = world.mine(who)
    usecases.save_registro(world.desk, mine, who, datos=datos(**given.get("cambios", {})))
    ranked = world.rank_all(who)
    if given.get("sin_sedes"):
        ranked = ranked[: -int(given["sin_sedes"])]
    if given.get("sedes_repetidas"):
        ranked = [*ranked[:-1], ranked[0]]
    seen = usecases.rank_sedes(world.desk, mine, who, opciones=ranked)
    error = ""
    try:
        usecases.print_solicitud(world.desk, mine, who)
    except ResidenciasError as refused:
        error = refused.code
    return {
        "se_puede_imprimir": not error,
        "errores": sorted({one["code"] for one in seen["errors"]}),
        "error": error,
    }
