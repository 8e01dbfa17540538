"""Whatever dies is started again, later each time, and given up when it never stays."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence

from plumbing.errors import ResidenciasError
from residencias import interruption
from residencias.embedded.part import Part
from residencias.processes import Process

EVERY_S = 0.25
FORGET_AFTER_S = 60.0
GIVE_UP_AFTER = 6
LONGEST_WAIT_S = 8.0


class Watch:
    """One thread for the life of the system: a child dies with the thread that started it."""

    def __init__(
        self, parts: Sequence[Part], processes: Sequence[Process], on_restart: Callable[[], None]
    ) -> None:
        self._parts = parts
        self._processes = processes
        self._on_restart = on_restart
        self._deaths: dict[str, list[float]] = {}
        self._paused = False
        self._between = threading.Lock()
        self._over = threading.Event()
        self._failed = threading.Event()
        self._failure: ResidenciasError | None = None
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def pause(self) -> None:
        """Nothing is started again from now on."""
        with self._between:
            self._paused = True

    def end(self) -> None:
        """The thread is gone. Only after the children are."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()

    def until_failure(self) -> ResidenciasError:
        """Waits until something could not be kept running; that is the answer."""
        while not self._failed.wait(EVERY_S):
            interruption.check()
        assert self._failure is not None
        return self._failure

    def _run(self) -> None:
        while not self._over.wait(EVERY_S):
            with self._between:
                if not self._paused and not self._failed.is_set():
                    self._look()

    def _look(self) -> None:
        """One round over everything."""
        try:
            for part in self._parts:
                if not part.is_alive() and self._is_due(part.name):
                    part.start()
                    self._on_restart()
            for process in self._processes:
                if not process.child.pid and self._is_due(process.name):
                    self._revive(process)
        except ResidenciasError as error:
            self._failure = error
            self._failed.set()

    def _revive(self, process: Process) -> None:
        if len(self._deaths[process.name]) > GIVE_UP_AFTER:
            raise process.unstable(len(self._deaths[process.name]))
        process.restarts += 1
        process.child.start()
        self._on_restart()

    def _is_due(self, name: str) -> bool:
        """True when its pause since the last death is over; notes the death then."""
        now = time.monotonic()
        deaths = [at for at in self._deaths.get(name, []) if now - at < FORGET_AFTER_S]
        if deaths and now - deaths[-1] < min(EVERY_S * 2 ** len(deaths), LONGEST_WAIT_S):
            return False
        self._deaths[name] = [*deaths, now]
        return True
