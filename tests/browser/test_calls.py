"""Every other call in a browser: from the account to the letter, and its own words on every page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from plumbing.clock import set_simulated
from residencias.demo.driver import desk, institution
from residencias.demo.kinds import is_direct, is_rama, rules_of
from residencias.demo.rama import institution as rama
from residencias.demo.run import simulated, world_of
from residencias.embedded.ports import HOST, choose
from residencias.instance import Instance
from residencias.supervisor import System
from tests.browser.hands import Hands
from tests.browser.looking import PHONE, Looked
from tests.browser.story import moment
from tests.e2e.stage import cast

X45, X48, X49, CER = "xlv-enarm-2021", "xlviii-extraordinario", "xlix-tercer-periodo-2026", "cer-rama-2025"
CALLS = (X45, CER, X48, X49)
"""In the order of their calendars: one system lives through all of them."""
WHO = {CER: "first_author"}
SEED = 2023
PAGE_BYTES = 60 * 1024


@dataclass
class Walk:
    """One person's way through one call."""

    hands: Hands
    looked: Looked
    reached: dict[str, Any] = field(default_factory=dict)

    @property
    def page(self) -> Page:
        return self.hands.page

    @property
    def call(self) -> str:
        return self.hands.world.convocatoria

    def at(self, *paths: str) -> None:
        """These pages are opened and judged."""
        for path in paths:
            self.hands.go(path)
            self.looked.at(self.page, f"{self.call}{path}")

    def apply(self) -> None:
        """From the call's own page to the acuse, or to the print that inscribes."""
        hands, world = self.hands, self.hands.world
        opens = moment(world, "opens")
        world.clock.set(opens - timedelta(hours=30))
        institution.open_the_call(world)
        world.clock.set(opens + timedelta(hours=26))
        self.at("", "/cuenta")
        hands.sign_up()
        hands.enter()
        self.at("/proceso")
        hands.fill_registro(lambda section: self.looked.at(self.page, f"{self.call} {section}"))
        self.at("/registro", "/sedes")
        hands.rank()
        self.at("/sedes")
        if rules_of(self.call).scoring.components:
            self.at("/calculadora?enarm=70&licenciatura=88&posgrado=88&efiser=60&escala=100")
        if is_rama(self.call):
            hands.hand_in(b"")
        self.at("/documentos", f"/documentos/{next(iter(hands.person.papers))}")
        solicitud = hands.print_solicitud()
        self.at("/solicitud")
        if is_rama(self.call):
            self.reached["folio"] = self._folio()
        else:
            self._send(solicitud)
        self.at("/proceso")

    def _send(self, solicitud: bytes) -> None:
        self.hands.hand_in(solicitud)
        self.at("/envio")
        self.reached["acuse"] = self.hands.send()
        self.at("/acuse", "/estado")
        desk.work_the_queue(self.hands.world)
        self.hands.go("/ficha")
        self.hands.press("Obtener mi ficha")
        self.at("/ficha")
        self.reached["folio"] = self.page.locator(".acuse .numero").inner_text()

    def _folio(self) -> str:
        """That of the print, where the print inscribes."""
        world, person = self.hands.world, self.hands.person
        return str(world.rest.get(world.path("/registro", person), world.token(person))["folio"])

    def conclude(self) -> None:
        """What the institution does until the results, and what the person then sees."""
        world = self.hands.world
        world.clock.set(
            moment(world, "ficha_closes" if not is_rama(self.call) else "registro_closes") + MINUTE
        )
        world.settle()
        if is_rama(self.call):
            world.swept(world.clock.now() - MINUTE, ("registration",))
            for at, act in (("articles_ruled", rama.rule_articles), ("grades_cut", rama.load_grades)):
                world.clock.set(moment(world, at))
                act(world)
        if not is_direct(self.call):
            world.clock.set(moment(world, "allocation_run"))
            institution.allocate(world)
        world.clock.set(moment(world, "results") + 5 * MINUTE)
        institution.await_results(world)
        self.hands.go("/resultado")
        self.hands.enter()
        self.at("/resultado", "/puntaje", "/proceso", "/obligaciones", "/cartas")
        self._accept()

    def _accept(self) -> None:
        for step in rules_of(self.call).acceptance.steps:
            self.at(f"/resultado/paso/{step.code}")
            if step.single:
                self.reached["carta"] = self.hands.download(step.button.capitalize())[:4]
            else:
                self.hands.press(step.button.capitalize())
                self.page.get_by_text("Quedó registrado").wait_for()
        self.at("/resultado")


MINUTE = timedelta(minutes=1)


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[System, dict[str, str]]]:
    """One system before the first of these calls; the one without dates has those of its example."""
    instance = Instance("calls", tmp_path_factory.mktemp("calls"))
    settings = {**simulated(instance, X48), "HTTP_BIND": f"{HOST}:{choose()}"}
    first = rules_of(X45).windows["registro"].first_instant
    set_simulated(Path(settings["RESIDENCIAS_CLOCK_PATH"]), first - timedelta(days=2), 1.0)
    with System(instance, settings) as running:
        yield running, settings


@pytest.fixture(scope="module")
def walks(
    system: tuple[System, dict[str, str]], chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Walk]]:
    """Everybody's way to its end. The extraordinary call opens while the residents' one runs."""
    running, settings = system
    found: dict[str, Walk] = {}
    for call in CALLS:
        world = world_of(running, settings, call, 1, SEED)
        (person,) = cast(SEED, [WHO.get(call, "clean")], call)
        world.people = [replace(person, first_papers={}, typed_promedio=person.grade.registered)]
        looked = Looked(world.environment["HTTP_BIND"], is_dark_too=False)
        page = looked.context(chromium, PHONE).new_page()
        found[call] = Walk(Hands(page, world, world.people[0], tmp_path_factory.mktemp(call)), looked)
    found[X45].apply()
    found[X45].conclude()
    found[CER].apply()
    found[X48].apply()
    found[CER].conclude()
    found[X48].conclude()
    found[X49].apply()
    found[X49].conclude()
    yield found
    for walk in found.values():
        walk.page.context.close()


@pytest.mark.parametrize("call", CALLS)
def test_each_call_is_walked_to_its_letter(walks: dict[str, Walk], call: str) -> None:
    walk = walks[call]
    assert walk.reached["folio"]
    assert ("acuse" in walk.reached) != is_rama(call)
    assert walk.reached["carta"] == b"%PDF"


@pytest.mark.parametrize("call", CALLS)
def test_every_page_of_each_call_passes_axe_and_speaks_to_people(walks: dict[str, Walk], call: str) -> None:
    looked = walks[call].looked
    assert len(looked.pages) > 20
    assert (looked.wrong, looked.strangers, looked.console) == ([], set(), [])


@pytest.mark.parametrize("call", CALLS)
def test_no_page_of_any_call_is_heavy(walks: dict[str, Walk], call: str) -> None:
    """Its own HTML; style, script and icons come once and are kept (test_portal.py weighs a first visit)."""
    heavy = {name: size for name, size in walks[call].looked.bytes.items() if size > PAGE_BYTES}
    assert heavy == {}
