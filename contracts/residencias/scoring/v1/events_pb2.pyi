from contracts.residencias.scoring.v1 import service_pb2 as _service_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PuntajeComputed(_message.Message):
    __slots__ = ("folio", "total", "lines", "puntaje_enarm", "calificacion")
    FOLIO_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    LINES_FIELD_NUMBER: _ClassVar[int]
    PUNTAJE_ENARM_FIELD_NUMBER: _ClassVar[int]
    CALIFICACION_FIELD_NUMBER: _ClassVar[int]
    folio: str
    total: str
    lines: _containers.RepeatedCompositeFieldContainer[_service_pb2.Line]
    puntaje_enarm: str
    calificacion: str
    def __init__(self, folio: _Optional[str] = ..., total: _Optional[str] = ..., lines: _Optional[_Iterable[_Union[_service_pb2.Line, _Mapping]]] = ..., puntaje_enarm: _Optional[str] = ..., calificacion: _Optional[str] = ...) -> None: ...

class DossierRead(_message.Message):
    __slots__ = ("what",)
    WHAT_FIELD_NUMBER: _ClassVar[int]
    what: str
    def __init__(self, what: _Optional[str] = ...) -> None: ...
