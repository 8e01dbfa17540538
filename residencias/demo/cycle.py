"""A whole cycle in one system: the first period and those after it, with what and whom the one before left."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from plumbing.clock import SimClock
from plumbing.errors import NotFound
from residencias.demo import screen
from residencias.demo.driver import observed, story
from residencias.demo.driver.rest import Refused
from residencias.demo.driver.world import Stuck, World, read_passwords
from residencias.demo.folders import convocatorias, folder_of
from residencias.demo.kinds import rules_of, spaces_of
from residencias.demo.oferta import OfertaRow, read_oferta
from residencias.demo.oracle import Prediction, differences
from residencias.demo.oracle.cycle import as_of_the_end, door, left_over
from residencias.demo.people import Person
from residencias.demo.plan import local
from residencias.demo.preferences import rank_sedes
from residencias.demo.run import SHOWN, Ended, predicted, simulated, summarise, world_of
from residencias.demo.scenarios import require_script, script
from residencias.instance import Instance
from residencias.supervisor import System

TOO_EARLY, READY = timedelta(hours=13), timedelta(hours=1)  # before the oferta is loaded
A_MOMENT = timedelta(seconds=2)
STILL_OPEN = "PLAZAS_POR_LIBERAR"

Act = tuple[datetime, Callable[[], None]]


@dataclass
class Cycle:
    """The running system and the worlds of its periods, as they begin."""

    system: System
    settings: Mapping[str, str]
    worlds: list[World]
    show: story.Show
    released: set[str] = field(default_factory=set)
    """Folios ENARM of whom the other institution has released."""

    @property
    def predictions(self) -> list[Prediction]:
        """The oracle's word on every period that has been assigned, in order."""
        return [predicted(world) for world in self.worlds]

    def run(self, later: Sequence[str]) -> list[Ended]:
        """Every period told to its end in one calendar, each after the plazas it offers were counted."""
        began = time.monotonic()
        running = [_Line(story.acts(self.worlds[0], self.show))]
        coming = [(at, convocatoria, do) for convocatoria in later for at, do in self._steps(convocatoria)]
        while coming or any(line.head for line in running):
            line = min((one for one in running if one.head), key=lambda one: one.at, default=None)
            if line and not (coming and coming[0][0] <= line.at):
                line.step()
                continue
            at, convocatoria, do = coming.pop(0)
            self.worlds[-1].clock.set(at)
            if world := do(convocatoria):
                self.worlds.append(world)
                running.append(_Line(story.acts(world, self.show)))
        expected = as_of_the_end(self.predictions)
        return [
            self._ended(world, plain, time.monotonic() - began)
            for world, plain in zip(self.worlds, expected, strict=True)
        ]

    def _steps(self, convocatoria: str) -> list[tuple[datetime, Callable[[str], World | None]]]:
        loaded = local(script(convocatoria).calendar["loaded"])
        return [(loaded - TOO_EARLY, self._too_early), (loaded - READY, self._begin)]

    def _ended(self, world: World, expected: Mapping[str, Any], seconds: float) -> Ended:
        seen = observed.observe(world)
        wrong = [f"{world.convocatoria}: {one}" for one in differences(expected, seen)]
        return Ended(seen, wrong, world.failures, world.round, dict(world.counts), seconds)

    def _too_early(self, convocatoria: str) -> None:
        """While the letters of the period before are valid nobody can say what is left."""
        before = self.worlds[-1]
        try:
            self._oferta(convocatoria)
            before.fail(f"{convocatoria}: se contaron las plazas antes de tiempo")
        except Refused as refused:
            if refused.code != STILL_OPEN:
                before.fail(f"{convocatoria}: se esperaba {STILL_OPEN}, fue {refused.code}")

    def _oferta(self, convocatoria: str) -> bytes:
        rest, token = self.worlds[-1].rest, self.worlds[-1].staff("ces")
        return rest.content(f"/convocatorias/{convocatoria}/oferta-sobrante", token)

    def _begin(self, convocatoria: str) -> World:
        """The people and plazas of the next period: what CES downloads must be what the oracle counted."""
        before = self.worlds[-1]
        before.swept(before.clock.now() - A_MOMENT, ("allocation", "registration"))
        before.settle()
        content = self._oferta(convocatoria)
        if content != self._oferta(convocatoria):
            before.fail(f"{convocatoria}: la oferta sobrante no es siempre el mismo archivo")
        predictions, oferta = self.predictions, read_oferta(content.decode())
        if oferta != (counted := left_over(predictions[-1])):
            other = sorted({*oferta} ^ {*counted})
            before.fail(f"{convocatoria}: la oferta sobrante no es la que se esperaba: {other[:4]}")
        people = self._returning(predictions, convocatoria, counted)
        return self._world(convocatoria, people, content.decode())

    def _returning(
        self, predictions: Sequence[Prediction], convocatoria: str, oferta: Sequence[OfertaRow]
    ) -> tuple[Person, ...]:
        """Who has a sede left in their specialty comes again; the oracle says who enters."""
        scenarios, period = script(convocatoria).scenarios, len(predictions) + 1
        stories = [name for name, one in scenarios.items() if not one.ends]
        back: list[Person] = []
        entered = 0
        for person in self.worlds[0].people:
            folio = person.folio_enarm
            rng = Random(f"{self.worlds[0].seed}/{convocatoria}/{folio}")
            spaces = spaces_of(convocatoria)
            wants = rank_sedes(rng, oferta, person.especialidad, person.categoria, spaces)
            if not wants:
                continue
            history = [(n, one.people[folio]) for n, one in enumerate(predictions, 1) if folio in one.people]
            scenario = door(history, period, is_released=folio in self.released)
            if not scenario:
                scenario, entered = stories[entered % len(stories)], entered + 1
            back.append(_again(person, len(back), convocatoria, scenario, wants))
        if not entered:
            raise Stuck(f"nadie puede volver a {convocatoria}; corre el ciclo con más aspirantes")
        return tuple(back)

    def _world(self, convocatoria: str, people: Sequence[Person], oferta: str) -> World:
        first = self.worlds[0]
        return World(
            first.rest,
            SimClock(Path(self.settings["RESIDENCIAS_CLOCK_PATH"])),
            convocatoria,
            people,
            first.seed,
            read_passwords(self.settings["STAFF_PASSWORDS_FILE"]),
            self.system.environment,
            next(part.messages for part in self.system.parts if hasattr(part, "messages")),
            first.letters / convocatoria,
            oferta,
        )


