"""A cycle of three periods through the real processes: the plazas and the people of one period go on to the next.

Everybody of the first period comes to the second and to the third; the oracle, from how they ended, says who enters and
with what code the others are turned away, and which plazas each period offers.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import pytest
import yaml

from plumbing.config import ROOT
from plumbing.convocatoria import oferta_digest, parse_oferta
from plumbing.convocatoria.catalog import load_catalog
from residencias.demo.cycle import Cycle, later_periods, of_cycle
from residencias.demo.driver.authority import release_expediente
from residencias.demo.driver.rest import Refused
from residencias.demo.driver.world import World
from residencias.demo.oferta import OfertaRow, read_oferta, serves
from residencias.demo.preferences import rank_sedes
from residencias.demo.run import Ended, oferta_for, world_of
from residencias.embedded.ports import HOST, choose
from residencias.instance import Instance
from residencias.supervisor import System
from tests.e2e.integrity import wounds
from tests.e2e.stage import CROWD, X47, cast

SEED = 2024
NATIONAL = "nacional"
CAST = (
    "clean",
    "low_score",
    "explicit_rejection",
    "silent_rejection",
    "renuncia",
    "abandono",
    "grave_inconsistency",
    "ficha_not_taken",
    "late_registro",
    "two_institutions",
)
TWO = "two_institutions"
PLAZAS = 5  # six are inscritos: one gets none
HEAD = "especialidad,sede,subsede,categoria,plazas\n"


class TwoInstitutions(Cycle):
    """Between the second and the third period the other institution releases who took part in both."""

    def _begin(self, convocatoria: str) -> World:
        if len(self.worlds) == 2:
            first = self.worlds[0]
            person = next(one for one in first.people if one.scenario == TWO)
            release_expediente(first, person, "2024-01-31")
            self.released.add(person.folio_enarm)
        return super()._begin(convocatoria)


@dataclass(frozen=True)
class Told:
    """The cycle after its story, in a system that still runs."""

    cycle: Cycle
    ended: list[Ended]

    def world(self, period: int) -> World:
        return self.cycle.worlds[period - 1]

    def states(self, period: int) -> Counter[str]:
        return Counter(self.ended[period - 1].observed["states"])


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    folder = tmp_path_factory.mktemp("periods")
    _with_one_more_story(folder / "convocatorias")
    instance = Instance("e2e-periods", folder / "system")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CONVOCATORIAS_DIR", str(folder / "convocatorias"))
        later = later_periods(X47, 3)
        settings = {**of_cycle(instance, X47, later), "HTTP_BIND": f"{HOST}:{choose()}"}
        with System(instance, settings) as system:
            first = world_of(system, settings, X47, CROWD, SEED)
            _compete(first)
            cycle = TwoInstitutions(system, settings, [first], lambda phase, at: None)
            yield Told(cycle, cycle.run(later))
            first.rest.close()


def _with_one_more_story(folder: Path) -> None:
    """The convocatorias with somebody in the first period's demo who took part in two institutions (000§3.2.3)."""
    shutil.copytree(ROOT / "convocatorias", folder)
    file = folder / X47 / "demo" / "scenarios.yaml"
    told = yaml.safe_load(file.read_text(encoding="utf-8"))
    cancelled = ["ces", "cancel_participation", {"cause": "DOS_INSTITUCIONES"}, "ok"]
    told["scenarios"][TWO] = {
        "title": "Participa en dos instituciones y la CES lo cancela",
        "share": "0",
        "phases": {"envio": [*told["base"]["envio"], cancelled], "revision": [], "ficha": []},
        "ends": {"state": "CANCELADO", "cause": "DOS_INSTITUCIONES"},
    }
    file.write_text(yaml.safe_dump(told, allow_unicode=True, sort_keys=False), encoding="utf-8")


def _compete(first: World) -> None:
    """The cast wants one specialty, which has a place less than they need."""
    rows = [row for row in read_oferta(oferta_for(X47, CROWD)) if row.categoria == NATIONAL]
    often = Counter(row.especialidad for row in rows).most_common(1)[0][0]
    chosen = [replace(row, plazas=1) for row in rows if row.especialidad == often][:PLAZAS]
    first.people = tuple(
        replace(person, especialidad=often, preferences=_wishes(chosen, often, person.folio_enarm))
        for person in cast(SEED, CAST)
    )
    first.oferta = HEAD + "".join(
        f"{row.especialidad},{row.sede},{row.subsede or row.sede},{row.categoria},1\n" for row in chosen
    )
    assert len(chosen) == PLAZAS
    assert all(serves(row, NATIONAL) for row in chosen)
    assert {person.categoria for person in first.people} == {NATIONAL}


