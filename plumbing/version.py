"""Which build runs: RESIDENCIAS_VERSION, set by the image to what it was built from, or the package's number."""

from __future__ import annotations

import os
from importlib.metadata import PackageNotFoundError, version


def running() -> str:
    """`0.1.0`, or what the image says of itself."""
    if named := os.environ.get("RESIDENCIAS_VERSION"):
        return named
    try:
        return version("residencias")
    except PackageNotFoundError:
        return ""
