"""Everybody of a convocatoria's script, whichever its kind of entrance."""

from __future__ import annotations

from residencias.demo.kinds import is_rama
from residencias.demo.oferta import read_oferta
from residencias.demo.people import Person, make_people
from residencias.demo.rama.people import make_residents


def people_of(seed: int, aspirantes: int, oferta: str, convocatoria: str) -> tuple[Person, ...]:
    """The same seed, the same people."""
    make = make_residents if is_rama(convocatoria) else make_people
    return make(seed, aspirantes, read_oferta(oferta), convocatoria)
