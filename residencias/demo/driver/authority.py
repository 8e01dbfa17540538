"""What CES does about somebody who also took part in another institution: out of this call, and back once released."""

from __future__ import annotations

from typing import Any

from residencias.demo.driver.world import World
from residencias.demo.people import Person
from residencias.demo.plan import Step

NOTE = "Aparece en la lista de participantes de otra institución de salud."


def cancel_participation(world: World, person: Person, step: Step) -> Any:
    body = {"cause": step.facts["cause"], "note": NOTE}
    return world.rest.post(world.path("/cancelacion", person), world.staff("ces"), body)


def release_expediente(world: World, person: Person, released_on: str) -> Any:
    body = {"institucion": "Otra institución de salud", "oficio": "OF-1/2024", "released_on": released_on}
    return world.rest.post(world.path("/liberacion", person), world.staff("ces"), body)
