"""What the demo must know of a convocatoria's rules, read from its own files."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from plumbing.convocatoria import Convocatoria, load
from residencias.demo.folders import folder_of


def rules_of(convocatoria: str) -> Convocatoria:
    """The convocatoria's rules, read once."""
    return _rules_in(folder_of(convocatoria))


@cache
def _rules_in(folder: Path) -> Convocatoria:
    return load(folder)


def is_rama(convocatoria: str) -> bool:
    """Residents enter an indirect course: no validation, grades by a cut, articles by a ruling. Source: 002."""
    return rules_of(convocatoria).entrance.value == "rama"


def is_direct(convocatoria: str) -> bool:
    """The sede comes in the roster from the DGCES: no oferta, no round, no embargo. Source: 003§1.4."""
    return rules_of(convocatoria).allocation.algorithm == "sin_asignacion"


def required_slots(
    convocatoria: str, categoria: str, claimed: Iterable[str] = (), *, abroad: bool = False
) -> tuple[str, ...]:
    """The slots somebody must fill who registers as `categoria`, by the call's table: its rows, its names, its order.

    Source: 000§2.2.3 table; 001 paso 2; 004 Documents (teaching, publications).
    """
    rules, claims = rules_of(convocatoria), frozenset(claimed)
    category = rules.category_for(categoria, "EXTRANJERO" if abroad else "MEXICO")
    return rules.required_slots(category.code, "trabajador" in claims, "hijo_trabajador" in claims, claims)


def spaces_of(convocatoria: str) -> int | None:
    """How many sedes can be ranked at most; None where every one offered must be. Source: G-04."""
    preferences = rules_of(convocatoria).preferences
    return preferences.max_spaces if preferences.spaces == "maximo" else None
