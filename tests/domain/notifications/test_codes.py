"""The verification code survives people."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbing.errors import Invalid
from services.notifications.domain.code import ALPHABET, code_of, read_code, verification_url
from tests.domain.notifications.samples import KEY

CODE = code_of("018c6b2e-9f3a-7c41-8d52-6a1b0c9e4f77", KEY)


def test_a_code_is_three_groups_of_six() -> None:
    assert [len(group) for group in CODE.split("-")] == [6, 6, 6]


def test_a_code_depends_on_the_letter_and_on_the_key() -> None:
    assert code_of("another-letter", KEY) != CODE
    assert code_of("018c6b2e-9f3a-7c41-8d52-6a1b0c9e4f77", bytes(reversed(KEY))) != CODE


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        code_of("any", b"short")


def test_every_single_wrong_symbol_is_caught() -> None:
    plain = CODE.replace("-", "")
    for place, right in enumerate(plain):
        for wrong in ALPHABET.replace(right, ""):
            with pytest.raises(Invalid, match="CODIGO_INVALIDO"):
                read_code(plain[:place] + wrong + plain[place + 1 :])


@given(letter=st.uuids(), place=st.integers(0, 16))
def test_every_swap_of_neighbours_is_caught(letter: object, place: int) -> None:
    plain = code_of(str(letter), KEY).replace("-", "")
    swapped = plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :]
    if swapped == plain:
        assert read_code(swapped).replace("-", "") == plain
    else:
        with pytest.raises(Invalid):
            read_code(swapped)


@given(letter=st.uuids())
def test_a_code_is_read_back_however_it_is_typed(letter: object) -> None:
    code = code_of(str(letter), KEY)
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert read_code(f"  {typed} ") == code


@pytest.mark.parametrize("typed", ["", "ABC", "U" * 18, "ñ" * 18, CODE + "0"])
def test_what_cannot_be_a_code_is_told_at_once(typed: str) -> None:
    with pytest.raises(Invalid, match="CODIGO_INVALIDO"):
        read_code(typed)


def test_the_address_carries_only_the_code() -> None:
    assert verification_url("https://residencias.example/verificar/", CODE).endswith(f"/verificar/{CODE}")
