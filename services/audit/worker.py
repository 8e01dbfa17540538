"""Process 2 of audit: `python -m plumbing.bus services.audit.worker`."""

from __future__ import annotations

from functools import partial

from plumbing.bus.worker import Timer, Worker
from plumbing.clock import Clock
from plumbing.config import Config
from services.audit import figures, usecases, wiring

NUMBER_EVERY_S = 0.5


def worker(config: Config, clock: Clock) -> Worker:
    """Every fact there is arrives here; one replica of all numbers them."""
    desk, store = wiring.build(config, clock)
    return Worker(
        service="audit",
        leases=store.leases,
        outboxes=store.outboxes,
        every_fact=partial(usecases.on_any_fact, desk),
        figures=figures.figures(desk),
        timers=(Timer("sequence", NUMBER_EVERY_S, partial(usecases.sequence, desk)),),
    )
