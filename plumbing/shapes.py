"""Between frozen dataclasses and plain data, the same way everywhere.

`to_plain` gives what JSON and protobuf take (Decimal and dates as text, enums as their value); `to_doc` gives what
MongoDB keeps (instants stay instants); `read(cls, data)` builds the dataclass back from either.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar

import cattrs

T = TypeVar("T")


def _instant(value: Any, _: Any) -> datetime:
    instant = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _converter() -> cattrs.Converter:
    converter = cattrs.Converter()
    converter.register_unstructure_hook(Decimal, str)
    converter.register_unstructure_hook(date, lambda day: day.isoformat())
    converter.register_structure_hook(Decimal, lambda value, _: Decimal(value))
    converter.register_structure_hook(
        date, lambda v, _: v if isinstance(v, date) and not isinstance(v, datetime) else date.fromisoformat(v)
    )
    converter.register_structure_hook(datetime, _instant)
    return converter


_doc = _converter()
_doc.register_unstructure_hook(datetime, lambda instant: instant)
_plain = _converter()
_plain.register_unstructure_hook(datetime, lambda instant: instant.astimezone(UTC).isoformat())


def _lists(value: Any) -> Any:
    """Tuples and sets become lists, enums their value, so that BSON and JSON agree."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dict):
        return {key: _lists(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_lists(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted(_lists(item) for item in value)
    return value


def to_doc(value: Any) -> Any:
    """`value` as MongoDB keeps it."""
    return _lists(_doc.unstructure(value))


def to_plain(value: Any) -> Any:
    """`value` as JSON and protobuf's JSON form take it."""
    return _lists(_plain.unstructure(value))


def read(cls: type[T], data: Any) -> T:
    """A `cls` from plain or stored data. Raises cattrs errors when a field is missing or of another type."""
    value: T = _doc.structure(data, cls)
    return value
