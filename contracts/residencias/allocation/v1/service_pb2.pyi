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

class LoadOfertaRequest(_message.Message):
    __slots__ = ("convocatoria", "filename", "content")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    FILENAME_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    filename: str
    content: bytes
    def __init__(self, convocatoria: _Optional[str] = ..., filename: _Optional[str] = ..., content: _Optional[bytes] = ...) -> None: ...

class OfertaRef(_message.Message):
    __slots__ = ("convocatoria", "oferta_id")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    OFERTA_ID_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    oferta_id: str
    def __init__(self, convocatoria: _Optional[str] = ..., oferta_id: _Optional[str] = ...) -> None: ...

class OfertaReport(_message.Message):
    __slots__ = ("oferta_id", "state", "sha256", "rows", "plazas", "refused", "distribution", "loaded_by", "accepted_by", "loaded_at", "filename")
    class DistributionEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: int
        def __init__(self, key: _Optional[str] = ..., value: _Optional[int] = ...) -> None: ...
    OFERTA_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    ROWS_FIELD_NUMBER: _ClassVar[int]
    PLAZAS_FIELD_NUMBER: _ClassVar[int]
    REFUSED_FIELD_NUMBER: _ClassVar[int]
    DISTRIBUTION_FIELD_NUMBER: _ClassVar[int]
    LOADED_BY_FIELD_NUMBER: _ClassVar[int]
    ACCEPTED_BY_FIELD_NUMBER: _ClassVar[int]
    LOADED_AT_FIELD_NUMBER: _ClassVar[int]
    FILENAME_FIELD_NUMBER: _ClassVar[int]
    oferta_id: str
    state: str
    sha256: str
    rows: int
    plazas: int
    refused: _containers.RepeatedCompositeFieldContainer[RefusedRow]
    distribution: _containers.ScalarMap[str, int]
    loaded_by: str
    accepted_by: str
    loaded_at: str
    filename: str
    def __init__(self, oferta_id: _Optional[str] = ..., state: _Optional[str] = ..., sha256: _Optional[str] = ..., rows: _Optional[int] = ..., plazas: _Optional[int] = ..., refused: _Optional[_Iterable[_Union[RefusedRow, _Mapping]]] = ..., distribution: _Optional[_Mapping[str, int]] = ..., loaded_by: _Optional[str] = ..., accepted_by: _Optional[str] = ..., loaded_at: _Optional[str] = ..., filename: _Optional[str] = ...) -> None: ...

class ListOfertasResponse(_message.Message):
    __slots__ = ("ofertas",)
    OFERTAS_FIELD_NUMBER: _ClassVar[int]
    ofertas: _containers.RepeatedCompositeFieldContainer[OfertaReport]
    def __init__(self, ofertas: _Optional[_Iterable[_Union[OfertaReport, _Mapping]]] = ...) -> None: ...

class RefusedRow(_message.Message):
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

class Cell(_message.Message):
    __slots__ = ("especialidad", "sede", "subsede", "categoria", "plazas")
    ESPECIALIDAD_FIELD_NUMBER: _ClassVar[int]
    SEDE_FIELD_NUMBER: _ClassVar[int]
    SUBSEDE_FIELD_NUMBER: _ClassVar[int]
    CATEGORIA_FIELD_NUMBER: _ClassVar[int]
    PLAZAS_FIELD_NUMBER: _ClassVar[int]
    especialidad: str
    sede: str
    subsede: str
    categoria: str
    plazas: int
    def __init__(self, especialidad: _Optional[str] = ..., sede: _Optional[str] = ..., subsede: _Optional[str] = ..., categoria: _Optional[str] = ..., plazas: _Optional[int] = ...) -> None: ...

class Oferta(_message.Message):
    __slots__ = ("oferta_id", "cells")
    OFERTA_ID_FIELD_NUMBER: _ClassVar[int]
    CELLS_FIELD_NUMBER: _ClassVar[int]
    oferta_id: str
    cells: _containers.RepeatedCompositeFieldContainer[Cell]
    def __init__(self, oferta_id: _Optional[str] = ..., cells: _Optional[_Iterable[_Union[Cell, _Mapping]]] = ...) -> None: ...

class Pool(_message.Message):
    __slots__ = ("inscritos", "with_puntaje", "missing_puntaje", "rezago", "inscritos_sha256", "is_ready")
    INSCRITOS_FIELD_NUMBER: _ClassVar[int]
    WITH_PUNTAJE_FIELD_NUMBER: _ClassVar[int]
    MISSING_PUNTAJE_FIELD_NUMBER: _ClassVar[int]
    REZAGO_FIELD_NUMBER: _ClassVar[int]
    INSCRITOS_SHA256_FIELD_NUMBER: _ClassVar[int]
    IS_READY_FIELD_NUMBER: _ClassVar[int]
    inscritos: int
    with_puntaje: int
    missing_puntaje: _containers.RepeatedScalarFieldContainer[str]
    rezago: int
    inscritos_sha256: str
    is_ready: bool
    def __init__(self, inscritos: _Optional[int] = ..., with_puntaje: _Optional[int] = ..., missing_puntaje: _Optional[_Iterable[str]] = ..., rezago: _Optional[int] = ..., inscritos_sha256: _Optional[str] = ..., is_ready: _Optional[bool] = ...) -> None: ...

