"""What the use cases need, gathered once: documents, ports, rules, texts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from plumbing.clock import Clock, local_date
from plumbing.convocatoria.catalog import Catalog
from plumbing.convocatoria.model import Convocatoria
from plumbing.deadlines import convocatoria_of, require_open
from plumbing.errors import Conflict, FieldError, NotFound, cited
from plumbing.events import Act
from plumbing.ids import new_id
from plumbing.messages import Messages
from plumbing.store import Documents, Stored, Sweeps
from services.registration.domain import preferencias, registro, rules
from services.registration.domain.events import DossierRead
from services.registration.domain.liberaciones import Liberacion
from services.registration.domain.model import (
    CurpTemporal,
    Expediente,
    Lectura,
    Oferta,
    Recuperacion,
    Seleccionado,
    Veto,
)
from services.registration.domain.preferencias import Ofrecida
from services.registration.domain.reglas import Reglas
from services.registration.domain.report import Roster
from services.registration.usecases.reglas import reglas_of

T = TypeVar("T")
RACES_RETRIED = 6


class Roll(Protocol):
    """The rows of the rosters. They count once their roster is accepted."""

    def replace(
        self, roster_id: str, convocatoria: str, rows: Sequence[tuple[int, Seleccionado]]
    ) -> None: ...
    def find(self, convocatoria: str, folio_enarm: str) -> Mapping[str, Seleccionado]: ...
    def keys(self, roster_ids: Collection[str]) -> set[str]: ...
    def without_curp(self, roster_ids: Collection[str], after: str, limit: int) -> list[Seleccionado]: ...
    def everybody(self, roster_ids: Collection[str]) -> list[Seleccionado]: ...


class Prints(Protocol):
    """The frozen contents of prints, each kept under its own hash."""

    def keep(self, expediente_id: str, sha256: str, content: Mapping[str, Any]) -> None: ...
    def content(self, expediente_id: str, sha256: str) -> Mapping[str, Any]: ...


class Attempts(Protocol):
    """Failed attempts at a secret, counted per key; the key says nothing about the person."""

    def waiting(self, key: str, at: datetime) -> datetime | None: ...
    def count(self, key: str, at: datetime, wait: Callable[[int], timedelta]) -> None: ...
    def forget(self, key: str) -> None: ...


class Passwords(Protocol):
    """Slow hashes. `verify` takes as long for an absent hash as for a present one."""

    def hash(self, password: str) -> str: ...
    def verify(self, hashed: str | None, password: str) -> bool: ...


@dataclass(frozen=True)
class Desk:
    """Everything registration works with."""

    expedientes: Documents[Expediente]
    rosters: Documents[Roster]
    temporales: Documents[CurpTemporal]
    vetos: Documents[Veto]
    ofertas: Documents[Oferta]
    lecturas: Documents[Lectura]
    liberaciones: Documents[Liberacion]
    recuperaciones: Documents[Recuperacion]
    roll: Roll
    prints: Prints
    attempts: Attempts
    passwords: Passwords
    registry: Mapping[str, Convocatoria]
    catalog: Catalog
    clock: Clock
    texts: Messages
    actions: Mapping[str, str]
    secret: str
    next_folio: Callable[[str], int]
    sweeps: Sweeps

    def rules_of(self, convocatoria: str) -> Reglas:
        """Raises NotFound(CONVOCATORIA_DESCONOCIDA)."""
        return reglas_of(self.convocatoria(convocatoria))

    def convocatoria(self, code: str) -> Convocatoria:
        """Raises NotFound(CONVOCATORIA_DESCONOCIDA)."""
        return convocatoria_of(self.registry, Act(at=self.clock.now(), convocatoria=code))

    def require_open(self, convocatoria: str, window: str, act: Act, action: str) -> None:
        """Passes inside the window, at the instant of receipt. Raises OutsideWindow."""
        require_open(self.convocatoria(convocatoria).windows[window], act.at, self.actions[action])

    def require_open_to(self, person: Seleccionado, window: str, act: Act, action: str) -> None:
        """Passes inside the window as it opens to this person. Raises OutsideWindow saying when theirs opens."""
        own = self.convocatoria(act.convocatoria).window_of(window, person.seleccion_on)
        require_open(own, act.at, self.actions[action])

    def is_open(self, expediente: Expediente, window: str, at: datetime) -> bool:
        convocatoria = self.convocatoria(expediente.convocatoria)
        return convocatoria.window_of(window, expediente.seleccionado.seleccion_on).contains(at)

    def expediente(self, act: Act, expediente_id: str) -> Stored[Expediente]:
        """The expediente of this call, for its owner or for staff. Raises NotFound(NO_ES_TUYO)."""
        act.actor.may_see(expediente_id)
        stored = self.expedientes.load(expediente_id)
        if stored is None or stored.value.convocatoria != act.convocatoria:
            raise NotFound("NO_ES_TUYO")
        return stored

    def offered(self, expediente: Expediente) -> tuple[Ofrecida, ...]:
        """The sedes this person must rank, in catalogue order; none before the oferta is accepted."""
        reglas = self.rules_of(expediente.convocatoria)
        catalogue = {sede.code: [subsede.code for subsede in sede.subsedes] for sede in self.catalog.sedes}
        if reglas.spaces == "una":
            return preferencias.whole_catalogue(catalogue)
        oferta = self.ofertas.load(expediente.convocatoria)
        plazas = reglas.plazas[expediente.categoria]
        especialidad = expediente.especialidad
        return preferencias.offered(oferta.value if oferta else None, especialidad, plazas, catalogue)

    def problems(self, expediente: Expediente, at: datetime) -> list[FieldError]:
        """Everything that keeps the registro from being printed, each with the clause of its call."""
        clauses = self.convocatoria(expediente.convocatoria).clause_by_rule
        wrong = self._wrong(expediente, at)
        return [replace(one, clause=cited(one.clause, clauses)) for one in wrong]

    def _wrong(self, expediente: Expediente, at: datetime) -> list[FieldError]:
        reglas = self.rules_of(expediente.convocatoria)
        if reglas.spaces == "una":
            person = expediente.seleccionado
            transcribed = preferencias.transcription_problems(
                expediente.opciones, person.sede, person.subsede, reglas.place_clause
            )
            return registro.problems(expediente, reglas, local_date(at)) + transcribed
        sedes = self.offered(expediente)
        due = preferencias.spaces(reglas, sedes)
        of_ranking = preferencias.problems(expediente.opciones, sedes, due)
        return registro.problems(expediente, reglas, local_date(at)) + of_ranking

    def editable(self, expediente: Expediente, at: datetime) -> tuple[str, ...]:
        has_envio = self.convocatoria(expediente.convocatoria).has_validation
        is_envio_open = has_envio and self.is_open(expediente, "envio", at)
        return rules.editable(expediente, self.is_open(expediente, "registro", at), is_envio_open)

    def note_read(self, act: Act, expediente_id: str, what: str) -> None:
        """Staff looked at one person's dossier: a fact. Owners and systems leave none."""
        if act.actor.has("aspirante", "sistema"):
            return
        reading = Lectura(act.convocatoria, expediente_id, what)
        self.lecturas.create(new_id(), reading, act, [DossierRead(what)], subject=expediente_id)


def again(command: Callable[[], T], *, unless: bool = False) -> T:
    """The outcome of `command`, tried anew with fresh state when somebody saved in between; once with `unless`."""
    for _ in range(0 if unless else RACES_RETRIED):
        try:
            return command()
        except Conflict as error:
            if error.code != "VERSION_PERDIDA":
                raise
    return command()
