"""Faults beside their fields while one types, and nothing lost by leaving."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.alone.conftest import Registro
from tests.browser.looking import Looked
from tests.integration.gateway.surfing import BASE
from tests.waiting import until


def test_what_is_wrong_stands_beside_its_field_while_one_types(
    desk: Page, registro: Registro, looked: Looked
) -> None:
    desk.goto(f"{BASE}/registro/contacto")
    phone = desk.locator('[name="telefonos[0]"]')
    phone.press_sequentially("55123")
    beside = desk.locator("#campo-telefonos-0-falla")
    expect(beside).to_contain_text("10 dígitos")
    assert desk.evaluate("document.activeElement.name") == "telefonos[0]", "the focus stays where it is"
    assert phone.get_attribute("aria-describedby") == "campo-telefonos-0-falla"
    assert not desk.locator("#campo-telefonos-1-falla").count(), (
        "nobody is told of what they have not reached"
    )
    expect(desk.get_by_role("status").filter(has_text="Guardado a las")).to_contain_text("10 dígitos")
    looked.at(desk, "error mientras se escribe")
    phone.press_sequentially("45678")
    expect(beside).to_have_count(0)
    assert phone.get_attribute("aria-invalid") is None
    assert list(registro.datos.telefonos) == ["5512345678"]
    assert looked.wrong == []


def test_whoever_leaves_at_once_loses_nothing(desk: Page, registro: Registro) -> None:
    desk.goto(f"{BASE}/registro/identidad")
    desk.locator("[name=nombre]").fill("Eva")
    desk.get_by_role("link", name="Volver", exact=True).click()
    desk.wait_for_url(f"**{BASE}/registro")
    until(lambda: registro.datos.nombre == "Eva")
