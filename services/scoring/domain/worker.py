"""The conditions of IMSS workers, judged from what validation froze. Failing one loses the points, not the contest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

CARTA_COMPROMISO = "CARTA_COMPROMISO"


@dataclass(frozen=True, slots=True)
class Employment:
    """What the worker declared and the validator saw. `counted_on`: the day the expediente was first sent (G-21)."""

    contratacion: str
    marca: str
    is_titular: bool
    ingreso_on: date | None
    titulo_reverso: str
    cedula: str
    counted_on: date


@dataclass(frozen=True, slots=True)
class Seniority:
    """Years of service that are admitted, both ends inside."""

    min_years: int
    max_years: int


def holds_conditions(employment: Employment, seniority: Seniority) -> bool:
    """Base 00 and holder, title and cédula without carta compromiso, seniority in range on the day it counts.

    Source: 000 CONDICIONES GENERALES 1-3; decisions G-21; X-39.
    """
    base = (employment.contratacion, employment.marca, employment.is_titular) == ("BASE", "00", True)
    papers = CARTA_COMPROMISO not in (employment.titulo_reverso, employment.cedula)
    return base and papers and _is_in_range(employment, seniority)


def _is_in_range(employment: Employment, seniority: Seniority) -> bool:
    """From `min_years` completed, up to the very anniversary of `max_years`. Source: CONDICIONES GENERALES 3."""
    if employment.ingreso_on is None:
        return False
    first = _anniversary(employment.ingreso_on, seniority.min_years)
    last = _anniversary(employment.ingreso_on, seniority.max_years)
    return first <= employment.counted_on <= last


def _anniversary(day: date, years: int) -> date:
    """The same day `years` later; 29 February counts as 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
