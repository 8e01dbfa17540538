"""The OOAD after the results, in a real browser over the whole system: letters, exams, a renuncia, an abandono."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from residencias.demo.driver.handed import scan
from residencias.demo.driver.story import acts
from residencias.demo.driver.world import CODE, World
from residencias.demo.people import Person
from tests.browser.hands import Hands, follow, press
from tests.browser.looking import DESKTOP, PHONE, Looked
from tests.browser.personal import enter
from tests.browser.story import moment
from tests.e2e.stage import Stage, cast, staged

SEED = 2025
PEOPLE = ("clean", "last_minute", "wrong_scale", "foreigner_pays")
NEW_PASSWORD = "una frase nueva y larga"
A_CAMERA = """
  const paper = document.createElement("canvas");
  const ink = paper.getContext("2d");
  setInterval(() => ink.fillRect(0, 0, 10, 10), 50);
  navigator.mediaDevices.getUserMedia = async () => paper.captureStream();
  window.BarcodeDetector = class { async detect() { return [{ rawValue: "https://otro.example/verificar/CODE" }]; } };
"""
"""A device whose camera always sees one letter: Debian's chromium has no detector of its own."""


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The results are out, everybody who got a place accepted it, and their letters are valid."""
    with staged(tmp_path_factory.mktemp("ooad"), PEOPLE, SEED) as stage:
        world = stage.world
        world.people = [_well_behaved(person) for person in cast(SEED, PEOPLE)]
        opens = moment(world, "ooad_from")
        for at, act in acts(world, stage.show):
            if at >= opens:
                break
            act()
        assert not world.failures
        world.clock.set(opens + timedelta(hours=1))
        world.settle()
        yield stage


def _well_behaved(person: Person) -> Person:
    """They make no mistakes on their way here; a foreigner keeps the way of foreigners."""
    scenario = person.scenario if person.categoria == "extranjero" else "clean"
    return replace(person, scenario=scenario, first_papers={}, typed_promedio=person.grade.registered)


@pytest.fixture(scope="module")
def world(stage: Stage) -> World:
    return stage.world


@pytest.fixture(scope="module")
def mails(stage: Stage) -> Path:
    """Where the e-mails that were sent are."""
    return Path(next(part.messages for part in stage.system.parts if hasattr(part, "messages")))


@pytest.fixture(scope="module")
def looked(world: World) -> Looked:
    return Looked(world.environment["HTTP_BIND"])


def result_of(world: World, person: Person) -> Any:
    return world.rest.get(world.path("/resultado", person), world.token(person))


def code_of(world: World, person: Person, kind: str) -> str:
    """The code at the foot of a letter."""
    listed = world.rest.get(world.path("/cartas", person), world.token(person))["letters"]
    return str(next(one["code"] for one in listed if one["kind"] == kind))


def at_the_office(page: Page, world: World, person: Person) -> str:
    """In at the OOAD that this person's letter leads to; the address of their page."""
    enter(page, world, f"ooad-{result_of(world, person)['place']['ooad']}")
    return f"/ooad/{world.convocatoria}/{world.accounts[person.index].expediente_id}"


def do(page: Page, link: str, **typed: str) -> None:
    """An act is opened, answered and brought to its check."""
    follow(page.locator(f'a[href$="/actos/{link}"]'))
    for name, value in typed.items():
        found = page.locator(f'[name="{name}"]')
        if found.first.get_attribute("type") == "radio":
            page.locator(f'[name="{name}"][value="{value}"]').check()
        elif found.first.evaluate("e => e.tagName") == "SELECT":
            found.select_option(value)
        else:
            found.fill(value)
    press(page, "Seguir")


