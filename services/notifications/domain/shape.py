"""What a letter or an e-mail needs, checked before anything is written: nothing is ever printed blank.

A shape is plain data: a mapping of field to shape, a list of one shape, or the name of a leaf:
`text`, `instant` (with zone), `date`, `decimal`, `puntaje` (a decimal shown with four decimals, half up),
`integer`, `flag`, or `A|B|C` (one of these words).
A field whose name ends in `?` may be absent or empty.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from plumbing.errors import FieldError, Invalid

Shape = Mapping[str, Any] | Sequence[Any] | str


def conform(shape: Shape, data: Any, code: str) -> Any:
    """`data` with every leaf parsed and every absent optional field as None (or an empty list).

    Raises: Invalid with `code` and one FieldError per field that is MISSING, WRONG or UNEXPECTED.
    """
    wrong: list[FieldError] = []
    result = _value(shape, data, "", wrong)
    if wrong:
        raise Invalid(code, fields=tuple(wrong))
    return result


def _value(shape: Shape, data: Any, path: str, wrong: list[FieldError]) -> Any:
    if isinstance(shape, str):
        return _leaf(shape, data, path, wrong)
    if isinstance(shape, Mapping):
        return _mapping(shape, data, path, wrong)
    return _list(shape[0], data, path, wrong)


def _mapping(shape: Mapping[str, Any], data: Any, path: str, wrong: list[FieldError]) -> dict[str, Any]:
    if not isinstance(data, Mapping):
        wrong.append(FieldError(path or ".", "WRONG", {"expected": "mapping"}))
        return {}
    known = {name.rstrip("?") for name in shape}
    for extra in sorted(set(data) - known):
        wrong.append(FieldError(_join(path, extra), "UNEXPECTED"))
    result: dict[str, Any] = {}
    for marked, inner in shape.items():
        name = marked.rstrip("?")
        here = _join(path, name)
        if not _is_blank(data.get(name)):
            result[name] = _value(inner, data[name], here, wrong)
        elif marked.endswith("?"):
            result[name] = None if isinstance(inner, str | Mapping) else []
        else:
            wrong.append(FieldError(here, "MISSING"))
    return result


def _list(shape: Shape, data: Any, path: str, wrong: list[FieldError]) -> list[Any]:
    if isinstance(data, str | Mapping) or not isinstance(data, Sequence):
        wrong.append(FieldError(path, "WRONG", {"expected": "list"}))
        return []
    for index, item in enumerate(data):
        if _is_blank(item):
            wrong.append(FieldError(f"{path}[{index}]", "MISSING"))
    return [_value(shape, item, f"{path}[{i}]", wrong) for i, item in enumerate(data) if not _is_blank(item)]


def _is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str | list | tuple | Mapping) and not _stripped(value))


def _stripped(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _leaf(kind: str, data: Any, path: str, wrong: list[FieldError]) -> Any:
    try:
        return _LEAVES[kind](data) if kind in _LEAVES else _one_of(kind, data)
    except (TypeError, ValueError, InvalidOperation):
        wrong.append(FieldError(path, "WRONG", {"expected": kind}))
        return None


def _one_of(words: str, data: Any) -> str:
    if not words.isupper():
        raise LookupError(f"no such leaf in a shape: {words}")
    if str(data) not in words.split("|"):
        raise ValueError(data)
    return str(data)


def _text(data: Any) -> str:
    if not isinstance(data, str):
        raise TypeError(data)
    return " ".join(data.split())


def _instant(data: Any) -> datetime:
    instant = data if isinstance(data, datetime) else datetime.fromisoformat(data)
    if instant.tzinfo is None:
        raise ValueError("an instant needs its zone")
    return instant


def _date(data: Any) -> date:
    if isinstance(data, datetime):
        raise TypeError(data)
    return data if isinstance(data, date) else date.fromisoformat(data)


def _decimal(data: Any) -> Decimal:
    if isinstance(data, float | bool):
        raise TypeError("no floats for points or money")
    number = Decimal(data)
    if not number.is_finite():
        raise ValueError(data)
    return number


def _puntaje(data: Any) -> Decimal:
    """Four decimals, half up; a difference too small for them stays exact, so that it never reads as zero."""
    exact = _decimal(data)
    shown = exact.quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP)
    return exact if exact and not shown else shown


def _integer(data: Any) -> int:
    if isinstance(data, bool) or not isinstance(data, int):
        raise TypeError(data)
    return data


def _flag(data: Any) -> bool:
    if not isinstance(data, bool):
        raise TypeError(data)
    return data


_LEAVES: dict[str, Callable[[Any], Any]] = {
    "text": _text,
    "instant": _instant,
    "date": _date,
    "decimal": _decimal,
    "puntaje": _puntaje,
    "integer": _integer,
    "flag": _flag,
}
