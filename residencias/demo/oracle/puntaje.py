"""The puntaje IMSS, the slow and obvious way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

TRABAJADOR = Decimal("1.0")
HIJO = Decimal("0.75")
INTERNADO = Decimal("0.25")
SERVICIO = Decimal("0.75")
A_YEAR_TAUGHT = Decimal("0.5")
A_PUBLICATION = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Puntaje:
    """A puntaje and where it comes from. Units: points; `extras` maps each counted claim to its points."""

    enarm: Decimal
    promedio: Decimal
    extras: dict[str, Decimal]

    @property
    def base(self) -> Decimal:
        """Half the sum of both grades. Source: 000§9.2, decisions G-01."""
        return (self.enarm + self.promedio) / 2

    @property
    def total(self) -> Decimal:
        """Base and extras, exact. Source: 000§9.2, 9.3."""
        return self.base + sum(self.extras.values(), Decimal(0))


def puntaje_of(
    enarm: Decimal, promedio: Decimal, proven: Iterable[str], units: Mapping[str, int] | None = None
) -> Puntaje:
    """The puntaje from the two grades and the claims that were proven, with the units of those that have them.

    Worker and child exclude each other: the higher counts. Source: 000§9.3. Two years taught count, and two
    publications. Source: 004 Documents, decisions G-06.
    """
    claims = frozenset(proven)
    extras: dict[str, Decimal] = {}
    if "trabajador" in claims:
        extras["trabajador"] = TRABAJADOR
    elif "hijo_trabajador" in claims:
        extras["hijo_trabajador"] = HIJO
    if "internado_imss" in claims:
        extras["internado_imss"] = INTERNADO
    if "servicio_social_imss" in claims:
        extras["servicio_social_imss"] = SERVICIO
    shown = units or {}
    if "docencia" in claims:
        extras["docencia"] = A_YEAR_TAUGHT + (A_YEAR_TAUGHT if shown["docencia"] >= 2 else 0)
    if "publicaciones" in claims:
        extras["publicaciones"] = A_PUBLICATION + (A_PUBLICATION if shown["publicaciones"] >= 2 else 0)
    return Puntaje(enarm, promedio, extras)
