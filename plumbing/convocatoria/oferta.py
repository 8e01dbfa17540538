"""The oferta of plazas as rows: read from CSV, checked against the catalogue, scaled without losing a plaza.

Shapes: CSV `especialidad,sede,subsede,categoria,plazas`; lines that begin with `#` are remarks; `subsede`
equal to `sede` means the unit itself.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import cast, get_args

from plumbing.convocatoria.catalog import Catalog
from plumbing.convocatoria.problems import ConvocatoriaInvalid, Problem
from plumbing.convocatoria.registro import PlazaCategoria

COLUMNS = ("especialidad", "sede", "subsede", "categoria", "plazas")


@dataclass(frozen=True)
class OfertaRow:
    """A cell of the oferta. Units: `plazas` are whole places, at least 1. Source: 000§2.1, supuesto cupos (G-05)."""

    especialidad: str
    sede: str
    subsede: str
    categoria: PlazaCategoria
    plazas: int


def read_oferta(path: Path, catalog: Catalog) -> tuple[OfertaRow, ...]:
    """The checked rows of the file, in file order. Raises ConvocatoriaInvalid with every bad line."""
    return parse_oferta(path.read_text(encoding="utf-8"), catalog, name=path.name)


def parse_oferta(text: str, catalog: Catalog, *, name: str = "oferta.csv") -> tuple[OfertaRow, ...]:
    """The checked rows of `text`, in order. Raises ConvocatoriaInvalid with every bad line."""
    lines = [
        (i, line) for i, line in enumerate(text.splitlines(), 1) if line.strip() and not line.startswith("#")
    ]
    if not lines or tuple(next(csv.reader([lines[0][1]]))) != COLUMNS:
        at = lines[0][0] if lines else 1
        raise ConvocatoriaInvalid([Problem(name, at, "", "ENCABEZADO", {"columnas": ",".join(COLUMNS)})])
    rows: list[OfertaRow] = []
    problems: list[Problem] = []
    seen: set[tuple[str, ...]] = set()
    for number, line in lines[1:]:
        values = tuple(value.strip() for value in next(csv.reader([line])))
        wrong = _wrong(values, catalog, seen)
        if wrong:
            problems.append(Problem(name, number, wrong[0], wrong[1], wrong[2]))
            continue
        seen.add(values[:4])
        especialidad, sede, subsede, categoria, plazas = values
        rows.append(OfertaRow(especialidad, sede, subsede, cast(PlazaCategoria, categoria), int(plazas)))
    if problems or not rows:
        raise ConvocatoriaInvalid(
            problems or [Problem(name, lines[0][0], "", "LISTA_VACIA", {"campo": "oferta"})]
        )
    return tuple(rows)


def _wrong(
    values: tuple[str, ...], catalog: Catalog, seen: set[tuple[str, ...]]
) -> tuple[str, str, dict[str, str]] | None:
    """What is wrong with one line: field, code, facts; None when it is right."""
    if len(values) != len(COLUMNS):
        return "", "COLUMNAS", {"columnas": ",".join(COLUMNS)}
    especialidad, sede, subsede, categoria, plazas = values
    if especialidad not in catalog.course_codes:
        return "especialidad", "ESPECIALIDAD_DESCONOCIDA", {"valor": especialidad}
    known = {s.code: s for s in catalog.sedes}
    if sede not in known:
        return "sede", "SEDE_DESCONOCIDA", {"valor": sede}
    if subsede not in {s.code for s in known[sede].subsedes}:
        return "subsede", "SUBSEDE_AJENA", {"valor": subsede, "sede": sede}
    if categoria not in get_args(PlazaCategoria):
        return "categoria", "VALOR_FUERA_DE_LISTA", {"admitidos": ", ".join(get_args(PlazaCategoria))}
    if not (plazas.isascii() and plazas.isdigit()) or int(plazas) < 1:
        return "plazas", "PLAZAS", {"valor": plazas}
    return ("", "RENGLON_REPETIDO", {}) if values[:4] in seen else None


def scale_oferta(rows: Sequence[OfertaRow], factor: Fraction | int) -> tuple[OfertaRow, ...]:
    """Each specialty has `factor` times its plazas (half up, at least one), spread by largest remainder.

    Deterministic; keeps the order; rows left without a plaza disappear. Raises ValueError when factor <= 0.
    """
    ratio = Fraction(factor)
    if ratio <= 0:
        raise ValueError("factor must be positive")
    plazas = [0] * len(rows)
    for especialidad in dict.fromkeys(row.especialidad for row in rows):
        members = [i for i, row in enumerate(rows) if row.especialidad == especialidad]
        exact = {i: rows[i].plazas * ratio for i in members}
        target = max(1, int(sum(exact.values()) + Fraction(1, 2)))
        for i in members:
            plazas[i] = int(exact[i])
        by_remainder = sorted(members, key=lambda i: (plazas[i] - exact[i], i))
        for i in by_remainder[: max(0, target - sum(plazas[i] for i in members))]:
            plazas[i] += 1
    return tuple(replace(row, plazas=n) for row, n in zip(rows, plazas, strict=True) if n)


def write_oferta(rows: Iterable[OfertaRow]) -> str:
    """The CSV text of `rows`, canonical: header, file order, `\\n` line ends."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((r.especialidad, r.sede, r.subsede, r.categoria, r.plazas) for r in rows)
    return out.getvalue()


def oferta_digest(rows: Iterable[OfertaRow]) -> str:
    """SHA-256 (hex) of the canonical CSV: the same rows in the same order, the same digest."""
    return hashlib.sha256(write_oferta(rows).encode()).hexdigest()
