"""Tests that start, stop and look into a system of their own are left out where the parts are somebody else's."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from residencias.preflight import PARTS


def leave_out(items: list[pytest.Item], folder: Path, reason: str) -> None:
    """With an address given, the tests under `folder` are skipped with `reason`."""
    if any(os.environ.get(variable) for variable in PARTS):
        for item in items:
            if folder in item.path.parents:
                item.add_marker(pytest.mark.skip(reason=reason))
