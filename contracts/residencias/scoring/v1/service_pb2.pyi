from contracts.residencias.common.v1 import access_pb2 as _access_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ConvocatoriaRef(_message.Message):
    __slots__ = ("convocatoria",)
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    def __init__(self, convocatoria: _Optional[str] = ...) -> None: ...

class ExpedienteRef(_message.Message):
    __slots__ = ("convocatoria", "expediente_id")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    expediente_id: str
    def __init__(self, convocatoria: _Optional[str] = ..., expediente_id: _Optional[str] = ...) -> None: ...

class SimulatePuntajeRequest(_message.Message):
    __slots__ = ("convocatoria", "puntaje_enarm", "calificacion_valor", "calificacion_escala", "claims", "units", "grades")
    class UnitsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: int
        def __init__(self, key: _Optional[str] = ..., value: _Optional[int] = ...) -> None: ...
    class GradesEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    PUNTAJE_ENARM_FIELD_NUMBER: _ClassVar[int]
    CALIFICACION_VALOR_FIELD_NUMBER: _ClassVar[int]
    CALIFICACION_ESCALA_FIELD_NUMBER: _ClassVar[int]
    CLAIMS_FIELD_NUMBER: _ClassVar[int]
    UNITS_FIELD_NUMBER: _ClassVar[int]
    GRADES_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    puntaje_enarm: str
    calificacion_valor: str
    calificacion_escala: str
    claims: _containers.RepeatedScalarFieldContainer[str]
    units: _containers.ScalarMap[str, int]
    grades: _containers.ScalarMap[str, str]
    def __init__(self, convocatoria: _Optional[str] = ..., puntaje_enarm: _Optional[str] = ..., calificacion_valor: _Optional[str] = ..., calificacion_escala: _Optional[str] = ..., claims: _Optional[_Iterable[str]] = ..., units: _Optional[_Mapping[str, int]] = ..., grades: _Optional[_Mapping[str, str]] = ...) -> None: ...

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

class ImportCalificacionesRequest(_message.Message):
    __slots__ = ("convocatoria", "filename", "content")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    FILENAME_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    filename: str
    content: bytes
    def __init__(self, convocatoria: _Optional[str] = ..., filename: _Optional[str] = ..., content: _Optional[bytes] = ...) -> None: ...

class CorteRef(_message.Message):
    __slots__ = ("convocatoria", "corte_id")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    CORTE_ID_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    corte_id: str
    def __init__(self, convocatoria: _Optional[str] = ..., corte_id: _Optional[str] = ...) -> None: ...

class Corte(_message.Message):
    __slots__ = ("corte_id", "state", "filename", "sha256", "rows", "people", "refused", "distribution", "direction", "accepted_by", "imported_at", "imported_by")
    class DistributionEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: int
        def __init__(self, key: _Optional[str] = ..., value: _Optional[int] = ...) -> None: ...
    CORTE_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    FILENAME_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    ROWS_FIELD_NUMBER: _ClassVar[int]
    PEOPLE_FIELD_NUMBER: _ClassVar[int]
    REFUSED_FIELD_NUMBER: _ClassVar[int]
    DISTRIBUTION_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    ACCEPTED_BY_FIELD_NUMBER: _ClassVar[int]
    IMPORTED_AT_FIELD_NUMBER: _ClassVar[int]
    IMPORTED_BY_FIELD_NUMBER: _ClassVar[int]
    corte_id: str
    state: str
    filename: str
    sha256: str
    rows: int
    people: int
    refused: _containers.RepeatedCompositeFieldContainer[RefusedGrade]
    distribution: _containers.ScalarMap[str, int]
    direction: str
    accepted_by: str
    imported_at: str
    imported_by: str
    def __init__(self, corte_id: _Optional[str] = ..., state: _Optional[str] = ..., filename: _Optional[str] = ..., sha256: _Optional[str] = ..., rows: _Optional[int] = ..., people: _Optional[int] = ..., refused: _Optional[_Iterable[_Union[RefusedGrade, _Mapping]]] = ..., distribution: _Optional[_Mapping[str, int]] = ..., direction: _Optional[str] = ..., accepted_by: _Optional[str] = ..., imported_at: _Optional[str] = ..., imported_by: _Optional[str] = ...) -> None: ...

class RefusedGrade(_message.Message):
    __slots__ = ("row", "code", "que", "arreglo")
    ROW_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    QUE_FIELD_NUMBER: _ClassVar[int]
    ARREGLO_FIELD_NUMBER: _ClassVar[int]
    row: int
    code: str
    que: str
    arreglo: str
    def __init__(self, row: _Optional[int] = ..., code: _Optional[str] = ..., que: _Optional[str] = ..., arreglo: _Optional[str] = ...) -> None: ...

