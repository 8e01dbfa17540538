"""The puntaje IMSS, the slow and obvious way, with the weights and points that the convocatoria's files give."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from plumbing.convocatoria import Convocatoria


@dataclass(frozen=True, slots=True)
class Puntaje:
    """A puntaje and where it comes from. Units: points; `extras` maps each counted claim to its points."""

    enarm: Decimal
    promedio: Decimal
    base: Decimal
    extras: dict[str, Decimal]
    total: Decimal

    @property
    def lines(self) -> dict[str, Decimal]:
        """What the breakdown shows, by name."""
        return {
            "puntaje_enarm": self.enarm,
            "calificacion": self.promedio,
            "base": self.base,
            **self.extras,
        }


def puntaje_of(
    rules: Convocatoria,
    enarm: Decimal,
    promedio: Decimal,
    proven: Iterable[str],
    units: Mapping[str, int] | None = None,
) -> Puntaje:
    """The exact puntaje from the two grades and the claims that were proven, with the units of those that have them.

    Source: 000§9.2, 9.3; 004 Documents; decisions G-01, G-06.
    """
    weights = {component.code: component.weight for component in rules.scoring.components}
    base = weights["enarm"] * enarm + weights["licenciatura"] * promedio
    extras = _extras(rules, frozenset(proven), units or {})
    added = sum(extras.values(), Decimal(0))
    if rules.scoring.extras_cap is not None:
        added = min(added, rules.scoring.extras_cap)
    total = base + added
    if rules.scoring.total_cap is not None:
        total = min(total, rules.scoring.total_cap)
    return Puntaje(enarm, promedio, base, extras, total)


def _extras(rules: Convocatoria, claims: frozenset[str], units: Mapping[str, int]) -> dict[str, Decimal]:
    """Points by claim. Those that exclude each other, as worker and child do: the higher counts. Source: 000§9.3."""
    found: dict[str, Decimal] = {}
    best: dict[str, str] = {}
    for extra in rules.scoring.extras:
        if extra.code not in claims:
            continue
        points = extra.points
        if extra.counted:
            points *= min(units[extra.code], extra.counted.max_units)
        rival = best.get(extra.exclusive_group or "")
        if rival and found[rival] >= points:
            continue
        if rival:
            del found[rival]
        if extra.exclusive_group:
            best[extra.exclusive_group] = extra.code
        found[extra.code] = points
    return found
