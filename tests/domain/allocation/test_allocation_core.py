"""The assignment: what the convocatoria promises, on worked examples and on random rounds."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plumbing.errors import Invalid
from services.allocation.domain import core
from services.allocation.domain.bundle import (
    canonical_json,
    decimal_text,
    input_bundle,
    input_digest,
    output_bundle,
    read_input,
    read_output,
)
from services.allocation.domain.model import Aspirante, Cell, Option, RoundInput
from services.allocation.domain.ranking import draw_number, draw_seed, ranked
from services.allocation.domain.run import run_round
from services.allocation.verifier import verify
from tests.domain.allocation.instances import RULES, by_the_text, rounds


def an_aspirante(folio: str, puntaje: str, *options: Option, category: str = "nacional") -> Aspirante:
    return Aspirante(folio, "med", category, Decimal(puntaje), (Decimal(80), Decimal(90)), options)


def a_cell(sede: str, subsede: str, places: int, category: str = "indistinta", position: int = 1) -> Cell:
    return Cell("med", position, sede, subsede, category, places)


def places_of(cells: list[Cell], pool: list[Aspirante]) -> dict[str, str]:
    result = run_round(RoundInput(RULES, tuple(cells), tuple(pool)))
    return {one.folio: one.subsede and f"{one.subsede}/{one.category}" for one in result.assignments}


@given(rounds())
@settings(max_examples=120)
def test_core_second_implementation_and_verifier_agree(given: RoundInput) -> None:
    result = run_round(given)
    assert {one.folio: (one.sede, one.subsede, one.category) for one in result.assignments} == by_the_text(
        given
    )
    assert verify(input_bundle(given), output_bundle(given, result)) == []


@given(st.data(), st.integers(1, 9))
@settings(max_examples=100)
def test_blocks_of_any_size_give_the_loop_of_the_page_header(data: st.DataObject, block: int) -> None:
    people, width, cells = (
        data.draw(st.integers(0, 30)),
        data.draw(st.integers(1, 5)),
        data.draw(st.integers(1, 6)),
    )
    numbers = st.lists(st.integers(0, cells), min_size=people * width, max_size=people * width)
    wishes = np.array(data.draw(numbers), np.int64).reshape(people, width)
    places = np.array(data.draw(st.lists(st.integers(0, 6), min_size=cells, max_size=cells)))
    ranking = np.array(data.draw(st.permutations(range(people))), np.int64)
    free, expected = places.tolist(), [cells] * people
    for row in ranking.tolist():
        for cell in wishes[row].tolist():
            if cell < cells and free[cell] > 0:
                free[cell] -= 1
                expected[row] = cell
                break
    original, core.BLOCK = core.BLOCK, block
    try:
        assert core.assign(ranking, wishes, places).tolist() == expected
    finally:
        core.BLOCK = original


def test_the_sede_has_priority_over_the_subsede() -> None:
    """Appendix vector of A-06: b gets another subsede of the first sede, not the second sede."""
    cells = [a_cell("X", "X1", 1), a_cell("X", "X2", 1, position=2), a_cell("Y", "Y1", 1, position=3)]
    first = Option("X", ("X1",))
    pool = [an_aspirante("a", "90", first), an_aspirante("b", "80", first, Option("Y"))]
    assert places_of(cells, pool) == {"a": "X1/indistinta", "b": "X2/indistinta"}


def test_a_lower_puntaje_never_displaces_a_higher_one_by_naming_the_sede_first() -> None:
    """X-42: serial dictatorship, not immediate acceptance."""
    cells = [a_cell("S1", "S1", 1), a_cell("S2", "S2", 1)]
    pool = [
        an_aspirante("B", "95", Option("S1"), Option("S2")),
        an_aspirante("A", "90", Option("S1"), Option("S2")),
        an_aspirante("C", "80", Option("S2"), Option("S1")),
    ]
    assert places_of(cells, pool) == {"A": "S2/indistinta", "B": "S1/indistinta", "C": ""}


def test_own_quota_goes_first_then_the_undivided_plazas_of_the_same_subsede() -> None:
    cells = [a_cell("X", "X1", 1, "nacional"), a_cell("X", "X1", 1), a_cell("X", "X2", 2, "nacional", 2)]
    pool = [
        an_aspirante(name, puntaje, Option("X")) for name, puntaje in (("a", "9"), ("b", "8"), ("c", "7"))
    ]
    assert places_of(cells, pool) == {"a": "X1/nacional", "b": "X1/indistinta", "c": "X2/nacional"}


def test_a_foreigner_never_takes_a_national_plaza() -> None:
    cells = [a_cell("X", "X1", 5, "nacional"), a_cell("X", "X1", 1)]
    pool = [
        an_aspirante(name, puntaje, Option("X"), category="extranjero")
        for name, puntaje in (("a", "9"), ("b", "8"))
    ]
    assert places_of(cells, pool) == {"a": "X1/indistinta", "b": ""}


def test_unnamed_subsedes_follow_in_catalogue_order_not_by_name() -> None:
    cells = [
        a_cell("X", "A", 1, position=9),
        a_cell("X", "B", 1, position=2),
        a_cell("X", "C", 1, position=5),
    ]
    pool = [an_aspirante(str(n), str(90 - n), Option("X", ("C",))) for n in range(3)]
    assert places_of(cells, pool) == {"0": "C/indistinta", "1": "B/indistinta", "2": "A/indistinta"}


def test_ties_fall_to_enarm_then_licenciatura_then_the_draw() -> None:
    def tied(folio: str, enarm: str, licenciatura: str) -> Aspirante:
        return Aspirante(folio, "med", "nacional", Decimal(80), (Decimal(enarm), Decimal(licenciatura)), ())

    seed = draw_seed(RULES.rules_digest, RULES.public_number)
    by_lot = sorted(("F1", "F2", "F3"), key=lambda folio: draw_number(seed, folio))
    pool = [
        tied("lic", "70", "91"),
        tied("enarm", "71", "60"),
        *(tied(folio, "70", "90.0") for folio in by_lot),
    ]
    for order in permutations(pool):
        assert [one.folio for one in ranked(RULES, order)] == ["enarm", "lic", *by_lot]


def test_the_draw_is_the_published_one() -> None:
    """Computed apart: printf 'abc\\n7' | sha256sum; printf F1 | openssl dgst -sha256 -mac HMAC -macopt hexkey:…"""
    seed = draw_seed("abc", "7")
    assert seed == "15e7694fb71be9649466fe0112fd8917ba728caa1207dfcf35a53b6db588da36"
    assert draw_number(seed, "F1").hex() == "c623aaf923767d87064604b4d71f5e49f7a1716087bfc01e5fec5fee3fa92fbc"


def test_a_difference_beyond_28_digits_decides() -> None:
    longer = an_aspirante("longer", "78." + "3" * 40)
    shorter = an_aspirante("shorter", "78." + "3" * 39)
    assert [one.folio for one in ranked(RULES, [shorter, longer])] == ["longer", "shorter"]


@given(rounds(), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_the_order_of_the_data_changes_no_byte(given: RoundInput, random: object) -> None:
    cells, pool = list(given.cells), list(given.pool)
    random.shuffle(cells)  # type: ignore[attr-defined]
    random.shuffle(pool)  # type: ignore[attr-defined]
    mixed = replace(given, cells=tuple(cells), pool=tuple(pool))
    assert input_bundle(mixed) == input_bundle(given)
    assert output_bundle(mixed, run_round(mixed)) == output_bundle(given, run_round(given))


@given(rounds())
@settings(max_examples=60)
def test_a_bundle_read_back_runs_to_the_same_bytes(given: RoundInput) -> None:
    result = run_round(given)
    again = read_input(input_bundle(given))
    assert output_bundle(again, run_round(again)) == output_bundle(given, result)
    assert read_output(output_bundle(given, result)) == result
    assert input_digest(again) == input_digest(given)


def test_a_bundle_that_is_not_canonical_or_has_another_seed_is_refused() -> None:
    text = input_bundle(RoundInput(RULES, (a_cell("X", "X1", 1),), ()))
    seed = draw_seed(RULES.rules_digest, RULES.public_number).encode()
    for bad, code in (
        (text + b" ", "PAQUETE_NO_CANONICO"),
        (text.replace(seed, b"0" * 64), "PAQUETE_SEMILLA"),
        (text.replace(b"input/1", b"input/2"), "PAQUETE_FORMATO"),
    ):
        with pytest.raises(Invalid) as refusal:
            read_input(bad)
        assert refusal.value.code == code


def test_no_float_enters_a_bundle_and_decimals_have_one_form() -> None:
    for value in (0.5, 1e300, float("nan"), float("inf")):
        with pytest.raises(Invalid):
            canonical_json({"a": [{"b": value}]})
    texts = {"78.50": "78.5", "1E+2": "100", "-0.00": "0", "0.0": "0", "100": "100"}
    assert {text: decimal_text(Decimal(text)) for text in texts} == texts


X1 = a_cell("X", "X1", 1)
WITH_X = an_aspirante("a", "9", Option("X"))


@pytest.mark.parametrize(
    ("code", "cells", "pool"),
    [
        ("FOLIO_REPETIDO", (X1,), (WITH_X, WITH_X)),
        ("CELDA_REPETIDA", (X1, X1), ()),
        ("PLAZAS_NEGATIVAS", (replace(X1, places=-1),), ()),
        ("DESEMPATES_INCOMPLETOS", (X1,), (replace(WITH_X, keys=()),)),
        ("PUNTAJE_NO_FINITO", (X1,), (replace(WITH_X, puntaje=Decimal("NaN")),)),
        ("OPCION_REPETIDA", (X1,), (replace(WITH_X, options=(Option("X"), Option("X"))),)),
        ("SEDE_NO_OFRECIDA", (X1,), (replace(WITH_X, options=(Option("Z"),)),)),
        ("SEDE_NO_OFRECIDA", (), (WITH_X,)),
        ("SUBSEDE_NO_OFRECIDA", (X1,), (replace(WITH_X, options=(Option("X", ("X9",)),)),)),
    ],
)
def test_data_that_contradict_each_other_stop_the_round(
    code: str, cells: tuple[Cell, ...], pool: tuple[Aspirante, ...]
) -> None:
    with pytest.raises(Invalid) as refusal:
        run_round(RoundInput(RULES, cells, pool))
    assert refusal.value.code == code


def test_no_draw_happens_without_its_public_number() -> None:
    with pytest.raises(Invalid) as refusal:
        run_round(RoundInput(replace(RULES, public_number=""), (X1,), (WITH_X,)))
    assert refusal.value.code == "SORTEO_SIN_NUMERO"
