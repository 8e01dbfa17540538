from contracts.residencias.allocation.v1 import service_pb2 as _service_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class OfertaLoaded(_message.Message):
    __slots__ = ("sha256", "plazas")
    SHA256_FIELD_NUMBER: _ClassVar[int]
    PLAZAS_FIELD_NUMBER: _ClassVar[int]
    sha256: str
    plazas: int
    def __init__(self, sha256: _Optional[str] = ..., plazas: _Optional[int] = ...) -> None: ...

class OfertaAccepted(_message.Message):
    __slots__ = ("sha256", "cells")
    SHA256_FIELD_NUMBER: _ClassVar[int]
    CELLS_FIELD_NUMBER: _ClassVar[int]
    sha256: str
    cells: _containers.RepeatedCompositeFieldContainer[_service_pb2.Cell]
    def __init__(self, sha256: _Optional[str] = ..., cells: _Optional[_Iterable[_Union[_service_pb2.Cell, _Mapping]]] = ...) -> None: ...

class RoundFrozen(_message.Message):
    __slots__ = ("kind", "input_sha256", "inscritos_sha256", "pool", "public_number", "public_source")
    KIND_FIELD_NUMBER: _ClassVar[int]
    INPUT_SHA256_FIELD_NUMBER: _ClassVar[int]
    INSCRITOS_SHA256_FIELD_NUMBER: _ClassVar[int]
    POOL_FIELD_NUMBER: _ClassVar[int]
    PUBLIC_NUMBER_FIELD_NUMBER: _ClassVar[int]
    PUBLIC_SOURCE_FIELD_NUMBER: _ClassVar[int]
    kind: str
    input_sha256: str
    inscritos_sha256: str
    pool: int
    public_number: str
    public_source: str
    def __init__(self, kind: _Optional[str] = ..., input_sha256: _Optional[str] = ..., inscritos_sha256: _Optional[str] = ..., pool: _Optional[int] = ..., public_number: _Optional[str] = ..., public_source: _Optional[str] = ...) -> None: ...

class RoundRun(_message.Message):
    __slots__ = ("kind", "input_sha256", "output_sha256", "is_verified", "pool", "assigned")
    KIND_FIELD_NUMBER: _ClassVar[int]
    INPUT_SHA256_FIELD_NUMBER: _ClassVar[int]
    OUTPUT_SHA256_FIELD_NUMBER: _ClassVar[int]
    IS_VERIFIED_FIELD_NUMBER: _ClassVar[int]
    POOL_FIELD_NUMBER: _ClassVar[int]
    ASSIGNED_FIELD_NUMBER: _ClassVar[int]
    kind: str
    input_sha256: str
    output_sha256: str
    is_verified: bool
    pool: int
    assigned: int
    def __init__(self, kind: _Optional[str] = ..., input_sha256: _Optional[str] = ..., output_sha256: _Optional[str] = ..., is_verified: _Optional[bool] = ..., pool: _Optional[int] = ..., assigned: _Optional[int] = ...) -> None: ...

class PublicationProposed(_message.Message):
    __slots__ = ("proposed_by",)
    PROPOSED_BY_FIELD_NUMBER: _ClassVar[int]
    proposed_by: str
    def __init__(self, proposed_by: _Optional[str] = ...) -> None: ...

class RoundPublished(_message.Message):
    __slots__ = ("output_sha256", "approved_by", "publishes_at")
    OUTPUT_SHA256_FIELD_NUMBER: _ClassVar[int]
    APPROVED_BY_FIELD_NUMBER: _ClassVar[int]
    PUBLISHES_AT_FIELD_NUMBER: _ClassVar[int]
    output_sha256: str
    approved_by: str
    publishes_at: str
    def __init__(self, output_sha256: _Optional[str] = ..., approved_by: _Optional[str] = ..., publishes_at: _Optional[str] = ...) -> None: ...

class ResultPublished(_message.Message):
    __slots__ = ("folio", "is_assigned", "decide_until")
    FOLIO_FIELD_NUMBER: _ClassVar[int]
    IS_ASSIGNED_FIELD_NUMBER: _ClassVar[int]
    DECIDE_UNTIL_FIELD_NUMBER: _ClassVar[int]
    folio: str
    is_assigned: bool
    decide_until: str
    def __init__(self, folio: _Optional[str] = ..., is_assigned: _Optional[bool] = ..., decide_until: _Optional[str] = ...) -> None: ...

class AdscripcionAccepted(_message.Message):
    __slots__ = ("acuse_id", "folio", "sede")
    ACUSE_ID_FIELD_NUMBER: _ClassVar[int]
    FOLIO_FIELD_NUMBER: _ClassVar[int]
    SEDE_FIELD_NUMBER: _ClassVar[int]
    acuse_id: str
    folio: str
    sede: str
    def __init__(self, acuse_id: _Optional[str] = ..., folio: _Optional[str] = ..., sede: _Optional[str] = ...) -> None: ...