def test_a_letter_leads_to_a_list_that_is_done_to_the_letter_of_the_sede(
    world: World, looked: Looked, chromium: Browser
) -> None:
    person = world.people[0]
    with looked.context(chromium, DESKTOP) as context:
        page = context.new_page()
        where = at_the_office(page, world, person)
        looked.at(page, "ooad")
        page.locator("[name=codigo]").fill(code_of(world, person, "PREACEPTACION").lower())
        press(page, "Comprobar")
        assert page.url.split("?")[0].endswith(where)
        page.get_by_text("Carta de Pre-aceptación: vigente").wait_for()
        looked.at(page, "persona por presentarse")
        do(page, "presentacion", identification="INE")
        looked.at(page, "revisar la presentación")
        press(page, "Registrar la presentación")
        for exam in ("MEDICO", "PSICOMETRICO"):
            do(page, f"examen-{exam}", resultado="favorable")
            press(page, "Registrar el resultado")
        do(page, "carta")
        press(page, "Emitir la carta")
        looked.at(page, "persona con carta a su sede")
        with page.expect_download() as waiting:
            press(page, "Imprimir la carta", stays=True)
        assert Path(waiting.value.path()).read_bytes()[:4] == b"%PDF"
    assert result_of(world, person)["estado"] == "PRESENTADO_A_SEDE"


def test_a_camera_reads_the_code_where_the_browser_can(
    world: World, looked: Looked, chromium: Browser
) -> None:
    person = world.people[3]
    with looked.context(chromium, PHONE) as context:
        page = context.new_page()
        page.add_init_script(A_CAMERA.replace("CODE", code_of(world, person, "PREACEPTACION")))
        where = at_the_office(page, world, person)
        press(page, "Leer el QR")
        page.wait_for_url(re.compile(re.escape(where)))


def refuse_a_permuta(world: World, looked: Looked, page: Page, person: Person, folder: Path) -> None:
    """The foreigner of the same course asks for one; this person reads it, refuses, and has the receipt."""
    asker = world.people[3]
    folio = result_of(world, person)["folio"]
    world.rest.post(world.path("/permutas", asker), world.token(asker), {"other_folio": folio})
    window = Hands(page, world, person, folder)
    window.password = world.accounts[person.index].password
    window.go("/entrar")
    window.enter()
    window.go("/permutas")
    looked.at(page, "una permuta que piden")
    follow(page.get_by_role("link", name="No convengo"))
    page.wait_for_url(re.compile("/rechazo$"))
    looked.at(page, "no convenir en una permuta")
    window.press("No convengo")
    assert page.get_by_text("Rechazada").count()
    looked.at(page, "constancia de una permuta")
    states = [one["state"] for one in result_of(world, asker)["permutas"]]
    assert states == ["RECHAZADA"]


def test_a_permuta_is_refused_and_a_renuncia_is_registered_on_a_phone_with_its_scan(
    world: World, looked: Looked, chromium: Browser, tmp_path: Path
) -> None:
    person = world.people[1]
    with looked.context(chromium, PHONE) as context:
        refuse_a_permuta(world, looked, context.new_page(), person, tmp_path)
    paper = tmp_path / "renuncia.jpg"
    paper.write_bytes(scan(person, "RENUNCIA"))
    with looked.context(chromium, PHONE) as context:
        page = context.new_page()
        where = at_the_office(page, world, person)
        page.goto(f"/verificar/{code_of(world, person, 'PREACEPTACION')}")
        assert page.url.split("?")[0].endswith(where), "the QR of the letter leads to its holder"
        do(page, "renuncia")
        looked.at(page, "renuncia con errores")
        assert page.locator(".errores li").count() == 2
        for part, value in (("dia", "18"), ("mes", "12"), ("ano", "2023")):
            field = page.locator(f'[name="received_on.{part}"]')
            field.select_option(value) if part == "mes" else field.fill(value)
        page.locator("[name=archivo]").set_input_files(paper)
        press(page, "Seguir")
        looked.at(page, "revisar la renuncia")
        press(page, "Registrar la renuncia")
        looked.at(page, "persona que renunció")
        page.get_by_text("Solo puede participar en el tercer periodo").wait_for()
        assert page.request.get(page.locator('a[href*="/papeles/"]').get_attribute("href") or "").ok
        world.settle()
        page.goto(f"/verificar/{code_of(world, person, 'PREACEPTACION')}")
        page.get_by_text("Carta de Pre-aceptación: revocada").wait_for()
    assert result_of(world, person)["later_right"] == "TERCER_PERIODO"


