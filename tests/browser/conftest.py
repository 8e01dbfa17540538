"""A real browser: Debian's chromium, driven by Playwright."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.looking import PATIENCE_MS
from tests.own_parts import leave_out

HERE = Path(__file__).parent
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
expect.set_options(PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """These tests move the clock and look into the mailbox of a system of their own."""
    leave_out(items, HERE, "these tests start the local parts")


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """`--no-sandbox`: containers and root have none; it only ever opens our own pages."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()
