"""Whoever only has a telephone: photos, HEIC, PNG and PDF end as a valid file in the slot, without leaving the page."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser

from plumbing.config import ROOT
from residencias.demo.driver.world import World
from residencias.demo.papers import draw
from residencias.demo.papers.photo import Shot, photograph
from tests.browser import story
from tests.browser.hands import Hands
from tests.browser.line import line
from tests.browser.looking import PHONE, Looked
from tests.domain.documents.originals import with_glare
from tests.waiting import until

SEED = 2023
PEOPLE = ("clean", "wrong_scale")
HEIC = ROOT / "tests" / "domain" / "documents" / "telefono.heic"
MOST_BYTES = 400 * 1024
ORDER = "[...document.querySelectorAll('#hojas .nombre')].map(one => one.textContent)"
FULL_SIZE = "document.querySelector('.lamina img').naturalWidth"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with story.opened(tmp_path_factory.mktemp("comply"), PEOPLE, SEED) as world:
        yield world


@pytest.fixture(scope="module")
def looked(world: World) -> Looked:
    return Looked(world.environment["HTTP_BIND"])


@pytest.fixture(scope="module")
def hands(
    world: World, looked: Looked, chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Hands]:
    """Somebody with a telephone, inside."""
    with looked.context(chromium, PHONE) as context:
        made = Hands(context.new_page(), world, world.people[0], tmp_path_factory.mktemp("telephone"))
        made.sign_up()
        made.enter()
        yield made


def drawn(hands: Hands, slot: str) -> Image.Image:
    return Image.open(BytesIO(draw(hands.person, slot).content)).convert("RGB")


def photo(hands: Hands, slot: str, name: str) -> Path:
    """The paper on a table, by a telephone of twelve megapixels."""
    file = hands.folder / name
    file.write_bytes(photograph(drawn(hands, slot), Shot(noise=16, exif_rotated=True)))
    return file


def saved(hands: Hands, slot: str, name: str) -> Path:
    """The paper as a program on the telephone exports it."""
    file = hands.folder / name
    drawn(hands, slot).save(file, resolution=300)
    return file


def newest(hands: Hands, slot: str) -> Any:
    """The newest version of the slot, as documents has it."""
    found = hands.world.rest.get(
        hands.world.path("/documentos", hands.person), hands.world.token(hands.person)
    )
    versions = next(one for one in found["slots"] if one["slot"] == slot)["versions"]
    return versions[0] if versions else None


def use(hands: Hands) -> None:
    """The person looked, and decides."""
    hands.press("Usar este archivo")
    hands.page.get_by_text("Lo que tenemos").wait_for()


def test_a_photo_in_the_plain_field_is_shown_converted_and_then_kept(hands: Hands, looked: Looked) -> None:
    page, sent = hands.page, hands.folder / "IMG_2041.jpg"
    sent.write_bytes(with_glare(photograph(drawn(hands, "CURP"), Shot(noise=16))))
    assert sent.stat().st_size > 1024 * 1024
    hands.go("/documentos/CURP")
    looked.at(page, "documento vacío")
    page.locator("[name=archivo]").set_input_files(sent)
    hands.press("Subir")
    page.get_by_role("heading", name="Revisa cómo queda").wait_for()
    until(lambda: page.evaluate(FULL_SIZE) > 2000)
    looked.at(page, "revisión de una foto")
    assert page.locator(".marcas text").all_text_contents()[:1] == ["1"], "the lamp in the photo has its mark"
    assert newest(hands, "CURP") is None, "nothing is in the slot before the person decides"
    use(hands)
    looked.at(page, "documento convertido")
    assert page.locator(".marcas text").count() >= 1
    kept = newest(hands, "CURP")
    assert "REFLEJO" in [one["code"] for one in kept["verdict"]["findings"]]
    assert kept["bytes"] <= MOST_BYTES
    assert [one["sha256"] for one in kept["originals"]] == [sha256(sent.read_bytes()).hexdigest()]


def test_sheets_add_up_are_put_in_order_and_another_try_keeps_them(hands: Hands, looked: Looked) -> None:
    page = hands.page
    hands.go("/documentos/CERTIFICADO")
    for file in (saved(hands, "CERTIFICADO", "hojas.pdf"), saved(hands, "TITULO1", "captura.png")):
        page.locator("[name=fotos]").set_input_files(file)
    assert page.evaluate(ORDER) == ["hojas.pdf", "captura.png"]
    page.get_by_role("button", name="Antes: captura.png").click()
    assert page.evaluate(ORDER) == ["captura.png", "hojas.pdf"]
    looked.at(page, "hojas en orden")
    hands.press("Convertir y revisar")
    page.get_by_role("link", name="Probar con otra foto").click()
    page.get_by_role("heading", name="Tengo fotos o un PDF").wait_for()
    assert page.evaluate(ORDER) == ["captura.png", "hojas.pdf"], "what was chosen is still there"
    hands.press("Convertir y revisar")
    page.get_by_text("Reunimos 2 hojas").wait_for()
    looked.at(page, "revisión de dos hojas")
    use(hands)
    assert [one["format"] for one in newest(hands, "CERTIFICADO")["originals"]] == ["PNG", "PDF"]


def test_a_line_that_breaks_in_mid_upload_loses_nothing(
    hands: Hands, looked: Looked, chromium: Browser
) -> None:
    sent = photo(hands, "INTERNADO", "IMG_2042.jpg")
    with line(looked.host) as thin, Looked(thin.host).context(chromium, PHONE) as context:
        caller = Hands(context.new_page(), hands.world, hands.person, hands.folder)
        caller.enter()
        caller.go("/documentos/INTERNADO")
        caller.page.locator("[name=fotos]").set_input_files(sent)
        thin.breaks_after = sent.stat().st_size // 2
        caller.press("Convertir y revisar", stays=True)
        caller.page.get_by_text("Se cortó la conexión").wait_for()
        assert thin.broken.is_set()
        looked.at(caller.page, "envío cortado")
        assert caller.page.evaluate(ORDER) == ["IMG_2042.jpg"]
        assert newest(hands, "INTERNADO") is None
        thin.mend()
        caller.press("Convertir y revisar")
        use(caller)
    assert newest(hands, "INTERNADO")["number"] == 1


def test_what_cannot_be_converted_is_said_and_what_was_chosen_stays(hands: Hands, looked: Looked) -> None:
    page, text = hands.page, hands.folder / "notas.pdf"
    text.write_bytes(b"not a picture")
    hands.go("/documentos/TITULO1")
    page.locator("[name=fotos]").set_input_files(text)
    hands.press("Convertir y revisar", stays=True)
    page.get_by_text("no se puede convertir").first.wait_for()
    looked.at(page, "conversión rechazada")
    assert page.evaluate(ORDER) == ["notas.pdf"]


def test_without_javascript_a_heic_and_a_png_end_in_their_slots(
    world: World, looked: Looked, chromium: Browser, tmp_path: Path
) -> None:
    with looked.context(chromium, PHONE, java_script_enabled=False) as context:
        hands = Hands(context.new_page(), world, world.people[1], tmp_path)
        hands.sign_up()
        hands.enter()
        for slot, field, file, button in (
            ("CURP", "foto", HEIC, "Convertir y revisar"),
            ("SERVICIOSOCIAL", "archivo", saved(hands, "SERVICIOSOCIAL", "escaneo.png"), "Subir"),
        ):
            hands.go(f"/documentos/{slot}")
            hands.page.locator(f"[name={field}]").set_input_files(file)
            hands.press(button)
            assert hands.heading() == "Revisa cómo queda y decide"
            assert newest(hands, slot) is None
            use(hands)
            kept = newest(hands, slot)
            assert [one["sha256"] for one in kept["originals"]] == [sha256(file.read_bytes()).hexdigest()]


def test_every_page_of_a_conversion_passes_axe_and_asks_no_stranger(looked: Looked) -> None:
    assert len(looked.pages) >= 7
    assert looked.wrong == []
    assert looked.strangers == set()
    assert looked.console == []
