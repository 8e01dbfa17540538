"""One person's result after the publication, and the terms of the convocatoria that it lives under.

Shapes: every instant is aware. A window includes both of its ends; an obligation can be met on its `due_on`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum

from plumbing.errors import Conflict, OutsideWindow
from services.allocation.domain.events import Event


class Status(StrEnum):
    """Where the person stands after the results. Source: 000§4.3 to 4.10, 5, 6."""

    NO_ASIGNADO = "NO_ASIGNADO"
    ASIGNADO = "ASIGNADO"
    ADSCRIPCION_ACEPTADA = "ADSCRIPCION_ACEPTADA"
    COMPROMISO_ACEPTADO = "COMPROMISO_ACEPTADO"
    PREACEPTADO = "PREACEPTADO"
    EN_OOAD = "EN_OOAD"
    PRESENTADO_A_SEDE = "PRESENTADO_A_SEDE"
    NO_ACEPTA = "NO_ACEPTA"
    RECHAZO_IMPLICITO = "RECHAZO_IMPLICITO"
    RENUNCIA = "RENUNCIA"
    ABANDONO = "ABANDONO"
    EXAMEN_DESFAVORABLE = "EXAMEN_DESFAVORABLE"
    BAJA = "BAJA"
    ANULADO = "ANULADO"  # taken out by validation, as are the cancelled
    CANCELADO = "CANCELADO"
    FUERA_DE_PROCESO = "FUERA_DE_PROCESO"
    PLAZA_PERDIDA = "PLAZA_PERDIDA"  # what was owed at the new sede was missing when the letter ended


UNFINISHED = (Status.ASIGNADO, Status.ADSCRIPCION_ACEPTADA, Status.COMPROMISO_ACEPTADO)
WITH_LETTER = (Status.PREACEPTADO, Status.EN_OOAD, Status.PRESENTADO_A_SEDE)
NO_CONSEQUENCE = "SIN_CONSECUENCIA"  # the outcome of an obligation that is only noted
EVERYBODY = "todos"


class Right(StrEnum):
    """What a person may still do in the later periods of the cycle."""

    NEXT_PERIOD = "SIGUIENTE_PERIODO"
    THIRD_PERIOD_ONLY = "TERCER_PERIODO"
    NONE = "NINGUNO"
    NOT_APPLICABLE = "NO_APLICA"


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time that includes both ends."""

    opens_at: datetime
    closes_at: datetime

    def has(self, at: datetime) -> bool:
        return self.opens_at <= at <= self.closes_at


@dataclass(frozen=True, slots=True)
class ObligationTerm:
    """Something owed from the letter on by those with the trait `applies_to` (`extranjero`, `todos` …).

    Last day `due_on`, or the day `months` after the letter; with neither, the course's whole length. `outcome` keys
    the consequence of missing it. With `is_before_sede` there is no carta de presentación without it, and the
    letter's own expiry decides instead of a date.
    """

    kind: str
    applies_to: str
    outcome: str
    clause: str
    due_on: date | None = None
    months: int = 0
    is_before_sede: bool = False
    from_selection: bool = False
    """The months count from the day of the DGCES, not from the letter."""
    is_lost_at_close: bool = False


@dataclass(frozen=True, slots=True)
class Consequence:
    """What an outcome leaves the person, whether it bars them for good, and whether the plaza goes back."""

    right: Right
    clause: str
    frees_plaza: bool
    is_ban: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """The convocatoria's data for this phase. `consequences` is keyed by outcome; `zone` tells days from instants."""

    acceptance: Window
    letter_validity: Window
    cycle_starts_at: datetime
    consequences: Mapping[str, Consequence]
    zone: tzinfo
    exams: tuple[str, ...]
    freed_destination: str
    period: int = 1
    third_period: int = 3
    obligations: tuple[ObligationTerm, ...] = ()
    permuta_windows: tuple[Window, ...] = ()
    permuta_open_max: int = 0
    permuta_asks_again: bool = True
    steps: tuple[str, ...] = ("ACEPTO_ADSCRIPCION", "ACEPTO_COMPROMISO", "IMPRIME_PREACEPTACION")
    on_silence: str = "RECHAZO_IMPLICITO"
    exempt_traits: tuple[str, ...] = ()
    """Whoever has one of these needs no exams."""
    may_reject_after_accepting: bool = False
    renuncia_keeps_until: date | None = None
    late_renuncia_outcome: str = ""


@dataclass(frozen=True, slots=True)
class Obligation:
    """One thing owed: open until `met_on` or `is_missed`."""

    kind: str
    due_on: date | None
    clause: str
    outcome: str
    is_before_sede: bool = False
    met_on: date | None = None
    evidence: str = ""
    is_missed: bool = False
    is_lost_at_close: bool = False

    @property
    def state(self) -> str:
        """PENDIENTE, CUMPLIDA or VENCIDA."""
        return "VENCIDA" if self.is_missed else "CUMPLIDA" if self.met_on else "PENDIENTE"


@dataclass(frozen=True, slots=True)
class Letter:
    """A single issuance: the Carta de Pre-aceptación with its validity. `session` is a digest."""

    issuance_id: str
    issued_at: datetime
    session: str
    validity: Window


@dataclass(frozen=True, slots=True)
class Decision:
    """Something the person decided, with the receipt that proves it."""

    decision: str
    at: datetime
    acuse_id: str
    session: str


@dataclass(frozen=True, slots=True)
class Exam:
    """A favourable or unfavourable result, with the digest of its document."""

    exam: str
    is_favourable: bool
    document: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Adscripcion:
    """One person's result and what became of it. `category` is the plaza's; `grade` the academic one (R1 = 1).

    `traits` say which obligations apply (`extranjero`, `trabajador`, `quien_entrego_carta_compromiso`). `outcome`
    keys the exit taken, `cause` says it in one word, `has_freed_plaza` whether the plaza went back.
    """

    expediente_id: str
    folio: str
    specialty: str
    sede: str = ""
    subsede: str = ""
    category: str = ""
    traits: tuple[str, ...] = ()
    status: Status = Status.NO_ASIGNADO
    letter: Letter | None = None
    exams: tuple[Exam, ...] = ()
    presentacion_id: str = ""
    obligations: tuple[Obligation, ...] = ()
    decisions: tuple[Decision, ...] = ()
    outcome: str = ""
    cause: str = ""
    right: Right = Right.NOT_APPLICABLE
    right_clause: str = ""
    is_banned: bool = False
    has_freed_plaza: bool = False
    grade: int = 1
    selected_on: date | None = None


Outcome = tuple[Adscripcion, tuple[Event, ...]]


def require_status(case: Adscripcion, action: str, clause: str, *allowed: Status) -> None:
    """The case stands where `action` is possible. Raises: Conflict PASO_NO_PROCEDE."""
    if case.status not in allowed:
        raise Conflict("PASO_NO_PROCEDE", clause=clause, estado=case.status.value, accion=action)


def require_window(window: Window, at: datetime, code: str, clause: str) -> None:
    """`at` lies inside `window`. Raises: OutsideWindow `code` with both ends as facts."""
    if not window.has(at):
        abre, cierra = window.opens_at.isoformat(), window.closes_at.isoformat()
        raise OutsideWindow(code, clause=clause, abre=abre, cierra=cierra)
