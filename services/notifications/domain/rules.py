"""When a letter may be handed over, what ends it, and what a stranger may learn about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from plumbing.errors import NotFound, Reason, Rule
from services.notifications.domain.model import (
    Download,
    Letter,
    LetterKind,
    LetterStatus,
    PrintPolicy,
    PrintRequest,
    Verification,
)

DOWNLOADS_KEPT = 20


@dataclass(frozen=True)
class IssueNow:
    """Nothing was issued yet: issue, store the bytes, hand them over."""


@dataclass(frozen=True)
class HandOver:
    """Hand over the stored bytes of `letter`, which already records this download."""

    letter: Letter


@dataclass(frozen=True)
class Refused:
    """Not now, or not again. The reason carries the facts of the issuance."""

    reason: Reason


PrintDecision = IssueNow | HandOver | Refused


def decide_print(letter: Letter | None, request: PrintRequest, policy: PrintPolicy) -> PrintDecision:
    """A letter of single access is issued once; its bytes may be resumed for a short while by who issued it.

    Source: 000§5.1, 000§5.2, 000§4.5 (computer only); decisions «single-print letters».
    """
    if letter is None:
        return _first_print(request, policy)
    if letter.status is not LetterStatus.VIGENTE:
        return Refused(
            Reason("CARTA_NO_VIGENTE", Rule.SINGLE_PRINT, _issuance(letter) | {"status": str(letter.status)})
        )
    if not policy.single:
        return HandOver(_with_download(letter, request))
    if _may_resume(letter, request, policy):
        return HandOver(_with_download(letter, request))
    return Refused(Reason("CARTA_YA_ENTREGADA", Rule.SINGLE_PRINT, _issuance(letter)))


def _first_print(request: PrintRequest, policy: PrintPolicy) -> PrintDecision:
    """The first print is inside the window, from a computer where the call asks. Source: 000§4.5, 5.2."""
    early = policy.opens_at and request.at < policy.opens_at
    late = policy.closes_at and request.at > policy.closes_at
    if early or late:
        name, limit = ("opens_at", policy.opens_at) if early else ("closes_at", policy.closes_at)
        facts = {name: limit.isoformat() if limit else ""}
        return Refused(Reason("FUERA_DE_VENTANA_CARTA", Rule.ACCEPTANCE_CLOSE, facts))
    if policy.computer_only and not request.from_computer:
        return Refused(Reason("SOLO_COMPUTADORA", Rule.PREACEPTACION, {}))
    return IssueNow()


def _may_resume(letter: Letter, request: PrintRequest, policy: PrintPolicy) -> bool:
    """Inside the window, from the issuing session, at most `resume_for` after issuance. Source: decisions."""
    in_window = policy.closes_at is None or request.at <= policy.closes_at
    same_session = bool(letter.downloads) and request.session == letter.downloads[0].session
    return in_window and same_session and request.at - letter.issued_at <= policy.resume_for


def _issuance(letter: Letter) -> dict[str, str]:
    return {
        "letter_id": letter.letter_id,
        "issued_at": letter.issued_at.isoformat(),
        "sha256": letter.sha256,
    }


def _with_download(letter: Letter, request: PrintRequest) -> Letter:
    resumed = bool(letter.downloads)
    download = Download(at=request.at, session=request.session, resumed=resumed)
    kept = (*letter.downloads[:1], *letter.downloads[1:][-DOWNLOADS_KEPT:], download)
    return replace(letter, downloads=kept, deliveries=letter.deliveries + 1)


@dataclass(frozen=True)
class Ending:
    """What a fact (only with this value in its data) does to letters of `kinds` of its expediente."""

    status: LetterStatus
    kinds: frozenset[LetterKind]
    only_if: tuple[str, object] | None = None


_K = LetterKind
_OF_THE_PLAZA = frozenset({_K.RESULTADO, _K.PREACEPTACION, _K.PRESENTACION})
_OF_THE_PROCESS = _OF_THE_PLAZA | {_K.SOLICITUD, _K.FICHA, _K.CARTA_COMPROMISO, _K.PERMUTA}

# A fact names the letters it ends. An acuse and a puntaje are never ended: they state what happened.
ENDINGS: dict[str, Ending] = {
    "SolicitudPrinted": Ending(LetterStatus.SUSTITUIDA, frozenset({_K.SOLICITUD})),
    "ExpedienteAnnulled": Ending(LetterStatus.REVOCADA, frozenset(_OF_THE_PROCESS)),
    "ParticipationCancelled": Ending(LetterStatus.REVOCADA, frozenset(_OF_THE_PROCESS)),
    "PlazaRejected": Ending(LetterStatus.REVOCADA, _OF_THE_PLAZA),
    "PlazaLost": Ending(LetterStatus.REVOCADA, _OF_THE_PLAZA),
    "RenunciaRegistered": Ending(LetterStatus.REVOCADA, _OF_THE_PLAZA),
    "AbandonoRecorded": Ending(LetterStatus.REVOCADA, _OF_THE_PLAZA),
    "BajaRecorded": Ending(LetterStatus.REVOCADA, _OF_THE_PLAZA),
    "ExamRecorded": Ending(LetterStatus.REVOCADA, _OF_THE_PLAZA, ("is_favourable", False)),
    "PermutaApproved": Ending(LetterStatus.SUSTITUIDA, frozenset({_K.PRESENTACION})),
}


def end_letter(
    letter: Letter,
    fact: str,
    at: datetime,
    *,
    data: Mapping[str, object] | None = None,
    replaced_by: str = "",
) -> Letter | None:
    """`letter` as the fact leaves it, or None when the fact does not touch it.

    A letter issued for this very fact (its replacement) and one that is no longer vigente stay as they are.
    Source: 000§2.2.1 j, 2.2.3, 3.3 b, 4.8-4.10, 6.2, 7.1, 9.3, 9.4; 002§6.1; G-22.
    """
    ending = ENDINGS.get(fact)
    if ending is None or letter.kind not in ending.kinds or letter.letter_id == replaced_by:
        return None
    if ending.only_if and (data or {}).get(ending.only_if[0]) != ending.only_if[1]:
        return None
    if letter.status is not LetterStatus.VIGENTE:
        return None
    return replace(letter, status=ending.status, status_at=at, status_reason=fact, replaced_by=replaced_by)


def masked_name(name: str) -> str:
    """Initials only, which its holder recognises and a stranger cannot use: `M. A. G. N. O.`.

    Particles are left out, so that `de la Peña` gives `P.`. Source: 000§9.1, no personal data.
    """
    words = [word for word in name.replace("-", " ").split() if word.casefold() not in _PARTICLES]
    return " ".join(f"{word[0].upper()}." for word in words)


_PARTICLES = frozenset({"de", "del", "la", "las", "lo", "los", "y", "e", "i"})


def public_answer(letter: Letter | None, now: datetime) -> Verification:
    """What the public page says about a letter; before its embargo lifts it does not exist.

    Raises: NotFound CARTA_NO_EXISTE. Source: 000§4.1 (nothing before the publication), 000§9.1.
    """
    if letter is None or (letter.visible_from is not None and now < letter.visible_from):
        raise NotFound("CARTA_NO_EXISTE")
    return Verification(
        letter_id=letter.letter_id,
        kind=letter.kind,
        convocatoria=letter.convocatoria,
        folio=letter.folio,
        holder_masked=masked_name(letter.holder),
        status=letter.status,
        issued_at=letter.issued_at,
        sha256=letter.sha256,
        content_sha256=letter.content_sha256,
        status_at=letter.status_at,
        status_reason=letter.status_reason,
        replaced_by=letter.replaced_by,
    )
