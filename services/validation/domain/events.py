"""The facts of validation: one frozen dataclass per message of events.proto, with the same fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.validation.domain.model import ClaimVerdict, Observation


@dataclass(frozen=True)
class ExpedienteSubmitted:
    send_number: int
    acuse_id: str
    snapshot_sha256: str
    revision: int
    documents: int


@dataclass(frozen=True)
class ExpedienteClaimed:
    claimed_until: datetime


@dataclass(frozen=True)
class ExpedienteSetAside:
    until: datetime


@dataclass(frozen=True)
class ClaimReleased:
    reason: str


@dataclass(frozen=True)
class ConflictDeclared:
    pass


@dataclass(frozen=True)
class ExpedienteObserved:
    observations: tuple[Observation, ...]
    attend_until: datetime | None


@dataclass(frozen=True)
class ExpedienteValidated:
    claims: tuple[ClaimVerdict, ...]


@dataclass(frozen=True)
class AnnulmentProposed:
    cause: str


@dataclass(frozen=True)
class AnnulmentRejected:
    pass


@dataclass(frozen=True)
class ExpedienteAnnulled:
    cause: str
    clause: str
    proposed_by: str
    confirmed_by: str


@dataclass(frozen=True)
class ParticipationCancelled:
    cause: str
    clause: str


@dataclass(frozen=True)
class FichaIssued:
    """The person enters the concurso; all that scoring and allocation need, frozen."""

    folio: str
    folio_enarm: str
    especialidad: str
    categoria: str
    puntaje_enarm: str
    calificacion: str
    claims: tuple[ClaimVerdict, ...]
    opciones: tuple[Mapping[str, Any], ...]
    cartas_compromiso: tuple[str, ...]
    nombre_completo: str
    first_submitted_at: datetime
    trabajador: Mapping[str, Any] | None
    titulo_reverso: str
    cedula: str
    servicio_social: str
    issued_by_rezago: str
    seleccion_on: str = ""
    relacion_laboral: str = ""
    curp: str = ""
    troncal: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class FichaDownloaded:
    downloads: int


@dataclass(frozen=True)
class ExpedienteOutOfProcess:
    cause: str
    clause: str


@dataclass(frozen=True)
class RezagoListed:
    pass


@dataclass(frozen=True)
class RezagoResolved:
    resolution: str
    reason: str


@dataclass(frozen=True)
class DossierRead:
    what: str
