"""The whole system, started by these tests and only by them: they kill what they started."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from residencias.preflight import PARTS

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """With an address given there is nothing of ours to kill, and no mailbox to look into."""
    if any(os.environ.get(variable) for variable in PARTS):
        for item in items:
            if HERE in item.path.parents:
                item.add_marker(pytest.mark.skip(reason="these tests start and kill the local parts"))
