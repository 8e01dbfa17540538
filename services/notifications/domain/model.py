"""A letter, its states, and each time its bytes were handed over.

Shapes: instants are aware datetimes; `sha256` is the lower-case hex digest of the PDF's bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class LetterKind(StrEnum):
    """Every letter and form we typeset, as the contract names them."""

    SOLICITUD = "SOLICITUD"
    FICHA = "FICHA"
    CARTA_COMPROMISO = "CARTA_COMPROMISO"
    RESULTADO = "RESULTADO"
    PUNTAJE = "PUNTAJE"
    PREACEPTACION = "PREACEPTACION"
    PRESENTACION = "PRESENTACION"
    PERMUTA = "PERMUTA"
    ACUSE_ENVIO = "ACUSE_ENVIO"
    ACUSE_DECISION = "ACUSE_DECISION"


class LetterStatus(StrEnum):
    """What the public verification answers. Only `VIGENTE` may become something else."""

    VIGENTE = "VIGENTE"
    SUSTITUIDA = "SUSTITUIDA"
    REVOCADA = "REVOCADA"


@dataclass(frozen=True)
class Download:
    """One delivery of the stored bytes. `session` is a digest of the session, never the session itself."""

    at: datetime
    session: str
    resumed: bool = False


@dataclass(frozen=True)
class Letter:
    """One issued letter. The bytes are kept by the file store as `object_name`, and never made again.

    `ref` tells letters of one kind and person apart (print number, acuse, issuance); `ooad` is who attends its holder.
    `deliveries` counts every hand-over; `downloads` keeps the first and the last few.
    """

    letter_id: str
    kind: LetterKind
    convocatoria: str
    expediente_id: str
    folio: str
    holder: str
    issued_at: datetime
    sha256: str
    content_sha256: str
    code: str
    rules_digest: str
    status: LetterStatus = LetterStatus.VIGENTE
    status_at: datetime | None = None
    status_reason: str = ""
    replaced_by: str = ""
    visible_from: datetime | None = None
    downloads: tuple[Download, ...] = ()
    ref: str = ""
    object_name: str = ""
    ooad: str = ""
    deliveries: int = 0


@dataclass(frozen=True)
class PrintPolicy:
    """How often a kind may be printed, as the convocatoria says.

    Units: `resume_for` is how long after the issuance a broken download may be resumed.
    """

    single: bool
    resume_for: timedelta = timedelta(minutes=15)
    computer_only: bool = False
    opens_at: datetime | None = None
    closes_at: datetime | None = None


@dataclass(frozen=True)
class PrintRequest:
    """Somebody asks for the bytes: when, from which session, and whether from a computer."""

    at: datetime
    session: str
    from_computer: bool = True


@dataclass(frozen=True)
class Verification:
    """What anybody learns from a code: no name in full, no CURP, no folio ENARM."""

    letter_id: str
    kind: LetterKind
    convocatoria: str
    folio: str
    holder_masked: str
    status: LetterStatus
    issued_at: datetime
    sha256: str
    content_sha256: str
    status_at: datetime | None = None
    status_reason: str = ""
    replaced_by: str = ""
