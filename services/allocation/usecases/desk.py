"""What every use case stands on: the desk, and how one decision is taken on fresh state."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import wraps
from typing import Any, ParamSpec, Protocol, TypeVar

from plumbing.clock import Clock
from plumbing.convocatoria.catalog import Catalog
from plumbing.convocatoria.model import Convocatoria
from plumbing.deadlines import convocatoria_of
from plumbing.errors import Conflict, NotFound
from plumbing.events import Act
from plumbing.ids import new_id
from plumbing.store import Documents, Leases, Stored, Sweeps
from services.allocation.domain.adscripcion import Adscripcion
from services.allocation.domain.events import DossierRead
from services.allocation.domain.record import Oferta, Participacion, Permuta, Read, Ronda, with_case

P = ParamSpec("P")
R = TypeVar("R")
RACES = 8
STAFF = ("ces", "ooad", "auditor")
INSIDERS = ("ces", "auditor")  # who may look before the gate opens


class Bundles(Protocol):
    """Immutable texts, each under the SHA-256 of its bytes."""

    def put(self, sha256: str, content: bytes) -> None:
        """The bytes can be had under their digest; putting them twice is harmless."""
        ...

    def get(self, sha256: str) -> bytes:
        """The bytes. Raises Unavailable."""
        ...


class Papers(Protocol):
    """Scans, each under a name that says nothing. What is there already stays as it is."""

    def new_name(self) -> str: ...

    def put(self, name: str, content: bytes, sha256: str) -> None:
        """Raises Unavailable."""
        ...

    def get(self, name: str) -> bytes | None:
        """The bytes, None when there is no such object. Raises Unavailable."""
        ...

    def older_than(self, age: timedelta) -> Iterator[str]:
        """Names of the scans that were put at least `age` ago (real time). Raises Unavailable."""
        ...

    def delete(self, name: str) -> None:
        """Raises Unavailable."""
        ...


class Sources(Protocol):
    """Queries upstream with the caller's own token; they raise that service's errors."""

    def inscritos_of(self, convocatoria: str) -> Mapping[str, Any]:
        """validation's Inscritos as a plain message."""
        ...


@dataclass(frozen=True)
class Desk:
    """The parts a use case may need. `words`: es-MX phrases by name; `remembered`: parsed rounds by digest.

    `estados` counts a selection of people by estado.
    `leases` are the process's; `own_leases()` belong to one call, so that two threads exclude each other too.
    """

    participaciones: Documents[Participacion]
    ofertas: Documents[Oferta]
    rondas: Documents[Ronda]
    permutas: Documents[Permuta]
    reads: Documents[Read]
    leases: Leases
    own_leases: Callable[[], Leases]
    estados: Callable[[Mapping[str, Any]], dict[str, int]]
    sweeps: Sweeps
    bundles: Bundles
    papers: Papers
    registry: Mapping[str, Convocatoria]
    catalog: Catalog
    clock: Clock
    words: Mapping[str, Any]
    remembered: dict[str, Any] = field(default_factory=dict)


Change = Callable[[Participacion], tuple[Participacion, Sequence[object]] | None]


def found(desk: Desk, act: Act, expediente_id: str) -> Stored[Participacion]:
    """The participación, if it is of this convocatoria and the caller's to see. Raises NotFound(NO_ES_TUYO)."""
    convocatoria_of(desk.registry, act)
    act.actor.may_see(expediente_id)
    stored = desk.participaciones.load(expediente_id)
    if stored is None or stored.value.convocatoria != act.convocatoria:
        raise NotFound("NO_ES_TUYO")
    return stored


def case_of(one: Participacion) -> Adscripcion:
    """The published case. Raises NotFound(NO_ES_TUYO) when there is none: not in the pool."""
    if one.adscripcion is None:
        raise NotFound("NO_ES_TUYO")
    return one.adscripcion


def decide(
    desk: Desk, act: Act, stored: Stored[Participacion], command: str, change: Change
) -> Stored[Participacion]:
    """`change` has been taken once, on fresh state, with its facts; a repeated key changes nothing.

    `change` gives None when there is nothing left to do: what was asked for is already so.
    Raises what `change` raises; Conflict(VERSION_PERDIDA) only when the race is lost again and again.
    """
    for _ in range(RACES):
        if stored.answer_to(act, command) is not None:
            return stored
        outcome = change(stored.value)
        if outcome is None:
            return stored
        try:
            saved = desk.participaciones.save(
                stored, outcome[0], act, outcome[1], command=command, answer={"version": stored.version + 1}
            )
            return (
                desk.participaciones.load(saved.id) or saved
            )  # instants as they are kept: to the millisecond
        except Conflict as error:
            if error.code != "VERSION_PERDIDA":
                raise
            stored = desk.participaciones.load(stored.id) or stored
    raise Conflict("VERSION_PERDIDA", esperada=stored.version, actual="otra más reciente")


def again_if_lost(command: Callable[P, R]) -> Callable[P, R]:
    """`command`, begun again on fresh state when somebody saved first: a double click is answered, not refused."""

    @wraps(command)
    def repeated(*args: P.args, **kwargs: P.kwargs) -> R:
        for _ in range(RACES - 1):
            try:
                return command(*args, **kwargs)
            except Conflict as error:
                if error.code not in ("VERSION_PERDIDA", "YA_EXISTE"):
                    raise
        return command(*args, **kwargs)

    return repeated


def moved(
    one: Participacion, outcome: tuple[Adscripcion, Sequence[object]], act: Act
) -> tuple[Participacion, Sequence[object]]:
    """A domain outcome as the document's change."""
    return with_case(one, outcome[0], act.at), outcome[1]


def session_of(act: Act) -> str:
    """A digest of the caller's session: enough to compare, useless to steal. "" without a session."""
    return hashlib.sha256(act.actor.session.encode()).hexdigest()[:16] if act.actor.session else ""


def record_read(desk: Desk, act: Act, expediente_id: str, what: str) -> None:
    """A look of the staff into a dossier is a fact; the owner's own is not."""
    if not act.actor.has(*STAFF) or act.actor.expediente_id == expediente_id:
        return
    read = Read(act.convocatoria, what, act.actor.subject, act.at)
    desk.reads.create(new_id(), read, act, (DossierRead(what),), subject=expediente_id)
