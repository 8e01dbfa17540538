"""What is looked at on every page: axe's word in light and dark, its words, whom it asked, what the console said."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.reading import untranslated
from tests.waiting import PATIENCE_S

PATIENCE_MS = PATIENCE_S * 1000
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}
VIOLATIONS = """async (options) => (await axe.run(document, options)).violations.map(
  (one) => `${one.id} ${one.help} ${one.nodes.slice(0, 3).map((node) => node.target)}`)"""
EXPECTED = ("status of 4", "ERR_FAILED", "ERR_INTERNET_DISCONNECTED", "ERR_CONNECTION")
"""A refusal that a test provokes, or a line that it cuts, is told by the console as well."""
WIDER_THAN_THE_SCREEN = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@dataclass
class Looked:
    """What was seen."""

    host: str
    is_dark_too: bool = True
    """Dark changes colours only: who looks at the same templates again may leave it out."""
    pages: list[str] = field(default_factory=list)
    bytes: dict[str, int] = field(default_factory=dict)
    """How much HTML each page is."""
    wrong: list[str] = field(default_factory=list)
    strangers: set[str] = field(default_factory=set)
    console: list[str] = field(default_factory=list)

    def context(self, browser: Browser, screen: dict[str, Any], **more: Any) -> BrowserContext:
        """A context that is listened to."""
        made = browser.new_context(base_url=f"http://{self.host}", locale="es-MX", **screen, **more)
        made.set_default_timeout(PATIENCE_MS)
        made.on("request", lambda request: self._asked(request.url))
        made.on("console", lambda m: self._said(m.text) if m.type == "error" else None)
        made.on("weberror", lambda error: self.console.append(str(error.error)))
        return made

    def _asked(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and parts.netloc != self.host:
            self.strangers.add(url)

    def _said(self, text: str) -> None:
        if not any(known in text for known in EXPECTED):
            self.console.append(text)

    def at(self, page: Page, name: str) -> None:
        """The page is judged as it stands."""
        self.pages.append(name)
        self.bytes[name] = len(page.content().encode())
        if page.evaluate(WIDER_THAN_THE_SCREEN):
            self.wrong.append(f"{name}: scrolls sideways")
        if not page.title().endswith("Residencias") or page.locator("h1").count() != 1:
            self.wrong.append(f"{name}: one title and one h1")
        self.wrong += [f"{name}: {one}" for one in untranslated(page.content())]
        self._judge(page, name, RULES)
        self._keep(page, f"{name}")
        if not self.is_dark_too:
            return
        page.emulate_media(color_scheme="dark")
        self._judge(page, f"{name}, dark", CONTRAST)
        self._keep(page, f"{name}-dark")
        page.emulate_media(color_scheme="light")

    def _keep(self, page: Page, name: str) -> None:
        """A picture for whoever wants to look, and the weight of the page: PORTAL_SHOTS names the folder."""
        if folder := os.environ.get("PORTAL_SHOTS"):
            with (Path(folder) / "pesos.txt").open("a", encoding="utf-8") as weights:
                weights.write(f"{self.bytes[self.pages[-1]]:7} {name}\n")
            file = Path(folder) / f"{len(self.pages):02}-{re.sub(r'[ /]+', '-', name)}.png"
            page.screenshot(path=file, full_page=True)

    def keep_print(self, pdf: bytes, name: str) -> None:
        """The paper of a page, beside the pictures."""
        if folder := os.environ.get("PORTAL_SHOTS"):
            (Path(folder) / f"papel-{name}.pdf").write_bytes(pdf)

    def _judge(self, page: Page, name: str, options: dict[str, Any]) -> None:
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE_SCRIPT)
        self.wrong += [f"{name}: {one}" for one in page.evaluate(VIOLATIONS, options)]
