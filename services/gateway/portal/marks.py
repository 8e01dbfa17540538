"""Where on a page findings lie: the marks drawn over its picture, and the same places in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.gateway.portal.words import words

MOST_OF_IT = 0.6
BADGE_X, BADGE_Y = (0.04, 0.96), (0.03, 0.97)  # a badge is whole within the picture

Finding = Mapping[str, Any]


@dataclass(frozen=True)
class Mark:
    """One box over the picture, under the number of its finding. Units: per cent of the picture, as SVG takes them."""

    number: int
    x: str
    y: str
    width: str
    height: str
    badge_x: str
    badge_y: str


def numbered(findings: Sequence[Finding]) -> list[tuple[int, Finding]]:
    """Each finding with the number of its marks; 0 where it names no place."""
    located = [one for one in findings if one.get("areas")]
    return [(located.index(one) + 1 if one in located else 0, one) for one in findings]


def marks(findings: Sequence[Finding]) -> list[Mark]:
    """The boxes of all findings that name a place."""
    return [_mark(number, area) for number, one in numbered(findings) if number for area in one["areas"]]


def places(finding: Finding) -> str:
    """`arriba a la izquierda; abajo al centro`; empty when the finding names no place."""
    return "; ".join(dict.fromkeys(_in_words(area) for area in finding.get("areas", ())))


def _mark(number: int, area: Mapping[str, float]) -> Mark:
    left, top, right, bottom = (area[side] for side in ("left", "top", "right", "bottom"))
    corner = _within(left, BADGE_X), _within(top, BADGE_Y)
    return Mark(number, *map(_per_cent, (left, top, right - left, bottom - top, *corner)))


def _within(share: float, limits: tuple[float, float]) -> float:
    return min(max(share, limits[0]), limits[1])


def _per_cent(share: float) -> str:
    return f"{share * 100:.1f}%"


def _in_words(area: Mapping[str, float]) -> str:
    said = words()["lugares"]
    is_wide = area["right"] - area["left"] > MOST_OF_IT
    is_tall = area["bottom"] - area["top"] > MOST_OF_IT
    if is_wide and is_tall:
        return str(said["todo"])
    row = said["a_lo_alto"] if is_tall else said["filas"][_third(area["top"], area["bottom"])]
    column = said["a_lo_ancho"] if is_wide else said["columnas"][_third(area["left"], area["right"])]
    return f"{row} {column}"


def _third(begin: float, end: float) -> int:
    return min(int((begin + end) / 2 * 3), 2)
