"""What a resident types into the «Solicitud para especialidad de rama», and the hours at which they do things."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any

from residencias.demo.people import Person
from residencias.demo.rama.residente import Residente
from residencias.demo.scenarios import Intent

DECLARATIONS = (
    "sin_proceso_legal",
    "sin_corrupcion",
    "sin_cer_concluido",
    "datos_verdaderos",
    "advertencia_sedes_leida",
)
DIPLOMA = "DIPLOMA_INSTITUCIONAL"


def registro_of(person: Person, typed: Mapping[str, Any]) -> dict[str, Any]:
    """The whole form as plain values; `typed` wins over what the person wants. Source: 002§2.3 A, E."""
    return {
        "nombre": person.nombre,
        "primer_apellido": person.primer_apellido,
        "segundo_apellido": person.segundo_apellido,
        "sexo": person.sexo,
        "nacimiento_on": person.born_on.isoformat(),
        "entidad_nacimiento": person.entidad,
        "correos": [person.correos[0]],
        "residencia": {"cer": typed.get("cer", person.especialidad)},
        "declaraciones": dict.fromkeys(DECLARATIONS, True),
    }


def does_apply(residente: Residente, intent: Intent) -> bool:
    """The diploma is shown only in the courses that ask for it. Source: 002§6.1 Tabla 5."""
    return residente.needs_diploma or intent.facts.get("kind") != DIPLOMA


def hours_of(
    index: int, rng: Random, own: Mapping[str, datetime], book: Mapping[str, datetime]
) -> dict[str, datetime]:
    """The first instant of each phase: drawn inside its window, or the scenario's own."""

    def pick(start: datetime, minutes: int) -> datetime:
        return start + timedelta(minutes=rng.randrange(minutes), seconds=rng.randrange(60))

    registro = pick(book["opens"], 4 * 24 * 60)
    hours = dict.fromkeys(("cuenta", "registro", "envio", "revision", "correccion", "revision_2"), registro)
    hours["documentos"] = pick(registro + timedelta(minutes=20), 20 * 60)
    hours["ficha"] = hours["documentos"]
    hours["resultado"] = pick(book["results"] + timedelta(minutes=5), 4 * 24 * 60)
    hours["ooad"] = pick(book["ooad_from"] + timedelta(days=rng.randrange(3)), 7 * 60)
    hours["sede"] = book["sede_letter"] + timedelta(minutes=index % 480)
    hours["obligaciones"] = hours["sede"] + timedelta(days=1)
    return {**hours, **own}
