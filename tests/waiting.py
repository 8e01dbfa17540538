"""How tests wait: for a condition, as long as a loaded machine may need."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

PATIENCE_S = 90.0
LONGEST_PAUSE_S = 0.2

Found = TypeVar("Found")


def until(condition: Callable[[], Found], what: str = "it") -> Found:
    """What `condition` gives once it is true. Fails, naming `what` never came, when it stays false."""
    deadline, pause = time.monotonic() + PATIENCE_S, 0.02
    while not (found := condition()):
        assert time.monotonic() < deadline, f"{what} did not come in time"
        time.sleep(pause)
        pause = min(pause * 1.5, LONGEST_PAUSE_S)
    return found
