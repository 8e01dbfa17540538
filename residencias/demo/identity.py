"""Who an invented person is: name, birth, state, CURP, phones, e-mails, school."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from residencias.demo import curp as clave
from residencias.demo.paperwork import Background

NAMES_FILE = Path(__file__).with_name("names.yaml")


@cache
def names() -> Mapping[str, Any]:
    """The lists people's names, schools and countries are drawn from."""
    found: dict[str, Any] = yaml.safe_load(NAMES_FILE.read_text(encoding="utf-8"))
    return found


def identity(
    rng: Random, index: int, facts: Mapping[str, Any], *, foreign: bool, dual: bool, seniority: int
) -> dict[str, Any]:
    """The fields of a Person that say who they are, and `pais` (None for Mexicans) for their background.

    A foreigner has no CURP unless `dual`: born abroad, with one of their own. Nobody began to work before 19.
    Shapes: `facts` are the script's; people are from 23 to 31 in the year in which they send their papers.
    """
    prefix, year = facts["folio_prefix"], facts["sent_about"].year
    book = names()
    sexo = "M" if rng.random() < 0.53 else "H"
    nombre = rng.choice(book["mujer" if sexo == "M" else "hombre"])
    primer, segundo = (_surname(rng) for _ in range(2))
    if rng.random() < (0.3 if foreign else 0.03):
        segundo = ""
    born = date(year - 31 - max(0, seniority - 4), 6, 1) + timedelta(days=rng.randrange(3000))
    states = list(book["entidades"])[:-1]
    weights = [book["peso_entidad"].get(s, 1) for s in states]
    entidad = "NE" if foreign else rng.choices(states, weights)[0]
    slug = ".".join(clave.plain(p).lower().replace("ñ", "n").split()[0].strip(".") for p in (nombre, primer))
    phones = (f"550{rng.randrange(10**7):07d}", f"550{rng.randrange(10**7):07d}")
    return {
        "folio_enarm": f"{prefix}-{index + 1:06d}",
        "nombre": nombre,
        "primer_apellido": primer,
        "segundo_apellido": segundo,
        "sexo": sexo,
        "born_on": born,
        "entidad": entidad,
        "curp": "" if foreign and not dual else clave.build(primer, segundo, nombre, born, sexo, entidad),
        "telefonos": phones,
        "correos": (f"{slug}.{index + 1}@example.com", f"{slug}.{index + 1}@example.org"),
        "pais": rng.choice(book["extranjeros"]) if foreign else None,
    }


def _surname(rng: Random) -> str:
    book = names()
    compound: bool = rng.random() < 0.05
    found: str = rng.choice(book["apellidos_compuestos" if compound else "apellidos"])
    return found


def background_of(
    rng: Random, pais: Mapping[str, str] | None, categoria: str, scale: int, studies: str = ""
) -> Background:
    """Where the person comes from and studied; a scale of 5 means studies abroad, and so does being a foreigner
    unless the scenario says `studies` MEXICO."""
    if pais is not None and studies == "MEXICO":
        school = rng.choice(names()["escuelas_mexico"])
        return Background(pais["pais"], pais["gentilicio"], school, abroad=False)
    if pais is not None:
        return Background(pais["pais"], pais["gentilicio"], pais["universidad"], abroad=True)
    abroad = categoria == "nacional" and rng.random() < 0.04
    school = rng.choice(names()["escuelas_extranjero" if abroad else "escuelas_mexico"])
    return Background("México", "mexicana", school, abroad=abroad or scale == 5)
