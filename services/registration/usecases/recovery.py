"""A forgotten password: a code that goes to the account's address, and another password with it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from plumbing.confirmation import reset_code, same_code
from plumbing.errors import Conflict, Invalid
from plumbing.events import Act
from plumbing.ids import new_id
from plumbing.store import Stored
from services.registration.domain import acceso
from services.registration.domain.events import CorreoConfirmed, PasswordReset, PasswordResetRequested
from services.registration.domain.model import Expediente, Recuperacion
from services.registration.usecases.accounts import attempt_key, attempted, by_curp
from services.registration.usecases.desk import Desk, again
from services.registration.usecases.views import account_view


def request_password_reset(desk: Desk, act: Act, curp: str) -> dict[str, Any]:
    """A code is on its way to the account's address, if there is one; the answer does not tell. It ends the one before.

    Every request counts, so that nobody's mailbox is filled. Raises NotAllowed(DEMASIADOS_INTENTOS).
    """
    attempted(desk, act, "recuperar", curp)
    stored = by_curp(desk, act, curp)
    if stored is not None:
        again(lambda: _asked(desk, act, stored.id))
    return {}


def _asked(desk: Desk, act: Act, expediente_id: str) -> None:
    known = desk.recuperaciones.load(expediente_id)
    if known is not None and known.answer_to(act, "RequestPasswordReset") is not None:
        return
    value = Recuperacion(act.convocatoria, new_id(), act.at + acceso.RESET_GOOD_FOR)
    fact = PasswordResetRequested(value.request_id, value.expires_at)
    kept: dict[str, Any] = {"command": "RequestPasswordReset", "answer": {}}
    if known is not None:
        desk.recuperaciones.save(known, value, act, [fact], **kept)
        return
    try:
        desk.recuperaciones.create(expediente_id, value, act, [fact], **kept)
    except Conflict as error:
        raise Conflict("VERSION_PERDIDA", esperada=0, actual=1) from error


def reset_password(desk: Desk, act: Act, curp: str, code: str, password: str) -> dict[str, Any]:
    """The password is another one, and the address that the code came to is confirmed. The code is good once.

    Raises: Invalid(CODIGO_DE_CLAVE), also for an unknown CURP, a code that is over or one that was used;
    Invalid(CONTRASENA_RECHAZADA) with fields; NotAllowed(DEMASIADOS_INTENTOS).
    """
    key = attempted(desk, act, "clave", curp)

    def changed() -> dict[str, Any]:
        stored = by_curp(desk, act, curp)
        if stored is not None and stored.answer_to(act, "ResetPassword") is not None:
            return account_view(stored)
        asked = _pending(desk, act, stored, code)
        if stored is None or asked is None:
            raise Invalid("CODIGO_DE_CLAVE")
        one = stored.value
        if wrong := acceso.password_problems(password, one.curp, one.folio_enarm, one.correo):
            raise Invalid("CONTRASENA_RECHAZADA", fields=tuple(wrong))
        for wait in (key, attempt_key(desk, act, "entrar", curp)):
            desk.attempts.forget(wait)
        facts: list[object] = (
            [PasswordReset()] if one.is_correo_confirmed else [CorreoConfirmed(), PasswordReset()]
        )
        after = replace(
            one,
            password_hash=desk.passwords.hash(password),
            is_correo_confirmed=True,
            reset_id=asked.request_id,
        )
        return account_view(
            desk.expedientes.save(stored, after, act, facts, command="ResetPassword", answer={})
        )

    return again(changed)


def _pending(desk: Desk, act: Act, stored: Stored[Expediente] | None, code: str) -> Recuperacion | None:
    """What was asked for, if this is its code and it still holds. It takes as long for who asked for nothing."""
    known = desk.recuperaciones.load(stored.id) if stored else None
    expected = reset_code(desk.secret, stored.id if stored else "", known.value.request_id if known else "")
    if not same_code(code, expected) or stored is None or known is None:
        return None
    is_over = act.at > known.value.expires_at or stored.value.reset_id == known.value.request_id
    return None if is_over else known.value