class RunRequest(_message.Message):
    __slots__ = ("convocatoria", "public_number", "public_source")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    PUBLIC_NUMBER_FIELD_NUMBER: _ClassVar[int]
    PUBLIC_SOURCE_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    public_number: str
    public_source: str
    def __init__(self, convocatoria: _Optional[str] = ..., public_number: _Optional[str] = ..., public_source: _Optional[str] = ...) -> None: ...

class RoundRef(_message.Message):
    __slots__ = ("convocatoria", "round_id")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    ROUND_ID_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    round_id: str
    def __init__(self, convocatoria: _Optional[str] = ..., round_id: _Optional[str] = ...) -> None: ...

class Round(_message.Message):
    __slots__ = ("round_id", "kind", "state", "run_at", "run_by", "pool", "assigned", "not_assigned", "plazas", "input_sha256", "output_sha256", "draw_seed", "public_number", "public_source", "verification", "proposed_by", "approved_by", "publishes_at", "changed")
    ROUND_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    RUN_AT_FIELD_NUMBER: _ClassVar[int]
    RUN_BY_FIELD_NUMBER: _ClassVar[int]
    POOL_FIELD_NUMBER: _ClassVar[int]
    ASSIGNED_FIELD_NUMBER: _ClassVar[int]
    NOT_ASSIGNED_FIELD_NUMBER: _ClassVar[int]
    PLAZAS_FIELD_NUMBER: _ClassVar[int]
    INPUT_SHA256_FIELD_NUMBER: _ClassVar[int]
    OUTPUT_SHA256_FIELD_NUMBER: _ClassVar[int]
    DRAW_SEED_FIELD_NUMBER: _ClassVar[int]
    PUBLIC_NUMBER_FIELD_NUMBER: _ClassVar[int]
    PUBLIC_SOURCE_FIELD_NUMBER: _ClassVar[int]
    VERIFICATION_FIELD_NUMBER: _ClassVar[int]
    PROPOSED_BY_FIELD_NUMBER: _ClassVar[int]
    APPROVED_BY_FIELD_NUMBER: _ClassVar[int]
    PUBLISHES_AT_FIELD_NUMBER: _ClassVar[int]
    CHANGED_FIELD_NUMBER: _ClassVar[int]
    round_id: str
    kind: str
    state: str
    run_at: str
    run_by: str
    pool: int
    assigned: int
    not_assigned: int
    plazas: int
    input_sha256: str
    output_sha256: str
    draw_seed: str
    public_number: str
    public_source: str
    verification: Verification
    proposed_by: str
    approved_by: str
    publishes_at: str
    changed: int
    def __init__(self, round_id: _Optional[str] = ..., kind: _Optional[str] = ..., state: _Optional[str] = ..., run_at: _Optional[str] = ..., run_by: _Optional[str] = ..., pool: _Optional[int] = ..., assigned: _Optional[int] = ..., not_assigned: _Optional[int] = ..., plazas: _Optional[int] = ..., input_sha256: _Optional[str] = ..., output_sha256: _Optional[str] = ..., draw_seed: _Optional[str] = ..., public_number: _Optional[str] = ..., public_source: _Optional[str] = ..., verification: _Optional[_Union[Verification, _Mapping]] = ..., proposed_by: _Optional[str] = ..., approved_by: _Optional[str] = ..., publishes_at: _Optional[str] = ..., changed: _Optional[int] = ...) -> None: ...

class Verification(_message.Message):
    __slots__ = ("is_ok", "properties")
    IS_OK_FIELD_NUMBER: _ClassVar[int]
    PROPERTIES_FIELD_NUMBER: _ClassVar[int]
    is_ok: bool
    properties: _containers.RepeatedCompositeFieldContainer[Property]
    def __init__(self, is_ok: _Optional[bool] = ..., properties: _Optional[_Iterable[_Union[Property, _Mapping]]] = ...) -> None: ...

class Property(_message.Message):
    __slots__ = ("name", "statement", "clause", "holds", "violations")
    NAME_FIELD_NUMBER: _ClassVar[int]
    STATEMENT_FIELD_NUMBER: _ClassVar[int]
    CLAUSE_FIELD_NUMBER: _ClassVar[int]
    HOLDS_FIELD_NUMBER: _ClassVar[int]
    VIOLATIONS_FIELD_NUMBER: _ClassVar[int]
    name: str
    statement: str
    clause: str
    holds: bool
    violations: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, name: _Optional[str] = ..., statement: _Optional[str] = ..., clause: _Optional[str] = ..., holds: _Optional[bool] = ..., violations: _Optional[_Iterable[str]] = ...) -> None: ...

class ListRoundsResponse(_message.Message):
    __slots__ = ("rounds",)
    ROUNDS_FIELD_NUMBER: _ClassVar[int]
    rounds: _containers.RepeatedCompositeFieldContainer[Round]
    def __init__(self, rounds: _Optional[_Iterable[_Union[Round, _Mapping]]] = ...) -> None: ...

