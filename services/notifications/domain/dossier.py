"""What notifications has heard about one person: how to reach them, and what ended their letters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from services.notifications.domain.model import Letter, LetterKind, LetterStatus
from services.notifications.domain.rules import ENDINGS, end_letter

REMIND_BEFORE = timedelta(days=30)


@dataclass(frozen=True)
class Ended:
    """A fact that ends letters, as it was heard. `number`: only of a print of the solicitud."""

    fact: str
    at: datetime
    number: int = 0
    is_favourable: bool = True


@dataclass(frozen=True)
class Owed:
    """An obligation with its last day."""

    kind: str
    due_on: date
    clause: str


@dataclass(frozen=True)
class Dossier:
    """One person. `named_by` is the version of registration that `nombre` and `correos` come from."""

    convocatoria: str
    nombre: str = ""
    correo: str = ""
    correos: tuple[str, ...] = ()
    named_by: int = 0
    spaces: int = 0
    folio: str = ""
    sede: str = ""
    is_published: bool = False
    endings: tuple[Ended, ...] = ()
    owed: tuple[Owed, ...] = ()
    remind_on: date | None = None

    @property
    def addresses(self) -> tuple[str, ...]:
        """The confirmed address first, then those of the registro, each once."""
        return tuple(dict.fromkeys(one for one in (self.correo, *self.correos) if one))


@dataclass(frozen=True)
class Read:
    """That somebody of the staff looked."""

    what: str


Data = Mapping[str, Any]


def heard(dossier: Dossier, name: str, version: int, at: datetime, data: Data) -> Dossier:
    """`dossier` after the fact `name`; facts that say nothing about it leave it as it is."""
    if name in ENDINGS:
        favourable = bool(data.get("is_favourable", True))
        ended = Ended(name, at, int(data.get("number", 0)), favourable)
        dossier = replace(dossier, endings=(*dossier.endings, ended))
    note = _NOTES.get(name)
    return note(dossier, version, data) if note else dossier


def _account_opened(dossier: Dossier, version: int, data: Data) -> Dossier:
    dossier = replace(dossier, correo=data["correo"])
    if version < dossier.named_by:
        return dossier
    return replace(dossier, nombre=data["nombre"], named_by=version)


def _registro_saved(dossier: Dossier, version: int, data: Data) -> Dossier:
    if version < dossier.named_by:
        return dossier
    nombre = data["nombre_completo"].strip() or dossier.nombre
    return replace(dossier, nombre=nombre, correos=tuple(data["correos"]), named_by=version)


def _preaceptacion_issued(dossier: Dossier, version: int, data: Data) -> Dossier:
    owed = tuple(
        Owed(one["kind"], date.fromisoformat(one["due_on"]), one["clause"])
        for one in data["obligations"]
        if one["due_on"]
    )
    return _with_owed(replace(dossier, sede=data["sede"], folio=data["folio"]), owed)


def _settled(dossier: Dossier, version: int, data: Data) -> Dossier:
    """Met or overdue: no reminder any more."""
    return _with_owed(dossier, tuple(one for one in dossier.owed if one.kind != data["kind"]))


def _with_owed(dossier: Dossier, owed: tuple[Owed, ...]) -> Dossier:
    first = min((one.due_on for one in owed), default=None)
    return replace(dossier, owed=owed, remind_on=first - REMIND_BEFORE if first else None)


def without(dossier: Dossier, kind: str) -> Dossier:
    """Nobody needs to be reminded of this obligation again."""
    return _settled(dossier, 0, {"kind": kind})


def _placed(dossier: Dossier, version: int, data: Data) -> Dossier:
    return replace(dossier, sede=data["sede"], folio=data["folio"])


def _left(dossier: Dossier, version: int, data: Data) -> Dossier:
    return _with_owed(dossier, ())


_NOTES: dict[str, Callable[[Dossier, int, Data], Dossier]] = {
    "AccountOpened": _account_opened,
    "RegistroSaved": _registro_saved,
    "SedesRanked": lambda dossier, _, data: replace(dossier, spaces=data["spaces"]),
    "FichaIssued": lambda dossier, _, data: replace(dossier, folio=data["folio"]),
    "ResultPublished": lambda dossier, _, data: replace(dossier, folio=data["folio"], is_published=True),
    "AdscripcionAccepted": _placed,
    "PreaceptacionIssued": _preaceptacion_issued,
    "PresentacionIssued": _placed,
    "ObligationMet": _settled,
    "ObligationOverdue": _settled,
    "RenunciaRegistered": _left,
    "AbandonoRecorded": _left,
    "BajaRecorded": _left,
    "PlazaLost": _left,
    "ParticipationRegistered": lambda dossier, _, data: replace(dossier, folio=data["folio"]),
    "PermutaApproved": lambda dossier, _, data: replace(dossier, sede=""),
}


def settled(letter: Letter, ended: Ended, replaced_by: str = "") -> Letter | None:
    """`letter` as this fact leaves it; None when the fact does not touch it, whichever was heard first.

    A solicitud is replaced only by a later print, a presentation only by a permuta after it.
    Source: 000§2.2.1 j, 000§3.3 b, 000§4.8-4.10, 000§7.1.
    """
    if letter.kind is LetterKind.SOLICITUD and ended.fact == "SolicitudPrinted":
        if int(letter.ref) >= ended.number:
            return None
    elif ENDINGS[ended.fact].status is LetterStatus.SUSTITUIDA and ended.at < letter.issued_at:
        return None
    data = {"is_favourable": ended.is_favourable}
    return end_letter(letter, ended.fact, ended.at, data=data, replaced_by=replaced_by)
