"""The solicitud de rama through registration's use cases: the roster of residents, the course, all its sedes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plumbing.convocatoria.model import Convocatoria
from plumbing.errors import ResidenciasError
from services.registration import usecases
from services.registration.usecases.reglas import roster_columns
from tests.cases.kinds import kind
from tests.cases.kinds.calendario import instant
from tests.usecases.cer.world import World, row, table_csv


@kind("fila_de_residente")
def roster_row(convocatoria: Convocatoria, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """dado: lo que difiere en el renglón de la relación de residentes. entonces: se_admite, motivo."""
    world = World()
    changes = {name: str(value) for name, value in given.items()}
    content = table_csv(roster_columns(convocatoria), [row(1, **changes)])
    report = usecases.import_roster(world.registration.desk, world.act("ces"), "residentes.csv", content)
    refused = [one["code"] for one in report["refused"]]
    return {"se_admite": not refused, "motivo": refused[0] if refused else ""}


@kind("solicitud_de_rama")
def solicitud(convocatoria: Convocatoria, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """dado: a_las, cer (con Medicina interna, grado 2), sin_sedes (cuántas no ordena), entra_a_las (si fue antes).

    entonces: se_genera, errores (códigos de los campos), error (de generarla).
    """
    world = World()
    world.load_oferta()
    world.accept(row(1))
    world.at(instant(given.get("entra_a_las", given["a_las"])))
    me = world.account(1)
    desk, mine = world.registration.desk, world.mine(me)
    seen = world.choose(me, given["cer"])
    if given.get("sin_sedes"):
        offered = usecases.list_opciones(desk, mine, me)["sedes"][: -int(given["sin_sedes"])]
        seen = world.choose(me, given["cer"], [one["sede"] for one in offered])
    world.at(instant(given["a_las"]))
    error = ""
    try:
        world.print(me)
    except ResidenciasError as refused:
        error = refused.code
    wrong = sorted({one["code"] for one in seen["errors"]})
    return {"se_genera": not error, "errores": wrong, "error": error}