class CompareRoundsRequest(_message.Message):
    __slots__ = ("convocatoria", "round_id", "before_id")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    ROUND_ID_FIELD_NUMBER: _ClassVar[int]
    BEFORE_ID_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    round_id: str
    before_id: str
    def __init__(self, convocatoria: _Optional[str] = ..., round_id: _Optional[str] = ..., before_id: _Optional[str] = ...) -> None: ...

class Comparison(_message.Message):
    __slots__ = ("round", "before", "entered", "left", "changed", "moved", "cutoffs")
    ROUND_FIELD_NUMBER: _ClassVar[int]
    BEFORE_FIELD_NUMBER: _ClassVar[int]
    ENTERED_FIELD_NUMBER: _ClassVar[int]
    LEFT_FIELD_NUMBER: _ClassVar[int]
    CHANGED_FIELD_NUMBER: _ClassVar[int]
    MOVED_FIELD_NUMBER: _ClassVar[int]
    CUTOFFS_FIELD_NUMBER: _ClassVar[int]
    round: Round
    before: Round
    entered: int
    left: int
    changed: int
    moved: _containers.RepeatedCompositeFieldContainer[Moved]
    cutoffs: _containers.RepeatedCompositeFieldContainer[CutoffMoved]
    def __init__(self, round: _Optional[_Union[Round, _Mapping]] = ..., before: _Optional[_Union[Round, _Mapping]] = ..., entered: _Optional[int] = ..., left: _Optional[int] = ..., changed: _Optional[int] = ..., moved: _Optional[_Iterable[_Union[Moved, _Mapping]]] = ..., cutoffs: _Optional[_Iterable[_Union[CutoffMoved, _Mapping]]] = ...) -> None: ...

class Moved(_message.Message):
    __slots__ = ("folio", "especialidad", "sede_before", "subsede_before", "sede", "subsede")
    FOLIO_FIELD_NUMBER: _ClassVar[int]
    ESPECIALIDAD_FIELD_NUMBER: _ClassVar[int]
    SEDE_BEFORE_FIELD_NUMBER: _ClassVar[int]
    SUBSEDE_BEFORE_FIELD_NUMBER: _ClassVar[int]
    SEDE_FIELD_NUMBER: _ClassVar[int]
    SUBSEDE_FIELD_NUMBER: _ClassVar[int]
    folio: str
    especialidad: str
    sede_before: str
    subsede_before: str
    sede: str
    subsede: str
    def __init__(self, folio: _Optional[str] = ..., especialidad: _Optional[str] = ..., sede_before: _Optional[str] = ..., subsede_before: _Optional[str] = ..., sede: _Optional[str] = ..., subsede: _Optional[str] = ...) -> None: ...

class CutoffMoved(_message.Message):
    __slots__ = ("before", "now")
    BEFORE_FIELD_NUMBER: _ClassVar[int]
    NOW_FIELD_NUMBER: _ClassVar[int]
    before: Cutoff
    now: Cutoff
    def __init__(self, before: _Optional[_Union[Cutoff, _Mapping]] = ..., now: _Optional[_Union[Cutoff, _Mapping]] = ...) -> None: ...

class Bundle(_message.Message):
    __slots__ = ("round_id", "input", "output", "input_sha256", "output_sha256", "encoding")
    ROUND_ID_FIELD_NUMBER: _ClassVar[int]
    INPUT_FIELD_NUMBER: _ClassVar[int]
    OUTPUT_FIELD_NUMBER: _ClassVar[int]
    INPUT_SHA256_FIELD_NUMBER: _ClassVar[int]
    OUTPUT_SHA256_FIELD_NUMBER: _ClassVar[int]
    ENCODING_FIELD_NUMBER: _ClassVar[int]
    round_id: str
    input: bytes
    output: bytes
    input_sha256: str
    output_sha256: str
    encoding: str
    def __init__(self, round_id: _Optional[str] = ..., input: _Optional[bytes] = ..., output: _Optional[bytes] = ..., input_sha256: _Optional[str] = ..., output_sha256: _Optional[str] = ..., encoding: _Optional[str] = ...) -> None: ...

class RoundCheck(_message.Message):
    __slots__ = ("round_id", "is_same", "input_sha256", "output_sha256", "computed_sha256", "output_bytes", "differences", "verification", "pool", "assigned")
    ROUND_ID_FIELD_NUMBER: _ClassVar[int]
    IS_SAME_FIELD_NUMBER: _ClassVar[int]
    INPUT_SHA256_FIELD_NUMBER: _ClassVar[int]
    OUTPUT_SHA256_FIELD_NUMBER: _ClassVar[int]
    COMPUTED_SHA256_FIELD_NUMBER: _ClassVar[int]
    OUTPUT_BYTES_FIELD_NUMBER: _ClassVar[int]
    DIFFERENCES_FIELD_NUMBER: _ClassVar[int]
    VERIFICATION_FIELD_NUMBER: _ClassVar[int]
    POOL_FIELD_NUMBER: _ClassVar[int]
    ASSIGNED_FIELD_NUMBER: _ClassVar[int]
    round_id: str
    is_same: bool
    input_sha256: str
    output_sha256: str
    computed_sha256: str
    output_bytes: int
    differences: _containers.RepeatedCompositeFieldContainer[RoundDifference]
    verification: Verification
    pool: int
    assigned: int
    def __init__(self, round_id: _Optional[str] = ..., is_same: _Optional[bool] = ..., input_sha256: _Optional[str] = ..., output_sha256: _Optional[str] = ..., computed_sha256: _Optional[str] = ..., output_bytes: _Optional[int] = ..., differences: _Optional[_Iterable[_Union[RoundDifference, _Mapping]]] = ..., verification: _Optional[_Union[Verification, _Mapping]] = ..., pool: _Optional[int] = ..., assigned: _Optional[int] = ...) -> None: ...

