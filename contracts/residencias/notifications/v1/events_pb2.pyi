from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class LetterIssued(_message.Message):
    __slots__ = ("letter_id", "kind", "sha256", "folio")
    LETTER_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    FOLIO_FIELD_NUMBER: _ClassVar[int]
    letter_id: str
    kind: str
    sha256: str
    folio: str
    def __init__(self, letter_id: _Optional[str] = ..., kind: _Optional[str] = ..., sha256: _Optional[str] = ..., folio: _Optional[str] = ...) -> None: ...

class LetterDelivered(_message.Message):
    __slots__ = ("letter_id", "deliveries")
    LETTER_ID_FIELD_NUMBER: _ClassVar[int]
    DELIVERIES_FIELD_NUMBER: _ClassVar[int]
    letter_id: str
    deliveries: int
    def __init__(self, letter_id: _Optional[str] = ..., deliveries: _Optional[int] = ...) -> None: ...

class LetterSuperseded(_message.Message):
    __slots__ = ("letter_id", "by")
    LETTER_ID_FIELD_NUMBER: _ClassVar[int]
    BY_FIELD_NUMBER: _ClassVar[int]
    letter_id: str
    by: str
    def __init__(self, letter_id: _Optional[str] = ..., by: _Optional[str] = ...) -> None: ...

class LetterRevoked(_message.Message):
    __slots__ = ("letter_id", "reason")
    LETTER_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    letter_id: str
    reason: str
    def __init__(self, letter_id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class MessageSent(_message.Message):
    __slots__ = ("kind", "message_id")
    KIND_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_ID_FIELD_NUMBER: _ClassVar[int]
    kind: str
    message_id: str
    def __init__(self, kind: _Optional[str] = ..., message_id: _Optional[str] = ...) -> None: ...

class DossierRead(_message.Message):
    __slots__ = ("what",)
    WHAT_FIELD_NUMBER: _ClassVar[int]
    what: str
    def __init__(self, what: _Optional[str] = ...) -> None: ...
