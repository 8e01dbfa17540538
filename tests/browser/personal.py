"""How the institution's people come in."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Page

from residencias.demo.driver.world import World
from tests.browser.hands import press


def enter(page: Page, world: World, user: str) -> None:
    """`user` is in, on the page they were led to."""
    passwords = json.loads(Path(world.environment["STAFF_PASSWORDS_FILE"]).read_text(encoding="utf-8"))
    page.goto("/personal/entrar")
    page.locator("[name=usuario]").fill(user)
    page.locator("[name=password]").fill(passwords[user])
    press(page, "Entrar")
