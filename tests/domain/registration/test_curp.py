"""The CURP is built, checked and compared as RENAPO says; the CURP temporal is no CURP."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from residencias.demo import curp as independent
from services.registration.domain import curp as clave
from services.registration.domain.curp import Identidad

NAMES = st.sampled_from(
    [
        "María Fernanda",
        "José Ángel",
        "Ma. del Carmen",
        "Ñoño",
        "Ulises",
        "María de los Ángeles",
        "J. Jesús",
        "Ana",
    ]
)
SURNAMES = st.sampled_from(
    [
        "García",
        "De la Cruz",
        "Ñúñez",
        "Ortiz",
        "del Río",
        "Ochoa",
        "Pérez",
        "Müller",
        "Ávila",
        "Von Braun",
        "Ek",
        "Puc",
    ]
)


@given(
    NAMES, SURNAMES, st.one_of(st.just(""), SURNAMES), st.sampled_from("HM"),
    st.dates(date(1950, 1, 1), date(2005, 1, 1)), st.sampled_from(sorted(clave.ENTIDADES)), st.integers(0, 9),
)  # fmt: skip
def test_two_independent_readings_of_the_algorithm_agree(nombre, primero, segundo, sexo, born, entidad, nth):
    curp = independent.build(primero, segundo, nombre, born, sexo, entidad, nth)
    assert clave.structure_problem(curp) is None
    assert clave.birth_date(curp) == born
    assert clave.disagreements(curp, Identidad(nombre, primero, segundo, sexo, born, entidad)) == []


@pytest.mark.parametrize(
    ("nombre", "primero", "segundo", "head", "tail"),
    [
        ("María Fernanda", "García", "Núñez", "GANF", "RXR"),  # MARIA is skipped; Ñ inside counts as X
        ("José", "Ñáñez", "Ochoa", "XAOJ", "XCS"),  # a lone JOSE stays; Ñ in front is X
        (
            "Juan José",
            "De la Cruz",
            "del Río",
            "CURJ",
            "RXN",
        ),  # particles are skipped; RIO has no inner consonant
        ("Ulises", "Puc", "", "PUXU", "CXL"),  # one surname: X
        ("Pedro", "Ek", "Ay", "EXAP", "KYD"),  # no inner vowel: X
        ("Óscar", "Buendía", "Ek", "BUEO", "NKS"),
        ("Ana", "Cárdenas", "Cob", "CXCA", "RBN"),  # CACA would be inconvenient
    ],
)
def test_letters_follow_the_exceptions_for_names(nombre, primero, segundo, head, tail):
    assert clave.letters(Identidad(nombre, primero, segundo, "M", None, "JC")) == (head, tail)


@pytest.mark.parametrize("word", sorted(clave.INCONVENIENT))
def test_an_inconvenient_word_loses_its_second_letter(word):
    who = Identidad(word[3] + "ZZ", word[0] + "Z" + word[1], word[2] + "ZZ", "M", None, "JC")
    assert clave.letters(who)[0] == word[0] + "X" + word[2:]


@pytest.mark.parametrize(
    ("curp", "code"),
    [
        ("GANF970423MJCRXR0", "CURP_LONGITUD"),
        ("G4NF970423MJCRXR09", "CURP_ESTRUCTURA"),
        ("GANF97O423MJCRXR09", "CURP_ESTRUCTURA"),
        ("GANF970423ZJCRXR09", "CURP_ESTRUCTURA"),
        ("GANF970423MJCRAR09", "CURP_ESTRUCTURA"),
        ("GANF970423MXXRXR09", "CURP_ENTIDAD"),
        ("GANF970230MJCRXR09", "CURP_FECHA"),
        ("9EXT0000000000000X", "CURP_TEMPORAL_MAL_ESCRITA"),
    ],
)
def test_a_malformed_curp_says_which_part(curp, code):
    assert clave.structure_problem(curp).code == code


def test_any_wrong_check_digit_is_noticed_and_the_right_one_named():
    curp = independent.build("García", "Núñez", "Ana", date(1997, 4, 23), "M", "JC")
    for digit in set("0123456789") - {curp[17]}:
        problem = clave.structure_problem(curp[:17] + digit)
        assert (problem.code, problem.facts["esperado"]) == ("CURP_DIGITO", curp[17])


@pytest.mark.parametrize(
    ("change", "field", "code", "said", "expected"),
    [
        ({"primer_apellido": "Gómez"}, "primer_apellido", "CURP_APELLIDO", "GAR", "GOM"),
        ({"segundo_apellido": ""}, "segundo_apellido", "CURP_SEGUNDO_APELLIDO", "NX", "XX"),
        ({"nombre": "Ana"}, "nombre", "CURP_NOMBRE", "FR", "AN"),
        ({"nacimiento_on": date(1997, 4, 24)}, "nacimiento_on", "CURP_NACIMIENTO", "970423", "970424"),
        ({"sexo": "H"}, "sexo", "CURP_SEXO", "M", "H"),
        ({"entidad": "DF"}, "entidad_nacimiento", "CURP_ENTIDAD_NACIMIENTO", "JC", "DF"),
        ({"nacimiento_on": date(2097, 4, 23)}, "nacimiento_on", "CURP_SIGLO", "0", 2097),
    ],
)
def test_each_part_that_disagrees_names_its_field_and_what_was_expected(change, field, code, said, expected):
    curp = independent.build("García", "Núñez", "María Fernanda", date(1997, 4, 23), "M", "JC")
    right = {
        "nombre": "María Fernanda", "primer_apellido": "García", "segundo_apellido": "Núñez", "sexo": "M",
        "nacimiento_on": date(1997, 4, 23), "entidad": "JC",
    }  # fmt: skip
    (problem,) = clave.disagreements(curp, Identidad(**{**right, **change}))
    assert (problem.field, problem.code) == (field, code)
    assert problem.facts == {"curp_dice": said, "esperado": expected}


@given(st.text(min_size=1, max_size=12), st.text(min_size=1, max_size=12))
@example(
    "'쒽ö¸\x82\U000e15cfõ÷\U00056765(", "'쒽ö¸\x82\U000e15cfõ÷\U00056765("
)  # the check digit of a CURP, by chance
def test_a_curp_temporal_is_valid_stable_and_no_curp(convocatoria, folio):
    temporal = clave.temporal(convocatoria, folio)
    assert clave.is_temporal(temporal)
    assert temporal == clave.temporal(convocatoria, folio)
    assert len(temporal) == 18
    assert not independent.is_valid(temporal)
    assert temporal != clave.temporal(convocatoria + "x", folio)


def test_one_mistyped_character_of_a_curp_temporal_is_always_noticed():
    right = clave.temporal("xlvii-enarm-2023", "E47-000001")
    for place in range(18):
        for other in set(clave.ALPHABET) - {right[place]}:
            assert not clave.is_temporal(right[:place] + other + right[place + 1 :])