class CompromisoAccepted(_message.Message):
    __slots__ = ("acuse_id", "folio")
    ACUSE_ID_FIELD_NUMBER: _ClassVar[int]
    FOLIO_FIELD_NUMBER: _ClassVar[int]
    acuse_id: str
    folio: str
    def __init__(self, acuse_id: _Optional[str] = ..., folio: _Optional[str] = ...) -> None: ...

class PreaceptacionIssued(_message.Message):
    __slots__ = ("issuance_id", "folio", "sede", "ooad", "valid_from", "valid_until", "obligations")
    ISSUANCE_ID_FIELD_NUMBER: _ClassVar[int]
    FOLIO_FIELD_NUMBER: _ClassVar[int]
    SEDE_FIELD_NUMBER: _ClassVar[int]
    OOAD_FIELD_NUMBER: _ClassVar[int]
    VALID_FROM_FIELD_NUMBER: _ClassVar[int]
    VALID_UNTIL_FIELD_NUMBER: _ClassVar[int]
    OBLIGATIONS_FIELD_NUMBER: _ClassVar[int]
    issuance_id: str
    folio: str
    sede: str
    ooad: str
    valid_from: str
    valid_until: str
    obligations: _containers.RepeatedCompositeFieldContainer[_service_pb2.Obligation]
    def __init__(self, issuance_id: _Optional[str] = ..., folio: _Optional[str] = ..., sede: _Optional[str] = ..., ooad: _Optional[str] = ..., valid_from: _Optional[str] = ..., valid_until: _Optional[str] = ..., obligations: _Optional[_Iterable[_Union[_service_pb2.Obligation, _Mapping]]] = ...) -> None: ...

class PlazaLost(_message.Message):
    __slots__ = ("cause", "folio", "clause")
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    FOLIO_FIELD_NUMBER: _ClassVar[int]
    CLAUSE_FIELD_NUMBER: _ClassVar[int]
    cause: str
    folio: str
    clause: str
    def __init__(self, cause: _Optional[str] = ..., folio: _Optional[str] = ..., clause: _Optional[str] = ...) -> None: ...

class PlazaRejected(_message.Message):
    __slots__ = ("reason", "folio", "acuse_id", "later_right")
    REASON_FIELD_NUMBER: _ClassVar[int]
    FOLIO_FIELD_NUMBER: _ClassVar[int]
    ACUSE_ID_FIELD_NUMBER: _ClassVar[int]
    LATER_RIGHT_FIELD_NUMBER: _ClassVar[int]
    reason: str
    folio: str
    acuse_id: str
    later_right: str
    def __init__(self, reason: _Optional[str] = ..., folio: _Optional[str] = ..., acuse_id: _Optional[str] = ..., later_right: _Optional[str] = ...) -> None: ...

class PlazaReleased(_message.Message):
    __slots__ = ("especialidad", "sede", "subsede", "categoria", "cause", "destination")
    ESPECIALIDAD_FIELD_NUMBER: _ClassVar[int]
    SEDE_FIELD_NUMBER: _ClassVar[int]
    SUBSEDE_FIELD_NUMBER: _ClassVar[int]
    CATEGORIA_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    DESTINATION_FIELD_NUMBER: _ClassVar[int]
    especialidad: str
    sede: str
    subsede: str
    categoria: str
    cause: str
    destination: str
    def __init__(self, especialidad: _Optional[str] = ..., sede: _Optional[str] = ..., subsede: _Optional[str] = ..., categoria: _Optional[str] = ..., cause: _Optional[str] = ..., destination: _Optional[str] = ...) -> None: ...

class PresentationRegistered(_message.Message):
    __slots__ = ("ooad",)
    OOAD_FIELD_NUMBER: _ClassVar[int]
    ooad: str
    def __init__(self, ooad: _Optional[str] = ...) -> None: ...

class ExamRecorded(_message.Message):
    __slots__ = ("exam", "is_favourable")
    EXAM_FIELD_NUMBER: _ClassVar[int]
    IS_FAVOURABLE_FIELD_NUMBER: _ClassVar[int]
    exam: str
    is_favourable: bool
    def __init__(self, exam: _Optional[str] = ..., is_favourable: _Optional[bool] = ...) -> None: ...

class PresentacionIssued(_message.Message):
    __slots__ = ("issuance_id", "folio", "sede")
    ISSUANCE_ID_FIELD_NUMBER: _ClassVar[int]
    FOLIO_FIELD_NUMBER: _ClassVar[int]
    SEDE_FIELD_NUMBER: _ClassVar[int]
    issuance_id: str
    folio: str
    sede: str
    def __init__(self, issuance_id: _Optional[str] = ..., folio: _Optional[str] = ..., sede: _Optional[str] = ...) -> None: ...

class PaperReceived(_message.Message):
    __slots__ = ("kind", "sha256", "bytes")
    KIND_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    BYTES_FIELD_NUMBER: _ClassVar[int]
    kind: str
    sha256: str
    bytes: int
    def __init__(self, kind: _Optional[str] = ..., sha256: _Optional[str] = ..., bytes: _Optional[int] = ...) -> None: ...

