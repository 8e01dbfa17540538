"""The shape every embedded part has: start, wait until a real client is answered, say its address, stop."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from plumbing.errors import Unavailable
from residencias import interruption
from residencias.embedded.child import Child


class Part(ABC):
    """One real server bound to 127.0.0.1, with its data and log under `folder`."""

    name: ClassVar[str]
    ready_within_s: ClassVar[float] = 120.0  # seconds; a loaded machine has taken 48

    def __init__(self, folder: Path) -> None:
        self.folder = folder / self.name
        self.log = self.folder / f"{self.name}.log"

    @abstractmethod
    def prepare(self) -> Sequence[Child]:
        """Settings are written; the processes to start, in order. Raises: Unavailable when not installed."""

    @abstractmethod
    def probe(self) -> None:
        """A real client got an answer. Raises: Unavailable."""

    @abstractmethod
    def environment(self) -> dict[str, str]:
        """The variables with which our processes find it."""

    children: Sequence[Child] = ()
    has_answered = False

    def start(self) -> None:
        """Its processes run; it may not answer yet. Call from the main thread (see Child)."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not any(child.pid for child in self.children):
            self.children = self.prepare()
        for child in self.children:
            if not child.pid:
                child.start()

    def is_ready(self) -> bool:
        """It answers now. Raises: Unavailable when one of its processes has ended."""
        for child in self.children:
            if not child.pid:
                raise Unavailable(
                    "PARTE_TERMINO", parte=self.name, salida=child.exit_code, bitacora=str(child.log)
                )
        try:
            self.probe()
        except Unavailable:
            return False
        self.has_answered = True
        return True

    def is_alive(self) -> bool:
        """All its processes live."""
        return bool(self.children) and all(child.pid for child in self.children)

    def await_ready(self) -> None:
        """It answers. Raises: Unavailable when it ends or the time is over."""
        await_all([self])

    def request_stop(self) -> None:
        """Asked to end; does not wait. While it boots it would not listen, and it has nothing to lose: killed."""
        if not self.has_answered:
            self.kill()
        for child in self.children:
            child.request_stop()

    def stop(self) -> None:
        """No process of it is left; the last started is stopped first."""
        self.request_stop()
        for child in reversed(self.children):
            child.stop()

    def kill(self) -> None:
        """All its processes are gone at once; the data stays as it was."""
        for child in reversed(self.children):
            child.kill()


def await_all(parts: Sequence[Part]) -> dict[str, float]:
    """All parts answer; seconds each took from now. Raises: Unavailable naming the first that does not."""
    began = time.monotonic()
    ready: dict[str, float] = {}
    while len(ready) < len(parts):
        interruption.check()
        for part in parts:
            if part.name not in ready and part.is_ready():
                ready[part.name] = time.monotonic() - began
        late = [p for p in parts if p.name not in ready and time.monotonic() - began > p.ready_within_s]
        if late:
            raise Unavailable(
                "PARTE_NO_RESPONDE",
                parte=late[0].name,
                segundos=int(late[0].ready_within_s),
                bitacora=str(late[0].log),
            )
        if len(ready) < len(parts):
            time.sleep(0.05)
    return ready
