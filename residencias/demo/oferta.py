"""The oferta de plazas and the catalogue's order of subsedes, as plain rows: the demo's inputs.

Shapes: CSV with columns especialidad, sede, subsede, categoria (nacional | extranjero | indistinta), plazas;
lines that start with `#` are remarks. A subsede equal to the sede, or empty, is the sede itself.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

CATEGORIES = ("nacional", "extranjero", "indistinta")


@dataclass(frozen=True, slots=True, order=True)
class OfertaRow:
    """Places of one specialty in one sede and subsede for one category."""

    especialidad: str
    sede: str
    subsede: str
    categoria: str
    plazas: int


def read_oferta(text: str) -> tuple[OfertaRow, ...]:
    """The rows of an oferta file, in its order; raises ValueError on an unknown category or a bad number."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    rows = []
    for record in csv.DictReader(lines):
        row = OfertaRow(
            record["especialidad"].strip(),
            record["sede"].strip(),
            (record["subsede"] or "").strip(),
            record["categoria"].strip(),
            int(record["plazas"]),
        )
        if row.categoria not in CATEGORIES or row.plazas < 0:
            raise ValueError(f"oferta: {record}")
        rows.append(row)
    return tuple(rows)


def serves(row: OfertaRow, categoria: str) -> bool:
    """True when an aspirante of this category may take a place of this row."""
    return row.plazas > 0 and row.categoria in (categoria, "indistinta")


def sedes_for(rows: Iterable[OfertaRow], especialidad: str, categoria: str) -> tuple[str, ...]:
    """Every sede that offers the specialty to the category, in the oferta's order, once each."""
    found = {r.sede: None for r in rows if r.especialidad == especialidad and serves(r, categoria)}
    return tuple(found)


def subsede_order(
    rows: Sequence[OfertaRow], catalogue: Mapping[str, Sequence[str]] | None = None
) -> dict[str, tuple[str, ...]]:
    """Per sede its subsedes in catalogue order; those the catalogue does not name follow in the oferta's order.

    The sede itself (its own code, or empty) comes first.
    """
    order: dict[str, dict[str, None]] = {}
    for sede, names in (catalogue or {}).items():
        order[sede] = dict.fromkeys(("", sede, *names))
    for row in rows:
        order.setdefault(row.sede, dict.fromkeys(("", row.sede)))[row.subsede] = None
    return {sede: tuple(names) for sede, names in order.items()}
