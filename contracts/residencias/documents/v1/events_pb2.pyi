from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class DocumentUploaded(_message.Message):
    __slots__ = ("slot", "number", "kind", "sha256", "bytes", "findings", "originals")
    SLOT_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    BYTES_FIELD_NUMBER: _ClassVar[int]
    FINDINGS_FIELD_NUMBER: _ClassVar[int]
    ORIGINALS_FIELD_NUMBER: _ClassVar[int]
    slot: str
    number: int
    kind: str
    sha256: str
    bytes: int
    findings: _containers.RepeatedScalarFieldContainer[str]
    originals: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, slot: _Optional[str] = ..., number: _Optional[int] = ..., kind: _Optional[str] = ..., sha256: _Optional[str] = ..., bytes: _Optional[int] = ..., findings: _Optional[_Iterable[str]] = ..., originals: _Optional[_Iterable[str]] = ...) -> None: ...

class DocumentPrepared(_message.Message):
    __slots__ = ("slot", "sha256", "originals", "steps")
    SLOT_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    ORIGINALS_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    slot: str
    sha256: str
    originals: _containers.RepeatedScalarFieldContainer[str]
    steps: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, slot: _Optional[str] = ..., sha256: _Optional[str] = ..., originals: _Optional[_Iterable[str]] = ..., steps: _Optional[_Iterable[str]] = ...) -> None: ...

class DocumentsErased(_message.Message):
    __slots__ = ("files", "after_days")
    FILES_FIELD_NUMBER: _ClassVar[int]
    AFTER_DAYS_FIELD_NUMBER: _ClassVar[int]
    files: int
    after_days: int
    def __init__(self, files: _Optional[int] = ..., after_days: _Optional[int] = ...) -> None: ...

class DocumentRefused(_message.Message):
    __slots__ = ("slot", "sha256", "findings")
    SLOT_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    FINDINGS_FIELD_NUMBER: _ClassVar[int]
    slot: str
    sha256: str
    findings: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, slot: _Optional[str] = ..., sha256: _Optional[str] = ..., findings: _Optional[_Iterable[str]] = ...) -> None: ...

class DossierRead(_message.Message):
    __slots__ = ("what", "purpose")
    WHAT_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    what: str
    purpose: str
    def __init__(self, what: _Optional[str] = ..., purpose: _Optional[str] = ...) -> None: ...
