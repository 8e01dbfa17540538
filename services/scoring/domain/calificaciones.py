"""Grades that another system gives: the file judged row by row, and the grades of one person."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from plumbing.errors import Invalid
from services.scoring.domain.model import Grade

COLUMNS = ("curp", "concepto", "ciclo", "calificacion")
CURP = re.compile(r"[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d")
CYCLE = re.compile(r"\d{4}-\d{4}")
PROPUESTO, ACEPTADO = "PROPUESTO", "ACEPTADO"
MIN_ROWS, MAX_ROWS = 8, 200_000
PLACES = 40  # decimals kept of an average that never ends


@dataclass(frozen=True, slots=True)
class Row:
    """One grade of one person. `ciclo` is empty for an examination."""

    curp: str
    concepto: str
    ciclo: str
    calificacion: Decimal


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that does not count, and why."""

    row: int
    code: str
    facts: dict[str, str]


@dataclass(frozen=True, slots=True)
class Judged:
    """The outcome of an import. `direction` is empty, or why the file cannot be taken as it is."""

    rows: int
    admitted: tuple[Row, ...]
    refused: tuple[Refused, ...]
    distribution: Mapping[str, int]
    direction: str


@dataclass(frozen=True, slots=True)
class Corte:
    """A file of grades and its report; its rows mean nothing before somebody accepts it. Source: 002§3.1; G-17."""

    convocatoria: str
    filename: str
    sha256: str
    rows: int
    people: int
    refused: tuple[Refused, ...]
    distribution: Mapping[str, int]
    direction: str
    imported_at: datetime
    imported_by: str
    state: str = PROPUESTO
    accepted_by: str = ""
    accepted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class GradesOf:
    """The grades of one person. Shapes: `by_concept` maps concept to {cycle: grade}; an examination's cycle is ""."""

    curp: str
    by_concept: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)


def read_file(content: bytes) -> list[list[str]]:
    """The data rows, cells stripped.

    Raises Invalid(CALIFICACIONES_ILEGIBLES | CALIFICACIONES_COLUMNAS). Source: G-17.
    """
    try:
        text = content.decode("utf-8-sig")
        rows = [
            [cell.strip() for cell in row] for row in csv.reader(io.StringIO(text, newline=""), strict=True)
        ]
    except (UnicodeDecodeError, csv.Error) as error:
        raise Invalid("CALIFICACIONES_ILEGIBLES", detalle=str(error)) from error
    rows = [row for row in rows if any(row)]
    if not rows or tuple(name.lower() for name in rows[0]) != COLUMNS:
        raise Invalid("CALIFICACIONES_COLUMNAS", columnas=",".join(COLUMNS))
    if not 1 < len(rows) <= MAX_ROWS + 1:
        raise Invalid("CALIFICACIONES_ILEGIBLES", detalle=f"{len(rows) - 1} filas")
    return rows[1:]


def judge(rows: Sequence[Sequence[str]], concepts: Collection[str], cycles_of: str) -> Judged:
    """Every row is admitted or refused with its first problem; of two equal keys the first stands.

    Source: 002§3.1; G-03 (0..100), G-17.
    """
    seen: dict[tuple[str, str, str], int] = {}
    admitted: list[Row] = []
    refused: list[Refused] = []
    for number, cells in enumerate(rows, 1):
        problem = _problem(cells, concepts, cycles_of)
        if problem is None:
            curp, concepto, ciclo, calificacion = cells
            key = (curp.upper(), concepto, ciclo)
            if key in seen:
                problem = "CALIFICACION_REPETIDA", {"fila": str(seen[key])}
            else:
                seen[key] = number
                admitted.append(Row(*key, Decimal(calificacion)))
        if problem:
            refused.append(Refused(number, *problem))
    counts = Counter(f"{row.concepto}:{row.ciclo}" if row.ciclo else row.concepto for row in admitted)
    counts += Counter(f"rechazo:{row.code}" for row in refused)
    return Judged(
        len(rows), tuple(admitted), tuple(refused), dict(sorted(counts.items())), _direction(admitted)
    )


def _problem(
    cells: Sequence[str], concepts: Collection[str], cycles_of: str
) -> tuple[str, dict[str, str]] | None:
    if len(cells) != len(COLUMNS):
        return "FILA_COLUMNAS", {"celdas": str(len(cells)), "esperadas": str(len(COLUMNS))}
    curp, concepto, ciclo, text = cells
    if not CURP.fullmatch(curp.upper()):
        return "CURP_MAL_ESCRITA", {"valor": curp}
    if concepto not in concepts:
        return "CONCEPTO_DESCONOCIDO", {"valor": concepto, "admitidos": ", ".join(sorted(concepts))}
    if bool(CYCLE.fullmatch(ciclo)) != (concepto == cycles_of) or (ciclo and concepto != cycles_of):
        return "CICLO_MAL_ESCRITO", {"valor": ciclo, "concepto": concepto}
    try:
        value = Decimal(text)
    except InvalidOperation:
        return "CALIFICACION_ILEGIBLE", {"valor": text}
    if not value.is_finite() or not 0 <= value <= 100:
        return "CALIFICACION_FUERA_DE_RANGO", {"valor": text}
    return None


def _direction(rows: Sequence[Row]) -> str:
    """ESCALA_DE_10 when a whole concept looks like base 10; empty otherwise. Source: G-17."""
    by_concept: dict[str, list[Decimal]] = defaultdict(list)
    for row in rows:
        by_concept[row.concepto].append(row.calificacion)
    is_base_10 = any(len(values) >= MIN_ROWS and max(values) <= 10 for values in by_concept.values())
    return "ESCALA_DE_10" if is_base_10 else ""


def by_person(rows: Sequence[Row]) -> tuple[GradesOf, ...]:
    """The rows of each person together. Source: 002§3.1."""
    found: dict[str, dict[str, dict[str, Decimal]]] = {}
    for row in rows:
        found.setdefault(row.curp, {}).setdefault(row.concepto, {})[row.ciclo] = row.calificacion
    return tuple(GradesOf(curp, concepts) for curp, concepts in sorted(found.items()))


def missing(
    grades: GradesOf, concepts: Sequence[str], cycles_of: str, required_cycle: str
) -> tuple[str, ...]:
    """What this person's grades lack to take part, by concept; the current cycle's grade first of all.

    Source: 002§3.1 IMPORTANTE («La ausencia del registro de las calificaciones…»); 002§1.2 A, B.
    """
    lacking = []
    if required_cycle not in grades.by_concept.get(cycles_of, {}):
        lacking.append(f"{cycles_of}:{required_cycle}")
    lacking += [code for code in concepts if code != cycles_of and not grades.by_concept.get(code)]
    return tuple(lacking)


def grades_for(grades: GradesOf, concepts: Sequence[str]) -> tuple[Grade, ...]:
    """One grade per concept: the mean of its cycles, exact where it ends and else to 40 decimals, half even.

    Source: 002§3.1 Tabla 3; G-03, G-30.
    """
    return tuple(Grade(code, mean(tuple(grades.by_concept[code].values())), "SIICES") for code in concepts)


def mean(values: Sequence[Decimal]) -> Decimal:
    """The mean of the values. Source: G-30."""
    exact = sum((Fraction(value) for value in values), Fraction(0)) / len(values)
    scaled = round(exact * 10**PLACES)
    shown = Decimal(scaled).scaleb(-PLACES)
    text = format(shown, "f").rstrip("0").rstrip(".") if "." in format(shown, "f") else format(shown, "f")
    return Decimal(text or "0")
