"""Process 2: registration's facts in, deadlines, and the relay out."""

from __future__ import annotations

from functools import partial

from contracts.residencias.registration.v1 import events_pb2 as registration_events
from plumbing.bus.worker import Timer, Worker
from plumbing.clock import Clock
from plumbing.config import Config
from plumbing.convocatoria.registry import Registry
from services.validation import usecases, wiring


def worker(config: Config, clock: Clock) -> Worker:
    """What validation does without being asked."""
    desk = wiring.build(config, clock, Registry.load(config.convocatorias, config.calendars))
    return Worker(
        service="validation",
        leases=desk.leases,
        outboxes=desk.outboxes,
        reactions={
            registration_events.AccountOpened: partial(usecases.on_account_opened, desk),
            registration_events.CategoriaFalseada: partial(usecases.on_categoria_falseada, desk),
        },
        timers=(Timer("deadlines", 1.0, partial(usecases.sweep_deadlines, desk)),),
    )
