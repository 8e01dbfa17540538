"""A sixth convocatoria is data alone: written, checked, published and run to its end, and no code knows of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from plumbing.convocatoria import load
from plumbing.convocatoria.__main__ import check_folders
from residencias.convocatoria.page import page
from residencias.demo.oferta import read_oferta, sedes_for
from residencias.demo.run import Ended
from tests.e2e.integrity import wounds
from tests.e2e.sixth_call import ID, IN_MEXICO, NEW_CATEGORY, SOLVENCY_SLOT, SPACES, write_sixth_call
from tests.e2e.stage import Stage, staged

SEED = 2027
CAST = (
    "clean",
    "late_registro",
    "last_minute",
    "unfilled_spaces",
    "true_worker",
    "school_internado",
    "corrected",
    "ficha_not_taken",
    "explicit_rejection",
    "renuncia",
    "foreigner_pays",
    IN_MEXICO,
)


@dataclass(frozen=True)
class Told:
    """The new call after its story, in a system that still runs."""

    folder: Path
    stage: Stage
    ended: Ended


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """The call is published before it opens, as a real one."""
    folder = tmp_path_factory.mktemp("sixth")
    here = write_sixth_call(folder / "convocatorias")
    assert check_folders([here]) == 0
    assert check_folders([here], published=True) == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CONVOCATORIAS_DIR", str(here.parent))
        with staged(folder / "system", CAST, SEED, ID) as stage:
            yield Told(here, stage, stage.play())


def test_the_oracle_agrees_and_every_step_went_as_planned(told: Told) -> None:
    assert told.stage.wrong(told.ended) == []


def test_its_people_come_to_many_ends(told: Told) -> None:
    states = {"SIN_REGISTRO", "FUERA_DE_PROCESO", "PRESENTADO_A_SEDE", "NO_ACEPTA", "RENUNCIA"}
    assert states <= set(told.ended.observed["states"])


def test_the_system_runs_this_call_and_no_other(told: Told) -> None:
    world = told.stage.world
    listed = world.rest.get("/convocatorias")
    assert [one["id"] for one in listed] == [ID]


def test_nobody_ranks_more_sedes_than_there_are_spaces_though_more_are_offered(told: Told) -> None:
    world, wider = told.stage.world, 0
    oferta = read_oferta(world.oferta)
    for person in world.people:
        if person.index not in world.accounts:
            continue
        registro = world.rest.get(world.path("/registro", person), world.staff("ces"))
        offered = len(sedes_for(oferta, person.especialidad, person.categoria))
        assert len(registro["opciones"]) == min(SPACES, offered), person.scenario
        wider += offered > SPACES
    assert wider >= 5


def test_the_puntaje_is_made_with_its_own_weights_and_points(told: Told) -> None:
    world = told.stage.world
    worker = next(person for person in world.people if person.scenario == "true_worker")
    breakdown = told.ended.observed["people"][worker.folio_enarm]["breakdown"]
    base = worker.puntaje_enarm * Decimal("0.7") + worker.grade.registered * Decimal("0.3")
    assert Decimal(breakdown["base"]) == base
    assert breakdown["trabajador"] == "2"


def test_everybody_files_the_new_row_and_the_new_category_the_papers_of_its_audience(told: Told) -> None:
    world = told.stage.world
    rules = load(told.folder)
    for person in world.people:
        if person.scenario in ("clean", "foreigner_pays", IN_MEXICO):
            expediente = world.rest.get(world.path("", person), world.staff("ces"))
            filed = {entry["slot"] for entry in expediente["documents"]}
            assert SOLVENCY_SLOT in filed
            assert ("DOCUMENTOMIGRATORIO" in filed) == (person.scenario == "foreigner_pays")
    assert "CURP" in rules.required_slots(NEW_CATEGORY)


def test_it_can_be_read_as_a_page(told: Told) -> None:
    html = page(load(told.folder))
    assert "LI ENARM" in html
    assert "Constancia de solvencia para el curso propedéutico" in html


def test_nothing_is_lost_doubled_or_left_lying(told: Told) -> None:
    assert wounds(told.stage.world) == []
