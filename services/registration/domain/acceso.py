"""Who gets in: what a password and an address must be, and how long a wrong guess makes one wait."""

from __future__ import annotations

from datetime import timedelta

from plumbing.errors import FieldError, Rule
from services.registration.domain import curp as clave
from services.registration.domain.registro import CORREO

FREE_ATTEMPTS = 5
LONGEST_WAIT = timedelta(minutes=15)
PASSWORD_MIN, PASSWORD_MAX = 8, 128
RESET_GOOD_FOR = timedelta(minutes=30)


def wait_after(failures: int) -> timedelta:
    """No wait for the first five failures, then 1, 2, 4, 8 and at most 15 minutes: nobody is shut out for long.

    Source: architecture §8 (rate limits); a lock must not cost an aspirante a window of the convocatoria.
    """
    if failures < FREE_ATTEMPTS:
        return timedelta(0)
    return min(timedelta(minutes=2 ** min(failures - FREE_ATTEMPTS, 8)), LONGEST_WAIT)


def account_problems(curp: str, folio_enarm: str, correo: str, password: str) -> list[FieldError]:
    """What is wrong with a request for an account, before anybody is looked up. Source: 000§1.1, 1.2."""
    problem = (
        clave.structure_problem(curp) if curp else FieldError("curp", "DATO_OBLIGATORIO", {}, Rule.FIELDS)
    )
    wrong = [problem] if problem else []
    if not folio_enarm:
        wrong.append(FieldError("folio_enarm", "DATO_OBLIGATORIO", {}, Rule.FIELDS))
    if not CORREO.fullmatch(correo):
        code = "CORREO_INVALIDO" if correo else "DATO_OBLIGATORIO"
        wrong.append(FieldError("correo", code, {"valor": correo}, Rule.FIELDS))
    return wrong + password_problems(password, curp, folio_enarm, correo)


def password_problems(password: str, *known: str) -> list[FieldError]:
    """What is wrong with a password: its length, or that it is one of the things `known` of its owner."""
    if not PASSWORD_MIN <= len(password) <= PASSWORD_MAX:
        facts = {"minimo": PASSWORD_MIN, "maximo": PASSWORD_MAX}
        return [FieldError("password", "CONTRASENA_LONGITUD", facts)]
    if password.strip().upper() in [one.upper() for one in known]:
        return [FieldError("password", "CONTRASENA_EVIDENTE")]
    return []
