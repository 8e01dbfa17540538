"""What notifications does on each fact: remember, end letters, tell the person. Repeated or late facts are harmless."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from plumbing.clock import local_date
from plumbing.deadlines import known_at
from plumbing.errors import Conflict, Unavailable
from plumbing.events import Fact, system_act
from services.notifications.domain.dossier import Dossier, Ended, heard
from services.notifications.domain.mensaje import Mensaje
from services.notifications.domain.rules import ENDINGS
from services.notifications.mails import Composed, compose, message_id
from services.notifications.usecases import names
from services.notifications.usecases.avisos import AVISOS, Aviso, common
from services.notifications.usecases.desk import Desk, again
from services.notifications.usecases.letters import end

REGISTRO_COMPLETED = "RegistroCompleted"
COMPLETING = ("RegistroSaved", "SedesRanked")
OF_THE_ACCOUNT = ("PasswordResetRequested", "PasswordReset")
CONCERNED = {
    "PermutaRequested": ("folio_b",),
    "PermutaAgreed": ("folio_a",),
    "PermutaApproved": ("folio_a", "folio_b"),
    "PermutaRejected": ("folio_a",),
    "PermutaWithdrawn": ("folio_b",),
}
ONCE_A_DAY = ("PermutaRequested",)
PART_OF_THE_PRINT = ("SolicitudPrinted", "FichaIssued")


def on_fact(desk: Desk, fact: Fact) -> None:
    """The fact is remembered, has ended the letters it ends, and its e-mail waits to be sent. Once.

    Raises Unavailable while nobody knows how to reach the person: the fact has overtaken AccountOpened.
    """
    dossier = remember(desk, fact)
    if fact.name in ENDINGS:
        end_letters(desk, fact, {"expediente_id": fact.subject})
    if _completes(fact):
        tell(desk, dossier, fact, REGISTRO_COMPLETED, once_for=fact.subject)
    if fact.name in AVISOS and not _is_told_otherwise(desk, fact):
        tell(desk, dossier, fact, fact.name)


def _is_told_otherwise(desk: Desk, fact: Fact) -> bool:
    """Where the print inscribes its own e-mail says it all; an exclusion is told by who excluded.

    Source: 002§2.3 E, 3.1.
    """
    convocatoria = known_at(desk.registry, fact, desk.clock.now())
    if convocatoria.has_validation:
        return False
    grades = convocatoria.scoring.grades
    is_exclusion = grades is not None and fact.data.get("cause") == grades.missing_outcome
    return fact.name in PART_OF_THE_PRINT or (fact.name == "ExpedienteOutOfProcess" and is_exclusion)


def _completes(fact: Fact) -> bool:
    """Nothing is missing for the first print (000§1.5). A print proves it, whatever was heard before."""
    return fact.name == "SolicitudPrinted" or (fact.name in COMPLETING and bool(fact.data.get("is_complete")))


def remember(desk: Desk, fact: Fact, expediente_id: str = "") -> Dossier:
    """What was heard about the person, this fact included."""

    def change(known: Dossier | None) -> tuple[Dossier, list[object]]:
        before = known or Dossier(fact.convocatoria)
        return heard(before, fact.name, fact.version, fact.at, fact.data), []

    stored = desk.dossiers.absorb(
        fact, expediente_id or fact.subject, system_act("notifications", desk.clock.now(), fact), change
    )
    if stored is None:
        raise Unavailable("BASE_NO_DISPONIBLE")
    return stored.value


def on_permuta(desk: Desk, fact: Fact) -> None:
    """Whom the step concerns is told; once approved, both people's presentation letters are replaced. Source: 000§7.1.

    Who is asked by many is told once a day; who had not answered is not told that it was withdrawn.
    Raises Unavailable, after the other was seen to, while one of them is unknown.
    """
    if not fact.data.get("was_agreed", True):
        return
    for folio in (fact.data[side] for side in CONCERNED[fact.name]):
        holder = desk.dossiers.first({"convocatoria": fact.convocatoria, "folio": folio})
        if holder is None:
            raise Unavailable("CORREO_SIN_DESTINO")
        dossier = remember(desk, fact, holder.id)
        if fact.name in ENDINGS:
            end_letters(desk, fact, {"expediente_id": holder.id})
        once = local_date(fact.at).isoformat() if fact.name in ONCE_A_DAY else fact.id
        tell(desk, dossier, replace(fact, subject=holder.id), fact.name, once_for=f"{once} {holder.id}")


def end_letters(desk: Desk, fact: Fact, criteria: dict[str, str]) -> None:
    """No letter that the fact ends is vigente any more."""
    ended = Ended(
        fact.name, fact.at, int(fact.data.get("number", 0)), bool(fact.data.get("is_favourable", True))
    )
    act = system_act("notifications", fact.at, fact)

    def all_ended() -> None:
        for stored in desk.letters.find(criteria):
            end(desk, act, stored, ended)

    again(all_ended)


def on_sede_released(desk: Desk, fact: Fact) -> None:
    """The notice to the DGCES waits to be sent, to the addresses that the convocatoria gives. Source: 003§5.1, 5.2."""
    convocatoria = known_at(desk.registry, fact, desk.clock.now())
    notice = convocatoria.release_notice
    if notice is None:
        return
    data = fact.data
    said = {
        "nombre": notice.to,
        "convocatoria": convocatoria.title.value,
        "portal_url": desk.public_url,
        "contacto": names.contact(desk, convocatoria),
        "numero": data["number"],
        "folio_enarm": data["folio_enarm"],
        "especialidad": names.especialidad(desk.catalog, data["especialidad"]),
        "sede": names.sede(desk.catalog, data["sede"]),
        "subsede": names.subsede(desk.catalog, data["sede"], data["subsede"]),
        "causa": convocatoria.consequence(data["cause"]).label,
        "clausula": names.clausula(data["clause"]),
        "liberada_at": fact.time,
    }
    _wait(desk, fact, fact.name, compose(fact.name, said), notice.emails)


def tell(desk: Desk, dossier: Dossier, fact: Fact, kind: str, once_for: str = "") -> None:
    """The e-mail of this fact waits to be sent; repeated, nothing happens.

    `once_for`: one e-mail of this kind for this key, whichever fact comes first.
    """
    aviso = Aviso(desk, known_at(desk.registry, fact, desk.clock.now()), dossier, fact)
    to = _addresses(dossier, fact)
    if not to:
        raise Unavailable("CORREO_SIN_DESTINO")
    call = aviso.convocatoria
    composed = compose(
        kind,
        common(aviso, kind) | AVISOS[kind](aviso),
        call.allocation.algorithm,
        entrance=call.entrance.value,
        sections=call.letter_words is None or call.letter_words.sections,
    )
    _wait(desk, fact, kind, composed, to, once_for)


def _addresses(dossier: Dossier, fact: Fact) -> tuple[str, ...]:
    """Everywhere the person can be reached; what opens or changes the account goes to the account's address alone."""
    if fact.name == "AccountOpened":
        return (fact.data["correo"],)
    if fact.name in OF_THE_ACCOUNT:
        return (dossier.correo,) if dossier.correo else ()
    return dossier.addresses


def _wait(
    desk: Desk, fact: Fact, kind: str, composed: Composed, to: tuple[str, ...], once_for: str = ""
) -> None:
    identity = message_id(once_for or fact.id, kind, desk.mail_domain)
    body = f"{composed.subject}\n{composed.text}\n{composed.html}"
    mensaje = Mensaje(
        convocatoria=fact.convocatoria,
        expediente_id=fact.subject,
        kind=kind,
        message_id=identity,
        to=to,
        subject=composed.subject,
        text=composed.text,
        html=composed.html,
        sha256=hashlib.sha256(body.encode()).hexdigest(),
        composed_at=desk.clock.now(),
        next_at=desk.real.now(),
    )
    try:
        desk.mensajes.create(identity, mensaje, system_act("notifications", desk.clock.now(), fact))
    except Conflict as error:
        if error.code != "YA_EXISTE":
            raise
