"""Two people of the CES run a small convocatoria through their pages, from the roster to the published result."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from residencias.demo.driver import desk
from residencias.demo.driver.hands import together
from residencias.demo.driver.institution import PUBLIC_NUMBER
from residencias.demo.driver.steps import perform
from residencias.demo.driver.world import World
from residencias.demo.plan import timeline
from residencias.demo.roster import make_roster
from tests.browser import story
from tests.browser.hands import follow, press
from tests.browser.looking import DESKTOP, PHONE, Looked
from tests.browser.personal import enter
from tests.e2e.stage import staged

SEED, CROWD, PEOPLE = 2024, 40, 4
PHASES = ("registro", "documentos", "envio")
FOREIGNER = "E47-700001,,Ana,Silva,,M,1996-02-29,NE,extranjero,{especialidad},68.0000,\n"


@dataclass
class Office:
    """The two people, each with a browser of their own: one at a desk, one on a phone."""

    world: World
    looked: Looked
    one: Page
    other: Page
    files: Path

    @property
    def home(self) -> str:
        return f"/ces/{self.world.convocatoria}"

    def go(self, path: str = "", page: Page | None = None) -> Page:
        there = page or self.one
        there.goto(f"{self.home}{path}")
        return there

    def see(self, name: str, page: Page | None = None) -> None:
        self.looked.at(page or self.one, f"ces {name}")

    def come_in(self) -> None:
        """Both, anew: sessions do not outlive a leap of the clock."""
        enter(self.one, self.world, "ces")
        enter(self.other, self.world, "ces2")

    def upload(self, path: str, name: str, text: str) -> None:
        file = self.files / name
        file.write_text(text, encoding="utf-8")
        self.go(path)
        self.one.locator("[name=archivo]").set_input_files(file)
        press(self.one, "Subir y conciliar")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[Office]:
    with staged(tmp_path_factory.mktemp("ces"), CROWD, SEED) as stage:
        world = stage.world
        clean = [p for p in world.people if p.scenario == "clean" and p.categoria == "nacional"][:PEOPLE]
        world.people = [replace(person, index=index) for index, person in enumerate(clean)]
        world.clock.set(story.moment(world, "opens") - timedelta(days=6))
        looked = Looked(world.environment["HTTP_BIND"])
        with looked.context(chromium, DESKTOP) as desktop, looked.context(chromium, PHONE) as phone:
            files = tmp_path_factory.mktemp("files")
            yield Office(world, looked, desktop.new_page(), phone.new_page(), files)


def figure(page: Page, name: str) -> str:
    """What the tile with this name says."""
    return (
        page.locator(".cifras > div", has=page.get_by_text(name, exact=True))
        .locator("dd")
        .inner_text()
        .split("\n")[0]
    )


def test_a_roster_with_bad_rows_is_reconciled_and_accepted_whole(office: Office) -> None:
    page, world = office.one, office.world
    office.come_in()
    page.goto("/ces")
    office.see("convocatorias")
    office.go()
    office.see("por empezar")
    press_link(page, "Empezar")
    office.upload("/ofertas", "oferta.csv", "sede,plazas\nX,1\n")
    office.see("oferta ilegible")
    assert page.locator(".errores").count() == 1
    office.upload("/ofertas", "oferta.csv", world.oferta)
    accept(office, "Aceptar la oferta")
    roster = make_roster(world.people)
    foreigner = FOREIGNER.format(especialidad=world.people[0].especialidad)
    office.upload("/rosters", "cifrhs.csv", roster.text + foreigner)
    office.see("roster conciliado")
    assert figure(page, "Rechazados") == str(len(roster.refused))
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Descargarlos en CSV").click()
    lines = Path(waiting.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert [int(line.split(",")[0]) for line in lines[1:]] == [row.row for row in roster.refused]
    accept(office, "Aceptar el roster", look="roster por aceptar")
    assert figure(page, "Admitidos") == str(PEOPLE + 1)
    office.go("/curp-temporales")
    press(page, "Asignar")
    office.see("curp temporal")
    assert page.locator("td code").count() == 1
    world.settle()


def press_link(page: Page, name: str) -> None:
    follow(page.get_by_role("link", name=name).first)


def accept(office: Office, button: str, look: str = "") -> None:
    """The check page with the digest, and then the button."""
    press_link(office.one, "Revisar y aceptar")
    if look:
        office.see(look)
    press(office.one, button)
    office.one.get_by_text("Cuenta desde ahora").first.wait_for()


def test_the_board_follows_what_people_do_without_a_reload(office: Office) -> None:
    page, world = office.one, office.world
    world.clock.set(story.moment(world, "opens") + timedelta(hours=5))
    office.come_in()
    office.go("/tablero")
    office.see("tablero vacío")
    page.evaluate("window.samePage = true")
    attend(world, *PHASES)
    world.wait(lambda: figure(page, "En la fila") == str(PEOPLE), "la fila en el tablero")
    page.locator("#cargas svg.trazo rect").first.wait_for()
    office.see("tablero")
    page.get_by_role("button", name="Pausar").click()
    desk.work_the_queue(world)
    page.get_by_role("button", name="Seguir en vivo").click()
    page.get_by_text("Nadie espera revisión").first.wait_for()
    assert page.evaluate("window.samePage"), "it was never loaded again"
    office.go("/tablero", office.other)
    office.see("tablero en teléfono", office.other)
    attend(world, "ficha")


def attend(world: World, *phases: str) -> None:
    """Everybody does their steps of these phases; nothing may differ from the plan."""
    steps = [
        step
        for step in timeline(world.people, world.seed)
        if step.phase in phases and step.actor == "aspirante"
    ]

    def one(index: int) -> None:
        for step in steps:
            if step.index == index:
                perform(world, world.people[index], step)

    together([partial(one, person.index) for person in world.people], 2)
    assert world.failures == []
    world.settle()


def test_the_assignment_is_rehearsed_compared_run_and_published_by_two(office: Office) -> None:
    page, world = office.one, office.world
    close = story.moment(world, "ficha_closes") + timedelta(seconds=2)
    world.clock.set(close)
    world.swept(close - timedelta(seconds=2), ("validation",))
    world.settle()
    world.clock.set(story.moment(world, "allocation_run"))
    office.come_in()
    for name in ("ensayo", "segundo ensayo"):
        office.go("/rondas")
        press(page, "Correr un ensayo")
        office.see(name)
    assert "Todas se cumplen" in page.inner_text("main")
    press_link(page, "Comparar con la anterior")
    page.get_by_text("Nadie cambia de lugar").first.wait_for()
    office.see("comparación")
    run_officially(office)
    publish(office)


def run_officially(office: Office) -> None:
    page = office.one
    office.go("/rondas/oficial")
    page.locator("[name=public_number]").fill("no es un número")
    press(page, "Revisar")
    press(page, "Correr la asignación oficial")
    office.see("número público mal escrito")
    assert "no es un número" in page.locator(".errores").inner_text()
    page.locator("[name=public_number]").fill(PUBLIC_NUMBER)
    press(page, "Revisar")
    office.see("corrida oficial por confirmar")
    press(page, "Correr la asignación oficial")
    page.get_by_text("corrida y verificada").first.wait_for()
    office.see("corrida oficial")
    assert figure(page, "Participan") == str(PEOPLE)
    for name in ("entrada", "salida"):
        with page.expect_download() as waiting:
            page.get_by_role("link", name=f"Descargar la {name}").first.click()
        kept = Path(waiting.value.path()).read_bytes()
        assert sha256(kept).hexdigest() in page.inner_text("main"), (
            "what is downloaded has the digest on the page"
        )


def publish(office: Office) -> None:
    """One proposes, and cannot approve by any way; the other sees the same digest and approves."""
    page, other = office.one, office.other
    press_link(page, "Publicar")
    seen = page.locator(".huella").last.inner_text()
    form = {name: page.locator(f"[name={name}]").last.input_value() for name in ("_csrf", "_clave", "huella")}
    where = page.url
    press(page, "Proponer la publicación")
    office.see("publicación propuesta")
    assert "Tú la propusiste" in page.inner_text("main")
    assert page.get_by_role("button", name="Aprobar").count() == 0
    forced = page.request.post(where, form={**form, "_clave": "otra", "estado": "PUBLICACION_PROPUESTA"})
    assert forced.status == 403
    office.go("", other)
    press_link(other, "Atender")
    office.see("publicación por aprobar", other)
    assert other.locator(".huella").last.inner_text() == seen
    press(other, "Aprobar la publicación")
    other.get_by_text("se abren solos").first.wait_for()


def test_results_are_under_embargo_and_then_found_by_folio(office: Office) -> None:
    page, world = office.one, office.world
    office.go("/resultados")
    office.see("resultados bajo embargo")
    assert "Bajo embargo" in page.inner_text("main")
    world.clock.set(story.moment(world, "results") + timedelta(minutes=5))
    world.wait(partial(are_out, world), "los resultados de todos")
    world.settle()
    office.come_in()
    office.go("/resultados")
    folio = page.locator("tbody a").first.inner_text()
    page.locator("[name=q]").fill(folio)
    press(page, "Buscar")
    assert page.locator("tbody tr").count() == 1
    office.see("resultados")
    for path, name in (
        ("/cortes", "cortes"),
        ("/plazas", "plazas"),
        ("/permutas", "permutas"),
        ("/correos", "correos"),
    ):
        office.see(name, office.go(path))
    office.go(f"/personas?folio={folio}")
    office.see("persona")
    cancel(office)
    revoke(office)
    office.see("al final", office.go(page=office.other))


def are_out(world: World) -> bool:
    counts = world.rest.get(world.path("/resultados"), world.staff("ces"), limit=1)["counts"]
    return bool(sum(counts.values()) == PEOPLE)


def cancel(office: Office) -> None:
    page = office.one
    press_link(page, "Cancelar su participación")
    press(page, "Revisar")
    assert page.locator(".errores").count() == 1
    page.locator("[name=cause][value=DOS_INSTITUCIONES]").check()
    page.locator("[name=note]").fill("Oficio del ISSSTE.")
    press(page, "Revisar")
    office.see("cancelación por confirmar")
    press(page, "Cancelar su participación")
    page.get_by_text("quedó cancelada").first.wait_for()
    office.world.settle()


def revoke(office: Office) -> None:
    page = office.one
    office.go("/cartas")
    office.see("cartas")
    press_link(page, "Revocar")
    page.locator("[name=reason]").fill("Se emitió con un dato equivocado.")
    press(page, "Revisar")
    press(page, "Revocar la carta")
    page.get_by_text("quedó revocada").first.wait_for()


def test_every_page_is_accessible_fits_and_asks_nobody_else(office: Office) -> None:
    looked = office.looked
    assert len(looked.pages) >= 24
    assert (looked.wrong, looked.strangers, looked.console) == ([], set(), [])
