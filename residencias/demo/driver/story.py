"""The whole calendar, walked through: every step in order of time, with what the institution does in between."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from residencias.demo.driver import desk, institution
from residencias.demo.driver.hands import together
from residencias.demo.driver.steps import perform, result_letter
from residencias.demo.driver.world import Stuck, World
from residencias.demo.kinds import is_direct, is_rama
from residencias.demo.plan import Step, backlog_size, desk_sessions, local, timeline
from residencias.demo.rama import institution as rama
from residencias.demo.scenarios import script

BUCKET = timedelta(hours=3)
A_MOMENT = timedelta(seconds=2)
DESK_DOES = {
    "validate",
    "observe",
    "propose_cancellation",
    "confirm_cancellation",
    "propose_annulment",
    "confirm_annulment",
    "resolve_rezago",
}

Show = Callable[[str, datetime], None]


@dataclass(frozen=True)
class Duty:
    """Something of the institution at its hour."""

    at: datetime
    name: str
    run: Callable[[World], None]


def walk(world: World, show: Show) -> None:
    """From the roster to the last obligation. Raises Stuck or Refused when the run cannot go on."""
    for _, act in acts(world, show):
        act()


def acts(world: World, show: Show) -> Iterator[tuple[datetime, Callable[[], None]]]:
    """Everything that happens in this convocatoria, in order of time: its hour, and what does it then."""
    steps = [s for s in timeline(world.people, world.seed) if s.do not in DESK_DOES]
    duties = sorted(_duties(world), key=lambda duty: duty.at)
    marks = [duty.at for duty in duties]
    marks += [
        local(at) for scenario in script(world.convocatoria).scenarios.values() for at in scenario.at.values()
    ]
    marks += [local(at) for at in script(world.convocatoria).calendar.get("opens_by_selection", {}).values()]
    begun = 0
    for bucket in _buckets(steps, sorted(marks)):
        while begun < len(duties) and duties[begun].at <= bucket[0].at:
            yield duties[begun].at, partial(_do, world, duties[begun], show)
            begun += 1
        yield bucket[0].at, partial(_together, world, bucket, show)
    for duty in duties[begun:]:
        yield duty.at, partial(_do, world, duty, show)


def _do(world: World, duty: Duty, show: Show) -> None:
    show(duty.name, duty.at)
    world.clock.set(duty.at)
    duty.run(world)


def _buckets(steps: Sequence[Step], marks: Sequence[datetime]) -> Iterator[list[Step]]:
    """Runs of steps that can be done together: no mark and no more than a few hours between first and last."""
    bucket: list[Step] = []
    for step in steps:
        if bucket and (
            step.at - bucket[0].at > BUCKET or any(bucket[0].at < mark <= step.at for mark in marks)
        ):
            yield bucket
            bucket = []
        bucket.append(step)
    if bucket:
        yield bucket


def _together(world: World, bucket: Sequence[Step], show: Show) -> None:
    """Each person's steps in order; several people at once."""
    show(bucket[0].phase, bucket[0].at)
    world.clock.set(bucket[0].at)
    by_person: dict[int, list[Step]] = defaultdict(list)
    for step in bucket:
        by_person[step.index].append(step)

    def attend(index: int) -> None:
        for step in by_person[index]:
            try:
                perform(world, world.people[index], step)
            except (Stuck, KeyError, OSError) as error:
                world.fail(f"{world.people[index].folio_enarm} {step.do}: {type(error).__name__} {error}")

    together(partial(attend, index) for index in by_person)


