"""Process 2: validation's and scoring's facts in, results out at the gate, deadlines, and the relay."""

from __future__ import annotations

from functools import partial

from contracts.residencias.scoring.v1 import events_pb2 as scoring
from contracts.residencias.validation.v1 import events_pb2 as validation
from plumbing.bus.worker import Timer, Worker
from plumbing.clock import Clock
from plumbing.config import Config
from plumbing.convocatoria.registry import Registry
from services.allocation import figures, usecases, wiring

EVERY_HOUR_S = 3600.0


def worker(config: Config, clock: Clock) -> Worker:
    """What allocation does without being asked."""
    built = wiring.build(config, clock, Registry.load(config.convocatorias, config.calendars))
    desk = built.desk
    return Worker(
        service="allocation",
        leases=desk.leases,
        outboxes=built.store.outboxes,
        reactions={
            validation.FichaIssued: partial(usecases.on_ficha_issued, desk),
            validation.ExpedienteAnnulled: partial(usecases.on_left, desk, estado="ANULADO"),
            validation.ParticipationCancelled: partial(usecases.on_left, desk, estado="CANCELADO"),
            validation.ExpedienteOutOfProcess: partial(usecases.on_out_of_process, desk),
            scoring.PuntajeComputed: partial(usecases.on_puntaje_computed, desk),
        },
        figures=figures.figures(desk),
        timers=(
            Timer("sweep", 1.0, partial(usecases.sweep, desk)),
            Timer("orphans", EVERY_HOUR_S, partial(usecases.sweep_orphans, desk)),
            Timer("retention", EVERY_HOUR_S, partial(usecases.erase_expired, desk)),
        ),
    )
