"""What registration leaves behind: the facts of events.proto, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class RosterImported:
    filename: str
    sha256: str
    rows: int
    admitted: int


@dataclass(frozen=True)
class RosterAccepted:
    admitted: int
    accepted_by: str


@dataclass(frozen=True)
class CurpTemporalAssigned:
    folio_enarm: str


@dataclass(frozen=True)
class AccountOpened:
    folio_enarm: str
    correo: str
    nombre: str
    categoria: str
    especialidad: str


@dataclass(frozen=True)
class CorreoConfirmed:
    pass


@dataclass(frozen=True)
class PasswordResetRequested:
    request_id: str
    expires_at: datetime


@dataclass(frozen=True)
class PasswordReset:
    pass


@dataclass(frozen=True)
class RegistroOpened:
    pass


@dataclass(frozen=True)
class RegistroSaved:
    revision: int
    is_complete: bool
    error_fields: tuple[str, ...]
    nombre_completo: str
    correos: tuple[str, ...]


@dataclass(frozen=True)
class SedesRanked:
    revision: int
    spaces: int


@dataclass(frozen=True)
class SolicitudPrinted:
    number: int
    sha256: str
    revision: int


@dataclass(frozen=True)
class ParticipationRegistered:
    """The print inscribed its owner; `content` is what was printed, `printed_at` when. Source: 002§2.3 E."""

    folio: str
    sha256: str
    printed_at: datetime
    content: Mapping[str, Any]


@dataclass(frozen=True)
class CategoriaFalseada:
    categoria_roster: str
    categoria_declarada: str


@dataclass(frozen=True)
class EntryRefused:
    command: str
    estado: str


@dataclass(frozen=True)
class BanRecorded:
    scope: str
    cause: str
    clause: str
    act: str


@dataclass(frozen=True)
class ExpedienteReleased:
    institucion: str
    oficio: str
    released_on: str


@dataclass(frozen=True)
class SedeReleased:
    number: int
    folio_enarm: str
    especialidad: str
    sede: str
    subsede: str
    cause: str
    clause: str


@dataclass(frozen=True)
class DossierRead:
    what: str
