"""A list in order, changed by the buttons of a form: up, down, to a place, first, last, out, in, many at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.gateway.portal.forms import Typed

LIST = "lista"


@dataclass(frozen=True)
class Ranking:
    """The codes in their new order, and the anchor of the row to look at."""

    codes: tuple[str, ...]
    anchor: str


def change(before: Sequence[str], typed: Typed, groups: Mapping[str, Sequence[str]] | None = None) -> Ranking:
    """The list after the button that was pressed.

    Shapes: `subir`, `bajar`, `primero`, `ultimo`, `quitar` carry a code; `mover` a code whose place is in
    `lugar-<code>`; `agregar` adds the ticked `marcadas` at the end, `agregar_una` one, and `agregar_grupo` those of
    `groups` under that name; `elegir` leaves that one alone.
    """
    codes = list(before)
    for button in ("subir", "bajar", "primero", "ultimo", "mover"):
        if (code := typed.text(button)) in codes:
            return _to(codes, code, _place(codes, code, button, typed))
    if (code := typed.text("quitar")) in codes:
        place = codes.index(code)
        codes.remove(code)
        near = codes[min(place, len(codes) - 1)] if codes else ""
        return Ranking(tuple(codes), f"fila-{near}" if near else LIST)
    if code := typed.text("elegir"):
        return Ranking((code,), f"fila-{code}")
    added = _added(typed, groups or {})
    codes += [code for code in dict.fromkeys(added) if code and code not in codes]
    return Ranking(tuple(codes), "disponibles" if added else LIST)


def _place(codes: Sequence[str], code: str, button: str, typed: Typed) -> int:
    now = codes.index(code)
    if button == "mover":
        wanted = typed.text(f"lugar-{code}")
        return int(wanted) - 1 if wanted.isdecimal() else now
    return {"subir": now - 1, "bajar": now + 1, "primero": 0, "ultimo": len(codes)}[button]


def _added(typed: Typed, groups: Mapping[str, Sequence[str]]) -> Sequence[str]:
    if one := typed.text("agregar_una"):
        return [one]
    if group := typed.text("agregar_grupo"):
        return groups.get(group, ())
    return typed.texts("marcadas")


def _to(codes: list[str], code: str, place: int) -> Ranking:
    codes.remove(code)
    codes.insert(max(0, min(place, len(codes))), code)
    return Ranking(tuple(codes), f"fila-{code}")
