from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class FactReplayed(_message.Message):
    __slots__ = ("fact_id", "type", "reason")
    FACT_ID_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    fact_id: str
    type: str
    reason: str
    def __init__(self, fact_id: _Optional[str] = ..., type: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class FactDiscarded(_message.Message):
    __slots__ = ("fact_id", "type", "reason", "why")
    FACT_ID_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    WHY_FIELD_NUMBER: _ClassVar[int]
    fact_id: str
    type: str
    reason: str
    why: str
    def __init__(self, fact_id: _Optional[str] = ..., type: _Optional[str] = ..., reason: _Optional[str] = ..., why: _Optional[str] = ...) -> None: ...
