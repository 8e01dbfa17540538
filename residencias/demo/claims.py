"""Which extra points a person claims and which of them their papers will prove."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

CLAIMS = ("trabajador", "hijo_trabajador", "internado_imss", "servicio_social_imss")
NATURAL = {
    "trabajador": 0.04,
    "hijo_trabajador": 0.09,
    "internado_imss": 0.25,
    "servicio_social_imss": 0.12,
    "docencia": 0.12,
    "publicaciones": 0.15,
}
MOST = {"docencia": 6, "publicaciones": 4}


def choose_claims(
    rng: Random, wants: Mapping[str, Any], categoria: str, known: Sequence[str] = CLAIMS
) -> tuple[frozenset[str], frozenset[str], int]:
    """(claimed, proven, seniority in years): the scenario's when it says so, else by natural frequency.

    `known` are the claims the call gives points for.

    Foreigners claim nothing: their list of documents has no IMSS clause. Source: 000§2.2.3, 9.3.
    """
    declared = wants.get("claims")
    drawn = [c for c in known if rng.random() < NATURAL[c]]
    years = wants.get("seniority_years") or rng.randint(1, 12)
    if declared == "none" or categoria == "extranjero":
        drawn = []
    elif declared is not None:
        drawn = list(declared)
    elif "papers" in wants:
        drawn = [c for c in drawn if c != "trabajador"]
    claimed = frozenset(drawn)
    proven = frozenset(wants.get("proven", drawn))
    return claimed, proven, years if "trabajador" in claimed else 0


def choose_units(rng: Random, wants: Mapping[str, Any], proven: frozenset[str]) -> dict[str, int]:
    """Units by claim that counts by them, as the papers show: years taught, publications. Source: 004 Documents."""
    declared = wants.get("units", {})
    return {claim: declared.get(claim) or rng.randint(1, MOST[claim]) for claim in sorted(proven & set(MOST))}
