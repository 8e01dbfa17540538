"""The roster judged row by row: who is admitted, which rows are refused and why."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from services.registration.domain import curp as clave
from services.registration.domain.direction import looks_swapped, statistics
from services.registration.domain.model import EXTRANJERO, NACIONAL, Seleccionado
from services.registration.domain.report import FilaRechazada
from services.registration.domain.roster_file import COLUMNS, PLACE_COLUMNS

CORREO = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]{2,}")
MAY_BE_EMPTY = frozenset({"segundo_apellido", "correo"})
MIN_AGE, MAX_AGE = 18, 90
Problem = tuple[str, dict[str, str]]


@dataclass(frozen=True)
class Known:
    """What rows are judged against. `taken`: folios and CURPs of rosters already accepted.

    Shapes: `sedes` gives each sede's subsedes; `selected_on` the ISO days on which the DGCES let people choose.
    """

    especialidades: Collection[str]
    today: date
    taken: Collection[str] = frozenset()
    columns: tuple[str, ...] = COLUMNS
    categorias: Collection[str] = (NACIONAL, EXTRANJERO)
    sedes: Mapping[str, Collection[str]] = field(default_factory=dict)
    selected_on: Collection[str] = frozenset()


@dataclass(frozen=True)
class Judged:
    """The outcome of an import. Shapes: `admitted` pairs each person with their row number."""

    rows: int
    admitted: tuple[tuple[int, Seleccionado], ...]
    refused: tuple[FilaRechazada, ...]
    distribution: Mapping[str, int]
    statistics: Mapping[str, str]
    direction_ok: bool


def judge(rows: Sequence[Sequence[str]], known: Known) -> Judged:
    """Every row is admitted or refused with its first problem; the first of two equal folios or CURPs stands.

    Source: G-17, 000§1.1, 1.4, 9.2.
    """
    seen: dict[str, int] = {}
    admitted: list[tuple[int, Seleccionado]] = []
    refused: list[FilaRechazada] = []
    for number, row in enumerate(rows, 1):
        cells = dict(zip(known.columns, row, strict=False))
        problem = _problem(row, cells, known) or _repeated(cells, seen, known)
        for key in filter(None, (cells.get("folio_enarm"), cells.get("curp", "").upper())):
            seen.setdefault(key, number)
        if problem:
            refused.append(FilaRechazada(number, cells.get("folio_enarm", ""), *problem))
        else:
            admitted.append((number, _seleccionado(cells)))
    people = [person for _, person in admitted]
    scores = [
        (row[9], value)
        for row in rows
        if len(row) == len(known.columns) and (value := score(row[10])) is not None
    ]
    swapped = looks_swapped(scores)
    return Judged(
        rows=len(rows),
        admitted=tuple(admitted),
        refused=tuple(refused),
        distribution=distribution(people, refused),
        statistics={
            **statistics([person.puntaje_enarm for person in people]),
            "direction": swapped or "",
            "refused": str(len(refused)),
            "curp_disagreements": str(sum(1 for person in people if _disagrees(person))),
        },
        direction_ok=swapped is None,
    )


def distribution(people: Sequence[Seleccionado], refused: Sequence[FilaRechazada]) -> dict[str, int]:
    """Rows by `dimension:value`, in alphabetical order."""
    counts = Counter(f"categoria:{p.categoria}" for p in people)
    counts += Counter(f"especialidad:{p.especialidad}" for p in people)
    counts += Counter(f"sexo:{p.sexo}" for p in people)
    counts += Counter(f"rechazo:{row.code}" for row in refused)
    counts += Counter(f"sin_curp:{p.categoria}" for p in people if not p.curp)
    return dict(sorted(counts.items()))


def score(text: str) -> Decimal | None:
    """The score of a cell, or None when it is not a plain decimal number."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _problem(row: Sequence[str], cells: Mapping[str, str], known: Known) -> Problem | None:
    """The first thing wrong with the row by itself."""
    if len(row) != len(known.columns):
        return "FILA_COLUMNAS", {"celdas": str(len(row)), "esperadas": str(len(known.columns))}
    for name in known.columns:
        if not cells[name] and name not in MAY_BE_EMPTY and name != "curp":
            return "DATO_FALTANTE", {"columna": name}
    return (
        _listed(cells, known)
        or _curp_problem(cells)
        or _birth_problem(cells["fecha_nacimiento"], known.today)
        or _score_problem(cells["puntaje_enarm"])
        or _correo_problem(cells["correo"])
        or place_problem(cells, known)
    )


