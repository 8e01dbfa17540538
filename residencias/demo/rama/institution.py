"""What reviewers and CES do between the close of the registro and the round: rulings on articles, and the cut."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from residencias.demo.driver.world import World
from residencias.demo.rama.files import make_grades
from residencias.demo.scenarios import script

SLOT = "ARTICULOS"
LAST_DAY = "2024-12-01"
LINES = 12


def rule_articles(world: World) -> None:
    """Every file that waits is opened and ruled, line by line, by what its page says."""
    world.settle()
    token = world.staff("revisor")
    while waiting := world.rest.get(world.path("/revisiones"), token)["revisiones"]:
        for one in waiting:
            where = world.path(f"/expedientes/{one['expediente_id']}")
            content = world.rest.content(f"{where}/documentos/{SLOT}", token, version=1)
            truth = world.truths[hashlib.sha256(content).hexdigest()]
            tipos = script(world.convocatoria).facts["articles"]["tipos"]
            world.rest.post(f"{where}/dictamen", token, {"articles": [ruled(truth.facts, tipos)]})
            world.count("dictámenes")
    world.settle()


def ruled(page: Mapping[str, str], tipos: list[str]) -> dict[str, Any]:
    """The reviewer's answers to the whole checklist for the article of a page. Source: 002§4.1, 4.2."""
    is_of_a_type = page["tipo"] in tipos
    is_author = page["position"] in ("1", "2")
    fails = {
        3: page["is_of_imss_patients"] != "yes",
        4: not page["issn"],
        5: not page["doi"],
        6: page["is_in_medline"] != "yes",
        7: page["published_on"] > LAST_DAY,
        8: not is_author,
        9: not is_of_a_type,
        10: not (is_of_a_type and is_author),
    }
    answers = [
        {"code": f"RP-{n:02d}", "holds": not fails.get(n, False), "note": ""} for n in range(1, LINES + 1)
    ]
    said = {name: page[name] for name in ("titulo", "revista", "issn", "doi", "published_on", "tipo")}
    return {**said, "position": int(page["position"]), "answers": answers}


def load_grades(world: World) -> None:
    """The cut of grades is loaded and accepted; puntajes and exclusions follow by themselves."""
    token = world.staff("ces")
    content = make_grades(world.people).encode()
    cut = world.rest.upload(world.path("/calificaciones"), token, "siices.csv", content, "text/csv")
    if cut["refused"]:
        world.fail(f"el corte de calificaciones tiene renglones rechazados: {cut['refused']}")
    world.rest.post(world.path(f"/calificaciones/{cut['corte_id']}/aceptacion"), token)
    world.settle()