def _duties(world: World) -> list[Duty]:
    """What CES, desks and deadlines do, by the calendar."""
    told = script(world.convocatoria).calendar
    if is_direct(world.convocatoria):
        return _duties_without_round(told)
    if is_rama(world.convocatoria):
        return _duties_of_rama(told)
    book = {name: local(at) for name, at in told.items() if isinstance(at, datetime)}
    found = [
        Duty(
            book.get("loaded", book["opens"] - timedelta(days=6)),
            "oferta y roster",
            institution.open_the_call,
        ),
        Duty(book["envio_closes"] + A_MOMENT, "cierre de envío", _deadline("validation")),
        Duty(book["ficha_closes"] + A_MOMENT, "cierre de ficha", _deadline("validation")),
        Duty(book["ficha_closes"] + timedelta(hours=1), "rezago", desk.resolve_rezago),
        Duty(book["allocation_run"], "asignación", institution.allocate),
        Duty(book["results"] - timedelta(hours=1), "embargo", institution.check_embargo),
        Duty(book["results"] + A_MOMENT, "publicación", _publication),
        Duty(
            book["acceptance_closes"] + timedelta(minutes=2), "cierre de aceptación", _deadline("allocation")
        ),
        Duty(book["no_show_swept"], "vigencia de cartas", _deadline("allocation")),
    ]
    if "payment_due" in book:
        overdue = book["payment_due"] + timedelta(days=1)
        found.append(Duty(overdue, "vencimiento de pagos", _deadline("allocation")))
    for session in desk_sessions(told):
        leave = backlog_size(world.people) if session > book["envio_closes"] else 0
        found.append(Duty(session, "mesa de validación", _session(leave)))
    return found


def _duties_without_round(told: Mapping[str, Any]) -> list[Duty]:
    """As above, where the sede comes from the DGCES: nobody assigns, and every release is told."""
    book = {name: local(at) for name, at in told.items() if isinstance(at, datetime)}
    found = [
        Duty(book["opens"] - timedelta(hours=30), "roster de la DGCES", institution.open_the_call),
        Duty(book["registro_closes"] + timedelta(minutes=2), "cierre de registro", _registro_closes),
        Duty(book["envio_closes"] + A_MOMENT, "cierre de envío", _deadline("validation")),
        Duty(book["ficha_closes"] + A_MOMENT, "cierre de ficha", _deadline("validation")),
        Duty(book["ficha_closes"] + timedelta(hours=1), "rezago", desk.resolve_rezago),
        Duty(book["ficha_closes"] + timedelta(hours=2), "inscritos", institution.know_the_inscritos),
        Duty(book["results"] - timedelta(hours=1), "embargo", institution.check_embargo),
        Duty(book["results"] + A_MOMENT, "carta compromiso", _publication),
        Duty(
            book["acceptance_closes"] + timedelta(minutes=2), "cierre de compromiso", _deadline("allocation")
        ),
        Duty(book["no_show_swept"], "vigencia de cartas", _deadline("allocation")),
    ]
    return found + [Duty(session, "mesa de validación", _session(0)) for session in desk_sessions(told)]


def _duties_of_rama(told: Mapping[str, Any]) -> list[Duty]:
    """As above, for residents: nobody validates; articles are ruled and grades are cut before the round."""
    book = {name: local(at) for name, at in told.items() if isinstance(at, datetime)}
    return [
        Duty(book["opens"] - timedelta(hours=12), "oferta y residentes", institution.open_the_call),
        Duty(book["registro_closes"] + timedelta(minutes=2), "cierre de rama", _registro_closes),
        Duty(book["articles_ruled"], "dictamen de artículos", rama.rule_articles),
        Duty(book["grades_cut"], "corte de calificaciones", rama.load_grades),
        Duty(book["allocation_run"], "asignación", institution.allocate),
        Duty(book["results"] - timedelta(hours=1), "embargo", institution.check_embargo),
        Duty(book["results"] + A_MOMENT, "publicación", _publication),
        Duty(
            book["acceptance_closes"] + timedelta(minutes=2), "cierre de aceptación", _deadline("allocation")
        ),
        Duty(book["no_show_swept"], "vigencia de cartas", _deadline("allocation")),
    ]


def _registro_closes(world: World) -> None:
    """Who never came has renounced; who never sent is out."""
    world.settle()
    world.swept(world.clock.now() - A_MOMENT, ("registration", "validation"))
    world.settle()


def _session(leave: int) -> Callable[[World], None]:
    def work(world: World) -> None:
        desk.work_the_queue(world, leave)

    return work


def _deadline(*services: str) -> Callable[[World], None]:
    def wait(world: World) -> None:
        world.swept(world.clock.now() - A_MOMENT, services)
        world.settle()

    return wait


def _publication(world: World) -> None:
    """The gate opens; everybody of the pool looks at their result."""
    institution.await_results(world)
    pool = [p for p in world.people if institution.is_inscrito(world, p)]
    together(partial(result_letter, world, person) for person in pool)
