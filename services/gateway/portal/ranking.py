"""A list in order, changed by the buttons of a form: up, down, to a place, out, in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from services.gateway.portal.forms import Typed

LIST = "lista"


@dataclass(frozen=True)
class Ranking:
    """The codes in their new order, and the anchor of the row to look at."""

    codes: tuple[str, ...]
    anchor: str


def change(before: Sequence[str], typed: Typed) -> Ranking:
    """The list after the button that was pressed.

    Shapes: `subir`, `bajar`, `quitar` carry a code; `mover` a code whose place is in `lugar-<code>`; `agregar` adds the
    ticked `marcadas` at the end, and `agregar_una` one; `elegir` leaves that one alone.
    """
    codes = list(before)
    for button, step in (("subir", -1), ("bajar", 1)):
        if (code := typed.text(button)) in codes:
            return _to(codes, code, codes.index(code) + step)
    if (code := typed.text("quitar")) in codes:
        place = codes.index(code)
        codes.remove(code)
        near = codes[min(place, len(codes) - 1)] if codes else ""
        return Ranking(tuple(codes), f"fila-{near}" if near else LIST)
    if (code := typed.text("mover")) in codes:
        wanted = typed.text(f"lugar-{code}")
        return _to(codes, code, int(wanted) - 1 if wanted.isdecimal() else codes.index(code))
    if code := typed.text("elegir"):
        return Ranking((code,), f"fila-{code}")
    added = [typed.text("agregar_una")] if typed.text("agregar_una") else typed.texts("marcadas")
    codes += [code for code in dict.fromkeys(added) if code and code not in codes]
    return Ranking(tuple(codes), "disponibles" if added else LIST)


def _to(codes: list[str], code: str, place: int) -> Ranking:
    codes.remove(code)
    codes.insert(max(0, min(place, len(codes))), code)
    return Ranking(tuple(codes), f"fila-{code}")
