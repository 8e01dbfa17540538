"""The validador's desk and the supervision in a real browser, over the whole system."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from residencias.demo.driver import institution
from residencias.demo.driver.hands import together
from residencias.demo.driver.steps import perform
from residencias.demo.driver.world import World
from residencias.demo.people import Person
from residencias.demo.plan import plan_of
from services.validation.domain.model import ASIDE
from tests.browser import story
from tests.browser.desk import await_papers_ahead, fetched_again, goes_to, keys, mark_all
from tests.browser.hands import follow, press, take_time
from tests.browser.looking import DESKTOP, PHONE, Looked
from tests.browser.personal import enter
from tests.e2e.stage import cast, staged
from tests.waiting import until

SEED = 2023
WORKED, VALIDATED, TOUCHED, ANNULLED, EXCUSED, LEFT = range(6)
PEOPLE = ("true_worker", "clean", "last_minute", "wrong_scale", "too_big", "truncated")
BEFORE_THE_DESK = ("cuenta", "registro", "documentos", "envio")
SENT_EACH = timedelta(minutes=7)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Six people have sent, one after the other; the certificado of the first cannot be read."""
    with staged(tmp_path_factory.mktemp("desk"), PEOPLE, SEED) as stage:
        world = stage.world
        world.people = [_well_behaved(person) for person in cast(SEED, PEOPLE)]
        opens = story.moment(world, "opens")
        world.clock.set(opens - timedelta(days=6))
        institution.open_the_call(world)
        world.clock.set(opens + timedelta(hours=5))
        together([partial(_apply, world, person) for person in world.people], 3)
        for person in world.people:
            world.clock.set(world.clock.now() + SENT_EACH)
            _do(world, person, ("envio",))
        assert world.failures == []
        world.clock.set(world.clock.now() + timedelta(minutes=40))
        yield world


def _well_behaved(person: Person) -> Person:
    """They make no mistakes of their own, but for one blurred paper."""
    papers = {"CERTIFICADO": "ILLEGIBLE"} if person.index == WORKED else {}
    return replace(person, scenario="clean", first_papers=papers, typed_promedio=person.grade.registered)


def _apply(world: World, person: Person) -> None:
    _do(world, person, BEFORE_THE_DESK[:-1])


def _do(world: World, person: Person, phases: tuple[str, ...]) -> None:
    for step in plan_of(person, SEED):
        if step.phase in phases:
            perform(world, person, step)


@pytest.fixture(scope="module")
def looked(world: World) -> Looked:
    return Looked(world.environment["HTTP_BIND"])


@contextmanager
def seated(looked: Looked, chromium: Browser, world: World, user: str, screen: Any) -> Iterator[Page]:
    """`user` at their own screen, later: nothing is put aside for anybody any more."""
    world.clock.set(world.clock.now() + ASIDE)
    with looked.context(chromium, screen) as context:
        page = context.new_page()
        enter(page, world, user)
        yield page


def expediente(world: World, who: int) -> Any:
    where = world.path(f"/expedientes/{world.accounts[who].expediente_id}")
    return world.rest.get(where, world.staff("supervisor"))


def estado(world: World, who: int) -> str:
    return str(expediente(world, who)["estado"])


@pytest.fixture(scope="module")
def worked(world: World, looked: Looked, chromium: Browser) -> Page:
    """A validador works two dossiers with the keyboard alone: observed and undone, observed, validated on leaving."""
    with seated(looked, chromium, world, "validador1", DESKTOP) as page:
        looked.at(page, "mesa")
        goes_to(page, "g")
        _looks_closely(page, looked)
        _half_made_survives(page)
        _signs_and_undoes(page, world, looked)
        _validates_and_leaves(page, world)
        looked.at(page, "mesa con un día hecho")
    return page


def _looks_closely(page: Page, looked: Looked) -> None:
    page.locator("[data-visor] img").first.wait_for()
    assert page.locator("#i-CERTIFICADO .marcas rect").count() >= 1, "the blurred place is marked"
    page.locator("#i-CERTIFICADO").focus()
    page.locator("#i-CERTIFICADO img").evaluate("image => image.decode()")
    looked.at(page, "expediente en la mesa")
    keys(page, "z")
    expect(page.locator('#i-CERTIFICADO [data-zoom="1"]')).to_have_attribute("aria-pressed", "true")
    keys(page, "r")
    expect(page.locator("#i-CERTIFICADO .lamina")).to_have_attribute("style", re.compile("rotate"))
    keys(page, "?")
    page.locator("#ayuda[open]").wait_for()
    looked.at(page, "teclas de la mesa")
    keys(page, "Escape")


