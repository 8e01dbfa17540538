"""An expediente and its parts. What was sent stands in a snapshot, named by its SHA-256."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

LEASE = timedelta(minutes=30)
ASIDE = timedelta(minutes=5)
CLAIMS = (
    "trabajador",
    "hijo_trabajador",
    "internado_imss",
    "servicio_social_imss",
    "docencia",
    "publicaciones",
)
CONTRACTS = ("BASE", "EVENTUAL")
ACREDITADO, NO_ACREDITADO = "ACREDITADO", "NO_ACREDITADO"
DOCUMENTO, CAMPO = "DOCUMENTO", "CAMPO"
SOLICITUD = "SOLICITUD"


class Estado(StrEnum):
    """Where an expediente stands."""

    PENDIENTE = "PENDIENTE"
    EN_VALIDACION = "EN_VALIDACION"
    CON_OBSERVACIONES = "CON_OBSERVACIONES"
    VALIDADO = "VALIDADO"
    INSCRITO = "INSCRITO"
    ANULADO = "ANULADO"
    CANCELADO = "CANCELADO"
    FUERA_DE_PROCESO = "FUERA_DE_PROCESO"


TERMINAL = frozenset({Estado.ANULADO, Estado.CANCELADO, Estado.FUERA_DE_PROCESO})


@dataclass(frozen=True)
class Observation:
    """What must be corrected; `text` is what the aspirante reads."""

    target: str
    target_kind: str
    reason: str
    text: str = ""
    note: str = ""
    is_attended: bool = False


@dataclass(frozen=True)
class ClaimVerdict:
    """Whether the papers prove what was claimed for extra points, and how many units where it counts by units."""

    claim: str
    verdict: str
    reason: str = ""
    units: int = 0


@dataclass(frozen=True)
class Send:
    """One send of the expediente; its content lies under `snapshot_sha256`."""

    number: int
    acuse_id: str
    submitted_at: datetime
    snapshot_sha256: str
    revision: int
    print_number: int
    documents: int


@dataclass(frozen=True)
class Proposal:
    """The first of the two people who annul, or who cancel for a false claim: then with the verdicts."""

    by: str
    cause: str
    note: str
    at: datetime
    claims: tuple[ClaimVerdict, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One line of the expediente's history."""

    at: datetime
    what: str
    by: str
    note: str = ""


@dataclass(frozen=True)
class Expediente:
    """One person's dossier in one convocatoria.

    `waiting`, `held` and `proposed` carry the convocatoria's id while the expediente lies in the queue, on somebody's
    desk, or before the second of two people: selective keys for the store. While it waits it may be put aside for one
    desk (`aside_for`). `recused` are those of the staff who declared a conflict of interest.
    """

    convocatoria: str
    since_at: datetime
    estado: Estado = Estado.PENDIENTE
    cause: str = ""
    folio_enarm: str = ""
    has_categoria_falseada: bool = False
    sends: tuple[Send, ...] = ()
    submitted_at: datetime | None = None
    waiting: str = ""
    held: str = ""
    proposed: str = ""
    claimed_by: str = ""
    claimed_until: datetime | None = None
    aside_for: str = ""
    aside_until: datetime | None = None
    observations: tuple[Observation, ...] = ()
    attend_until: datetime | None = None
    claims: tuple[ClaimVerdict, ...] = ()
    proposal: Proposal | None = None
    recused: tuple[str, ...] = ()
    validated_at: datetime | None = None
    is_rezago: bool = False
    folio: str = ""
    ficha_issued_at: datetime | None = None
    ficha_downloads: int = 0
    history: tuple[Entry, ...] = ()

    @property
    def first_submitted_at(self) -> datetime:
        """The day seniority counts on. Raises IndexError before the first send."""
        return self.sends[0].submitted_at


@dataclass(frozen=True)
class Paper:
    """The newest version of a slot."""

    slot: str
    version: int
    kind: str
    sha256: str
    bytes: int
    object_name: str
    uploaded_at: datetime | None = None
    print_number: int = 0
    findings: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class Registro:
    """The registro as registration gave it, with what the rules ask of it by name."""

    content: Mapping[str, Any]

    @property
    def datos(self) -> Mapping[str, Any]:
        return self.content.get("datos") or {}

    @property
    def claimed(self) -> tuple[str, ...]:
        """The extras claimed, in fixed order."""
        reclamos = self.datos.get("reclamos") or {}
        return tuple(claim for claim in CLAIMS if reclamos.get(claim))

    @property
    def relacion_laboral(self) -> str:
        """BASE or EVENTUAL for who has a contract with the IMSS in force; empty without one. Source: 003§4.3."""
        worker = self.datos.get("trabajador") or {}
        contract = str(worker.get("contratacion", ""))
        return contract if worker.get("matricula") and contract in CONTRACTS else ""

    @property
    def nombre_completo(self) -> str:
        parts = (self.datos.get(name, "") for name in ("nombre", "primer_apellido", "segundo_apellido"))
        return " ".join(part for part in parts if part)


@dataclass(frozen=True)
class Snapshot:
    """What one send froze."""

    registro: Registro
    papers: Mapping[str, Paper] = field(default_factory=dict)


@dataclass(frozen=True)
class WorkerCondition:
    """A condition of IMSS workers, as the convocatoria states it."""

    rule: str
    label: str
    clause: str
    min_years: int = 0
    max_years: int = 0


@dataclass(frozen=True)
class Tally:
    """What one validador did on one day of Mexico City.

    Shapes: `ruled` decision → how many; `hours` hour of the day (`09`) → how many. Units: `seconds` from the claim to
    the decision, one per decision.
    """

    convocatoria: str
    by: str
    on: str
    ruled: Mapping[str, int] = field(default_factory=dict)
    hours: Mapping[str, int] = field(default_factory=dict)
    seconds: tuple[int, ...] = ()
    returned: int = 0


@dataclass(frozen=True)
class Read:
    """Somebody of the staff looked into a dossier."""

    convocatoria: str
    expediente_id: str
    what: str
    by: str
    at: datetime