class RoundDifference(_message.Message):
    __slots__ = ("folio", "kept", "computed")
    FOLIO_FIELD_NUMBER: _ClassVar[int]
    KEPT_FIELD_NUMBER: _ClassVar[int]
    COMPUTED_FIELD_NUMBER: _ClassVar[int]
    folio: str
    kept: str
    computed: str
    def __init__(self, folio: _Optional[str] = ..., kept: _Optional[str] = ..., computed: _Optional[str] = ...) -> None: ...

class Result(_message.Message):
    __slots__ = ("expediente_id", "folio", "estado", "especialidad", "categoria", "puntaje", "rank", "place", "option", "later_right", "later_right_clause", "decide_until", "letter_valid_from", "letter_valid_until", "obligations", "decisions", "version", "nombre_completo", "cause", "is_banned", "permutas", "exams_due", "exams", "papers", "outcome")
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    FOLIO_FIELD_NUMBER: _ClassVar[int]
    ESTADO_FIELD_NUMBER: _ClassVar[int]
    ESPECIALIDAD_FIELD_NUMBER: _ClassVar[int]
    CATEGORIA_FIELD_NUMBER: _ClassVar[int]
    PUNTAJE_FIELD_NUMBER: _ClassVar[int]
    RANK_FIELD_NUMBER: _ClassVar[int]
    PLACE_FIELD_NUMBER: _ClassVar[int]
    OPTION_FIELD_NUMBER: _ClassVar[int]
    LATER_RIGHT_FIELD_NUMBER: _ClassVar[int]
    LATER_RIGHT_CLAUSE_FIELD_NUMBER: _ClassVar[int]
    DECIDE_UNTIL_FIELD_NUMBER: _ClassVar[int]
    LETTER_VALID_FROM_FIELD_NUMBER: _ClassVar[int]
    LETTER_VALID_UNTIL_FIELD_NUMBER: _ClassVar[int]
    OBLIGATIONS_FIELD_NUMBER: _ClassVar[int]
    DECISIONS_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    NOMBRE_COMPLETO_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    IS_BANNED_FIELD_NUMBER: _ClassVar[int]
    PERMUTAS_FIELD_NUMBER: _ClassVar[int]
    EXAMS_DUE_FIELD_NUMBER: _ClassVar[int]
    EXAMS_FIELD_NUMBER: _ClassVar[int]
    PAPERS_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    expediente_id: str
    folio: str
    estado: str
    especialidad: str
    categoria: str
    puntaje: str
    rank: int
    place: Place
    option: int
    later_right: str
    later_right_clause: str
    decide_until: str
    letter_valid_from: str
    letter_valid_until: str
    obligations: _containers.RepeatedCompositeFieldContainer[Obligation]
    decisions: _containers.RepeatedCompositeFieldContainer[Decision]
    version: int
    nombre_completo: str
    cause: str
    is_banned: bool
    permutas: _containers.RepeatedCompositeFieldContainer[Permuta]
    exams_due: _containers.RepeatedScalarFieldContainer[str]
    exams: _containers.RepeatedCompositeFieldContainer[Exam]
    papers: _containers.RepeatedCompositeFieldContainer[Paper]
    outcome: str
    def __init__(self, expediente_id: _Optional[str] = ..., folio: _Optional[str] = ..., estado: _Optional[str] = ..., especialidad: _Optional[str] = ..., categoria: _Optional[str] = ..., puntaje: _Optional[str] = ..., rank: _Optional[int] = ..., place: _Optional[_Union[Place, _Mapping]] = ..., option: _Optional[int] = ..., later_right: _Optional[str] = ..., later_right_clause: _Optional[str] = ..., decide_until: _Optional[str] = ..., letter_valid_from: _Optional[str] = ..., letter_valid_until: _Optional[str] = ..., obligations: _Optional[_Iterable[_Union[Obligation, _Mapping]]] = ..., decisions: _Optional[_Iterable[_Union[Decision, _Mapping]]] = ..., version: _Optional[int] = ..., nombre_completo: _Optional[str] = ..., cause: _Optional[str] = ..., is_banned: _Optional[bool] = ..., permutas: _Optional[_Iterable[_Union[Permuta, _Mapping]]] = ..., exams_due: _Optional[_Iterable[str]] = ..., exams: _Optional[_Iterable[_Union[Exam, _Mapping]]] = ..., papers: _Optional[_Iterable[_Union[Paper, _Mapping]]] = ..., outcome: _Optional[str] = ...) -> None: ...

