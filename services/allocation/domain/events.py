"""What the allocation leaves behind: one class per fact of `events.proto`, same name and same fields.

The envelope already carries instant, actor and subject (the expediente, or the round or permuta).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from services.allocation.domain.model import Plazas


@dataclass(frozen=True, slots=True)
class OfertaLoaded:
    """A file of plazas was read; nothing counts yet."""

    sha256: str
    plazas: int


@dataclass(frozen=True, slots=True)
class OfertaAccepted:
    """These are the plazas that there are. Source: G-05."""

    sha256: str
    cells: tuple[Plazas, ...]


@dataclass(frozen=True, slots=True)
class RoundFrozen:
    """The input of a round stands still under its digest, known before anything is computed. Source: G-02."""

    kind: str
    input_sha256: str
    inscritos_sha256: str
    pool: int
    public_number: str
    public_source: str


@dataclass(frozen=True, slots=True)
class RoundRun:
    """A round has run and was checked; its result stays under embargo. `kind`: ENSAYO or OFICIAL."""

    kind: str
    input_sha256: str
    output_sha256: str
    is_verified: bool
    pool: int
    assigned: int


@dataclass(frozen=True, slots=True)
class PublicationProposed:
    """The first of two people answers for the official result."""

    proposed_by: str


@dataclass(frozen=True, slots=True)
class RoundPublished:
    """The second person agreed: from `publishes_at` on, results may be read. Source: 000§4.1."""

    output_sha256: str
    approved_by: str
    publishes_at: datetime


@dataclass(frozen=True, slots=True)
class ResultPublished:
    """This person's result may be read. Source: 000§4.1, 4.2."""

    folio: str
    is_assigned: bool
    decide_until: datetime


@dataclass(frozen=True, slots=True)
class AdscripcionAccepted:
    """ACEPTO ADSCRIPCIÓN ACADÉMICA was said. Source: 000§4.3."""

    acuse_id: str
    folio: str
    sede: str


@dataclass(frozen=True, slots=True)
class CompromisoAccepted:
    """ACEPTO CUMPLIR CON MI CARTA COMPROMISO was said. Source: 000§4.4."""

    acuse_id: str
    folio: str


@dataclass(frozen=True, slots=True)
class ObligationOwed:
    """Something owed from the letter on (`Obligation` on the wire). `due_on` is the last day it can be met."""

    kind: str
    due_on: date | None
    clause: str
    state: str


@dataclass(frozen=True, slots=True)
class PreaceptacionIssued:
    """The one Carta de Pre-aceptación exists. Source: 000§4.5, 4.6, 5.1."""

    issuance_id: str
    folio: str
    sede: str
    ooad: str
    valid_from: datetime
    valid_until: datetime
    obligations: tuple[ObligationOwed, ...]


@dataclass(frozen=True, slots=True)
class PlazaLost:
    """What was owed at the new sede was missing when the letter ended: `cause` is the obligation. Source: 002§6.1."""

    cause: str
    folio: str
    clause: str


@dataclass(frozen=True, slots=True)
class PlazaRejected:
    """The plaza was not taken: `reason` NO_ACEPTA (said) or SIN_RESPUESTA (the window closed). Source: 000§4.8."""

    reason: str
    folio: str
    acuse_id: str
    later_right: str


@dataclass(frozen=True, slots=True)
class PlazaReleased:
    """One plaza of this cell may be offered again. Source: 000§4.8, decisions G-25."""

    especialidad: str
    sede: str
    subsede: str
    categoria: str
    cause: str
    destination: str


@dataclass(frozen=True, slots=True)
class PresentationRegistered:
    """The person came to the OOAD with the letter, in its validity. Source: 000§5.3."""

    ooad: str


@dataclass(frozen=True, slots=True)
class ExamRecorded:
    """One of the exams has a result. Source: 000§5.4, 6.1; decisions G-22."""

    exam: str
    is_favourable: bool


@dataclass(frozen=True, slots=True)
class PresentacionIssued:
    """The OOAD handed over the carta de presentación a la sede. Source: 000§6.2."""

    issuance_id: str
    folio: str
    sede: str


@dataclass(frozen=True, slots=True)
class PaperReceived:
    """Something signed was scanned and is kept. Source: 000§4.9; G-22."""

    kind: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class PapersErased:
    """The term to keep these papers is over: their scans are deleted. Source: supuesto conservacion."""

    papers: int
    after_days: int


@dataclass(frozen=True, slots=True)
class RenunciaRegistered:
    """The OOAD received a written resignation, on the paper of that digest. Source: 000§4.9."""

    folio: str
    received_on: date
    later_right: str
    document_sha256: str


@dataclass(frozen=True, slots=True)
class AbandonoRecorded:
    """Accepted, downloaded, and not there or gone: a lasting loss. Source: 000§4.6, 4.9, 4.10."""

    reason: str
    folio: str
    clause: str


@dataclass(frozen=True, slots=True)
class ObligationMet:
    """It was done on `met_on`."""

    kind: str
    met_on: date


@dataclass(frozen=True, slots=True)
class ObligationOverdue:
    """Its last day passed without it."""

    kind: str
    due_on: date
    clause: str


@dataclass(frozen=True, slots=True)
class BajaRecorded:
    """The person left the course: a missed obligation, or after it began. Source: 000§2.2.3; decisions G-14."""

    cause: str
    clause: str


@dataclass(frozen=True, slots=True)
class PermutaRequested:
    """`folio_a` asks `folio_b` for a permuta. Source: 000§7.1."""

    folio_a: str
    folio_b: str


@dataclass(frozen=True, slots=True)
class PermutaAgreed:
    """`folio_b` agrees to it; CES has not approved it yet. Source: 000§7.1."""

    folio_a: str
    folio_b: str


@dataclass(frozen=True, slots=True)
class PermutaRejected:
    """`folio_b` does not agree, or no longer does; each keeps their place. Source: 000§7.1."""

    folio_a: str
    folio_b: str


@dataclass(frozen=True, slots=True)
class PermutaWithdrawn:
    """`folio_a` asks no longer; `was_agreed` says whether the other had agreed. Source: 000§7.1."""

    folio_a: str
    folio_b: str
    was_agreed: bool


@dataclass(frozen=True, slots=True)
class PermutaApproved:
    """Two residents hold each other's adscripción. Source: 000§7.1."""

    folio_a: str
    folio_b: str


RoundEvent = RoundRun | PublicationProposed | RoundPublished
Event = (
    ResultPublished
    | AdscripcionAccepted
    | CompromisoAccepted
    | PreaceptacionIssued
    | PlazaLost
    | PlazaRejected
    | PlazaReleased
    | PresentationRegistered
    | ExamRecorded
    | PresentacionIssued
    | RenunciaRegistered
    | AbandonoRecorded
    | ObligationMet
    | ObligationOverdue
    | BajaRecorded
)


@dataclass(frozen=True, slots=True)
class DossierRead:
    """Somebody of the staff looked at this person's data."""

    what: str
