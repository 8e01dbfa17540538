"""What only residents do through the API."""

from __future__ import annotations

from typing import Any

from residencias.demo.driver.world import World
from residencias.demo.papers import draw
from residencias.demo.people import Person
from residencias.demo.plan import Step

SLOT = KIND = "ARTICULOS"


def upload_articles(world: World, person: Person, step: Step) -> Any:
    """The one file of articles goes up. Source: 002§2.3 C."""
    paper = draw(person, SLOT)
    world.remember(paper.content, paper.truth)
    path = world.path(f"/documentos/{SLOT}", person)
    answer = world.rest.upload(path, world.token(person), paper.name, paper.content, "image/jpeg", kind=KIND)
    world.count("documentos")
    return answer
