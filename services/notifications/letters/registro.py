"""A registro as the solicitud shows it: in groups, with its labels and in words (`registro.yaml`)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from plumbing.errors import FieldError, Invalid
from services.notifications.prose import WORDS, written_date

WRONG = "CARTA_INCOMPLETA"


def grupos_of(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The `grupos` of a SOLICITUD.

    Shapes: `content` is {datos: RegistroDatos, folio_enarm, especialidad_nombre, puntaje_enarm}, names as in the
    contract, plain JSON values (days as ISO text).
    Raises: Invalid CARTA_INCOMPLETA with each field that is MISSING or has an unknown word (WRONG).
    Source: 000§1.2, 000§1.5 (all fields).
    """
    wrong: list[FieldError] = []
    groups = []
    for group in _reading()["groups"]:
        if "when" in group and not _at(content, group["when"]):
            continue
        fields = [_campo(field, content, wrong) for field in group["fields"]]
        groups.append({"titulo": group["title"], "campos": [field for field in fields if field]})
    if wrong:
        raise Invalid(WRONG, fields=tuple(wrong))
    return groups


def puntos_of(content: Mapping[str, Any], extras: Mapping[str, Mapping[str, str]]) -> list[dict[str, str]]:
    """The `puntos` of a SOLICITUD: only what is claimed. Source: 000§9.3.

    Shapes: `extras` gives each claim of the convocatoria its rubro, puntos and clausula.
    """
    return [dict(said) for claim, said in extras.items() if _at(content, f"datos.reclamos.{claim}")]


def declaraciones_of(content: Mapping[str, Any], asked: Mapping[str, str]) -> list[dict[str, str]]:
    """The `declaraciones` of a SOLICITUD, each with its answer. Source: 000§9.4, 1.3, 9.3.

    Shapes: `asked` gives each declaration of the convocatoria its clause.
    """
    said = []
    for one in _reading()["declarations"]:
        code = one["from"].rpartition(".")[2]
        if code in asked or (one.get("only_if_true") and _at(content, one["from"])):
            clause = asked.get(code, one["clausula"])
            answer = _yes_no(_at(content, one["from"]))
            said.append({"texto": one["texto"], "respuesta": answer, "clausula": clause})
    return said


def categoria_of(word: str) -> str:
    """`nacional` or `extranjero` as people read it."""
    return str(_reading()["categorias"][word])


def _campo(
    field: Mapping[str, Any], content: Mapping[str, Any], wrong: list[FieldError]
) -> dict[str, str] | None:
    value = _at(content, field["from"])
    if field.get("is") == "flag":
        return {"etiqueta": field["label"], "valor": _yes_no(value)}
    if value in (None, ""):
        if not field.get("optional"):
            wrong.append(FieldError(field["from"], "MISSING"))
        return None
    words = field.get("words")
    if words is not None:
        named = (_reading()[words] if isinstance(words, str) else words).get(value)
        if named is None:
            wrong.append(FieldError(field["from"], "WRONG", {"value": value}))
        return {"etiqueta": field["label"], "valor": str(named)}
    if field.get("is") == "date":
        return {"etiqueta": field["label"], "valor": written_date(date.fromisoformat(value))}
    return {"etiqueta": field["label"], "valor": str(value)}


def _at(content: Any, path: str) -> Any:
    """The value at `datos.telefonos.0`, or None where the path ends early."""
    for name in path.split("."):
        if isinstance(content, Mapping):
            content = content.get(name)
        elif isinstance(content, list | tuple) and name.isdigit() and int(name) < len(content):
            content = content[int(name)]
        else:
            return None
    return content


def _yes_no(value: Any) -> str:
    return str(WORDS["yes" if value else "no"])


@cache
def _reading() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return loaded
