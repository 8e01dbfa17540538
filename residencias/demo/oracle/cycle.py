"""What one period means for the next: which plazas are left, and who may come; the oracle's own word on both."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from residencias.demo.oferta import OfertaRow
from residencias.demo.oracle.assignment import Place
from residencias.demo.oracle.predict import Expected, Prediction
from residencias.demo.oracle.story import BANNED, RIGHTS

THIRD = 3
BEFORE_THE_COUNT = frozenset(["NO_ACEPTA", "RECHAZO_IMPLICITO", "RENUNCIA", "ABANDONO"])
"""Ends that give the plaza back before the letters of their period have ended; a baja comes months later."""
NEVER_CAME = "SIN_REGISTRO"
OUT_OF_PROCESS = "FUERA_DE_PROCESO"


def left_over(prediction: Prediction) -> tuple[OfertaRow, ...]:
    """The oferta of the period after this one. Source: 000§4.8, decisions G-25."""
    left: Counter[Place] = Counter(prediction.leftover)
    left.update(
        end.place for end in prediction.people.values() if end.place and end.state in BEFORE_THE_COUNT
    )
    cells = ((p.especialidad, p.sede, p.subsede, p.categoria, n) for p, n in sorted(left.items()) if n)
    return tuple(OfertaRow(*cell) for cell in cells)


def door(history: Sequence[tuple[int, Expected]], period: int, *, is_released: bool = False) -> str:
    """What somebody hears who comes to `period`: "" when they may enter, else the code of the refusal.

    Shapes: `history` has, for each earlier period, its number and how the person ended there; `is_released`: by the
    other institution in which they took part. Source: 000§3.2.3, 3.3 b, 4.6, 4.8, 4.9, 4.10; decisions G-08.
    """
    came = [end for _, end in history if end.state != NEVER_CAME]
    if any(end.state in BANNED or (end.state == "RENUNCIA" and period != THIRD) for end in came):
        return "VETO_VIGENTE"
    for end in came:
        state = end.state
        if end.cause == "DOS_INSTITUCIONES":
            if not is_released:
                return "FALTA_LIBERACION"
            continue
        right = "SIGUIENTE_PERIODO" if state == OUT_OF_PROCESS else RIGHTS.get(state, "")
        if not right:
            return "PERIODO_ANTERIOR_ABIERTO"
        if right == "NINGUNO" or (right == "TERCER_PERIODO" and period != THIRD):
            return "SIN_DERECHO_AL_PERIODO"
    return ""


def as_of_the_end(predictions: Sequence[Prediction]) -> list[dict[str, Any]]:
    """Each period as it stands when the cycle is over: a later ban is on record everywhere the person was, and the
    third period leaves no right. Source: 000§3.3 b, 4.10; decisions G-24."""
    banned = {folio for one in predictions for folio, end in one.people.items() if end.state in BANNED}
    told = []
    for nth, prediction in enumerate(predictions, 1):
        plain = replace(prediction, later=_later(prediction.later, nth)).as_dict()
        for folio, row in plain["people"].items():
            row["is_banned"] = folio in banned and row["state"] != NEVER_CAME
        told.append(plain)
    return told


def _later(rights: Mapping[str, str], period: int) -> Mapping[str, str]:
    return dict.fromkeys(rights, "NINGUNO") if period >= THIRD else rights
