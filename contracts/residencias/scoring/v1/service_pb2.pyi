from contracts.residencias.common.v1 import access_pb2 as _access_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ExpedienteRef(_message.Message):
    __slots__ = ("convocatoria", "expediente_id")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    expediente_id: str
    def __init__(self, convocatoria: _Optional[str] = ..., expediente_id: _Optional[str] = ...) -> None: ...

class SimulatePuntajeRequest(_message.Message):
    __slots__ = ("convocatoria", "puntaje_enarm", "calificacion_valor", "calificacion_escala", "claims", "units")
    class UnitsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: int
        def __init__(self, key: _Optional[str] = ..., value: _Optional[int] = ...) -> None: ...
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    PUNTAJE_ENARM_FIELD_NUMBER: _ClassVar[int]
    CALIFICACION_VALOR_FIELD_NUMBER: _ClassVar[int]
    CALIFICACION_ESCALA_FIELD_NUMBER: _ClassVar[int]
    CLAIMS_FIELD_NUMBER: _ClassVar[int]
    UNITS_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    puntaje_enarm: str
    calificacion_valor: str
    calificacion_escala: str
    claims: _containers.RepeatedScalarFieldContainer[str]
    units: _containers.ScalarMap[str, int]
    def __init__(self, convocatoria: _Optional[str] = ..., puntaje_enarm: _Optional[str] = ..., calificacion_valor: _Optional[str] = ..., calificacion_escala: _Optional[str] = ..., claims: _Optional[_Iterable[str]] = ..., units: _Optional[_Mapping[str, int]] = ...) -> None: ...

class Puntaje(_message.Message):
    __slots__ = ("expediente_id", "folio", "total", "shown", "lines", "computed_at", "rules_digest")
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    FOLIO_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    SHOWN_FIELD_NUMBER: _ClassVar[int]
    LINES_FIELD_NUMBER: _ClassVar[int]
    COMPUTED_AT_FIELD_NUMBER: _ClassVar[int]
    RULES_DIGEST_FIELD_NUMBER: _ClassVar[int]
    expediente_id: str
    folio: str
    total: str
    shown: str
    lines: _containers.RepeatedCompositeFieldContainer[Line]
    computed_at: str
    rules_digest: str
    def __init__(self, expediente_id: _Optional[str] = ..., folio: _Optional[str] = ..., total: _Optional[str] = ..., shown: _Optional[str] = ..., lines: _Optional[_Iterable[_Union[Line, _Mapping]]] = ..., computed_at: _Optional[str] = ..., rules_digest: _Optional[str] = ...) -> None: ...

class Line(_message.Message):
    __slots__ = ("concept", "value", "clause", "evidence", "kind", "reason", "given", "weight")
    CONCEPT_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    CLAUSE_FIELD_NUMBER: _ClassVar[int]
    EVIDENCE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    GIVEN_FIELD_NUMBER: _ClassVar[int]
    WEIGHT_FIELD_NUMBER: _ClassVar[int]
    concept: str
    value: str
    clause: str
    evidence: str
    kind: str
    reason: str
    given: str
    weight: str
    def __init__(self, concept: _Optional[str] = ..., value: _Optional[str] = ..., clause: _Optional[str] = ..., evidence: _Optional[str] = ..., kind: _Optional[str] = ..., reason: _Optional[str] = ..., given: _Optional[str] = ..., weight: _Optional[str] = ...) -> None: ...

class ListPuntajesRequest(_message.Message):
    __slots__ = ("convocatoria", "page")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    PAGE_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    page: _access_pb2.Page
    def __init__(self, convocatoria: _Optional[str] = ..., page: _Optional[_Union[_access_pb2.Page, _Mapping]] = ...) -> None: ...

class ListPuntajesResponse(_message.Message):
    __slots__ = ("puntajes", "next", "total")
    PUNTAJES_FIELD_NUMBER: _ClassVar[int]
    NEXT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    puntajes: _containers.RepeatedCompositeFieldContainer[Puntaje]
    next: str
    total: int
    def __init__(self, puntajes: _Optional[_Iterable[_Union[Puntaje, _Mapping]]] = ..., next: _Optional[str] = ..., total: _Optional[int] = ...) -> None: ...
