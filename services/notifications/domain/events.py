"""Facts that notifications leaves behind; the contract has a message of the same name for each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LetterIssued:
    """A letter exists and its bytes are kept. Its code is not in the fact: the holder has it."""

    letter_id: str
    kind: str
    sha256: str
    folio: str


@dataclass(frozen=True)
class LetterDelivered:
    """The kept bytes were handed over again; `deliveries` counts all, the first included."""

    letter_id: str
    deliveries: int


@dataclass(frozen=True)
class LetterSuperseded:
    """Another letter took its place."""

    letter_id: str
    by: str


@dataclass(frozen=True)
class LetterRevoked:
    """It no longer holds, and by which fact or act."""

    letter_id: str
    reason: str


@dataclass(frozen=True)
class MessageSent:
    """An e-mail was accepted by the mail server. No address in the fact."""

    kind: str
    message_id: str


@dataclass(frozen=True)
class DossierRead:
    """Somebody of the staff looked at this person's letters or e-mails."""

    what: str
