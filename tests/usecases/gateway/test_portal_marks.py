"""The places that findings name: numbered once, over the picture and in words."""

from __future__ import annotations

from typing import Any

import pytest

from services.gateway.portal import marks


def area(left: float, top: float, right: float, bottom: float) -> dict[str, float]:
    return {"left": left, "top": top, "right": right, "bottom": bottom}


def finding(code: str, *areas: dict[str, float]) -> dict[str, Any]:
    return {"code": code, "areas": list(areas)}


def test_a_mark_has_the_number_of_its_finding_and_what_has_no_place_has_none():
    found = [
        finding("SIN_PPP"),
        finding("REFLEJO", area(0.1, 0.2, 0.3, 0.4)),
        finding("OSCURA", area(0, 0, 0.5, 0.1), area(0.5, 0.9, 1, 1)),
    ]
    assert [number for number, _ in marks.numbered(found)] == [0, 1, 2]
    drawn = marks.marks(found)
    assert [mark.number for mark in drawn] == [1, 2, 2]
    assert (drawn[0].x, drawn[0].y, drawn[0].width, drawn[0].height) == ("10.0%", "20.0%", "20.0%", "20.0%")


def test_a_badge_at_the_edge_stays_within_the_picture():
    (mark,) = marks.marks([finding("CORTADA", area(0, 0, 0.02, 1))])
    assert (mark.badge_x, mark.badge_y) == ("4.0%", "3.0%")


@pytest.mark.parametrize(
    ("where", "said"),
    [
        (area(0.7, 0.05, 0.9, 0.2), "arriba a la derecha"),
        (area(0.4, 0.4, 0.6, 0.6), "a media altura al centro"),
        (area(0, 0.8, 0.9, 1), "abajo a todo lo ancho"),
        (area(0, 0.1, 0.05, 0.9), "de arriba abajo a la izquierda"),
        (area(0.1, 0.1, 0.9, 0.9), "casi toda"),
    ],
)
def test_a_place_is_said_in_words(where, said):
    assert marks.places(finding("BORROSA", where, where)) == said