class Place(_message.Message):
    __slots__ = ("sede", "sede_nombre", "subsede", "subsede_nombre", "ooad", "ooad_nombre", "ciudad", "entidad", "categoria")
    SEDE_FIELD_NUMBER: _ClassVar[int]
    SEDE_NOMBRE_FIELD_NUMBER: _ClassVar[int]
    SUBSEDE_FIELD_NUMBER: _ClassVar[int]
    SUBSEDE_NOMBRE_FIELD_NUMBER: _ClassVar[int]
    OOAD_FIELD_NUMBER: _ClassVar[int]
    OOAD_NOMBRE_FIELD_NUMBER: _ClassVar[int]
    CIUDAD_FIELD_NUMBER: _ClassVar[int]
    ENTIDAD_FIELD_NUMBER: _ClassVar[int]
    CATEGORIA_FIELD_NUMBER: _ClassVar[int]
    sede: str
    sede_nombre: str
    subsede: str
    subsede_nombre: str
    ooad: str
    ooad_nombre: str
    ciudad: str
    entidad: str
    categoria: str
    def __init__(self, sede: _Optional[str] = ..., sede_nombre: _Optional[str] = ..., subsede: _Optional[str] = ..., subsede_nombre: _Optional[str] = ..., ooad: _Optional[str] = ..., ooad_nombre: _Optional[str] = ..., ciudad: _Optional[str] = ..., entidad: _Optional[str] = ..., categoria: _Optional[str] = ...) -> None: ...

class Decision(_message.Message):
    __slots__ = ("decision", "at", "acuse_id", "session")
    DECISION_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    ACUSE_ID_FIELD_NUMBER: _ClassVar[int]
    SESSION_FIELD_NUMBER: _ClassVar[int]
    decision: str
    at: str
    acuse_id: str
    session: str
    def __init__(self, decision: _Optional[str] = ..., at: _Optional[str] = ..., acuse_id: _Optional[str] = ..., session: _Optional[str] = ...) -> None: ...

class Exam(_message.Message):
    __slots__ = ("exam", "is_favourable", "document_sha256", "at")
    EXAM_FIELD_NUMBER: _ClassVar[int]
    IS_FAVOURABLE_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_SHA256_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    exam: str
    is_favourable: bool
    document_sha256: str
    at: str
    def __init__(self, exam: _Optional[str] = ..., is_favourable: _Optional[bool] = ..., document_sha256: _Optional[str] = ..., at: _Optional[str] = ...) -> None: ...

class Paper(_message.Message):
    __slots__ = ("sha256", "kind", "media_type", "bytes", "received_at", "received_by", "is_erased")
    SHA256_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    MEDIA_TYPE_FIELD_NUMBER: _ClassVar[int]
    BYTES_FIELD_NUMBER: _ClassVar[int]
    RECEIVED_AT_FIELD_NUMBER: _ClassVar[int]
    RECEIVED_BY_FIELD_NUMBER: _ClassVar[int]
    IS_ERASED_FIELD_NUMBER: _ClassVar[int]
    sha256: str
    kind: str
    media_type: str
    bytes: int
    received_at: str
    received_by: str
    is_erased: bool
    def __init__(self, sha256: _Optional[str] = ..., kind: _Optional[str] = ..., media_type: _Optional[str] = ..., bytes: _Optional[int] = ..., received_at: _Optional[str] = ..., received_by: _Optional[str] = ..., is_erased: _Optional[bool] = ...) -> None: ...

class ReceivePaperRequest(_message.Message):
    __slots__ = ("convocatoria", "expediente_id", "kind", "content")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    expediente_id: str
    kind: str
    content: bytes
    def __init__(self, convocatoria: _Optional[str] = ..., expediente_id: _Optional[str] = ..., kind: _Optional[str] = ..., content: _Optional[bytes] = ...) -> None: ...

class PaperRef(_message.Message):
    __slots__ = ("convocatoria", "expediente_id", "sha256")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    expediente_id: str
    sha256: str
    def __init__(self, convocatoria: _Optional[str] = ..., expediente_id: _Optional[str] = ..., sha256: _Optional[str] = ...) -> None: ...

class PaperContent(_message.Message):
    __slots__ = ("paper", "content")
    PAPER_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    paper: Paper
    content: bytes
    def __init__(self, paper: _Optional[_Union[Paper, _Mapping]] = ..., content: _Optional[bytes] = ...) -> None: ...

class Obligation(_message.Message):
    __slots__ = ("kind", "due_on", "clause", "state", "met_on", "evidence", "is_before_sede")
    KIND_FIELD_NUMBER: _ClassVar[int]
    DUE_ON_FIELD_NUMBER: _ClassVar[int]
    CLAUSE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    MET_ON_FIELD_NUMBER: _ClassVar[int]
    EVIDENCE_FIELD_NUMBER: _ClassVar[int]
    IS_BEFORE_SEDE_FIELD_NUMBER: _ClassVar[int]
    kind: str
    due_on: str
    clause: str
    state: str
    met_on: str
    evidence: str
    is_before_sede: bool
    def __init__(self, kind: _Optional[str] = ..., due_on: _Optional[str] = ..., clause: _Optional[str] = ..., state: _Optional[str] = ..., met_on: _Optional[str] = ..., evidence: _Optional[str] = ..., is_before_sede: _Optional[bool] = ...) -> None: ...

