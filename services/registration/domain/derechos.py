"""What the outcome of a period leaves in the later periods of the same cycle."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from services.registration.domain.desenlaces import Desenlace
from services.registration.domain.model import Expediente
from services.registration.domain.vetos import THIRD

NEXT, IF_RELEASED, THIRD_ONLY = "NEXT_PERIOD", "NEXT_PERIOD_IF_RELEASED", "THIRD_PERIOD_ONLY"
OPEN, UNRELEASED, LOST = "PERIODO_ANTERIOR_ABIERTO", "FALTA_LIBERACION", "SIN_DERECHO_AL_PERIODO"


@dataclass(frozen=True)
class Refusal:
    """Why a person may not compete in a later period; without `desenlace` their earlier period has not ended."""

    code: str
    desenlace: Desenlace | None = None


def with_desenlace(expediente: Expediente, new: Desenlace) -> Expediente:
    """`new` is what its service says of the person from now on; what it said earlier, or repeats, changes nothing.

    Each service has its own word, because a plaza may be lost by either: what remains is what all of them leave.
    Source: 000§3.2.3, 3.3, 4.8 to 4.10.
    """
    said = {one.source: one for one in expediente.desenlaces}
    known = said.get(new.source)
    if known and (known.version, known.sequence) >= (new.version, new.sequence):
        return expediente
    return replace(
        expediente, desenlaces=tuple({**said, new.source: new}[name] for name in sorted({*said, new.source}))
    )


def may_compete(right: str, left_in: int, period: int, *, is_released: bool) -> bool:
    """Whether who ended `left_in` with `right` may compete in `period` of the same cycle.

    Source: 000§3.2.3 («solamente que tu expediente sea liberado»), 4.8 («siguiente periodo»), 4.9 («solo … tercer
    periodo»), 4.10; G-24: after the third nothing of the cycle is left.
    """
    if period <= left_in:
        return False
    if right == THIRD_ONLY:
        return period == THIRD
    return right == NEXT or (right == IF_RELEASED and is_released)


def refusal(
    desenlaces: Sequence[Desenlace], left_in: int, period: int, *, is_released: bool
) -> Refusal | None:
    """What keeps who ended `left_in` with these `desenlaces` out of `period`; None when they may compete.

    Who has not ended there still competes, or holds a plaza. Source: 000§3.2.3, 4.8 to 4.10; G-08.
    """
    if not desenlaces:
        return Refusal(OPEN)
    for one in desenlaces:
        if not may_compete(one.right, left_in, period, is_released=is_released):
            can_be_released = may_compete(one.right, left_in, period, is_released=True)
            return Refusal(UNRELEASED if can_be_released else LOST, one)
    return None


def waits_for_release(desenlaces: Iterable[Desenlace]) -> bool:
    """Some decision leaves a right that depends on the other institution. Source: 000§3.2.3."""
    return any(one.right == IF_RELEASED for one in desenlaces)
