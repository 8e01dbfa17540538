"""The registro's form, made from the fields of the call: sections, what each field looks like, what it brought back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from contracts.residencias.registration.v1 import service_pb2
from plumbing.convocatoria.model import Convocatoria
from plumbing.convocatoria.registro import RegistroField
from services.gateway.portal.forms import Typed
from services.gateway.portal.words import word, words

DECLARATIONS = "declaraciones"
INSISTS = "sostiene_categoria"
LIST = re.compile(r"\[\d+\]")
DATE_PARTS = ("ano", "mes", "dia")
WIDGETS = {
    "FECHA": "fecha",
    "SI_NO": "si_no",
    "TELEFONO_10": "telefono",
    "CORREO": "correo",
    "CODIGO_POSTAL": "digitos",
    "ENTERO": "digitos",
    "CALIFICACION": "decimal",
    "PUNTAJE_0_100": "decimal",
}
FEW = 5
"""Up to so many options stand as buttons; more, in a list."""


@dataclass(frozen=True)
class Question:
    """One field as the form asks it."""

    field: RegistroField
    widget: str
    options: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        return self.field.name

    @property
    def names(self) -> list[str]:
        """One input per value: `telefonos[0]`, `telefonos[1]`."""
        if not self.is_list:
            return [self.name]
        return [f"{self.name}[{index}]" for index in range(self.field.count_max)]

    @property
    def is_list(self) -> bool:
        return bool(_descriptor(self.name).is_repeated)


@dataclass(frozen=True)
class Section:
    """One page of the form."""

    code: str
    title: str
    questions: tuple[Question, ...]


def sections(call: Convocatoria, courses: Iterable[tuple[str, str]] = ()) -> tuple[Section, ...]:
    """The form's pages in the order of the call, and the declarations last."""
    tabs: dict[str, list[Question]] = {}
    for field in call.fields:
        if _is_typed(field.name):
            tabs.setdefault(field.tab, []).append(_question(call, field, tuple(courses)))
    made = [Section(code, word("secciones", code), tuple(found)) for code, found in tabs.items()]
    return (*made, Section(DECLARATIONS, word("secciones", DECLARATIONS), ()))


def is_open(question: Question, editable: Sequence[str]) -> bool:
    """The question may be answered now: all may (`*`), or validation named this one."""
    names = (question.name, question.name.split(".")[0])
    return "*" in editable or any(LIST.sub("", one) in names for one in editable)


def open_part(section: Section, editable: Sequence[str]) -> Section:
    """The section with only the questions that may be answered now; what is closed is never read from a form."""
    return replace(section, questions=tuple(q for q in section.questions if is_open(q, editable)))


def section_of(call: Convocatoria, field: str) -> str:
    """The page of the form where `field` is asked; `sedes` for the ranking."""
    name = LIST.sub("", field)
    if name.startswith("opciones"):
        return "sedes"
    if name.startswith(DECLARATIONS):
        return DECLARATIONS
    by_name = {one.name: one.tab for one in call.fields}
    return by_name.get(name, next((tab for own, tab in by_name.items() if own.startswith(f"{name}.")), ""))


def labels(call: Convocatoria) -> dict[str, str]:
    """What each field of the form is called, by its path."""
    found = {field.name: field.label for field in (*call.fields, *call.roster_data)}
    found |= {f"{DECLARATIONS}.{one.code}": one.sentence for one in call.declarations}
    return found | {"opciones": word("secciones", "sedes")}


def label_of(call: Convocatoria, field: str) -> str:
    """The label of `telefonos[1]` or `opciones[3].subsedes[0]`: that of its field."""
    known = labels(call)
    name = LIST.sub("", field)
    return known.get(field) or known.get(name) or known.get(name.split(".")[0], field)


def called(call: Convocatoria, target: str) -> str:
    """What an observed paper or field is called."""
    papers = {row.slot: row.label for row in call.documents.rows}
    return papers.get(target) or label_of(call, target)


