"""What every use case stands on: the desk, and how one decision is taken on fresh state."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from plumbing.clock import Clock
from plumbing.convocatoria.model import Convocatoria
from plumbing.deadlines import convocatoria_of
from plumbing.errors import Conflict, NotFound, ResidenciasError
from plumbing.events import Act
from plumbing.ids import new_id
from plumbing.store.documents import Collected, Documents, Stored
from plumbing.store.hours import Hours
from plumbing.store.leases import Leases
from plumbing.store.sweeps import Sweeps
from plumbing.telemetry import VERDICT_SECONDS
from services.validation.domain.events import DossierRead
from services.validation.domain.model import Expediente, Read, Tally

RACES = 8
Content = Mapping[str, Any]
Change = tuple[Expediente, tuple[object, ...]]
VERDICTS = ("Observe", "Validate", "ConfirmAnnulment")
SENDS, SENDERS, RULINGS = "envios", "primeros_envios", "dictamenes"  # what is counted by the hour
ROLES_OF_STAFF = ("validador", "supervisor_validacion", "ces", "ooad", "auditor", "sistema")


class Snapshots(Protocol):
    """Immutable contents, each under the SHA-256 of its own text."""

    def keep(self, sha256: str, text: str) -> None:
        """`text` can be had under `sha256` from now on; keeping it twice is harmless."""
        ...

    def load(self, sha256: str) -> str:
        """The text kept under `sha256`. Raises NotFound."""
        ...


class Sources(Protocol):
    """Queries upstream with the caller's own token, as plain messages; they raise that service's errors."""

    def registro_of(self, convocatoria: str, expediente_id: str) -> Content:
        """registration's Snapshot."""
        ...

    def manifest_of(self, convocatoria: str, expediente_id: str) -> Content:
        """documents' Manifest."""
        ...


class Waiting(Protocol):
    """The queue, by arrival."""

    def __call__(
        self, convocatoria: str, limit: int, by: str = "", at: datetime | None = None
    ) -> list[Stored[Expediente]]:
        """Up to `limit` of those that `by` may review, the oldest first; with `at`, put aside for nobody then."""
        ...


@dataclass(frozen=True)
class Desk:
    """The parts a use case may need. `words`: short es-MX phrases by name."""

    expedientes: Documents[Expediente]
    reads: Documents[Read]
    tallies: Documents[Tally]
    oldest_waiting: Waiting
    snapshots: Snapshots
    next_folio: Callable[[str], int]
    sweeps: Sweeps
    leases: Leases
    hours: Hours
    registry: Mapping[str, Convocatoria]
    clock: Clock
    words: Mapping[str, str]

    @property
    def outboxes(self) -> tuple[Collected, ...]:
        """Where facts wait for the relay."""
        return (self.expedientes.collection, self.reads.collection)


def found(desk: Desk, act: Act, expediente_id: str) -> Stored[Expediente]:
    """The expediente, if it is of this convocatoria and the caller's to see. Raises NotFound(NO_ES_TUYO)."""
    convocatoria_of(desk.registry, act)
    act.actor.may_see(expediente_id)
    stored = desk.expedientes.load(expediente_id)
    if stored is None or stored.value.convocatoria != act.convocatoria:
        raise NotFound("NO_ES_TUYO")
    return stored


@contextmanager
def in_words(desk: Desk, act: Act) -> Iterator[None]:
    """A refusal that names an estado also carries the name people know it by (`estatus`)."""
    try:
        yield
    except ResidenciasError as error:
        for known in convocatoria_of(desk.registry, act).expediente.statuses:
            if known.code == error.facts.get("estado"):
                error.facts["estatus"] = known.label
        raise


def decide(
    desk: Desk, act: Act, expediente_id: str, command: str, change: Callable[[Expediente], Change]
) -> Stored[Expediente]:
    """`change` has been taken once on fresh state, with its facts; a repeated key changes nothing.

    Raises what `change` raises; Conflict(VERSION_PERDIDA) only when the race is lost again and again.
    """
    for attempt in range(RACES):
        stored = found(desk, act, expediente_id)
        if stored.answer_to(act, command) is not None:
            return stored
        with in_words(desk, act):
            expediente, events = change(stored.value)
        try:
            saved = desk.expedientes.save(stored, expediente, act, events, command=command, answer={})
        except Conflict:
            if attempt == RACES - 1:
                raise
            continue
        if command in VERDICTS and stored.value.submitted_at:
            waited_s = (act.at - stored.value.submitted_at).total_seconds()
            VERDICT_SECONDS.labels(act.convocatoria, command).observe(waited_s)
            desk.hours.add(act.convocatoria, RULINGS, act.at)
        return saved
    raise Conflict("VERSION_PERDIDA")


def record_read(desk: Desk, act: Act, expediente_id: str, what: str) -> None:
    """A look of the staff into a dossier is a fact; the owner's own is not (architecture §7, audit)."""
    if not act.actor.has(*ROLES_OF_STAFF) or act.actor.expediente_id == expediente_id:
        return
    read = Read(act.convocatoria, expediente_id, what, act.actor.subject, act.at)
    desk.reads.create(new_id(), read, act, (DossierRead(what),), subject=expediente_id)
