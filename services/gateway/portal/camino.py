"""The whole process as one line: what there is to do and the dates in between, in order of time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from plumbing.convocatoria.model import Convocatoria
from services.gateway.portal.calendar import Entry
from services.gateway.portal.tasks import Task

OF_TASKS: Mapping[str, tuple[str, ...]] = {
    "registro": ("registro",),
    "solicitud": ("solicitud_print", "solicitud_reprint"),
    "inscripcion": ("solicitud_print",),
    "envio": ("primer_envio", "envio"),
    "validacion": ("revision",),
    "ficha": ("ficha",),
}
"""Windows in which a task is done: they are not told again as dates of their own."""
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Stop:
    """Something to do, with its window, or a date of the calendar alone."""

    entry: Entry | None
    task: Task | None = None

    @property
    def is_past(self) -> bool:
        """A date that is over, with nothing to do about it."""
        return self.task is None and self.entry is not None and self.entry.state in ("cerrada", "ocurrio")


def camino(call: Convocatoria, tasks: Sequence[Task], entries: Sequence[Entry]) -> tuple[Stop, ...]:
    """Tasks in the order they are done; each date before the first task that ends later."""
    covered = _covered(call, tasks)
    dates = sorted((entry for entry in entries if entry.name not in covered), key=_ends)
    return tuple(_merged(tasks, dates))


def _covered(call: Convocatoria, tasks: Sequence[Task]) -> set[str]:
    names = {name for task in tasks for name in OF_TASKS.get(task.code, ())}
    names |= {task.window.name for task in tasks if task.window}
    return names | {step.window for step in call.acceptance.steps}


def _merged(tasks: Sequence[Task], dates: Sequence[Entry]) -> Iterator[Stop]:
    left, reached = list(dates), datetime.min.replace(tzinfo=UTC)
    for task in tasks:
        reached = max(reached, _ends(task.window)) if task.window else reached
        while left and _ends(left[0]) < reached:
            yield Stop(left.pop(0))
        yield Stop(task.window, task)
    yield from (Stop(entry) for entry in left)


def _ends(entry: Entry) -> datetime:
    return entry.closes_at or entry.opens_at or NEVER