def test_an_abandono_is_registered_after_its_folio(world: World, looked: Looked, chromium: Browser) -> None:
    person = world.people[2]
    with looked.context(chromium, DESKTOP) as context:
        page = context.new_page()
        at_the_office(page, world, person)
        page.goto(f"/ooad/{world.convocatoria}?q={person.primer_apellido[:4].lower()}")
        looked.at(page, "lista de personas")
        page.get_by_role("link", name=re.compile(person.primer_apellido, re.I)).click()
        do(page, "abandono", reason="SIN_RENUNCIA_ESCRITA")
        looked.at(page, "revisar el abandono")
        page.reload()
        page.go_back()
        assert page.locator("[name=reason][value=SIN_RENUNCIA_ESCRITA]").is_checked(), "«back» asks nothing"
        page.go_forward()
        page.locator("[name=confirmation]").fill(result_of(world, person)["folio"])
        press(page, "Registrar el abandono")
        looked.at(page, "persona que abandonó")
        page.go_back()
        page.get_by_text("El abandono quedó registrado").wait_for()
    assert result_of(world, person)["is_banned"]


def test_what_a_foreigner_owes_is_registered_with_its_evidence(
    world: World, looked: Looked, chromium: Browser
) -> None:
    person = world.people[3]
    day = {"met_on.dia": "18", "met_on.mes": "12", "met_on.ano": "2023"}
    with looked.context(chromium, DESKTOP) as context:
        page = context.new_page()
        page.goto(at_the_office(page, world, person))
        looked.at(page, "persona con obligaciones")
        do(page, "obligacion-PAGO_FOFOE", evidence="ficha de depósito 4471, 8,000.00 USD", **day)
        looked.at(page, "revisar un pago")
        press(page, "Registrar como cumplida")
        page.get_by_text("ficha de depósito 4471").wait_for()
    states = {one["kind"]: one["state"] for one in result_of(world, person)["obligations"]}
    assert states["PAGO_FOFOE"] == "CUMPLIDA"


def mailed_code(world: World, mails: Path, correo: str) -> str:
    """The code of the newest e-mail that offers one to change the password of this address."""

    def newest() -> str:
        for file in sorted(mails.glob("*.eml"), reverse=True):
            mail = message_from_bytes(file.read_bytes(), policy=policy.default)
            body = mail.get_body(("plain",))
            if mail["To"] == correo and "Código para cambiar" in str(mail["Subject"]) and body:
                found = CODE.search(body.get_content().split("Tu código", 1)[-1])
                return found.group() if found else ""
        return ""

    return str(world.wait(newest, f"el código para {correo}"))


def test_a_forgotten_password_is_changed_and_the_other_window_is_out(
    world: World, mails: Path, looked: Looked, chromium: Browser, tmp_path: Path
) -> None:
    person = world.people[0]
    account = world.accounts[person.index]
    with looked.context(chromium, PHONE) as other, looked.context(chromium, PHONE) as context:
        inside, page = other.new_page(), context.new_page()
        window = Hands(inside, world, person, tmp_path)
        window.password = account.password
        window.go("/entrar")
        window.enter()
        window.go("/permutas")
        looked.at(inside, "permutas")
        hands = Hands(page, world, person, tmp_path)
        hands.go("/entrar")
        follow(page.get_by_role("link", name="Olvidaste"))
        looked.at(page, "contraseña olvidada")
        page.locator("[name=curp]").fill(hands.curp)
        hands.press("Enviarme el código")
        page.locator("[name=code]").fill(mailed_code(world, mails, person.correos[0]))
        page.locator("[name=password]").fill(NEW_PASSWORD)
        page.locator("[name=password_otra]").fill(NEW_PASSWORD)
        looked.at(page, "contraseña nueva")
        hands.press("Cambiar mi contraseña")
        hands.password = account.password = NEW_PASSWORD
        hands.enter()
        assert hands.heading() == "Mi proceso"
        window.go("/proceso")
        assert "/entrar" in inside.url, "the session of the other window is over"


def test_nothing_was_wrong_on_any_page(looked: Looked) -> None:
    assert len(looked.pages) >= 14
    assert not looked.wrong
    assert not looked.strangers
    assert not looked.console
