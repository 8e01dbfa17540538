"""Being asked to stop, so that it cannot be lost.

Python raises KeyboardInterrupt wherever the main thread happens to be; inside a destructor or a weak reference's
callback it is printed and forgotten. So the request is also remembered, whoever waits looks at it, and what
would be printed is not: nothing was lost.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType

_asked = threading.Event()


def _ask(signum: int, frame: FrameType | None) -> None:
    _asked.set()
    raise KeyboardInterrupt


def _unless_remembered(report: Callable[[sys.UnraisableHookArgs], None]) -> Callable[..., None]:
    """`report`, but not for the request itself."""

    def hook(unraisable: sys.UnraisableHookArgs) -> None:
        if not (_asked.is_set() and issubclass(unraisable.exc_type, KeyboardInterrupt)):
            report(unraisable)

    return hook


def listen() -> None:
    """From now on Ctrl-C and SIGTERM both end the main thread with KeyboardInterrupt."""
    sys.unraisablehook = _unless_remembered(sys.unraisablehook)
    signal.signal(signal.SIGINT, _ask)
    signal.signal(signal.SIGTERM, _ask)


def check() -> None:
    """Raises KeyboardInterrupt when the process was asked to stop; to be called in every loop that waits."""
    if _asked.is_set():
        raise KeyboardInterrupt
