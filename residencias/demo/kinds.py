"""Which kind of story a convocatoria tells, by its named rules."""

from functools import cache

from plumbing.config import ROOT
from plumbing.convocatoria import Convocatoria, load


@cache
def rules_of(convocatoria: str) -> Convocatoria:
    """The convocatoria's rules, read once."""
    return load(ROOT / "convocatorias" / convocatoria)


def is_direct(convocatoria: str) -> bool:
    """The sede comes in the roster from the DGCES: no oferta, no round, no embargo. Source: 003§1.4."""
    return rules_of(convocatoria).allocation.algorithm == "sin_asignacion"