class Explanation(_message.Message):
    __slots__ = ("folio", "puntaje", "rank", "pool", "options", "draw")
    FOLIO_FIELD_NUMBER: _ClassVar[int]
    PUNTAJE_FIELD_NUMBER: _ClassVar[int]
    RANK_FIELD_NUMBER: _ClassVar[int]
    POOL_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    DRAW_FIELD_NUMBER: _ClassVar[int]
    folio: str
    puntaje: str
    rank: int
    pool: int
    options: _containers.RepeatedCompositeFieldContainer[OptionExplained]
    draw: str
    def __init__(self, folio: _Optional[str] = ..., puntaje: _Optional[str] = ..., rank: _Optional[int] = ..., pool: _Optional[int] = ..., options: _Optional[_Iterable[_Union[OptionExplained, _Mapping]]] = ..., draw: _Optional[str] = ...) -> None: ...

class OptionExplained(_message.Message):
    __slots__ = ("option", "sede", "sede_nombre", "plazas", "why", "own_rank", "last_admitted_puntaje", "last_admitted_rank", "places_short", "points_short")
    OPTION_FIELD_NUMBER: _ClassVar[int]
    SEDE_FIELD_NUMBER: _ClassVar[int]
    SEDE_NOMBRE_FIELD_NUMBER: _ClassVar[int]
    PLAZAS_FIELD_NUMBER: _ClassVar[int]
    WHY_FIELD_NUMBER: _ClassVar[int]
    OWN_RANK_FIELD_NUMBER: _ClassVar[int]
    LAST_ADMITTED_PUNTAJE_FIELD_NUMBER: _ClassVar[int]
    LAST_ADMITTED_RANK_FIELD_NUMBER: _ClassVar[int]
    PLACES_SHORT_FIELD_NUMBER: _ClassVar[int]
    POINTS_SHORT_FIELD_NUMBER: _ClassVar[int]
    option: int
    sede: str
    sede_nombre: str
    plazas: int
    why: str
    own_rank: int
    last_admitted_puntaje: str
    last_admitted_rank: int
    places_short: int
    points_short: str
    def __init__(self, option: _Optional[int] = ..., sede: _Optional[str] = ..., sede_nombre: _Optional[str] = ..., plazas: _Optional[int] = ..., why: _Optional[str] = ..., own_rank: _Optional[int] = ..., last_admitted_puntaje: _Optional[str] = ..., last_admitted_rank: _Optional[int] = ..., places_short: _Optional[int] = ..., points_short: _Optional[str] = ...) -> None: ...

class Cutoffs(_message.Message):
    __slots__ = ("cutoffs",)
    CUTOFFS_FIELD_NUMBER: _ClassVar[int]
    cutoffs: _containers.RepeatedCompositeFieldContainer[Cutoff]
    def __init__(self, cutoffs: _Optional[_Iterable[_Union[Cutoff, _Mapping]]] = ...) -> None: ...

class Cutoff(_message.Message):
    __slots__ = ("especialidad", "sede", "subsede", "categoria", "plazas", "filled", "last_admitted_puntaje")
    ESPECIALIDAD_FIELD_NUMBER: _ClassVar[int]
    SEDE_FIELD_NUMBER: _ClassVar[int]
    SUBSEDE_FIELD_NUMBER: _ClassVar[int]
    CATEGORIA_FIELD_NUMBER: _ClassVar[int]
    PLAZAS_FIELD_NUMBER: _ClassVar[int]
    FILLED_FIELD_NUMBER: _ClassVar[int]
    LAST_ADMITTED_PUNTAJE_FIELD_NUMBER: _ClassVar[int]
    especialidad: str
    sede: str
    subsede: str
    categoria: str
    plazas: int
    filled: int
    last_admitted_puntaje: str
    def __init__(self, especialidad: _Optional[str] = ..., sede: _Optional[str] = ..., subsede: _Optional[str] = ..., categoria: _Optional[str] = ..., plazas: _Optional[int] = ..., filled: _Optional[int] = ..., last_admitted_puntaje: _Optional[str] = ...) -> None: ...

class ListResultsRequest(_message.Message):
    __slots__ = ("convocatoria", "estado", "ooad", "page", "search")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    ESTADO_FIELD_NUMBER: _ClassVar[int]
    OOAD_FIELD_NUMBER: _ClassVar[int]
    PAGE_FIELD_NUMBER: _ClassVar[int]
    SEARCH_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    estado: str
    ooad: str
    page: _access_pb2.Page
    search: str
    def __init__(self, convocatoria: _Optional[str] = ..., estado: _Optional[str] = ..., ooad: _Optional[str] = ..., page: _Optional[_Union[_access_pb2.Page, _Mapping]] = ..., search: _Optional[str] = ...) -> None: ...

