"""Process 2 of documents: validation's facts in, the orphan sweeper, the relay out."""

from __future__ import annotations

from functools import partial

from contracts.residencias.validation.v1 import events_pb2 as validation
from plumbing.bus.worker import Timer, Worker, holder
from plumbing.clock import Clock
from plumbing.config import Config
from plumbing.convocatoria.registry import Registry
from services.documents import usecases, wiring

EVERY_HOUR_S = 3600.0


def worker(config: Config, clock: Clock) -> Worker:
    """What documents does without being asked."""
    built = wiring.build(
        config, clock, Registry.load(config.convocatorias, config.calendars), holder=holder()
    )
    follow = partial(usecases.on_estado, built.desk)
    return Worker(
        service="documents",
        leases=built.store.leases,
        outboxes=built.store.outboxes,
        reactions={getattr(validation, name): follow for name in usecases.ESTADOS},
        timers=(
            Timer("orphans", EVERY_HOUR_S, partial(usecases.sweep_orphans, built.desk)),
            Timer("views", EVERY_HOUR_S, partial(usecases.sweep_views, built.desk)),
            Timer("prepared", EVERY_HOUR_S, partial(usecases.give_up_prepared, built.desk)),
            Timer("retention", EVERY_HOUR_S, partial(usecases.erase_expired, built.desk)),
        ),
    )