def _wishes(rows: list[OfertaRow], especialidad: str, folio: str):
    return rank_sedes(Random(folio), rows, especialidad, NATIONAL)


def test_the_oracle_agrees_with_every_period_and_every_step_went_as_planned(told: Told) -> None:
    assert [[*one.failures, *one.differences] for one in told.ended] == [[], [], []]


def test_the_first_period_ends_in_every_way_that_matters_to_the_next(told: Told) -> None:
    ends = {"PRESENTADO_A_SEDE", "NO_ASIGNADO", "NO_ACEPTA", "RECHAZO_IMPLICITO", "RENUNCIA", "ABANDONO"}
    ends |= {"ANULADO", "FUERA_DE_PROCESO", "SIN_REGISTRO", "CANCELADO"}
    assert set(told.states(1)) == ends


@pytest.mark.parametrize(
    ("period", "scenario", "code"),
    [
        (2, "clean", "PERIODO_ANTERIOR_ABIERTO"),
        (2, "renuncia", "VETO_VIGENTE"),
        (2, "abandono", "VETO_VIGENTE"),
        (2, "grave_inconsistency", "VETO_VIGENTE"),
        (2, TWO, "FALTA_LIBERACION"),
        (3, TWO, ""),
        (2, "low_score", ""),
        (2, "explicit_rejection", ""),
        (2, "silent_rejection", ""),
        (2, "ficha_not_taken", ""),
        (2, "late_registro", ""),
        (3, "clean", "PERIODO_ANTERIOR_ABIERTO"),
        (3, "renuncia", ""),
        (3, "abandono", "VETO_VIGENTE"),
        (3, "grave_inconsistency", "VETO_VIGENTE"),
    ],
)
def test_how_somebody_ended_decides_whether_they_come_back(
    told: Told, period: int, scenario: str, code: str
) -> None:
    """What they did in the first period, and what the door of the later one said: nothing, or its code."""
    folio = next(person.folio_enarm for person in told.world(1).people if person.scenario == scenario)
    (person,) = (one for one in told.world(period).people if one.folio_enarm == folio)
    assert (person.scenario if person.scenario.isupper() else "") == code
    assert (person.index in told.world(period).accounts) == (not code)


def test_each_period_offers_what_the_one_before_left_and_no_plaza_is_held_twice(told: Told) -> None:
    catalog = load_catalog(ROOT / "catalog")
    held = 0
    for period in (1, 2, 3):
        rows = parse_oferta(told.world(period).oferta, catalog)
        assert sum(row.plazas for row in rows) == PLAZAS - held
        held += told.states(period)["PRESENTADO_A_SEDE"]
    assert 0 < held <= PLAZAS
    assert min(told.states(n)["PRESENTADO_A_SEDE"] for n in (1, 2, 3)) > 0


def test_the_file_can_be_had_again_byte_for_byte_with_the_digests_it_comes_from(told: Told) -> None:
    for before, world in ((told.world(1), told.world(2)), (told.world(2), told.world(3))):
        again = world.rest.content(world.path("/oferta-sobrante"), world.staff("ces"))
        assert again.decode() == world.oferta
        rows = parse_oferta(world.oferta, load_catalog(ROOT / "catalog"))
        for digest in (before.round["output_sha256"], oferta_digest(rows), before.convocatoria):
            assert digest in world.oferta


def test_another_file_is_refused_in_a_later_period(told: Told) -> None:
    world = told.world(2)
    more = world.oferta.replace(",1\n", ",2\n", 1).encode()
    with pytest.raises(Refused, match="OFERTA_DISTINTA_DE_LA_SOBRANTE"):
        world.rest.upload(world.path("/ofertas"), world.staff("ces"), "oferta.csv", more, "text/csv")


def test_nothing_is_lost_doubled_or_left_lying(told: Told) -> None:
    assert wounds(told.world(1)) == []
