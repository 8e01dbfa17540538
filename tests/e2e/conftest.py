"""The whole system, started by these tests and only by them: they kill what they started."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.own_parts import leave_out

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """With an address given there is nothing of ours to kill, and no mailbox to look into."""
    leave_out(items, HERE, "these tests start and kill the local parts")
