"""Process 2 of notifications: `python -m plumbing.bus services.notifications.worker`."""

from __future__ import annotations

from functools import partial
from types import ModuleType

from contracts.residencias.allocation.v1 import events_pb2 as allocation
from contracts.residencias.registration.v1 import events_pb2 as registration
from contracts.residencias.scoring.v1 import events_pb2 as scoring
from contracts.residencias.validation.v1 import events_pb2 as validation
from plumbing.bus.worker import Timer, Worker
from plumbing.clock import Clock
from plumbing.config import Config
from plumbing.convocatoria.registry import Registry
from services.notifications import figures, usecases, wiring

HEARD: dict[ModuleType, tuple[str, ...]] = {
    registration: (
        "AccountOpened",
        "PasswordResetRequested",
        "PasswordReset",
        "RegistroSaved",
        "SedesRanked",
        "SolicitudPrinted",
        "ParticipationRegistered",
    ),
    validation: (
        "ExpedienteSubmitted",
        "ExpedienteObserved",
        "ExpedienteValidated",
        "ExpedienteAnnulled",
        "ParticipationCancelled",
        "FichaIssued",
        "ExpedienteOutOfProcess",
    ),
    scoring: ("ParticipantExcluded", "ArticlesRuled"),
    allocation: (
        "ResultPublished",
        "AdscripcionAccepted",
        "CompromisoAccepted",
        "PreaceptacionIssued",
        "PlazaRejected",
        "PlazaLost",
        "ExamRecorded",
        "PresentacionIssued",
        "RenunciaRegistered",
        "AbandonoRecorded",
        "ObligationMet",
        "ObligationOverdue",
        "BajaRecorded",
    ),
}
SEND_EVERY_S = 1.0
REMIND_EVERY_S = 2.0


def worker(config: Config, clock: Clock) -> Worker:
    """Facts become e-mails and end letters; e-mails leave; who owes something is reminded."""
    built = wiring.build(config, clock, Registry.load(config.convocatorias, config.calendars))
    tell, swapped = partial(usecases.on_fact, built.desk), partial(usecases.on_permuta, built.desk)
    reactions = {getattr(module, name): tell for module, heard in HEARD.items() for name in heard}
    return Worker(
        service="notifications",
        leases=built.store.leases,
        outboxes=built.store.outboxes,
        reactions=reactions
        | {getattr(allocation, name): swapped for name in usecases.CONCERNED}
        | {registration.SedeReleased: partial(usecases.on_sede_released, built.desk)},
        figures=figures.figures(built.desk),
        timers=(
            Timer("send", SEND_EVERY_S, partial(usecases.send_waiting, built.desk)),
            Timer("remind", REMIND_EVERY_S, partial(usecases.remind, built.desk)),
        ),
    )
