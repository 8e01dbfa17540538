"""Nothing blank, nothing unknown, no floats."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from plumbing.errors import Invalid
from services.notifications.domain.shape import conform

SHAPE: dict[str, Any] = {
    "nombre": "text",
    "at": "instant",
    "on?": "date",
    "puntaje?": "puntaje",
    "opciones?": [{"sede": "text"}],
    "acto?": "ENVIO|RENUNCIA",
}
GOOD: dict[str, Any] = {"nombre": " José   Ñáñez ", "at": "2023-12-14T18:00:00-06:00"}


def problems(data: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        conform(SHAPE, data, "WRONG_DATA")
    return {error.field: error.code for error in caught.value.fields}


def test_leaves_are_parsed_and_optionals_become_nothing() -> None:
    result = conform(SHAPE, GOOD | {"on": "2024-03-01"}, "WRONG_DATA")
    assert result["nombre"] == "José Ñáñez"
    assert result["on"] == date(2024, 3, 1)
    assert result["puntaje"] is None
    assert result["opciones"] == []


@pytest.mark.parametrize("blank", [None, "", "   "])
def test_a_blank_is_missing(blank: str | None) -> None:
    assert problems(GOOD | {"nombre": blank}) == {"nombre": "MISSING"}


def test_every_problem_is_told_at_once_with_its_path() -> None:
    wrong = {"at": "2023-12-14T18:00:00", "opciones": [{"sede": "A"}, {"sede": ""}], "extra": 1}
    assert problems(wrong) == {
        "nombre": "MISSING",
        "at": "WRONG",
        "opciones[1].sede": "MISSING",
        "extra": "UNEXPECTED",
    }


@pytest.mark.parametrize("number", [79.3, True, "abc", "NaN"])
def test_a_puntaje_is_an_exact_decimal(number: object) -> None:
    assert problems(GOOD | {"puntaje": number}) == {"puntaje": "WRONG"}


@pytest.mark.parametrize(
    ("exact", "shown"), [("79.31245", "79.3125"), ("80", "80.0000"), ("0", "0.0000"), ("0.00001", "0.00001")]
)
def test_a_puntaje_is_shown_with_four_decimals_and_never_as_a_false_zero(exact: str, shown: str) -> None:
    assert str(conform(SHAPE, GOOD | {"puntaje": exact}, "WRONG_DATA")["puntaje"]) in {
        shown,
        str(Decimal(shown)),
    }


def test_a_word_outside_the_list_is_wrong() -> None:
    assert problems(GOOD | {"acto": "HUIDA"}) == {"acto": "WRONG"}


def test_a_shape_with_an_unknown_leaf_is_a_defect_of_ours() -> None:
    with pytest.raises(LookupError, match="no such leaf"):
        conform({"x": "txt"}, {"x": "y"}, "WRONG_DATA")
