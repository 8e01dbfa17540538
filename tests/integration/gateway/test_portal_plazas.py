"""What anybody may read of a call: its rules, the plazas on offer, and after the gate the cut-offs; never a person."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from contracts.residencias.allocation.v1 import service_pb2 as allocation
from plumbing import errors
from plumbing.auth import ANONYMOUS
from plumbing.config import ROOT
from plumbing.convocatoria import load_catalog
from plumbing.convocatoria.registry import Registry
from services.gateway.portal.mapa import LEVELS, tiles
from services.gateway.portal.words import words
from tests.integration.gateway.conftest import World
from tests.integration.gateway.surfing import BASE, browser, refusing

CATALOG = load_catalog(ROOT / "catalog")
CALLS = Registry.load(ROOT / "convocatorias")
JALISCO = next(sede for sede in CATALOG.sedes if sede.state == "Jalisco")
SONORA = next(sede for sede in CATALOG.sedes if sede.state == "Sonora")
COURSE = CATALOG.especialidades[0]


@pytest.mark.parametrize("convocatoria", [*CALLS, *CALLS.templates])
def test_all_rules_of_every_call_are_read_with_their_clause(world: World, convocatoria):
    with browser(world, inside=False) as client:
        contents = client.get(f"/convocatorias/{convocatoria}/reglas").text
        page = client.get(f"/convocatorias/{convocatoria}/reglas/todas")
        parts = set(re.findall(rf'href="(/convocatorias/{convocatoria}/reglas/parte-[^"#]+)"', contents))
        shown = [client.get(part) for part in sorted(parts)]
        assert client.get(f"/convocatorias/{convocatoria}/reglas/nada").status_code == 404
    assert {one.status_code for one in (page, *shown)} == {200}
    assert sum(one.text.count('class="regla"') for one in shown) <= page.text.count('class="regla"')
    anchors = {
        part: set(re.findall(r'id="([^"]+)"', one.text))
        for part, one in zip(sorted(parts), shown, strict=True)
    }
    for one in shown:
        for part, anchor in re.findall(r'href="([^"#]*/reglas/[^"#]+)#([^"]+)"', one.text):
            assert anchor in anchors.get(part, {anchor}), (part, anchor)
    call = CALLS.templates.get(convocatoria) or CALLS[convocatoria]
    assert call.digest in page.text
    assert page.text.count('class="regla"') > 40
    assert " style=" not in page.text


def test_plazas_are_browsed_by_state_and_specialty(world: World):
    cells = [
        allocation.Cell(
            especialidad=COURSE.code, sede=JALISCO.code, subsede="x", categoria="nacional", plazas=3
        ),
        allocation.Cell(
            especialidad=COURSE.code, sede=JALISCO.code, subsede="y", categoria="extranjero", plazas=1
        ),
        allocation.Cell(
            especialidad=COURSE.code, sede=SONORA.code, subsede="z", categoria="nacional", plazas=2
        ),
    ]
    world.answers.said["GetOferta"] = lambda request: allocation.Oferta(cells=cells)
    with browser(world, inside=False) as client:
        page = client.get(f"{BASE}/oferta")
        assert "6 plazas en 2 estados" in page.text
        assert "Jalisco: 4" in page.text
        chosen = client.get(f"{BASE}/oferta?entidad=Jalisco")
        assert JALISCO.name.split()[0] in chosen.text
        assert "4 plazas en Jalisco" in chosen.text
        assert SONORA.name not in chosen.text
        assert "Ninguna plaza coincide" in client.get(f"{BASE}/oferta?entidad=Colima").text
        world.answers.said["GetOferta"] = refusing(errors.NotFound("OFERTA_INEXISTENTE"))
        assert "todavía no se publica" in client.get(f"{BASE}/oferta").text


def test_cut_offs_are_shown_after_the_gate_and_before_it_only_when_it_opens(world: World):
    world.answers.said["GetCutoffs"] = refusing(errors.OutsideWindow("RESULTADOS_NO_PUBLICADOS"))
    with browser(world, inside=False) as client:
        closed = client.get(f"{BASE}/resultados")
        assert closed.status_code == 200
        assert "Todavía no se publican" in closed.text
        assert "18:00" in closed.text
        line = allocation.Cutoff(
            especialidad=COURSE.code, sede=JALISCO.code, subsede=JALISCO.code, categoria="nacional",
            plazas=3, filled=3, last_admitted_puntaje="81.25",
        )  # fmt: skip
        world.answers.said["GetCutoffs"] = lambda request: allocation.Cutoffs(cutoffs=[line])
        shown = client.get(f"{BASE}/resultados?entidad=Jalisco")
    assert "81.25" in shown.text
    assert all(act.actor == ANONYMOUS for act in world.answers.acts), "asked as nobody in particular"


def test_the_oferta_shows_the_cut_offs_of_the_time_before_where_the_formula_is_the_same(world: World):
    """Of two calls by one formula the earlier one's results are out; another formula is no comparison."""
    asked: list[str] = []

    def cut_offs(request):
        asked.append(request.convocatoria)
        found = [
            allocation.Cutoff(
                especialidad=COURSE.code, sede=JALISCO.code, subsede=str(n), last_admitted_puntaje=text
            )
            for n, text in enumerate(("100.5", "81.25", ""))
        ]
        return allocation.Cutoffs(cutoffs=found)

    cell = allocation.Cell(especialidad=COURSE.code, sede=JALISCO.code, categoria="nacional", plazas=3)
    world.answers.said["GetOferta"] = lambda request: allocation.Oferta(cells=[cell])
    world.answers.said["GetCutoffs"] = cut_offs
    world.advance(timedelta(hours=3))  # what was asked before is no longer kept
    with browser(world, inside=False) as client:
        shown = client.get(f"{BASE}/oferta?entidad=Jalisco").text
        world.advance(timedelta(days=600))
        of_residents = client.get("/convocatorias/cer-rama-2025/oferta?entidad=Jalisco").text
    assert asked == ["xlv-enarm-2021"]
    assert "81.25" in shown
    assert "Corte anterior" not in of_residents


def test_the_map_has_every_state_of_the_catalogue_each_on_a_tile_of_its_own():
    assert {sede.state for sede in CATALOG.sedes} <= words()["mapa"].keys()
    assert len(words()["mapa"]) == 32
    found = tiles({"Jalisco": 9, "Sonora": 1}, "Sonora", {"entidad": "Sonora", "especialidad": "X"})
    assert len({(one.column, one.row) for one in found}) == len(found)
    by_name = {one.name: one for one in found}
    assert (by_name["Colima"].level, by_name["Sonora"].level) == (0, 1)
    assert 1 < by_name["Jalisco"].level <= LEVELS
    assert by_name["Jalisco"].href == "?especialidad=X&entidad=Jalisco"
    assert by_name["Sonora"].href == "?especialidad=X", "the chosen one leads back to all"
