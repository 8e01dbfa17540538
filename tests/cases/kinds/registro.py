"""The registro through registration's use cases: what is typed, when, and whether the solicitud can be printed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from plumbing.convocatoria.model import Convocatoria
from plumbing.errors import ResidenciasError
from services.registration import usecases
from tests.cases.kinds import kind
from tests.cases.kinds.calendario import instant
from tests.usecases.registration.world import DATOS, OPEN, World, a_world, datos, row

DATES = ("egreso_on", "internado_on", "servicio_social_on")
PLACE = {"sede": "UMAE-HE-CMNO", "subsede": "UMAE-HE-CMNO"}


def _opens(call: Convocatoria) -> datetime:
    opens = call.windows["registro"].first_instant
    assert opens is not None
    return opens


def _opened(call: Convocatoria, given: Mapping[str, Any]) -> World:
    """The roster of the call, and its oferta where there is one, accepted the day before; the clock as given."""
    world = a_world(_opens(call) - timedelta(days=1), call=call)
    place: dict[str, str] = {}
    if call.personal_opening:
        place = {**PLACE, "seleccion_on": str(call.personal_opening.days[0].selected_on)}
    else:
        world.publish_oferta()
    listed = {name: str(value) for name, value in given.get("lista", {}).items()}
    world.accept(row(1, **{**place, **listed}))
    world.clock.move_to(instant(given["a_las"]))
    return world


def _typed(call: Convocatoria, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Complete and right but for the changes; the studies ended as long before the call as in the XLVII."""
    years = (_opens(call) - OPEN).days // 365
    moved = {name: f"{int(DATOS[name][:4]) + years}{DATOS[name][4:]}" for name in DATES}
    claims = {"internado_imss": any(one.code == "internado_imss" for one in call.scoring.extras)}
    return datos(**{"reclamos": claims, **moved, **changes})


def _ranked(world: World, who: str, given: Mapping[str, Any]) -> list[dict[str, Any]]:
    if world.call.personal_opening:
        return [] if given.get("sin_sedes") else [{"sede": PLACE["sede"], "subsedes": [PLACE["subsede"]]}]
    ranked = world.rank_all(who)
    if given.get("sin_sedes"):
        ranked = ranked[: -int(given["sin_sedes"])]
    return [*ranked[:-1], ranked[0]] if given.get("sedes_repetidas") else ranked


@kind("cuenta")
def account(convocatoria: Convocatoria, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """dado: a_las, lista (lo que difiere en su renglón), escribe (curp, folio_enarm). entonces: se_abre, error."""
    world = _opened(convocatoria, given)
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
    world = _opened(convocatoria, given)
    who = world.account(1)
    mine = world.mine(who)
    usecases.save_registro(world.desk, mine, who, datos=_typed(convocatoria, given.get("cambios", {})))
    seen = usecases.rank_sedes(world.desk, mine, who, opciones=_ranked(world, who, given))
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
