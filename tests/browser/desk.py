"""A validador's keys, and what their browser fetched before it was needed."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.waiting import until

AHEAD = """(id) => [...document.querySelectorAll(`link[rel=prefetch][href*="${id}"]`)].map((link) =>
  performance.getEntriesByName(link.href).some((one) => one.responseEnd > 0))"""
PAPERS = """() => performance.getEntriesByType("resource").filter((one) => one.name.includes("/documentos/"))
  .map((one) => [one.transferSize, one.decodedBodySize > 0])"""


def keys(page: Page, *pressed: str) -> None:
    for key in pressed:
        page.keyboard.press(key)


def here(page: Page) -> str:
    """The id of what the desk is at."""
    return str(page.locator(".aqui").get_attribute("id"))


def goes_to(page: Page, key: str) -> None:
    """The key leads to another page."""
    with page.expect_event("framenavigated"):
        page.keyboard.press(key)
    page.wait_for_load_state()


def mark_all(page: Page, but: str = "") -> None:
    """Every paper and claim is conforme by one key, and `but` observed by two."""
    items = page.locator("[data-item]:not([data-item=dato])")
    page.locator(f"#{items.first.get_attribute('id')}").focus()
    for _ in range(items.count()):
        keys(page, *(("2", "1", "j") if here(page) == but else ("1",)))


def await_papers_ahead(page: Page, expediente_id: str) -> None:
    """Every paper of that expediente is in the browser, while the page is still about another."""

    def are_here() -> bool:
        found: list[bool] = page.evaluate(AHEAD, expediente_id)
        return bool(found) and all(found)

    until(are_here)


def fetched_again(page: Page) -> list[Any]:
    """What of the papers on this page did not come out of the browser itself."""
    page.locator("[data-visor] img").first.evaluate("image => image.decode()")
    papers: list[Any] = page.evaluate(PAPERS)
    assert papers
    return [paper for paper in papers if paper != [0, True]]
