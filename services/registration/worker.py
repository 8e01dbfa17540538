"""Process 2: what registration learns by facts, and the relay of its own."""

from __future__ import annotations

from functools import partial

from contracts.residencias.allocation.v1 import events_pb2 as allocation
from contracts.residencias.validation.v1 import events_pb2 as validation
from plumbing.bus.worker import Timer, Worker
from plumbing.clock import Clock
from plumbing.config import Config
from plumbing.convocatoria.registry import Registry
from services.registration import usecases, wiring


def worker(config: Config, clock: Clock) -> Worker:
    """Registration's reactions, and its one deadline: who never registered."""
    built = wiring.build(config, clock, Registry.load(config.convocatorias, config.calendars))
    desk = built.desk
    return Worker(
        service=wiring.SERVICE,
        leases=built.store.leases,
        outboxes=built.store.outboxes,
        reactions={
            validation.ExpedienteSubmitted: partial(usecases.on_state, desk, estado="EN_VALIDACION"),
            validation.ExpedienteObserved: partial(usecases.on_expediente_observed, desk),
            validation.ExpedienteValidated: partial(usecases.on_state, desk, estado="VALIDADO"),
            validation.FichaIssued: partial(usecases.on_state, desk, estado="INSCRITO"),
            validation.ExpedienteAnnulled: partial(usecases.on_expediente_annulled, desk),
            validation.ParticipationCancelled: partial(usecases.on_out, desk, estado="CANCELADO"),
            validation.ExpedienteOutOfProcess: partial(usecases.on_out, desk, estado="FUERA_DE_PROCESO"),
            allocation.OfertaAccepted: partial(usecases.on_oferta_accepted, desk),
            allocation.AbandonoRecorded: partial(usecases.on_abandono_recorded, desk),
            allocation.RenunciaRegistered: partial(usecases.on_renuncia_registered, desk),
            allocation.ResultPublished: partial(usecases.on_result_published, desk),
            allocation.PlazaReleased: partial(usecases.on_plaza_released, desk),
        },
        timers=(Timer("roster", 1.0, partial(usecases.sweep_roster, desk)),),
    )
