"""A whole system of one test, with a crowd ready to go through the convocatoria in it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from residencias.demo.crowd import people_of
from residencias.demo.driver.world import World
from residencias.demo.people import Person
from residencias.demo.run import Ended, oferta_for, run, simulated, world_of
from residencias.embedded.ports import HOST, choose
from residencias.instance import Instance
from residencias.supervisor import System

X47 = "xlvii-enarm-2023"
CROWD = 120


@dataclass
class Stage:
    """The running system, its people, and the phases that have begun with the real time of each."""

    system: System
    world: World
    phases: list[tuple[float, str]] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)

    def show(self, phase: str, at: datetime) -> None:
        """What the story calls at each step."""
        if not self.phases or self.phases[-1][1] != phase:
            self.phases.append((time.monotonic() - self.began, phase))

    def play(self) -> Ended:
        """The story told to its end, and the oracle's word on it."""
        ended = run(self.world, self.show)
        print(
            f"{len(self.world.people)} aspirantes, semilla {self.world.seed}: {ended.seconds:.0f} s,", end=" "
        )
        print(f"{self.world.rest.counters.calls} llamadas, {self.world.rest.counters.repeated} repetidas")
        return ended

    def wrong(self, ended: Ended) -> list[str]:
        """Everything that did not go as planned, and every difference with the oracle."""
        return [*ended.failures, *ended.differences]


def cast(seed: int, names: Sequence[str], convocatoria: str = X47) -> tuple[Person, ...]:
    """One person of each of these scenarios, out of a crowd that has them all."""
    crowd = people_of(seed, CROWD, oferta_for(convocatoria, CROWD), convocatoria)
    chosen = [next(person for person in crowd if person.scenario == name) for name in names]
    return tuple(replace(person, index=index) for index, person in enumerate(chosen))


@contextmanager
def staged(
    folder: Path,
    crowd: int | Sequence[str],
    seed: int,
    convocatoria: str = X47,
    settings: Mapping[str, str] | None = None,
    **rest: Any,
) -> Iterator[Stage]:
    """A fresh system in `folder`, in simulated time, for so many people or one of each of these scenarios.

    `settings` are variables of its processes and of no other system's. No process is left afterwards.
    """
    instance = Instance(f"e2e-{seed}", folder)
    own = {**simulated(instance, convocatoria), "HTTP_BIND": f"{HOST}:{choose()}", **(settings or {})}
    with System(instance, own) as system:
        count = crowd if isinstance(crowd, int) else len(crowd)
        world = world_of(system, own, convocatoria, count, seed, **rest)
        if not isinstance(crowd, int):
            world.people = cast(seed, crowd, convocatoria)
        yield Stage(system, world)