def place_problem(cells: Mapping[str, str], known: Known) -> Problem | None:
    """The sede is of the catalogue, the subsede of that sede, and the day one of the calendar's: else a person looks.

    Source: 003§1.2, 1.4, 2.2.1 i; G-16.
    """
    sede, subsede, chosen = (cells.get(name) for name in PLACE_COLUMNS)
    if sede is not None and sede not in known.sedes:
        return "SEDE_DESCONOCIDA", {"valor": sede}
    if sede is not None and subsede is not None and subsede not in known.sedes[sede]:
        return "SUBSEDE_AJENA", {"sede": sede, "subsede": subsede}
    if chosen is not None and chosen not in known.selected_on:
        return "SELECCION_FUERA_DE_CALENDARIO", {
            "valor": chosen,
            "dias": ", ".join(sorted(known.selected_on)),
        }
    return None


def _listed(cells: Mapping[str, str], known: Known) -> Problem | None:
    lists: tuple[tuple[str, Collection[str], str], ...] = (
        ("categoria", (NACIONAL, EXTRANJERO), "CATEGORIA_DESCONOCIDA"),
        ("sexo", ("H", "M", "X"), "SEXO_DESCONOCIDO"),
        ("entidad_nacimiento", clave.ENTIDADES, "ENTIDAD_DESCONOCIDA"),
        ("especialidad", known.especialidades, "ESPECIALIDAD_DESCONOCIDA"),
    )
    for name, values, code in lists:
        if cells[name] not in values:
            return code, {"valor": cells[name]}
    if cells["categoria"] not in known.categorias:
        return "CATEGORIA_SIN_TRAMITE", {"valor": cells["categoria"]}
    return None


def _curp_problem(cells: Mapping[str, str]) -> Problem | None:
    curp = cells["curp"].upper()
    if not curp:
        return None if cells["categoria"] == EXTRANJERO else ("CURP_FALTANTE", {})
    if clave.is_temporal(curp):
        return "CURP_ES_TEMPORAL", {}
    problem = clave.structure_problem(curp)
    return (problem.code, {name: str(value) for name, value in problem.facts.items()}) if problem else None


def _birth_problem(text: str, today: date) -> Problem | None:
    try:
        born = date.fromisoformat(text)
    except ValueError:
        return "FECHA_ILEGIBLE", {"valor": text}
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return None if MIN_AGE <= age <= MAX_AGE else ("EDAD_FUERA_DE_RANGO", {"valor": text, "edad": str(age)})


def _score_problem(text: str) -> Problem | None:
    value = score(text)
    if value is None:
        return "PUNTAJE_ILEGIBLE", {"valor": text}
    return None if 0 <= value <= 100 else ("PUNTAJE_FUERA_DE_RANGO", {"valor": text})


def _correo_problem(text: str) -> Problem | None:
    return None if not text or CORREO.fullmatch(text) else ("CORREO_INVALIDO", {"valor": text})


def _repeated(cells: Mapping[str, str], seen: Mapping[str, int], known: Known) -> Problem | None:
    for name, code in (("folio_enarm", "FOLIO_REPETIDO"), ("curp", "CURP_REPETIDA")):
        value = cells[name].upper() if name == "curp" else cells[name]
        if value and value in seen:
            return code, {"fila": str(seen[value])}
        if value and value in known.taken:
            return "YA_EN_ROSTER_ACEPTADO", {"columna": name}
    return None


def _seleccionado(cells: Mapping[str, str]) -> Seleccionado:
    kept = {name: value for name, value in cells.items() if name not in ("curp", "puntaje_enarm")}
    return Seleccionado(curp=cells["curp"].upper(), puntaje_enarm=Decimal(cells["puntaje_enarm"]), **kept)


def identity_of(person: Seleccionado) -> clave.Identidad:
    """The person as a CURP would describe them."""
    return clave.Identidad(
        person.nombre,
        person.primer_apellido,
        person.segundo_apellido,
        person.sexo,
        date.fromisoformat(person.fecha_nacimiento),
        person.entidad_nacimiento,
    )


def _disagrees(person: Seleccionado) -> bool:
    return bool(person.curp and clave.disagreements(person.curp, identity_of(person)))