class ListResultsResponse(_message.Message):
    __slots__ = ("results", "next", "counts")
    class CountsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: int
        def __init__(self, key: _Optional[str] = ..., value: _Optional[int] = ...) -> None: ...
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_FIELD_NUMBER: _ClassVar[int]
    COUNTS_FIELD_NUMBER: _ClassVar[int]
    results: _containers.RepeatedCompositeFieldContainer[Result]
    next: str
    counts: _containers.ScalarMap[str, int]
    def __init__(self, results: _Optional[_Iterable[_Union[Result, _Mapping]]] = ..., next: _Optional[str] = ..., counts: _Optional[_Mapping[str, int]] = ...) -> None: ...

class RejectRequest(_message.Message):
    __slots__ = ("convocatoria", "expediente_id", "confirmation")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    CONFIRMATION_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    expediente_id: str
    confirmation: str
    def __init__(self, convocatoria: _Optional[str] = ..., expediente_id: _Optional[str] = ..., confirmation: _Optional[str] = ...) -> None: ...

class IssuanceRef(_message.Message):
    __slots__ = ("convocatoria", "expediente_id", "kind")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    expediente_id: str
    kind: str
    def __init__(self, convocatoria: _Optional[str] = ..., expediente_id: _Optional[str] = ..., kind: _Optional[str] = ...) -> None: ...

class Issuance(_message.Message):
    __slots__ = ("issuance_id", "kind", "issued_at", "session", "result", "valid_from", "valid_until", "ooad_address", "ooad_phone")
    ISSUANCE_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    ISSUED_AT_FIELD_NUMBER: _ClassVar[int]
    SESSION_FIELD_NUMBER: _ClassVar[int]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    VALID_FROM_FIELD_NUMBER: _ClassVar[int]
    VALID_UNTIL_FIELD_NUMBER: _ClassVar[int]
    OOAD_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    OOAD_PHONE_FIELD_NUMBER: _ClassVar[int]
    issuance_id: str
    kind: str
    issued_at: str
    session: str
    result: Result
    valid_from: str
    valid_until: str
    ooad_address: str
    ooad_phone: str
    def __init__(self, issuance_id: _Optional[str] = ..., kind: _Optional[str] = ..., issued_at: _Optional[str] = ..., session: _Optional[str] = ..., result: _Optional[_Union[Result, _Mapping]] = ..., valid_from: _Optional[str] = ..., valid_until: _Optional[str] = ..., ooad_address: _Optional[str] = ..., ooad_phone: _Optional[str] = ...) -> None: ...

class PresentationRequest(_message.Message):
    __slots__ = ("convocatoria", "expediente_id", "identification")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    IDENTIFICATION_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    expediente_id: str
    identification: str
    def __init__(self, convocatoria: _Optional[str] = ..., expediente_id: _Optional[str] = ..., identification: _Optional[str] = ...) -> None: ...

class ExamRequest(_message.Message):
    __slots__ = ("convocatoria", "expediente_id", "exam", "is_favourable", "document_sha256")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    EXAM_FIELD_NUMBER: _ClassVar[int]
    IS_FAVOURABLE_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_SHA256_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    expediente_id: str
    exam: str
    is_favourable: bool
    document_sha256: str
    def __init__(self, convocatoria: _Optional[str] = ..., expediente_id: _Optional[str] = ..., exam: _Optional[str] = ..., is_favourable: _Optional[bool] = ..., document_sha256: _Optional[str] = ...) -> None: ...

class RenunciaRequest(_message.Message):
    __slots__ = ("convocatoria", "expediente_id", "received_on", "document_sha256")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    RECEIVED_ON_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_SHA256_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    expediente_id: str
    received_on: str
    document_sha256: str
    def __init__(self, convocatoria: _Optional[str] = ..., expediente_id: _Optional[str] = ..., received_on: _Optional[str] = ..., document_sha256: _Optional[str] = ...) -> None: ...

class AbandonoRequest(_message.Message):
    __slots__ = ("convocatoria", "expediente_id", "reason", "document_sha256")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_SHA256_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    expediente_id: str
    reason: str
    document_sha256: str
    def __init__(self, convocatoria: _Optional[str] = ..., expediente_id: _Optional[str] = ..., reason: _Optional[str] = ..., document_sha256: _Optional[str] = ...) -> None: ...

class ObligationRequest(_message.Message):
    __slots__ = ("convocatoria", "expediente_id", "kind", "met_on", "evidence")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    MET_ON_FIELD_NUMBER: _ClassVar[int]
    EVIDENCE_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    expediente_id: str
    kind: str
    met_on: str
    evidence: str
    def __init__(self, convocatoria: _Optional[str] = ..., expediente_id: _Optional[str] = ..., kind: _Optional[str] = ..., met_on: _Optional[str] = ..., evidence: _Optional[str] = ...) -> None: ...

class FreedPlazas(_message.Message):
    __slots__ = ("freed", "left_over")
    FREED_FIELD_NUMBER: _ClassVar[int]
    LEFT_OVER_FIELD_NUMBER: _ClassVar[int]
    freed: _containers.RepeatedCompositeFieldContainer[FreedPlaza]
    left_over: _containers.RepeatedCompositeFieldContainer[Cell]
    def __init__(self, freed: _Optional[_Iterable[_Union[FreedPlaza, _Mapping]]] = ..., left_over: _Optional[_Iterable[_Union[Cell, _Mapping]]] = ...) -> None: ...

