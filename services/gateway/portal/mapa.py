"""Mexico as a grid of 32 tiles, one a state, darker where there is more: a filter, and a picture of a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from services.gateway.portal.words import words

LEVELS = 4


@dataclass(frozen=True)
class Tile:
    """A state in the grid. `level`: 0 for nothing, then 1 to LEVELS by its place among the others."""

    name: str
    short: str
    column: int
    row: int
    count: int
    level: int
    href: str
    is_chosen: bool


def tiles(counts: Mapping[str, int], chosen: str, query: Mapping[str, str], anchor: str = "") -> list[Tile]:
    """Every state with its count; a tile leads to `query` for that state, the chosen one back to all."""
    ranked = sorted({count for count in counts.values() if count})
    kept = {name: value for name, value in query.items() if value and name != "entidad"}
    found = []
    for name, (short, column, row) in words()["mapa"].items():
        count, is_chosen = counts.get(name, 0), name == chosen
        level = 1 + ranked.index(count) * LEVELS // len(ranked) if count else 0
        wanted = urlencode(kept if is_chosen else {**kept, "entidad": name})
        found.append(Tile(name, short, column, row, count, level, f"?{wanted}{anchor}", is_chosen))
    return found
