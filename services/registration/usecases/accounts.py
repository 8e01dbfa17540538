"""Accounts: a seleccionado opens one, confirms the e-mail, and is recognised by CURP and password."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import replace
from typing import Any

from plumbing.confirmation import confirmation_code, same_code
from plumbing.errors import Conflict, Invalid, NotAllowed, NotFound, Rule
from plumbing.events import Act
from plumbing.ids import new_id
from plumbing.store import Stored
from services.registration.domain import acceso
from services.registration.domain import curp as clave
from services.registration.domain.events import AccountOpened, CorreoConfirmed
from services.registration.domain.model import EXTRANJERO, Expediente, Seleccionado
from services.registration.usecases.desk import Desk, again
from services.registration.usecases.historia import require_admitted
from services.registration.usecases.rosters import seleccionado
from services.registration.usecases.temporales import temporal_id
from services.registration.usecases.views import account_view


def open_account(
    desk: Desk, act: Act, curp: str, folio_enarm: str, correo: str, password: str
) -> dict[str, Any]:
    """A seleccionado has an account; until its e-mail is confirmed, asking again replaces address and password.

    Raises: OutsideWindow, Invalid(CUENTA_CON_ERRORES) with fields, NotFound(NO_ESTA_EN_ROSTER),
    NotAllowed(DEMASIADOS_INTENTOS, or as `require_admitted`), Conflict(CUENTA_EXISTENTE). Source: 000§1.1, 1.4, 3.3 b.
    """
    desk.require_open(act.convocatoria, "registro", act, "OpenAccount")
    curp, folio, correo = curp.strip().upper(), folio_enarm.strip(), correo.strip().lower()
    if wrong := acceso.account_problems(curp, folio, correo, password):
        raise Invalid("CUENTA_CON_ERRORES", fields=tuple(wrong))
    key = _may_try(desk, act, "abrir", curp)
    try:
        person = _of_roster(desk, act, curp, folio)
    except NotFound:
        desk.attempts.count(key, act.at, acceso.wait_after)
        raise
    desk.require_open_to(person, "registro", act, "OpenAccount")
    require_admitted(desk, act, curp, person)

    def opened() -> dict[str, Any]:
        stored = desk.expedientes.first({"convocatoria": act.convocatoria, "folio_enarm": folio})
        if stored is not None:
            return account_view(_reopened(desk, act, stored, correo, password))
        hashed = desk.passwords.hash(password)
        fresh = Expediente(act.convocatoria, curp, folio, person, correo, hashed, act.at)
        expediente_id = new_id()
        try:
            made = desk.expedientes.create(
                expediente_id,
                fresh,
                act,
                [_fact(fresh)],
                command="OpenAccount",
                answer={"expediente_id": expediente_id},
            )
        except Conflict as error:
            raise Conflict("VERSION_PERDIDA", esperada=0, actual=1) from error
        return account_view(made)

    return again(opened)


def _of_roster(desk: Desk, act: Act, curp: str, folio: str) -> Seleccionado:
    """The person whose folio and CURP (or assigned CURP temporal) agree. Which of the two is wrong is not said."""
    person = seleccionado(desk, act.convocatoria, folio)
    if person is not None and person.curp and hmac.compare_digest(person.curp.encode(), curp.encode()):
        return person
    if person is not None and person.categoria == EXTRANJERO and clave.is_temporal(curp):
        assigned = desk.temporales.load(temporal_id(act, folio))
        if assigned and assigned.value.curp_temporal == curp:
            return person
    raise NotFound("NO_ESTA_EN_ROSTER", clause=Rule.ROSTER, folio_enarm=folio)


def _reopened(
    desk: Desk, act: Act, stored: Stored[Expediente], correo: str, password: str
) -> Stored[Expediente]:
    """The account as it is for a repetition; with the new address while the old one was never confirmed."""
    before = stored.value
    if stored.answer_to(act, "OpenAccount") is not None:
        return stored
    if before.is_correo_confirmed:
        raise Conflict("CUENTA_EXISTENTE")
    if before.correo == correo and desk.passwords.verify(before.password_hash, password):
        return stored
    after = replace(before, correo=correo, password_hash=desk.passwords.hash(password))
    answer = {"expediente_id": stored.id}
    return desk.expedientes.save(stored, after, act, [_fact(after)], command="OpenAccount", answer=answer)


def _fact(expediente: Expediente) -> AccountOpened:
    person = expediente.seleccionado
    return AccountOpened(
        expediente.folio_enarm,
        expediente.correo,
        person.nombre_completo,
        person.categoria,
        person.especialidad,
    )


def confirm_correo(desk: Desk, act: Act, curp: str, code: str) -> dict[str, Any]:
    """The e-mail of the account is confirmed; confirming twice changes nothing.

    Raises: Invalid(CODIGO_INCORRECTO), also for an unknown CURP; NotAllowed(DEMASIADOS_INTENTOS).
    """
    key = attempted(desk, act, "correo", curp)

    def confirmed() -> dict[str, Any]:
        stored = by_curp(desk, act, curp)
        expected = confirmation_code(desk.secret, stored.id, stored.value.correo) if stored else ""
        if not same_code(code, expected) or stored is None:
            raise Invalid("CODIGO_INCORRECTO")
        desk.attempts.forget(key)
        if stored.value.is_correo_confirmed:
            return account_view(stored)
        after = replace(stored.value, is_correo_confirmed=True)
        return account_view(desk.expedientes.save(stored, after, act, [CorreoConfirmed()]))

    return again(confirmed)


def authenticate(desk: Desk, act: Act, curp: str, password: str) -> dict[str, Any]:
    """Who this person is. An unknown CURP takes as long and says the same as a wrong password.

    Raises: NotAllowed(CREDENCIALES | CORREO_SIN_CONFIRMAR | DEMASIADOS_INTENTOS).
    """
    key = attempted(desk, act, "entrar", curp)
    stored = by_curp(desk, act, curp)
    is_right = desk.passwords.verify(stored.value.password_hash if stored else None, password)
    if stored is None or not is_right:
        raise NotAllowed("CREDENCIALES")
    desk.attempts.forget(key)
    if not stored.value.is_correo_confirmed:
        raise NotAllowed("CORREO_SIN_CONFIRMAR")
    return account_view(stored)


def attempted(desk: Desk, act: Act, at_what: str, curp: str) -> str:
    """The key of an attempt that counts before it is judged: simultaneous guesses all do. Raises as `_may_try`."""
    key = _may_try(desk, act, at_what, curp)
    desk.attempts.count(key, act.at, acceso.wait_after)
    return key


def attempt_key(desk: Desk, act: Act, at_what: str, curp: str) -> str:
    """Under what attempts at this CURP are counted: it says nothing about the person."""
    text = f"{at_what}\n{act.convocatoria}\n{curp.strip().upper()}"
    return hmac.new(desk.secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def _may_try(desk: Desk, act: Act, at_what: str, curp: str) -> str:
    """The key under which attempts at this CURP are counted. Raises NotAllowed(DEMASIADOS_INTENTOS) while one waits."""
    desk.convocatoria(act.convocatoria)
    key = attempt_key(desk, act, at_what, curp)
    until = desk.attempts.waiting(key, act.at)
    if until is not None:
        minutes = max(1, -(-int((until - act.at).total_seconds()) // 60))
        raise NotAllowed("DEMASIADOS_INTENTOS", minutos=minutes)
    return key


def by_curp(desk: Desk, act: Act, curp: str) -> Stored[Expediente] | None:
    """The account of this CURP in the convocatoria."""
    return desk.expedientes.first({"convocatoria": act.convocatoria, "curp": curp.strip().upper()})
