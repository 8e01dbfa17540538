"""Process 2: `python -m plumbing.bus services.scoring.worker`."""

from __future__ import annotations

from functools import partial

from contracts.residencias.validation.v1 import events_pb2 as validation
from plumbing.bus.worker import Worker
from plumbing.clock import Clock
from plumbing.config import Config
from plumbing.convocatoria.registry import Registry
from services.scoring import usecases, wiring


def worker(config: Config, clock: Clock) -> Worker:
    """Scoring computes at every ficha."""
    desk, store = wiring.build(config, clock, Registry.load(config.convocatorias, config.calendars))
    return Worker(
        service="scoring",
        leases=store.leases,
        outboxes=store.outboxes,
        reactions={validation.FichaIssued: partial(usecases.on_ficha_issued, desk)},
    )
