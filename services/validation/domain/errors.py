"""Refusals of validation: stable codes; their text for people is in messages.yaml."""

from __future__ import annotations

from plumbing.errors import Conflict, FieldError, Invalid, NotAllowed, Rule
from services.validation.domain.model import Estado, Expediente


def wrong_state(code: str, expediente: Expediente) -> Conflict:
    """The step does not exist from this estado."""
    return Conflict(code, estado=expediente.estado.value)


def not_your_expediente() -> NotAllowed:
    """Somebody else holds it, or nobody does."""
    return NotAllowed("NO_ES_TU_EXPEDIENTE")


def invalid(code: str, wrong: list[FieldError]) -> Invalid:
    """All that is wrong, at once."""
    return Invalid(code, fields=tuple(wrong), cuantos=len(wrong))


def require_true_categoria(expediente: Expediente) -> None:
    """Passes unless the person insists on another categoria than the roster's and nobody has decided on it."""
    if expediente.has_categoria_falseada:
        raise Conflict("CATEGORIA_FALSEADA", clause=Rule.CATEGORY)


def require(expediente: Expediente, code: str, *estados: Estado) -> None:
    """Passes in one of `estados`. Raises Conflict(code)."""
    if expediente.estado not in estados:
        raise wrong_state(code, expediente)