def _half_made_survives(page: Page) -> None:
    mark_all(page, but="i-CERTIFICADO")
    lee = page.locator("#i-CERTIFICADO .lee").first
    expect(lee).to_be_visible()
    assert "La persona leerá" in lee.inner_text()
    page.reload()
    page.get_by_text("Recuperamos lo que llevabas").wait_for()
    told = page.locator("[data-avance]").inner_text()
    assert re.fullmatch(r"(\d+) de \1 marcados", told), told


def _signs_and_undoes(page: Page, world: World, looked: Looked) -> None:
    goes_to(page, "g")
    page.get_by_text("Revisa antes de firmar").wait_for()
    page.get_by_text("El siguiente ya está apartado para ti").wait_for()
    looked.at(page, "dictamen por firmar")
    take_time(page)
    keys(page, "g")
    page.locator("[data-pendiente]:visible").wait_for()
    looked.at(page, "firma que se puede deshacer")
    keys(page, "u")
    expect(page.locator("[data-pendiente]")).to_be_hidden()
    assert estado(world, WORKED) == "EN_VALIDACION", "nothing was sent"
    await_papers_ahead(page, world.accounts[VALIDATED].expediente_id)
    keys(page, "g")
    page.locator("[data-pendiente]:visible").wait_for()
    goes_to(page, "g")
    page.get_by_text("Regresó a la persona").wait_for()
    assert fetched_again(page) == [], "the papers were there before the expediente was taken"
    assert estado(world, WORKED) == "CON_OBSERVACIONES"


def _validates_and_leaves(page: Page, world: World) -> None:
    """The signature is still waiting when the page is left."""
    mark_all(page)
    goes_to(page, "g")
    take_time(page)
    keys(page, "g")
    page.locator("[data-pendiente]:visible").wait_for()
    page.goto("/personal")
    until(lambda: estado(world, VALIDATED) == "VALIDADO")
    world.settle()
    page.goto("/mesa")


def test_a_dossier_is_worked_by_keyboard_undone_and_signed(world: World, worked: Page) -> None:
    (observation,) = expediente(world, WORKED)["observations"]
    assert (observation["target"], observation["reason"]) == ("CERTIFICADO", "DOCUMENTO_ILEGIBLE")
    assert estado(world, VALIDATED) == "VALIDADO"
    figures = world.rest.get(world.path("/mesa"), world.staff("validador1"))
    assert (figures["today"]["observed"], figures["today"]["validated"]) == (1, 1)


@pytest.mark.usefixtures("worked")
def test_the_log_tells_what_was_fetched_before_its_dossier_was_taken(
    world: World, looked: Looked, chromium: Browser
) -> None:
    subject = world.accounts[VALIDATED].expediente_id
    with seated(looked, chromium, world, "auditor", DESKTOP) as page:
        page.goto(f"/auditoria/{world.convocatoria}/expedientes/{subject}")
        page.get_by_text("Se apartó para un validador").first.wait_for()
        page.locator("summary", has_text="consultas").click()
        page.get_by_text("Adelantado a su mesa, antes de que tomara el expediente").first.wait_for()
        looked.at(page, "lo adelantado en la bitácora")
    found = world.rest.get("/auditoria", world.staff("auditor"), subject=subject, group="TODO", limit=500)[
        "entries"
    ]
    facts = [(entry["type"].rpartition(".")[2], json.loads(entry["envelope"])) for entry in found]
    taken = min(envelope["time"] for name, envelope in facts if name == "ExpedienteClaimed")
    ahead = [envelope for _, envelope in facts if envelope["data"].get("purpose")]
    assert len(ahead) == len(world.people[VALIDATED].papers)
    assert {(one["actor"], one["time"] < taken) for one in ahead} == {("validador:validador1", True)}


@pytest.mark.usefixtures("worked")
def test_a_dossier_is_worked_by_touch_on_a_phone(world: World, looked: Looked, chromium: Browser) -> None:
    with seated(looked, chromium, world, "validador2", PHONE) as page:
        looked.at(page, "mesa en el teléfono")
        page.get_by_role("button", name="Tomar el siguiente").tap()
        page.locator("[data-visor] img").first.wait_for()
        looked.at(page, "expediente en el teléfono")
        paper = page.locator("#i-CURP")
        paper.locator("[data-girar]").tap()
        paper.locator("summary").tap()
        paper.locator('[value="DE_OTRA_PERSONA"]').tap()
        expect(paper.locator(".motivo:has(:checked) .lee")).to_be_visible()
        page.get_by_role("button", name="Revisar lo que voy a firmar").tap()
        page.get_by_text("No marcaste").wait_for()
        looked.at(page, "dictamen por firmar en el teléfono")
        take_time(page)
        page.get_by_role("button", name="Devolver con observaciones").tap()
        looked.at(page, "firma que se puede deshacer en el teléfono")
        page.get_by_role("button", name="Firmar ya").tap()
        page.get_by_text("Regresó a la persona").wait_for()
    assert estado(world, TOUCHED) == "CON_OBSERVACIONES"


