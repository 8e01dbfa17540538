"""The crowd the demo's tests look at, made once."""

import hashlib
from dataclasses import astuple
from functools import cache
from pathlib import Path
from typing import Any

from residencias.demo.oferta import OfertaRow, read_oferta
from residencias.demo.people import Person, make_people
from residencias.demo.plan import timeline

ROOT = Path(__file__).parents[2]
X47 = "xlvii-enarm-2023"
REAL = ROOT / "convocatorias" / X47 / "oferta.csv"
SMALL = Path(__file__).with_name("oferta.csv")


@cache
def small_oferta() -> tuple[OfertaRow, ...]:
    """The fixture."""
    return read_oferta(SMALL.read_text(encoding="utf-8"))


@cache
def real_oferta(factor: int = 1) -> tuple[OfertaRow, ...]:
    """The convocatoria's own oferta, every row times `factor`."""
    rows = read_oferta(REAL.read_text(encoding="utf-8"))
    return tuple(OfertaRow(r.especialidad, r.sede, r.subsede, r.categoria, r.plazas * factor) for r in rows)


@cache
def people(count: int = 120, seed: int = 47) -> tuple[Person, ...]:
    """A crowd over the real oferta."""
    return make_people(seed, count, real_oferta(max(1, count // 120)), X47)


def somebody(scenario: str = "clean", **wanted: object) -> Person:
    """The first person of a scenario with these attributes, among 1,000."""
    for person in people(1000):
        if person.scenario == scenario and all(getattr(person, k) == v for k, v in wanted.items()):
            return person
    raise LookupError((scenario, wanted))


def fingerprint(seed: int) -> str:
    """SHA-256 over everything about a crowd of 120 and its timeline."""
    crowd = make_people(seed, 120, real_oferta(), X47)
    told = [_sorted(astuple(x)) for x in (*crowd, *timeline(crowd, seed))]
    return hashlib.sha256(repr(told).encode()).hexdigest()


def _sorted(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, dict):
        return [(k, _sorted(v)) for k, v in value.items()]
    return [_sorted(v) for v in value] if isinstance(value, list | tuple) else value
