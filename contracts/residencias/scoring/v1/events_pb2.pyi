from contracts.residencias.scoring.v1 import service_pb2 as _service_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PuntajeComputed(_message.Message):
    __slots__ = ("folio", "total", "lines", "puntaje_enarm", "calificacion", "components")
    FOLIO_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    LINES_FIELD_NUMBER: _ClassVar[int]
    PUNTAJE_ENARM_FIELD_NUMBER: _ClassVar[int]
    CALIFICACION_FIELD_NUMBER: _ClassVar[int]
    COMPONENTS_FIELD_NUMBER: _ClassVar[int]
    folio: str
    total: str
    lines: _containers.RepeatedCompositeFieldContainer[_service_pb2.Line]
    puntaje_enarm: str
    calificacion: str
    components: _containers.RepeatedCompositeFieldContainer[Component]
    def __init__(self, folio: _Optional[str] = ..., total: _Optional[str] = ..., lines: _Optional[_Iterable[_Union[_service_pb2.Line, _Mapping]]] = ..., puntaje_enarm: _Optional[str] = ..., calificacion: _Optional[str] = ..., components: _Optional[_Iterable[_Union[Component, _Mapping]]] = ...) -> None: ...

class Component(_message.Message):
    __slots__ = ("code", "value")
    CODE_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    code: str
    value: str
    def __init__(self, code: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...

class ParticipantExcluded(_message.Message):
    __slots__ = ("folio", "cause", "clause", "missing")
    FOLIO_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    CLAUSE_FIELD_NUMBER: _ClassVar[int]
    MISSING_FIELD_NUMBER: _ClassVar[int]
    folio: str
    cause: str
    clause: str
    missing: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, folio: _Optional[str] = ..., cause: _Optional[str] = ..., clause: _Optional[str] = ..., missing: _Optional[_Iterable[str]] = ...) -> None: ...

class ArticlesRuled(_message.Message):
    __slots__ = ("sha256", "articles", "proven")
    SHA256_FIELD_NUMBER: _ClassVar[int]
    ARTICLES_FIELD_NUMBER: _ClassVar[int]
    PROVEN_FIELD_NUMBER: _ClassVar[int]
    sha256: str
    articles: int
    proven: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, sha256: _Optional[str] = ..., articles: _Optional[int] = ..., proven: _Optional[_Iterable[str]] = ...) -> None: ...

class CalificacionesImported(_message.Message):
    __slots__ = ("filename", "sha256", "rows", "admitted")
    FILENAME_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    ROWS_FIELD_NUMBER: _ClassVar[int]
    ADMITTED_FIELD_NUMBER: _ClassVar[int]
    filename: str
    sha256: str
    rows: int
    admitted: int
    def __init__(self, filename: _Optional[str] = ..., sha256: _Optional[str] = ..., rows: _Optional[int] = ..., admitted: _Optional[int] = ...) -> None: ...

class CalificacionesAccepted(_message.Message):
    __slots__ = ("sha256", "people", "accepted_by")
    SHA256_FIELD_NUMBER: _ClassVar[int]
    PEOPLE_FIELD_NUMBER: _ClassVar[int]
    ACCEPTED_BY_FIELD_NUMBER: _ClassVar[int]
    sha256: str
    people: int
    accepted_by: str
    def __init__(self, sha256: _Optional[str] = ..., people: _Optional[int] = ..., accepted_by: _Optional[str] = ...) -> None: ...

class DossierRead(_message.Message):
    __slots__ = ("what",)
    WHAT_FIELD_NUMBER: _ClassVar[int]
    what: str
    def __init__(self, what: _Optional[str] = ...) -> None: ...
