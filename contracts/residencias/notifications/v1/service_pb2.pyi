from contracts.residencias.common.v1 import access_pb2 as _access_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PrintLetterRequest(_message.Message):
    __slots__ = ("convocatoria", "expediente_id", "kind", "ref")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    REF_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    expediente_id: str
    kind: str
    ref: str
    def __init__(self, convocatoria: _Optional[str] = ..., expediente_id: _Optional[str] = ..., kind: _Optional[str] = ..., ref: _Optional[str] = ...) -> None: ...

class Letter(_message.Message):
    __slots__ = ("letter_id", "kind", "folio", "issued_at", "sha256", "code", "status", "filename", "pdf", "ref", "deliveries")
    LETTER_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    FOLIO_FIELD_NUMBER: _ClassVar[int]
    ISSUED_AT_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    FILENAME_FIELD_NUMBER: _ClassVar[int]
    PDF_FIELD_NUMBER: _ClassVar[int]
    REF_FIELD_NUMBER: _ClassVar[int]
    DELIVERIES_FIELD_NUMBER: _ClassVar[int]
    letter_id: str
    kind: str
    folio: str
    issued_at: str
    sha256: str
    code: str
    status: str
    filename: str
    pdf: bytes
    ref: str
    deliveries: int
    def __init__(self, letter_id: _Optional[str] = ..., kind: _Optional[str] = ..., folio: _Optional[str] = ..., issued_at: _Optional[str] = ..., sha256: _Optional[str] = ..., code: _Optional[str] = ..., status: _Optional[str] = ..., filename: _Optional[str] = ..., pdf: _Optional[bytes] = ..., ref: _Optional[str] = ..., deliveries: _Optional[int] = ...) -> None: ...

class VerifyLetterRequest(_message.Message):
    __slots__ = ("code",)
    CODE_FIELD_NUMBER: _ClassVar[int]
    code: str
    def __init__(self, code: _Optional[str] = ...) -> None: ...

class VerifiedLetter(_message.Message):
    __slots__ = ("kind", "status", "folio", "masked_name", "issued_at", "sha256", "status_reason", "status_at", "title", "convocatoria", "expediente_id")
    KIND_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    FOLIO_FIELD_NUMBER: _ClassVar[int]
    MASKED_NAME_FIELD_NUMBER: _ClassVar[int]
    ISSUED_AT_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    STATUS_REASON_FIELD_NUMBER: _ClassVar[int]
    STATUS_AT_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    kind: str
    status: str
    folio: str
    masked_name: str
    issued_at: str
    sha256: str
    status_reason: str
    status_at: str
    title: str
    convocatoria: str
    expediente_id: str
    def __init__(self, kind: _Optional[str] = ..., status: _Optional[str] = ..., folio: _Optional[str] = ..., masked_name: _Optional[str] = ..., issued_at: _Optional[str] = ..., sha256: _Optional[str] = ..., status_reason: _Optional[str] = ..., status_at: _Optional[str] = ..., title: _Optional[str] = ..., convocatoria: _Optional[str] = ..., expediente_id: _Optional[str] = ...) -> None: ...

class ListLettersRequest(_message.Message):
    __slots__ = ("convocatoria", "expediente_id", "page")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    expediente_id: str
    page: _access_pb2.Page
    def __init__(self, convocatoria: _Optional[str] = ..., expediente_id: _Optional[str] = ..., page: _Optional[_Union[_access_pb2.Page, _Mapping]] = ...) -> None: ...

class ListLettersResponse(_message.Message):
    __slots__ = ("letters", "next", "counts")
    class CountsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: int
        def __init__(self, key: _Optional[str] = ..., value: _Optional[int] = ...) -> None: ...
    LETTERS_FIELD_NUMBER: _ClassVar[int]
    NEXT_FIELD_NUMBER: _ClassVar[int]
    COUNTS_FIELD_NUMBER: _ClassVar[int]
    letters: _containers.RepeatedCompositeFieldContainer[Letter]
    next: str
    counts: _containers.ScalarMap[str, int]
    def __init__(self, letters: _Optional[_Iterable[_Union[Letter, _Mapping]]] = ..., next: _Optional[str] = ..., counts: _Optional[_Mapping[str, int]] = ...) -> None: ...

class ListMessagesRequest(_message.Message):
    __slots__ = ("convocatoria", "expediente_id", "page")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    expediente_id: str
    page: _access_pb2.Page
    def __init__(self, convocatoria: _Optional[str] = ..., expediente_id: _Optional[str] = ..., page: _Optional[_Union[_access_pb2.Page, _Mapping]] = ...) -> None: ...

class Message(_message.Message):
    __slots__ = ("message_id", "kind", "to", "subject", "state", "sent_at", "attempts")
    MESSAGE_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    TO_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    SENT_AT_FIELD_NUMBER: _ClassVar[int]
    ATTEMPTS_FIELD_NUMBER: _ClassVar[int]
    message_id: str
    kind: str
    to: str
    subject: str
    state: str
    sent_at: str
    attempts: int
    def __init__(self, message_id: _Optional[str] = ..., kind: _Optional[str] = ..., to: _Optional[str] = ..., subject: _Optional[str] = ..., state: _Optional[str] = ..., sent_at: _Optional[str] = ..., attempts: _Optional[int] = ...) -> None: ...

class ListMessagesResponse(_message.Message):
    __slots__ = ("messages", "next", "counts", "states")
    class CountsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: int
        def __init__(self, key: _Optional[str] = ..., value: _Optional[int] = ...) -> None: ...
    class StatesEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: int
        def __init__(self, key: _Optional[str] = ..., value: _Optional[int] = ...) -> None: ...
    MESSAGES_FIELD_NUMBER: _ClassVar[int]
    NEXT_FIELD_NUMBER: _ClassVar[int]
    COUNTS_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    messages: _containers.RepeatedCompositeFieldContainer[Message]
    next: str
    counts: _containers.ScalarMap[str, int]
    states: _containers.ScalarMap[str, int]
    def __init__(self, messages: _Optional[_Iterable[_Union[Message, _Mapping]]] = ..., next: _Optional[str] = ..., counts: _Optional[_Mapping[str, int]] = ..., states: _Optional[_Mapping[str, int]] = ...) -> None: ...

class RevokeLetterRequest(_message.Message):
    __slots__ = ("convocatoria", "letter_id", "reason")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    LETTER_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    letter_id: str
    reason: str
    def __init__(self, convocatoria: _Optional[str] = ..., letter_id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...