class FreedPlaza(_message.Message):
    __slots__ = ("especialidad", "sede", "subsede", "categoria", "cause", "freed_at", "destination")
    ESPECIALIDAD_FIELD_NUMBER: _ClassVar[int]
    SEDE_FIELD_NUMBER: _ClassVar[int]
    SUBSEDE_FIELD_NUMBER: _ClassVar[int]
    CATEGORIA_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    FREED_AT_FIELD_NUMBER: _ClassVar[int]
    DESTINATION_FIELD_NUMBER: _ClassVar[int]
    especialidad: str
    sede: str
    subsede: str
    categoria: str
    cause: str
    freed_at: str
    destination: str
    def __init__(self, especialidad: _Optional[str] = ..., sede: _Optional[str] = ..., subsede: _Optional[str] = ..., categoria: _Optional[str] = ..., cause: _Optional[str] = ..., freed_at: _Optional[str] = ..., destination: _Optional[str] = ...) -> None: ...

class LeftoverOferta(_message.Message):
    __slots__ = ("filename", "content", "sha256", "rows", "plazas", "origin", "origin_rules_digest", "origin_output_sha256", "counted_at")
    FILENAME_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    ROWS_FIELD_NUMBER: _ClassVar[int]
    PLAZAS_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_RULES_DIGEST_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_OUTPUT_SHA256_FIELD_NUMBER: _ClassVar[int]
    COUNTED_AT_FIELD_NUMBER: _ClassVar[int]
    filename: str
    content: bytes
    sha256: str
    rows: int
    plazas: int
    origin: str
    origin_rules_digest: str
    origin_output_sha256: str
    counted_at: str
    def __init__(self, filename: _Optional[str] = ..., content: _Optional[bytes] = ..., sha256: _Optional[str] = ..., rows: _Optional[int] = ..., plazas: _Optional[int] = ..., origin: _Optional[str] = ..., origin_rules_digest: _Optional[str] = ..., origin_output_sha256: _Optional[str] = ..., counted_at: _Optional[str] = ...) -> None: ...

class PermutaRequest(_message.Message):
    __slots__ = ("convocatoria", "expediente_id", "other_folio")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    OTHER_FOLIO_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    expediente_id: str
    other_folio: str
    def __init__(self, convocatoria: _Optional[str] = ..., expediente_id: _Optional[str] = ..., other_folio: _Optional[str] = ...) -> None: ...

class PermutaRef(_message.Message):
    __slots__ = ("convocatoria", "expediente_id", "permuta_id")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    PERMUTA_ID_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    expediente_id: str
    permuta_id: str
    def __init__(self, convocatoria: _Optional[str] = ..., expediente_id: _Optional[str] = ..., permuta_id: _Optional[str] = ...) -> None: ...

class Permuta(_message.Message):
    __slots__ = ("permuta_id", "state", "folio_a", "folio_b", "especialidad", "nombre_a", "nombre_b", "place_a", "place_b", "requested_at", "agreed_at", "approved_at", "approved_by", "ended_at")
    PERMUTA_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    FOLIO_A_FIELD_NUMBER: _ClassVar[int]
    FOLIO_B_FIELD_NUMBER: _ClassVar[int]
    ESPECIALIDAD_FIELD_NUMBER: _ClassVar[int]
    NOMBRE_A_FIELD_NUMBER: _ClassVar[int]
    NOMBRE_B_FIELD_NUMBER: _ClassVar[int]
    PLACE_A_FIELD_NUMBER: _ClassVar[int]
    PLACE_B_FIELD_NUMBER: _ClassVar[int]
    REQUESTED_AT_FIELD_NUMBER: _ClassVar[int]
    AGREED_AT_FIELD_NUMBER: _ClassVar[int]
    APPROVED_AT_FIELD_NUMBER: _ClassVar[int]
    APPROVED_BY_FIELD_NUMBER: _ClassVar[int]
    ENDED_AT_FIELD_NUMBER: _ClassVar[int]
    permuta_id: str
    state: str
    folio_a: str
    folio_b: str
    especialidad: str
    nombre_a: str
    nombre_b: str
    place_a: Place
    place_b: Place
    requested_at: str
    agreed_at: str
    approved_at: str
    approved_by: str
    ended_at: str
    def __init__(self, permuta_id: _Optional[str] = ..., state: _Optional[str] = ..., folio_a: _Optional[str] = ..., folio_b: _Optional[str] = ..., especialidad: _Optional[str] = ..., nombre_a: _Optional[str] = ..., nombre_b: _Optional[str] = ..., place_a: _Optional[_Union[Place, _Mapping]] = ..., place_b: _Optional[_Union[Place, _Mapping]] = ..., requested_at: _Optional[str] = ..., agreed_at: _Optional[str] = ..., approved_at: _Optional[str] = ..., approved_by: _Optional[str] = ..., ended_at: _Optional[str] = ...) -> None: ...

class ListPermutasResponse(_message.Message):
    __slots__ = ("permutas",)
    PERMUTAS_FIELD_NUMBER: _ClassVar[int]
    permutas: _containers.RepeatedCompositeFieldContainer[Permuta]
    def __init__(self, permutas: _Optional[_Iterable[_Union[Permuta, _Mapping]]] = ...) -> None: ...