class _Line:
    """The acts of one period, with the next one in sight."""

    def __init__(self, acts: Iterator[Act]) -> None:
        self._acts = acts
        self.head = next(acts, None)

    @property
    def at(self) -> datetime:
        assert self.head
        return self.head[0]

    def step(self) -> None:
        assert self.head
        self.head[1]()
        self.head = next(self._acts, None)


def _again(
    person: Person, index: int, convocatoria: str, scenario: str, preferences: tuple[Any, ...]
) -> Person:
    """The same person with the same papers, who types what is true this time, under another address."""
    return replace(
        person,
        index=index,
        convocatoria=convocatoria,
        scenario=scenario,
        preferences=preferences,
        typed_categoria=person.categoria,
        typed_promedio=person.grade.registered,
        first_papers={},
        tie_group="",
        correos=(f"{convocatoria}.{person.correos[0]}", person.correos[1]),
    )


def later_periods(convocatoria: str, periods: int) -> list[str]:
    """The convocatorias that come after this one, each after its origin, so that there are `periods` in all.

    Raises NotFound(CONVOCATORIA_SIN_PERIODOS).
    """
    origins = {
        file.parts[-3]: origin.convocatoria
        for file in convocatorias().glob("*/demo/periodo.yaml")
        if (origin := rules_of(file.parts[-3]).oferta_origin)
    }
    found: list[str] = []
    last = convocatoria
    while len(found) < periods - 1:
        following = next((later for later, origin in origins.items() if origin == last), None)
        if following is None:
            raise NotFound("CONVOCATORIA_SIN_PERIODOS", convocatoria=convocatoria, hay=len(found) + 1)
        found.append(last := following)
    return found


def of_cycle(instance: Instance, convocatoria: str, later: Sequence[str]) -> dict[str, str]:
    """The settings of a run in simulated time, where the later periods have their example calendars."""
    settings = simulated(instance, convocatoria)
    given = instance.folder / "calendarios"
    given.mkdir(exist_ok=True)
    for one in later:
        example = folder_of(one) / "ejemplo" / "calendario.ejemplo.yaml"
        (given / f"{one}.yaml").write_bytes(example.read_bytes())
    return {**settings, "CALENDARS_DIR": str(given)}


def main(convocatoria: str, *, aspirantes: int, seed: int, periods: int, stay: bool = False) -> int:
    """Runs the periods and shows each. 0 when the oracle agrees with all of them, 1 when it does not."""
    require_script(convocatoria)
    later = later_periods(convocatoria, periods)
    instance = Instance(f"demo-{convocatoria}-{aspirantes}-{seed}-{periods}")
    show = screen.Screen(rules_of(convocatoria).short_title.value, aspirantes, seed)
    instance.discard()
    settings = of_cycle(instance, convocatoria, later)
    with System(instance, settings, show.step) as system:
        show.ready(system)
        first = world_of(system, settings, convocatoria, aspirantes, seed)
        cycle = Cycle(
            system, settings, [first], lambda phase, at: show.progress(phase, at, cycle.worlds[-1].counts)
        )
        try:
            ends = cycle.run(later)
            summaries = [summarise(system, *one) for one in zip(cycle.worlds, ends, strict=True)]
        except (Stuck, Refused) as error:
            show.broken(str(error), [one for w in cycle.worlds for one in w.failures], str(instance.logs))
            return 1
        finally:
            first.rest.close()
        for summary in summaries:
            show.summary(summary)
        if stay:
            show.staying(system, settings, list(cycle.worlds[-1].accounts.values())[:SHOWN])
            system.wait()
    return 0 if all(summary["ok"] for summary in summaries) else 1