class PapersErased(_message.Message):
    __slots__ = ("papers", "after_days")
    PAPERS_FIELD_NUMBER: _ClassVar[int]
    AFTER_DAYS_FIELD_NUMBER: _ClassVar[int]
    papers: int
    after_days: int
    def __init__(self, papers: _Optional[int] = ..., after_days: _Optional[int] = ...) -> None: ...

class RenunciaRegistered(_message.Message):
    __slots__ = ("folio", "received_on", "later_right", "document_sha256")
    FOLIO_FIELD_NUMBER: _ClassVar[int]
    RECEIVED_ON_FIELD_NUMBER: _ClassVar[int]
    LATER_RIGHT_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_SHA256_FIELD_NUMBER: _ClassVar[int]
    folio: str
    received_on: str
    later_right: str
    document_sha256: str
    def __init__(self, folio: _Optional[str] = ..., received_on: _Optional[str] = ..., later_right: _Optional[str] = ..., document_sha256: _Optional[str] = ...) -> None: ...

class AbandonoRecorded(_message.Message):
    __slots__ = ("reason", "folio", "clause")
    REASON_FIELD_NUMBER: _ClassVar[int]
    FOLIO_FIELD_NUMBER: _ClassVar[int]
    CLAUSE_FIELD_NUMBER: _ClassVar[int]
    reason: str
    folio: str
    clause: str
    def __init__(self, reason: _Optional[str] = ..., folio: _Optional[str] = ..., clause: _Optional[str] = ...) -> None: ...

class ObligationMet(_message.Message):
    __slots__ = ("kind", "met_on")
    KIND_FIELD_NUMBER: _ClassVar[int]
    MET_ON_FIELD_NUMBER: _ClassVar[int]
    kind: str
    met_on: str
    def __init__(self, kind: _Optional[str] = ..., met_on: _Optional[str] = ...) -> None: ...

class ObligationOverdue(_message.Message):
    __slots__ = ("kind", "due_on", "clause")
    KIND_FIELD_NUMBER: _ClassVar[int]
    DUE_ON_FIELD_NUMBER: _ClassVar[int]
    CLAUSE_FIELD_NUMBER: _ClassVar[int]
    kind: str
    due_on: str
    clause: str
    def __init__(self, kind: _Optional[str] = ..., due_on: _Optional[str] = ..., clause: _Optional[str] = ...) -> None: ...

class BajaRecorded(_message.Message):
    __slots__ = ("cause", "clause")
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    CLAUSE_FIELD_NUMBER: _ClassVar[int]
    cause: str
    clause: str
    def __init__(self, cause: _Optional[str] = ..., clause: _Optional[str] = ...) -> None: ...

class PermutaRequested(_message.Message):
    __slots__ = ("folio_a", "folio_b")
    FOLIO_A_FIELD_NUMBER: _ClassVar[int]
    FOLIO_B_FIELD_NUMBER: _ClassVar[int]
    folio_a: str
    folio_b: str
    def __init__(self, folio_a: _Optional[str] = ..., folio_b: _Optional[str] = ...) -> None: ...

class PermutaAgreed(_message.Message):
    __slots__ = ("folio_a", "folio_b")
    FOLIO_A_FIELD_NUMBER: _ClassVar[int]
    FOLIO_B_FIELD_NUMBER: _ClassVar[int]
    folio_a: str
    folio_b: str
    def __init__(self, folio_a: _Optional[str] = ..., folio_b: _Optional[str] = ...) -> None: ...

class PermutaRejected(_message.Message):
    __slots__ = ("folio_a", "folio_b")
    FOLIO_A_FIELD_NUMBER: _ClassVar[int]
    FOLIO_B_FIELD_NUMBER: _ClassVar[int]
    folio_a: str
    folio_b: str
    def __init__(self, folio_a: _Optional[str] = ..., folio_b: _Optional[str] = ...) -> None: ...

class PermutaWithdrawn(_message.Message):
    __slots__ = ("folio_a", "folio_b", "was_agreed")
    FOLIO_A_FIELD_NUMBER: _ClassVar[int]
    FOLIO_B_FIELD_NUMBER: _ClassVar[int]
    WAS_AGREED_FIELD_NUMBER: _ClassVar[int]
    folio_a: str
    folio_b: str
    was_agreed: bool
    def __init__(self, folio_a: _Optional[str] = ..., folio_b: _Optional[str] = ..., was_agreed: _Optional[bool] = ...) -> None: ...

class PermutaApproved(_message.Message):
    __slots__ = ("folio_a", "folio_b")
    FOLIO_A_FIELD_NUMBER: _ClassVar[int]
    FOLIO_B_FIELD_NUMBER: _ClassVar[int]
    folio_a: str
    folio_b: str
    def __init__(self, folio_a: _Optional[str] = ..., folio_b: _Optional[str] = ...) -> None: ...

class DossierRead(_message.Message):
    __slots__ = ("what",)
    WHAT_FIELD_NUMBER: _ClassVar[int]
    what: str
    def __init__(self, what: _Optional[str] = ...) -> None: ...