def shown(datos: Mapping[str, Any], section: Section) -> dict[str, str]:
    """The section's values as its inputs show them, by input name."""
    found: dict[str, str] = {}
    for question in section.questions:
        value = _at(datos, question.name)
        values = [str(one) for one in value] if question.is_list else [_text(value)]
        for name, text in zip(question.names, [*values, *[""] * len(question.names)], strict=False):
            found |= _date_parts(name, text) if question.widget == "fecha" else {name: text}
    return found


def typed_values(typed: Typed, section: Section) -> dict[str, str]:
    """What the form brought for the section, by input name."""
    names = [n for q in section.questions for one in q.names for n in _inputs(q, one)]
    return {name: typed.text(name) for name in names}


def merged(datos: Mapping[str, Any], section: Section, values: Mapping[str, str]) -> dict[str, Any]:
    """The whole of `datos` with this section's values in place, as SaveRegistro takes it."""
    whole = {name: dict(value) if isinstance(value, Mapping) else value for name, value in datos.items()}
    for question in section.questions:
        texts = [_read(question, name, values) for name in question.names]
        value: Any = [text for text in texts if text] if question.is_list else texts[0]
        if question.widget == "si_no":
            value = value == "si"
        _put(whole, question.name, value)
    return whole


def declared(datos: Mapping[str, Any], call: Convocatoria, typed: Typed) -> dict[str, Any]:
    """The whole of `datos` with the declarations as ticked."""
    codes = [one.code for one in call.declarations] + [INSISTS]
    ticked = {
        **(datos.get(DECLARATIONS) or {}),
        **{c: bool(typed.text(f"{DECLARATIONS}.{c}")) for c in codes},
    }
    return {**datos, DECLARATIONS: ticked}


def _question(call: Convocatoria, field: RegistroField, courses: tuple[tuple[str, str], ...]) -> Question:
    options: tuple[tuple[str, str], ...] = ()
    if field.kind == "OPCION":
        own = field.option_labels
        options = tuple((code, own.get(code) or word("opciones", code)) for code in field.options)
    elif field.kind == "ENTIDAD":
        options = tuple(words()["entidades"].items())
    elif field.kind == "ESCALA":
        options = tuple((scale.code, scale.label) for scale in call.grade_scales)
    elif field.kind == "CER":
        options = courses
    widget = WIDGETS.get(field.kind, "texto")
    if options:
        widget = "botones" if len(options) <= FEW else "lista"
    return Question(field, widget, options)


def _descriptor(name: str) -> Any:
    message: Any = service_pb2.RegistroDatos.DESCRIPTOR
    field = None
    for part in name.split("."):
        field = message.fields_by_name.get(part) if message else None
        message = field.message_type if field else None
    return field


def _is_typed(name: str) -> bool:
    return _descriptor(name) is not None


def _at(datos: Mapping[str, Any], name: str) -> Any:
    found: Any = datos
    for part in name.split("."):
        found = (found or {}).get(part)
    return found if found is not None else ""


def _put(whole: dict[str, Any], name: str, value: Any) -> None:
    *parents, last = name.split(".")
    for parent in parents:
        whole[parent] = dict(whole.get(parent) or {})
        whole = whole[parent]
    whole[last] = value


def _text(value: Any) -> str:
    return {True: "si", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def _inputs(question: Question, name: str) -> list[str]:
    return [f"{name}.{part}" for part in DATE_PARTS] if question.widget == "fecha" else [name]


def _date_parts(name: str, text: str) -> dict[str, str]:
    parts = [*text.split("-"), "", "", ""][:3]
    return {f"{name}.{part}": value.lstrip("0") for part, value in zip(DATE_PARTS, parts, strict=True)}


def _read(question: Question, name: str, values: Mapping[str, str]) -> str:
    return joined_day(values, name) if question.widget == "fecha" else values.get(name, "")


def joined_day(values: Mapping[str, str], name: str) -> str:
    """The ISO day of the three inputs of `name`; empty when none was filled."""
    ano, mes, dia = (values.get(f"{name}.{part}", "") for part in DATE_PARTS)
    return f"{ano}-{mes.zfill(2)}-{dia.zfill(2)}" if ano or mes or dia else ""
