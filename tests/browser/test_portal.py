"""The portal in a real browser, over the whole system: one story on phone and desktop, and what may go wrong."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, Response

from residencias.demo.driver.world import World
from services.gateway.sessions import COOKIE, LIFETIME
from tests.browser import story
from tests.browser.hands import Hands
from tests.browser.looking import DESKTOP, PHONE, Looked
from tests.browser.story import Told
from tests.waiting import PATIENCE_S, until

SEED = 2023
PEOPLE = ("clean", "wrong_scale", "last_minute")
FIRST_PAGE_BYTES = 100 * 1024
RECORDED = "([...document.querySelectorAll('#lista [data-fila]')].map(row => row.id.slice(5)))"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The system with its roster and oferta, a while after the registro opened."""
    with story.opened(tmp_path_factory.mktemp("browser"), PEOPLE, SEED) as world:
        yield world


@pytest.fixture(scope="module")
def looked(world: World) -> Looked:
    return Looked(world.environment["HTTP_BIND"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("papers")


@pytest.fixture(scope="module")
def newcomer(world: World, looked: Looked, chromium: Browser, folder: Path) -> Iterator[Hands]:
    """Somebody with an account and an empty registro, at a desk."""
    with looked.context(chromium, DESKTOP) as context:
        hands = Hands(context.new_page(), world, world.people[1], folder)
        hands.sign_up()
        hands.enter()
        yield hands


def another(hands: Hands, page: Page) -> Hands:
    """The same person in another window."""
    return Hands(page, hands.world, hands.person, hands.folder)


def registro(hands: Hands) -> Any:
    return hands.world.rest.get(hands.world.path("/registro", hands.person), hands.world.token(hands.person))


def versions(hands: Hands, slot: str) -> int:
    found = hands.world.rest.get(
        hands.world.path("/documentos", hands.person), hands.world.token(hands.person)
    )
    return len(next(one for one in found["slots"] if one["slot"] == slot)["versions"])


def test_the_first_page_is_light_in_a_browser(looked: Looked, chromium: Browser) -> None:
    answers: list[Response] = []
    with looked.context(chromium, PHONE) as context:
        context.on("response", lambda answer: answers.append(answer))
        context.new_page().goto("/", wait_until="networkidle")
        sizes = [len(answer.body()) for answer in answers]
    assert 3 <= len(sizes) <= 5
    assert sum(sizes) < FIRST_PAGE_BYTES


def test_a_draft_keeps_itself_and_waits_for_the_line(newcomer: Hands) -> None:
    page = newcomer.page
    newcomer.go("/registro/contacto")
    page.context.set_offline(True)
    page.locator('[name="domicilio.colonia"]').fill("Colonia sin línea")
    page.locator("[data-guardado].mal").wait_for()
    page.context.set_offline(False)
    page.get_by_text("Guardado a las").wait_for()
    assert registro(newcomer)["datos"]["domicilio"]["colonia"] == "Colonia sin línea"


def test_two_windows_do_not_write_over_each_other(newcomer: Hands) -> None:
    other = another(newcomer, newcomer.page.context.new_page())
    for hands in (newcomer, other):
        hands.go("/registro/identidad")
    newcomer.fill({"nombre": "Primera"})
    newcomer.save()
    newcomer.page.locator(".errores").wait_for()
    other.fill({"nombre": "Segunda"})
    other.save()
    other.page.get_by_text("cambió en otra ventana").wait_for()
    assert registro(newcomer)["datos"]["nombre"] == "Primera"
    assert other.page.locator("[name=nombre]").input_value() == "Segunda"
    other.page.close()


def test_an_expired_session_loses_nothing_typed(newcomer: Hands, looked: Looked) -> None:
    page, world = newcomer.page, newcomer.world
    newcomer.go("/registro/contacto")
    before = world.clock.now()
    world.clock.set(before + LIFETIME + timedelta(minutes=5))
    page.locator('[name="domicilio.colonia"]').fill("Colonia que no se pierde")
    newcomer.save()
    page.get_by_text("Tu sesión terminó").first.wait_for()
    looked.at(page, "sesión vencida")
    newcomer.enter()
    looked.at(page, "sesión recuperada")
    newcomer.press("Seguir con lo que escribí")
    page.get_by_role("heading", name="Cómo localizarte").wait_for()
    assert registro(newcomer)["datos"]["domicilio"]["colonia"] == "Colonia que no se pierde"


def test_the_order_is_made_with_the_keyboard_alone(newcomer: Hands) -> None:
    page = newcomer.page
    newcomer.rank_all()
    first, second, *_ = page.evaluate(RECORDED)
    page.locator(f'button[name=bajar][value="{first}"]').focus()
    page.keyboard.press("Enter")
    until(lambda: page.evaluate(RECORDED)[0] == second)
    until(lambda: page.evaluate("document.activeElement.value") == first, "the focus, which goes along,")
    page.locator(f'[id="fila-{second}"] summary').press("Enter")
    page.locator(f'input[name="lugar-{second}"]').fill("2")
    page.locator(f'input[name="lugar-{second}"]').press("Tab")
    page.keyboard.press("Enter")
    until(lambda: page.evaluate(RECORDED)[0] == first)
    until(lambda: page.evaluate("document.activeElement.closest('[data-fila]')?.id") == f"fila-{second}")
    page.locator(f'[id="fila-{second}"] summary').press("Enter")
    page.locator(f'button[name=ultimo][value="{second}"]').press("Enter")
    until(lambda: page.evaluate(RECORDED)[-1] == second)
    page.locator(f'[id="fila-{second}"] summary').press("Enter")
    page.locator(f'button[name=primero][value="{second}"]').press("Enter")
    until(lambda: page.evaluate(RECORDED)[0] == second)
    page.locator(f'button[name=bajar][value="{second}"]').press("Enter")
    until(lambda: page.evaluate(RECORDED)[0] == first)
    page.keyboard.press("Home")
    page.reload()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenido", "the first Tab skips to the content"
    assert [one["sede"] for one in registro(newcomer)["opciones"]][:2] == [first, second]


def test_an_answer_that_never_came_doubles_nothing(newcomer: Hands) -> None:
    """The upload arrives, its answer does not; the person presses «Subir» again on the page they still see."""
    page = newcomer.page
    file, kind = newcomer.paper("CURP")
    newcomer.go("/documentos/CURP")
    form = {
        name: page.locator(f"form[enctype] [name={name}]").first.input_value() for name in ("_csrf", "_clave")
    }
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    files = {"archivo": (file.name, file.read_bytes(), "image/jpeg")}
    httpx.post(page.url, data={**form, "kind": kind}, files=files, cookies=cookies, timeout=PATIENCE_S)
    assert versions(newcomer, "CURP") == 1
    page.locator("[name=archivo]").set_input_files(file)
    newcomer.press("Subir")
    page.get_by_text("Lo que tenemos").wait_for()
    assert versions(newcomer, "CURP") == 1


def test_half_an_upload_leaves_nothing(newcomer: Hands) -> None:
    host, _, port = newcomer.world.environment["HTTP_BIND"].partition(":")
    cookie = next(c["value"] for c in newcomer.page.context.cookies() if c["name"] == COOKIE)
    head = (
        f"POST {newcomer.base}/documentos/TITULO1 HTTP/1.1\r\nHost: {host}:{port}\r\nCookie: {COOKIE}={cookie}\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 90000\r\n\r\n"
    )
    with socket.create_connection((host, int(port)), timeout=10) as line:
        line.sendall(
            head.encode() + b'--x\r\nContent-Disposition: form-data; name="archivo"\r\n\r\n' + b"j" * 500
        )
    assert versions(newcomer, "TITULO1") == 0
    newcomer.go("/documentos/TITULO1")
    assert newcomer.heading()


def test_the_back_button_sends_nothing_twice(newcomer: Hands) -> None:
    page = newcomer.page
    newcomer.fill_registro()
    newcomer.print_solicitud()
    page.go_back()
    page.go_back()
    if page.get_by_role("button", name="Generar").count():
        newcomer.press("Generar")
        page.wait_for_load_state()
    assert registro(newcomer)["print_number"] == 1


def test_everything_works_without_javascript(
    world: World, looked: Looked, chromium: Browser, folder: Path
) -> None:
    with looked.context(chromium, PHONE, java_script_enabled=False) as context:
        hands = Hands(context.new_page(), world, world.people[2], folder)
        hands.sign_up()
        hands.enter()
        hands.fill_registro()
        hands.rank_all()
        first = hands.page.locator("#lista [data-fila]").first.get_attribute("data-nombre")
        hands.page.locator("button[name=bajar]").first.click()
        assert hands.page.locator("#lista [data-fila]").nth(1).get_attribute("data-nombre") == first
        assert hands.print_solicitud()[:4] == b"%PDF"
        hands.upload("CURP", *hands.paper("CURP"))
        hands.page.get_by_text("Lo que tenemos").wait_for()
        hands.go("/registro")
        hands.press("Entrar a modificar")
        hands.page.get_by_text("Al terminar, imprime de nuevo").wait_for()
        hands.go("/envio")
        hands.press("Enviar expediente")
        assert hands.page.locator(".errores a").count() >= 5
        assert registro(hands)["print_number"] == 1


@pytest.fixture(scope="module")
def told(world: World, looked: Looked, chromium: Browser, folder: Path) -> Told:
    """The whole story of one aspirante: begun on a phone, ended at a desk."""
    result = Told(looked)
    with (
        looked.context(chromium, PHONE) as phone,
        looked.context(chromium, DESKTOP) as desktop,
        looked.context(chromium, DESKTOP) as mesa,
    ):
        hands = Hands(phone.new_page(), world, world.people[0], folder)
        story.apply(hands, result)
        at_desk = another(hands, desktop.new_page())
        at_desk.enter()
        story.be_observed(at_desk, result, mesa.new_page())
        story.be_inscribed(at_desk, result)
        story.accept(at_desk, result)
    return result


def test_an_aspirante_goes_from_the_account_to_the_letter(told: Told) -> None:
    reached = told.reached
    assert reached["errores"] >= 2
    assert len({reached["acuse"], reached["segundo acuse"]}) == 2
    assert reached["por atender"] == 2
    assert reached["folio"]
    assert reached["embargo"] == "Mi resultado", "before the gate nothing answers"
    assert (reached["ficha"], reached["carta"]) == (b"%PDF", b"%PDF")
    assert reached["acuses"] >= 2
    assert "folio" in reached["rechazo"].lower()


def test_every_page_passes_axe_in_light_and_dark(told: Told) -> None:
    assert len(told.looked.pages) > 35
    assert told.looked.wrong == []


def test_no_page_asks_another_host(told: Told) -> None:
    assert told.looked.strangers == set()


def test_no_page_says_anything_in_the_console(told: Told) -> None:
    """Also nothing that the content security policy had to stop."""
    assert told.looked.console == []