def test_an_annulment_is_proposed_at_the_desk_and_confirmed_by_the_supervisor(
    world: World, looked: Looked, chromium: Browser, worked: Page
) -> None:
    with seated(looked, chromium, world, "validador1", DESKTOP) as page:
        press(page, "Tomar el siguiente")
        page.get_by_role("link", name="Proponer su anulación").click()
        page.locator('[value="INCONSISTENCIA_GRAVE"]').check()
        page.locator("[name=nota]").fill("El título es de otra persona.")
        looked.at(page, "proponer anulación")
        press(page, "Proponer la anulación")
        page.get_by_text("Quedó propuesta la anulación").wait_for()
    assert estado(world, ANNULLED) == "EN_VALIDACION", "one person does not annul"
    world.settle()
    with seated(looked, chromium, world, "supervisor", DESKTOP) as page:
        base = f"/supervision/{world.convocatoria}"
        page.goto(base)
        looked.at(page, "ritmo")
        follow(page.get_by_role("link", name="Anulaciones", exact=True))
        looked.at(page, "anulaciones")
        page.get_by_role("link", name=world.people[ANNULLED].folio_enarm).click()
        page.get_by_text("El título es de otra persona.").wait_for()
        looked.at(page, "anulación por decidir")
        follow(page.get_by_role("link", name="Confirmar la anulación"))
        looked.at(page, "anulación, segunda vez")
        press(page, "Sí, confirmar")
        page.get_by_text("La anulación quedó confirmada").wait_for()
        page.goto(f"{base}/expedientes?estado=ANULADO")
        looked.at(page, "expedientes")
        page.get_by_role("link", name=world.people[ANNULLED].folio_enarm).click()
        page.get_by_text("Confirmó la anulación").wait_for()
        looked.at(page, "expediente con su historia")
    assert estado(world, ANNULLED) == "ANULADO"


def test_who_has_a_conflict_of_interest_never_gets_that_dossier(
    world: World, looked: Looked, chromium: Browser, worked: Page
) -> None:
    with seated(looked, chromium, world, "validador1", PHONE) as page:
        press(page, "Tomar el siguiente")
        follow(page.get_by_role("link", name="Tengo un conflicto de interés"))
        looked.at(page, "conflicto de interés")
        press(page, "Declarar el conflicto")
        page.get_by_text("Quedó registrado tu conflicto").wait_for()
        press(page, "Tomar el siguiente")
        assert expediente(world, LEFT)["claimed_by"] == "validador1", "the queue passes over it"
        press(page, "Regresarlo a la fila")
    with seated(looked, chromium, world, "validador2", DESKTOP) as page:
        press(page, "Tomar el siguiente")
        assert expediente(world, EXCUSED)["claimed_by"] == "validador2"


def test_a_rezago_is_resolved_by_the_ces(
    world: World, looked: Looked, chromium: Browser, worked: Page
) -> None:
    closed = story.moment(world, "ficha_closes") + timedelta(hours=2, seconds=2)
    world.clock.set(closed)
    world.swept(closed - timedelta(seconds=2), ("validation",))
    world.settle()
    with seated(looked, chromium, world, "ces", DESKTOP) as page:
        page.goto(f"/supervision/{world.convocatoria}/rezago")
        looked.at(page, "rezago")
        page.get_by_role("link", name=world.people[LEFT].folio_enarm).click()
        page.locator('[value="VALIDAR"]').check()
        page.locator("[name=razon]").fill("La demora fue del Instituto.")
        press(page, "Revisar lo que voy a resolver")
        looked.at(page, "rezago por resolver")
        press(page, "Validar e inscribir")
        page.get_by_text("El rezago quedó resuelto").wait_for()
    assert estado(world, LEFT) == "INSCRITO"


def test_every_page_passes_axe_and_asks_no_stranger(looked: Looked) -> None:
    assert len(looked.pages) >= 18
    assert looked.wrong == []
    assert looked.strangers == set()
    assert looked.console == []
