"""Folios released: who leaves gives the sede back to the DGCES, and the DGCES is told once, with a number."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

from plumbing.clock import MEXICO_CITY
from plumbing.convocatoria.model import Convocatoria
from plumbing.deadlines import find
from plumbing.errors import Conflict, Unavailable
from plumbing.events import Act, Fact, system_act
from plumbing.store import Stored
from services.registration.domain import liberaciones
from services.registration.domain.liberaciones import Liberacion
from services.registration.domain.model import Seleccionado
from services.registration.usecases.desk import RACES_RETRIED, Desk
from services.registration.usecases.rosters import accepted_rosters

UNDER_WAY = timedelta(hours=1)  # the longest between the receipt of a command and its being saved, and more


def on_left(desk: Desk, fact: Fact) -> None:
    """Who was taken out, by a deadline or by decision, has given the sede back. Source: 003§2.2.1 k, l, 5.1, 5.2."""
    stored = desk.expedientes.load(fact.subject)
    convocatoria = find(desk.registry, fact.convocatoria)
    if stored is None or convocatoria.release_notice is None:
        return
    act = system_act("registration", desk.clock.now(), fact)
    release(desk, act, convocatoria, stored.value.seleccionado, str(fact.data["cause"]))


def sweep_roster(desk: Desk) -> None:
    """Whoever is on the roster and opened no account before the registro closed has renounced. Source: 003§5.1."""
    for convocatoria in desk.registry.values():
        now, notice = desk.clock.now(), convocatoria.release_notice
        if notice is not None and _may_be_absent(desk, convocatoria, now):
            act = system_act(
                "registration", now, convocatoria=convocatoria.id, rules_digest=convocatoria.digest
            )
            for person in _absent(desk, convocatoria.id):
                release(desk, act, convocatoria, person, notice.never_registered)
        desk.sweeps.mark(convocatoria.id, now)


def _may_be_absent(desk: Desk, convocatoria: Convocatoria, now: datetime) -> bool:
    """The registro has closed, and no sweep has looked since all that was under way then is saved."""
    closed_at = convocatoria.windows["registro"].last_instant
    if closed_at is None or now <= closed_at:
        return False
    accepted = (stored.value.accepted_at for stored in accepted_rosters(desk, convocatoria.id))
    changed_at = max([closed_at, *(at for at in accepted if at)])
    swept = desk.sweeps.through(convocatoria.id)
    return swept is None or swept <= changed_at + UNDER_WAY


def _absent(desk: Desk, convocatoria: str) -> list[Seleccionado]:
    """The people of accepted rosters with neither an account nor a notice, in the order of their folios."""
    rosters = [stored.id for stored in accepted_rosters(desk, convocatoria)]
    of = {"convocatoria": convocatoria}
    known = {stored.value.folio_enarm for stored in desk.expedientes.find(of)}
    known |= {stored.value.person.folio_enarm for stored in desk.liberaciones.find(of)}
    waiting = (person for person in desk.roll.everybody(rosters) if person.folio_enarm not in known)
    return sorted(waiting, key=lambda person: person.folio_enarm)


def release(desk: Desk, act: Act, convocatoria: Convocatoria, person: Seleccionado, cause: str) -> None:
    """The release is on record and told, once per folio; causes that release nothing leave nothing.

    Raises Unavailable, also when others took the number each time: the fact comes again.
    """
    notice = convocatoria.release_notice
    if notice is None or cause not in notice.outcomes:
        return
    clause = convocatoria.consequence(cause).clause or notice.clause or ""
    released_id = f"{convocatoria.id}:{person.folio_enarm}"
    for _ in range(RACES_RETRIED):
        if desk.liberaciones.load(released_id):
            return
        number = _next_number(desk, convocatoria.id)
        made, facts = liberaciones.release(convocatoria.id, number, person, cause, clause, act.at)
        try:
            desk.liberaciones.create(released_id, made, act, facts, subject=person.folio_enarm)
            return
        except Conflict as error:  # the folio was released meanwhile, or another one took the number
            if error.code != "YA_EXISTE":
                raise
    raise Unavailable("BASE_NO_DISPONIBLE")


def _next_number(desk: Desk, convocatoria: str) -> int:
    """One more than the last notice kept: a number exists only with its notice, so none is ever missing."""
    last = desk.liberaciones.first({"convocatoria": convocatoria}, sort=[("number", -1)])
    return last.value.number + 1 if last else 1


def list_liberaciones(desk: Desk, act: Act) -> dict[str, Any]:
    """Every folio released so far, with the cumulative file for the DGCES and its digest. Source: 003§5.2; G-17."""
    desk.convocatoria(act.convocatoria)
    kept = desk.liberaciones.find({"convocatoria": act.convocatoria}, sort=[("number", 1)])
    text = liberaciones.notice((stored.value for stored in kept), MEXICO_CITY)
    return {
        "liberaciones": [_view(stored) for stored in kept],
        "csv": text,
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
    }


def _view(stored: Stored[Liberacion]) -> dict[str, Any]:
    one = stored.value
    return {
        "number": one.number,
        "folio_enarm": one.person.folio_enarm,
        "nombre_completo": one.person.nombre_completo,
        "especialidad": one.person.especialidad,
        "sede": one.person.sede,
        "subsede": one.person.subsede,
        "cause": one.cause,
        "clause": one.clause,
        "released_at": one.released_at,
    }
