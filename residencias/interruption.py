"""Being asked to stop, so that it cannot be lost.

Python raises KeyboardInterrupt wherever the main thread happens to be; inside a destructor or a weak reference's
callback it is printed and forgotten. So the request is also remembered, and whoever waits looks at it.
"""

from __future__ import annotations

import signal
import threading
from types import FrameType

_asked = threading.Event()


def _ask(signum: int, frame: FrameType | None) -> None:
    _asked.set()
    raise KeyboardInterrupt


def listen() -> None:
    """From now on Ctrl-C and SIGTERM both end the main thread with KeyboardInterrupt."""
    signal.signal(signal.SIGINT, _ask)
    signal.signal(signal.SIGTERM, _ask)


def check() -> None:
    """Raises KeyboardInterrupt when the process was asked to stop; to be called in every loop that waits."""
    if _asked.is_set():
        raise KeyboardInterrupt
