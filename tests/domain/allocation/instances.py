"""Small random rounds, and the slow second implementation that reads like the convocatoria."""

from __future__ import annotations

import hashlib
import hmac
from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from services.allocation.domain.model import Aspirante, Cell, Option, RoundInput, Rules

RULES = Rules("xlvii-enarm-2023", "ab" * 32, ("enarm", "licenciatura"), "48211")
SUBSEDES = {"S1": ("S1a", "S1b", "S1c"), "S2": ("S2a",), "S3": ("S3a", "S3b"), "S4": ("S4a",)}
CATEGORIES = ("nacional", "extranjero", "indistinta")


@st.composite
def rounds(draw: st.DrawFn) -> RoundInput:
    """A round with few plazas, few distinct puntajes (many ties), quotas, subsedes and short lists."""
    oferta = []
    offered: dict[str, dict[str, list[str]]] = {"cirugia": {}, "pediatria": {}}
    for specialty, sede in draw(
        st.lists(st.sampled_from([(e, s) for e in offered for s in SUBSEDES]), unique=True, min_size=1)
    ):
        for number, subsede in enumerate(SUBSEDES[sede]):
            for category in draw(st.lists(st.sampled_from(CATEGORIES), unique=True)):
                position = 10 * int(sede[1]) + 3 - number
                oferta.append(Cell(specialty, position, sede, subsede, category, draw(st.integers(0, 2))))
                names = offered[specialty].setdefault(sede, [])
                names += [subsede] if subsede not in names else []
    pool = tuple(_aspirante(draw, number, offered) for number in range(draw(st.integers(0, 12))))
    return RoundInput(RULES, tuple(oferta), pool)


def _aspirante(draw: st.DrawFn, number: int, offered: dict[str, dict[str, list[str]]]) -> Aspirante:
    specialty = draw(st.sampled_from(sorted(offered)))
    sedes = offered[specialty]
    listed = draw(st.lists(st.sampled_from(sorted(sedes)), unique=True)) if sedes else []
    options = [
        Option(sede, tuple(draw(st.lists(st.sampled_from(sedes[sede]), unique=True)))) for sede in listed
    ]
    puntajes = st.sampled_from(["78.3", "78.30", "78.3000000000000000000000000000000001", "90", "61.25"])
    keys = tuple(Decimal(draw(st.sampled_from(["70", "80.5"]))) for _ in RULES.tie_breaks)
    category = draw(st.sampled_from(CATEGORIES[:2]))
    return Aspirante(f"F{number:03d}", specialty, category, Decimal(draw(puntajes)), keys, tuple(options))


def by_the_text(given: RoundInput) -> dict[str, tuple[str, str, str]]:
    """folio → (sede, subsede, category), computed the way the convocatoria tells it, one person at a time."""
    text = f"{given.rules.rules_digest}\n{given.rules.public_number}"
    seed = hashlib.sha256(text.encode()).digest()

    def merit(a: Aspirante) -> tuple[object, ...]:
        lot = hmac.new(seed, a.folio.encode(), hashlib.sha256).hexdigest()
        return (-Fraction(a.puntaje), *(-Fraction(key) for key in a.keys), lot)

    left = {(c.specialty, c.sede, c.subsede, c.category): c.places for c in given.cells}
    catalogue = sorted({(c.position, c.sede, c.subsede) for c in given.cells})
    got = {a.folio: ("", "", "") for a in given.pool}
    for a in sorted(given.pool, key=merit):
        for option in a.options:
            others = [s for _, sede, s in catalogue if sede == option.sede and s not in option.subsedes]
            for subsede in [*option.subsedes, *others]:
                for category in (a.category, "indistinta"):
                    key = (a.specialty, option.sede, subsede, category)
                    if got[a.folio] == ("", "", "") and left.get(key, 0) > 0:
                        left[key] -= 1
                        got[a.folio] = (option.sede, subsede, category)
    return got
