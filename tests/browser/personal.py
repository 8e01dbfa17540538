"""Somebody of the institution comes in by the page."""

from __future__ import annotations

from playwright.sync_api import Page

from residencias.demo.driver.world import World, read_passwords
from tests.browser.hands import press


def enter(page: Page, world: World, user: str) -> None:
    """`user` is in, at the area that their role opens."""
    page.goto("/personal/entrar")
    page.locator("[name=usuario]").fill(user)
    page.locator("[name=password]").fill(read_passwords(world.environment["STAFF_PASSWORDS_FILE"])[user])
    press(page, "Entrar")
