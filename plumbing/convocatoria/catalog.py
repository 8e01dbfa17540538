"""The catalogue every convocatoria refers to: sedes with their subsedes, OOAD, specialties. Frozen.

Order matters: a sede's subsedes come in catalogue order, the unit itself first (with the sede's own code).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, get_args

from plumbing.convocatoria.yaml_source import Source, read_yaml

SedeKind = Literal["UMAE", "HGR", "HGZ", "HGZ/MF"]


@dataclass(frozen=True)
class Ooad:
    """A decentralised office: where the resident presents the Carta de Pre-aceptación."""

    code: str
    name: str
    city: str
    state: str
    address: str
    phone: str
    hours: str


@dataclass(frozen=True)
class Subsede:
    """A unit inside a sede where a plaza may lie."""

    code: str
    name: str


@dataclass(frozen=True)
class Sede:
    """A unidad médica de adscripción académica; `subsedes[0]` is the unit itself."""

    code: str
    name: str
    kind: SedeKind
    ooad: str
    city: str
    state: str
    subsedes: tuple[Subsede, ...]

    def subsede(self, code: str) -> Subsede:
        """The subsede of this sede with `code`. Raises KeyError."""
        for subsede in self.subsedes:
            if subsede.code == code:
                return subsede
        raise KeyError(code)


@dataclass(frozen=True)
class Especialidad:
    """A direct-entry specialty. Units: `years` of the course."""

    code: str
    name: str
    years: int


@dataclass(frozen=True)
class CursoDeRama:
    """A course of indirect entry (CER). Its length is not stated."""

    code: str
    name: str


@dataclass(frozen=True)
class Catalog:
    """All the lists, in file order, with lookups by code."""

    sedes: tuple[Sede, ...]
    ooads: tuple[Ooad, ...]
    especialidades: tuple[Especialidad, ...]
    cursos_de_rama: tuple[CursoDeRama, ...] = ()

    @cached_property
    def _sedes(self) -> dict[str, Sede]:
        return {sede.code: sede for sede in self.sedes}

    @cached_property
    def _ooads(self) -> dict[str, Ooad]:
        return {ooad.code: ooad for ooad in self.ooads}

    @cached_property
    def _especialidades(self) -> dict[str, Especialidad]:
        return {especialidad.code: especialidad for especialidad in self.especialidades}

    @cached_property
    def _courses(self) -> dict[str, Especialidad | CursoDeRama]:
        courses: list[Especialidad | CursoDeRama] = [*self.especialidades, *self.cursos_de_rama]
        return {course.code: course for course in courses}

    def sede(self, code: str) -> Sede:
        """Raises KeyError."""
        return self._sedes[code]

    def ooad(self, code: str) -> Ooad:
        """Raises KeyError."""
        return self._ooads[code]

    def ooad_of(self, sede: str) -> Ooad:
        """The OOAD that answers for `sede`. Raises KeyError."""
        return self._ooads[self._sedes[sede].ooad]

    def especialidad(self, code: str) -> Especialidad:
        """Raises KeyError."""
        return self._especialidades[code]

    def course(self, code: str) -> Especialidad | CursoDeRama:
        """The specialty or the course of rama with `code`. Raises KeyError."""
        return self._courses[code]

    @property
    def course_codes(self) -> frozenset[str]:
        """Everything a plaza may be offered for."""
        return frozenset(self._courses)


def load_catalog(folder: Path) -> Catalog:
    """The checked catalogue of `folder` (sedes.yaml, ooad.yaml, especialidades.yaml, and cursos_de_rama.yaml if there).

    Raises ConvocatoriaInvalid with file, line and field: unknown OOAD or kind, missing text, code used twice.
    """
    sources = {name: read_yaml(folder / f"{name}.yaml") for name in ("ooad", "sedes", "especialidades")}
    ooads = tuple(_ooad(sources["ooad"], i) for i in _rows(sources["ooad"], "ooad"))
    known = {ooad.code for ooad in ooads}
    sedes = tuple(_sede(sources["sedes"], i, known) for i in _rows(sources["sedes"], "sedes"))
    source = sources["especialidades"]
    especialidades = tuple(_especialidad(source, i) for i in _rows(source, "especialidades"))
    _refuse_repeated(sources["ooad"], "ooad", [o.code for o in ooads])
    _refuse_repeated(source, "especialidades", [e.code for e in especialidades])
    _refuse_repeated(sources["sedes"], "sedes", [s.code for s in sedes])
    _refuse_shared_subsedes(sources["sedes"], sedes)
    return Catalog(sedes, ooads, especialidades, _cursos_de_rama(folder, especialidades))


def _rows(source: Source, key: str) -> range:
    rows = source.data.get(key) if isinstance(source.data, dict) else None
    if not isinstance(rows, list) or not rows:
        raise source.invalid((), "LISTA_VACIA", campo=key)
    return range(len(rows))


def _text(source: Source, path: tuple[str | int, ...], name: str) -> str:
    row: Any = source.at(path)
    value = row.get(name) if isinstance(row, dict) else None
    if not isinstance(value, str) or not value.strip():
        raise source.invalid(path, "TEXTO_FALTANTE", campo=name)
    return value


def _ooad(source: Source, index: int) -> Ooad:
    names = ("code", "name", "city", "state", "address", "phone", "hours")
    return Ooad(**{name: _text(source, ("ooad", index), name) for name in names})


def _sede(source: Source, index: int, ooads: set[str]) -> Sede:
    path = ("sedes", index)
    code, name, kind, ooad, city, state = (
        _text(source, path, field) for field in ("code", "name", "kind", "ooad", "city", "state")
    )
    if kind not in get_args(SedeKind):
        raise source.invalid((*path, "kind"), "VALOR_FUERA_DE_LISTA", admitidos=", ".join(get_args(SedeKind)))
    if ooad not in ooads:
        raise source.invalid((*path, "ooad"), "OOAD_DESCONOCIDO", ooad=ooad)
    others = source.at(path).get("subsedes", [])
    subsedes = tuple(
        Subsede(_text(source, (*path, "subsedes", i), "code"), _text(source, (*path, "subsedes", i), "name"))
        for i in range(len(others))
    )
    return Sede(code, name, kind, ooad, city, state, (Subsede(code, name), *subsedes))  # type: ignore[arg-type]


def _especialidad(source: Source, index: int) -> Especialidad:
    path = ("especialidades", index)
    years = source.at(path).get("years")
    if not isinstance(years, int) or not 2 <= years <= 6:
        raise source.invalid((*path, "years"), "NUMERO_FUERA_DE_RANGO", minimo=2, maximo=6)
    return Especialidad(_text(source, path, "code"), _text(source, path, "name"), years)


def _cursos_de_rama(folder: Path, direct: tuple[Especialidad, ...]) -> tuple[CursoDeRama, ...]:
    """The courses of indirect entry; a code belongs to one course of either kind."""
    file = folder / "cursos_de_rama.yaml"
    if not file.is_file():
        return ()
    source, key = read_yaml(file), "cursos_de_rama"
    found = tuple(
        CursoDeRama(_text(source, (key, index), "code"), _text(source, (key, index), "name"))
        for index in _rows(source, key)
    )
    taken = [especialidad.code for especialidad in direct]
    for index, course in enumerate(found):
        if course.code in taken:
            raise source.invalid((key, index, "code"), "CODIGO_REPETIDO", codigo=course.code)
        taken.append(course.code)
    return found


def _refuse_repeated(source: Source, key: str, codes: list[str]) -> None:
    for index, code in enumerate(codes):
        if code in codes[:index]:
            raise source.invalid((key, index, "code"), "CODIGO_REPETIDO", codigo=code)


def _refuse_shared_subsedes(source: Source, sedes: tuple[Sede, ...]) -> None:
    seen = {sede.code for sede in sedes}
    for index, sede in enumerate(sedes):
        for position, subsede in enumerate(sede.subsedes[1:]):
            if subsede.code in seen:
                path = ("sedes", index, "subsedes", position, "code")
                raise source.invalid(path, "CODIGO_REPETIDO", codigo=subsede.code)
            seen.add(subsede.code)
