"""Process 2: registration's facts in, our own counted, deadlines, and the relay out."""

from __future__ import annotations

from functools import partial

from contracts.residencias.registration.v1 import events_pb2 as registration_events
from contracts.residencias.scoring.v1 import events_pb2 as scoring_events
from contracts.residencias.validation.v1 import events_pb2 as own_events
from plumbing.bus.worker import Timer, Worker
from plumbing.clock import Clock
from plumbing.config import Config
from plumbing.convocatoria.registry import Registry
from services.validation import figures, usecases, wiring


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
            registration_events.ParticipationRegistered: partial(usecases.on_participation_registered, desk),
            scoring_events.ParticipantExcluded: partial(usecases.on_participant_excluded, desk),
            own_events.ExpedienteObserved: partial(usecases.on_ruled, desk),
            own_events.ExpedienteValidated: partial(usecases.on_ruled, desk),
            own_events.AnnulmentProposed: partial(usecases.on_ruled, desk),
            own_events.ClaimReleased: partial(usecases.on_ruled, desk),
        },
        figures=figures.figures(desk),
        timers=(Timer("deadlines", 1.0, partial(usecases.sweep_deadlines, desk)),),
    )