class ListCalificacionesResponse(_message.Message):
    __slots__ = ("cortes",)
    CORTES_FIELD_NUMBER: _ClassVar[int]
    cortes: _containers.RepeatedCompositeFieldContainer[Corte]
    def __init__(self, cortes: _Optional[_Iterable[_Union[Corte, _Mapping]]] = ...) -> None: ...

class ListRevisionesRequest(_message.Message):
    __slots__ = ("convocatoria", "page", "is_ruled")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    PAGE_FIELD_NUMBER: _ClassVar[int]
    IS_RULED_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    page: _access_pb2.Page
    is_ruled: bool
    def __init__(self, convocatoria: _Optional[str] = ..., page: _Optional[_Union[_access_pb2.Page, _Mapping]] = ..., is_ruled: _Optional[bool] = ...) -> None: ...

class ListRevisionesResponse(_message.Message):
    __slots__ = ("revisiones", "next", "total")
    REVISIONES_FIELD_NUMBER: _ClassVar[int]
    NEXT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    revisiones: _containers.RepeatedCompositeFieldContainer[Dictamen]
    next: str
    total: int
    def __init__(self, revisiones: _Optional[_Iterable[_Union[Dictamen, _Mapping]]] = ..., next: _Optional[str] = ..., total: _Optional[int] = ...) -> None: ...

class RuleArticlesRequest(_message.Message):
    __slots__ = ("convocatoria", "expediente_id", "articles")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    ARTICLES_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    expediente_id: str
    articles: _containers.RepeatedCompositeFieldContainer[Article]
    def __init__(self, convocatoria: _Optional[str] = ..., expediente_id: _Optional[str] = ..., articles: _Optional[_Iterable[_Union[Article, _Mapping]]] = ...) -> None: ...

class Article(_message.Message):
    __slots__ = ("titulo", "revista", "issn", "doi", "published_on", "position", "tipo", "answers")
    TITULO_FIELD_NUMBER: _ClassVar[int]
    REVISTA_FIELD_NUMBER: _ClassVar[int]
    ISSN_FIELD_NUMBER: _ClassVar[int]
    DOI_FIELD_NUMBER: _ClassVar[int]
    PUBLISHED_ON_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    TIPO_FIELD_NUMBER: _ClassVar[int]
    ANSWERS_FIELD_NUMBER: _ClassVar[int]
    titulo: str
    revista: str
    issn: str
    doi: str
    published_on: str
    position: int
    tipo: str
    answers: _containers.RepeatedCompositeFieldContainer[Answer]
    def __init__(self, titulo: _Optional[str] = ..., revista: _Optional[str] = ..., issn: _Optional[str] = ..., doi: _Optional[str] = ..., published_on: _Optional[str] = ..., position: _Optional[int] = ..., tipo: _Optional[str] = ..., answers: _Optional[_Iterable[_Union[Answer, _Mapping]]] = ...) -> None: ...

class Answer(_message.Message):
    __slots__ = ("code", "holds", "note")
    CODE_FIELD_NUMBER: _ClassVar[int]
    HOLDS_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    code: str
    holds: bool
    note: str
    def __init__(self, code: _Optional[str] = ..., holds: _Optional[bool] = ..., note: _Optional[str] = ...) -> None: ...

class Dictamen(_message.Message):
    __slots__ = ("expediente_id", "folio", "sha256", "is_ruled", "articles", "ruled_by", "ruled_at")
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    FOLIO_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    IS_RULED_FIELD_NUMBER: _ClassVar[int]
    ARTICLES_FIELD_NUMBER: _ClassVar[int]
    RULED_BY_FIELD_NUMBER: _ClassVar[int]
    RULED_AT_FIELD_NUMBER: _ClassVar[int]
    expediente_id: str
    folio: str
    sha256: str
    is_ruled: bool
    articles: _containers.RepeatedCompositeFieldContainer[Article]
    ruled_by: str
    ruled_at: str
    def __init__(self, expediente_id: _Optional[str] = ..., folio: _Optional[str] = ..., sha256: _Optional[str] = ..., is_ruled: _Optional[bool] = ..., articles: _Optional[_Iterable[_Union[Article, _Mapping]]] = ..., ruled_by: _Optional[str] = ..., ruled_at: _Optional[str] = ...) -> None: ...
