"""A handful of people and plazas through the assignment, and what the independent verifier says of it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from plumbing.convocatoria.model import Convocatoria
from services.allocation import verifier
from services.allocation.domain import bundle
from services.allocation.domain.model import Aspirante, Cell, Option, RoundInput, Rules
from services.allocation.domain.run import run_round
from services.allocation.usecases.terms import tie_breaks
from tests.cases.kinds import kind

ONE_SPECIALTY = "medicina-interna"


@kind("asignacion")
def assignment(convocatoria: Convocatoria, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """dado: plazas [{sede, subsede, categoria, lugares}], personas [{folio, puntaje, categoria, enarm, …, opciones}],
    numero_publico. entonces: lugares {folio: sede/subsede, o nada}, objeciones del verificador.
    """
    keys = tie_breaks(convocatoria)
    cells = tuple(
        Cell(
            ONE_SPECIALTY,
            number,
            one["sede"],
            one.get("subsede", one["sede"]),
            one.get("categoria", "indistinta"),
            int(one["lugares"]),
        )
        for number, one in enumerate(given["plazas"])
    )
    pool = tuple(
        Aspirante(
            one["folio"],
            ONE_SPECIALTY,
            one.get("categoria", "nacional"),
            Decimal(str(one["puntaje"])),
            tuple(Decimal(str(one.get(key, 70))) for key in keys),
            tuple(_option(option) for option in one["opciones"]),
        )
        for one in given["personas"]
    )
    rules = Rules(convocatoria.id, convocatoria.digest, keys, str(given.get("numero_publico", "12345")))
    round_input = RoundInput(rules, cells, pool)
    result = run_round(round_input)
    entered = bundle.input_bundle(round_input)
    left = bundle.output_bundle(round_input, result, bundle.digest(entered))
    return {
        "lugares": {
            one.folio: f"{one.sede}/{one.subsede}" if one.is_placed else "sin lugar"
            for one in sorted(result.assignments, key=lambda one: one.folio)
        },
        "categorias": {one.folio: one.category for one in result.assignments if one.is_placed},
        "objeciones": [v.property for v in verifier.verify(entered, left)],
    }


def _option(option: Any) -> Option:
    return Option(option) if isinstance(option, str) else Option(option["sede"], tuple(option["subsedes"]))
