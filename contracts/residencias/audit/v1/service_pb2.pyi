from contracts.residencias.common.v1 import access_pb2 as _access_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class SearchRequest(_message.Message):
    __slots__ = ("convocatoria", "subject", "name", "page", "folio", "actor", "since", "until", "group")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    PAGE_FIELD_NUMBER: _ClassVar[int]
    FOLIO_FIELD_NUMBER: _ClassVar[int]
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    SINCE_FIELD_NUMBER: _ClassVar[int]
    UNTIL_FIELD_NUMBER: _ClassVar[int]
    GROUP_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    subject: str
    name: str
    page: _access_pb2.Page
    folio: str
    actor: str
    since: str
    until: str
    group: str
    def __init__(self, convocatoria: _Optional[str] = ..., subject: _Optional[str] = ..., name: _Optional[str] = ..., page: _Optional[_Union[_access_pb2.Page, _Mapping]] = ..., folio: _Optional[str] = ..., actor: _Optional[str] = ..., since: _Optional[str] = ..., until: _Optional[str] = ..., group: _Optional[str] = ...) -> None: ...

class SearchResponse(_message.Message):
    __slots__ = ("entries", "next", "total")
    ENTRIES_FIELD_NUMBER: _ClassVar[int]
    NEXT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    entries: _containers.RepeatedCompositeFieldContainer[Entry]
    next: str
    total: int
    def __init__(self, entries: _Optional[_Iterable[_Union[Entry, _Mapping]]] = ..., next: _Optional[str] = ..., total: _Optional[int] = ...) -> None: ...

class Entry(_message.Message):
    __slots__ = ("index", "event_id", "type", "subject", "time", "actor", "leaf_hash", "envelope", "convocatoria")
    INDEX_FIELD_NUMBER: _ClassVar[int]
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    LEAF_HASH_FIELD_NUMBER: _ClassVar[int]
    ENVELOPE_FIELD_NUMBER: _ClassVar[int]
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    index: int
    event_id: str
    type: str
    subject: str
    time: str
    actor: str
    leaf_hash: str
    envelope: str
    convocatoria: str
    def __init__(self, index: _Optional[int] = ..., event_id: _Optional[str] = ..., type: _Optional[str] = ..., subject: _Optional[str] = ..., time: _Optional[str] = ..., actor: _Optional[str] = ..., leaf_hash: _Optional[str] = ..., envelope: _Optional[str] = ..., convocatoria: _Optional[str] = ...) -> None: ...

class Head(_message.Message):
    __slots__ = ("size", "root_hash", "at")
    SIZE_FIELD_NUMBER: _ClassVar[int]
    ROOT_HASH_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    size: int
    root_hash: str
    at: str
    def __init__(self, size: _Optional[int] = ..., root_hash: _Optional[str] = ..., at: _Optional[str] = ...) -> None: ...

class ProveRequest(_message.Message):
    __slots__ = ("event_id", "size")
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    event_id: str
    size: int
    def __init__(self, event_id: _Optional[str] = ..., size: _Optional[int] = ...) -> None: ...

class Proof(_message.Message):
    __slots__ = ("index", "size", "leaf_hash", "path", "root_hash", "entry")
    INDEX_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    LEAF_HASH_FIELD_NUMBER: _ClassVar[int]
    PATH_FIELD_NUMBER: _ClassVar[int]
    ROOT_HASH_FIELD_NUMBER: _ClassVar[int]
    ENTRY_FIELD_NUMBER: _ClassVar[int]
    index: int
    size: int
    leaf_hash: str
    path: _containers.RepeatedScalarFieldContainer[str]
    root_hash: str
    entry: Entry
    def __init__(self, index: _Optional[int] = ..., size: _Optional[int] = ..., leaf_hash: _Optional[str] = ..., path: _Optional[_Iterable[str]] = ..., root_hash: _Optional[str] = ..., entry: _Optional[_Union[Entry, _Mapping]] = ...) -> None: ...

class ExportRequest(_message.Message):
    __slots__ = ("convocatoria", "from_index")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    FROM_INDEX_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    from_index: int
    def __init__(self, convocatoria: _Optional[str] = ..., from_index: _Optional[int] = ...) -> None: ...
