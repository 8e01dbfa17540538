"""REST bodies and answers are the contracts' own messages: pydantic models made from protobuf descriptors.

So OpenAPI says what the protos say, and a field added there appears here without a line of code.
"""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from pydantic import BaseModel, ConfigDict, Field, create_model

Int32 = Annotated[int, Field(ge=-(2**31), lt=2**31)]
SCALARS: dict[int, Any] = {
    FieldDescriptor.TYPE_STRING: str,
    FieldDescriptor.TYPE_BOOL: bool,
    FieldDescriptor.TYPE_INT32: Int32,
    FieldDescriptor.TYPE_BYTES: str,  # base64
    FieldDescriptor.TYPE_DOUBLE: float,  # places on a page; never points or money
}
EMPTY: dict[int, Any] = {
    FieldDescriptor.TYPE_STRING: "",
    FieldDescriptor.TYPE_BOOL: False,
    FieldDescriptor.TYPE_INT32: 0,
    FieldDescriptor.TYPE_BYTES: "",
    FieldDescriptor.TYPE_DOUBLE: 0.0,
}


class Shape(BaseModel):
    """A body may leave out what has a default; a name the contract does not know is an error."""

    model_config = ConfigDict(extra="forbid")


@cache
def model_of(descriptor: Descriptor, leave_out: frozenset[str] = frozenset()) -> type[Shape]:
    """The pydantic model of a message, without the fields that the path or the session give."""
    fields: dict[str, Any] = {}
    for field in descriptor.fields:
        if field.name not in leave_out:
            fields[field.name] = (_type_of(field), _default_of(field))
    name = descriptor.full_name.removeprefix("residencias.").replace(".v1.", "_")
    return create_model(f"{name}{'_body' if leave_out else ''}", __base__=Shape, **fields)


def _type_of(field: FieldDescriptor) -> Any:
    if field.message_type is not None and field.message_type.GetOptions().map_entry:
        return dict[str, _type_of(field.message_type.fields_by_name["value"])]  # type: ignore[misc]
    one = model_of(field.message_type) if field.message_type is not None else SCALARS[field.type]
    if field.is_repeated:
        return list[one]  # type: ignore[valid-type]
    return one | None if field.message_type is not None else one


def _default_of(field: FieldDescriptor) -> Any:
    if field.message_type is not None and field.message_type.GetOptions().map_entry:
        return Field(default_factory=dict)
    if field.is_repeated:
        return Field(default_factory=list)
    return None if field.message_type is not None else EMPTY[field.type]
