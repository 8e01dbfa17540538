"""The demo's own CURP follows the public algorithm."""

from datetime import date

import pytest

from residencias.demo import curp as clave

PUBLISHED = ["HEGG560427MVZRRL04", "BOXW310820HNERXN09", "SABC560626MDFLRN01"]


@pytest.mark.parametrize("curp", PUBLISHED)
def test_published_curps_are_valid_and_no_other_digit_is(curp: str) -> None:
    assert clave.is_valid(curp)
    assert [d for d in "0123456789" if clave.is_valid(curp[:17] + d)] == [curp[17]]


def test_gloria_and_concepcion_get_the_curps_that_the_instructivo_prints() -> None:
    gloria = clave.build("Hernández", "García", "Gloria", date(1956, 4, 27), "M", "VZ")
    concepcion = clave.build("Salgado", "Briseño", "Concepción", date(1956, 6, 26), "M", "DF")
    assert (gloria, concepcion) == ("HEGG560427MVZRRL04", "SABC560626MDFLRN01"[:16] + concepcion[16:])
    assert concepcion == "SABC560626MDFLRN01"


@pytest.mark.parametrize(
    ("primer", "segundo", "nombre", "head", "tail"),
    [
        ("Ñúñez", "Peña", "Ana", "XUPA", "XXN"),  # Ñ counts as X, also as the first inner consonant
        ("López", "", "Juan", "LOXJ", "PXN"),  # one surname
        ("Pérez", "Ruiz", "María Fernanda", "PERF", "RZR"),  # María gives way to the second name
        ("Pérez", "Ruiz", "José", "PERJ", "RZS"),  # unless it is the only one
        ("Pérez", "Ruiz", "Ma. Elena", "PERE", "RZL"),
        ("Pérez", "Ruiz", "J. Jesús", "PERJ", "RZS"),
        ("de la Cruz", "del Ángel", "Iván", "CUAI", "RNV"),  # particles do not count
        ("Mac Gregor", "San Martín", "Uriel", "GESU", "RNR"),
        ("Ich", "Ek", "Úrsula", "IXEU", "CKR"),  # no inner vowel
        ("Uc", "Güemes", "Óscar", "UXGO", "CMS"),  # diaeresis
        ("Pérez", "Nava", "Elisa", "PXNE", "RVL"),  # PENE is cacophonic
        ("Vaca", "Cano", "Adrián", "VXCA", "CND"),  # VACA too
    ],
)
def test_names_give_their_letters(primer: str, segundo: str, nombre: str, head: str, tail: str) -> None:
    root = clave.root(primer, segundo, nombre, date(1997, 3, 9), "M", "YN")
    assert root == f"{head}970309MYN{tail}"


def test_who_was_born_from_2000_on_gets_a_letter_before_the_check_digit() -> None:
    before = clave.build("Luna", "Soto", "Iván", date(1999, 12, 31), "H", "DF")
    after = clave.build("Luna", "Soto", "Iván", date(2000, 1, 1), "H", "DF")
    assert before[16] == "0"
    assert after[16] == "A"
    assert clave.is_valid(before)
    assert clave.is_valid(after)


def test_two_people_with_the_same_letters_get_different_curps() -> None:
    twins = {clave.build("Luna", "Soto", "Iván", date(1999, 1, 1), "H", "DF", nth) for nth in range(3)}
    assert len(twins) == 3
    assert all(map(clave.is_valid, twins))


@pytest.mark.parametrize(
    "wrong", ["", "HEGG560427MVZRRL0", "HEGG560427MXXRRL04", "HEGG560427ZVZRRL04", "hegg560427mvzrrl04"]
)
def test_what_is_not_a_curp_is_not_valid(wrong: str) -> None:
    assert not clave.is_valid(wrong)
