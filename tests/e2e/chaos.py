"""kill -9 at seeded moments: our processes in turn, and once the broker. The supervisor starts them again."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Self

from plumbing.clock import SimClock
from plumbing.errors import Unavailable
from residencias.demo.driver.world import World
from residencias.demo.plan import timeline
from residencias.embedded.child import Child
from residencias.supervisor import System

VICTIMS = ("worker", "api", "documents", "gateway")
BROKER = "rabbitmq"
BACK_WITHIN_S = 120.0
LATER_S = (0.0, 1.5)  # so that it happens in the middle of something


class Chaos:
    """While inside: at the hour of `deaths` steps of the story, chosen by the seed, somebody dies.

    So all its phases are hit, on a quick machine as on a slow one.
    """

    def __init__(self, system: System, world: World, deaths: int = 13) -> None:
        self.killed: Counter[str] = Counter()
        self._system = system
        self._random = Random(f"{world.seed}/chaos")
        hours = [step.at for step in timeline(world.people, world.seed)]
        self._hours = sorted(self._random.sample(hours, deaths))
        self._clock = SimClock(Path(system.environment["RESIDENCIAS_CLOCK_PATH"]))
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="chaos", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        for hour, name in zip(self._hours, self._order(), strict=False):
            while self._clock.now() < hour:
                if self._over.wait(0.1):
                    return
            self._over.wait(self._random.uniform(*LATER_S))
            child = self._child(name)
            if pid := child.pid:
                os.kill(pid, signal.SIGKILL)
                self.killed[name] += 1
                self._await_back(name, child, pid)

    def _order(self) -> Iterator[str]:
        """Everybody once before anybody again; the broker in the first round and never more."""
        round_ = [*VICTIMS, BROKER]
        while True:
            self._random.shuffle(round_)
            yield from round_
            round_ = list(VICTIMS)

    def _child(self, name: str) -> Child:
        if name == BROKER:
            return next(part for part in self._system.parts if part.name == name).children[-1]
        return next(process for process in self._system.processes if process.name == name).child

    def _await_back(self, name: str, child: Child, killed: int) -> None:
        """It lives and answers again, or the run is over."""
        deadline = time.monotonic() + BACK_WITHIN_S
        while time.monotonic() < deadline and not self._over.wait(0.2):
            if child.pid not in (None, killed) and self._answers(name):
                return

    def _answers(self, name: str) -> bool:
        with suppress(Unavailable):
            if name == BROKER:
                return next(part for part in self._system.parts if part.name == name).is_ready()
            return next(process for process in self._system.processes if process.name == name).ready()
        return False
