from contracts.residencias.registration.v1 import service_pb2 as _service_pb2
from contracts.residencias.validation.v1 import service_pb2 as _service_pb2_1
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ExpedienteSubmitted(_message.Message):
    __slots__ = ("send_number", "acuse_id", "snapshot_sha256", "revision", "documents")
    SEND_NUMBER_FIELD_NUMBER: _ClassVar[int]
    ACUSE_ID_FIELD_NUMBER: _ClassVar[int]
    SNAPSHOT_SHA256_FIELD_NUMBER: _ClassVar[int]
    REVISION_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    send_number: int
    acuse_id: str
    snapshot_sha256: str
    revision: int
    documents: int
    def __init__(self, send_number: _Optional[int] = ..., acuse_id: _Optional[str] = ..., snapshot_sha256: _Optional[str] = ..., revision: _Optional[int] = ..., documents: _Optional[int] = ...) -> None: ...

class ExpedienteClaimed(_message.Message):
    __slots__ = ("claimed_until",)
    CLAIMED_UNTIL_FIELD_NUMBER: _ClassVar[int]
    claimed_until: str
    def __init__(self, claimed_until: _Optional[str] = ...) -> None: ...

class ExpedienteSetAside(_message.Message):
    __slots__ = ("until",)
    UNTIL_FIELD_NUMBER: _ClassVar[int]
    until: str
    def __init__(self, until: _Optional[str] = ...) -> None: ...

class ClaimReleased(_message.Message):
    __slots__ = ("reason",)
    REASON_FIELD_NUMBER: _ClassVar[int]
    reason: str
    def __init__(self, reason: _Optional[str] = ...) -> None: ...

class ConflictDeclared(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ExpedienteObserved(_message.Message):
    __slots__ = ("observations", "attend_until")
    OBSERVATIONS_FIELD_NUMBER: _ClassVar[int]
    ATTEND_UNTIL_FIELD_NUMBER: _ClassVar[int]
    observations: _containers.RepeatedCompositeFieldContainer[_service_pb2_1.Observation]
    attend_until: str
    def __init__(self, observations: _Optional[_Iterable[_Union[_service_pb2_1.Observation, _Mapping]]] = ..., attend_until: _Optional[str] = ...) -> None: ...

class ExpedienteValidated(_message.Message):
    __slots__ = ("claims",)
    CLAIMS_FIELD_NUMBER: _ClassVar[int]
    claims: _containers.RepeatedCompositeFieldContainer[_service_pb2_1.ClaimVerdict]
    def __init__(self, claims: _Optional[_Iterable[_Union[_service_pb2_1.ClaimVerdict, _Mapping]]] = ...) -> None: ...

class AnnulmentProposed(_message.Message):
    __slots__ = ("cause",)
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    cause: str
    def __init__(self, cause: _Optional[str] = ...) -> None: ...

class AnnulmentRejected(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ExpedienteAnnulled(_message.Message):
    __slots__ = ("cause", "clause", "proposed_by", "confirmed_by")
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    CLAUSE_FIELD_NUMBER: _ClassVar[int]
    PROPOSED_BY_FIELD_NUMBER: _ClassVar[int]
    CONFIRMED_BY_FIELD_NUMBER: _ClassVar[int]
    cause: str
    clause: str
    proposed_by: str
    confirmed_by: str
    def __init__(self, cause: _Optional[str] = ..., clause: _Optional[str] = ..., proposed_by: _Optional[str] = ..., confirmed_by: _Optional[str] = ...) -> None: ...

class ParticipationCancelled(_message.Message):
    __slots__ = ("cause", "clause")
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    CLAUSE_FIELD_NUMBER: _ClassVar[int]
    cause: str
    clause: str
    def __init__(self, cause: _Optional[str] = ..., clause: _Optional[str] = ...) -> None: ...

class FichaIssued(_message.Message):
    __slots__ = ("folio", "folio_enarm", "especialidad", "categoria", "puntaje_enarm", "calificacion", "claims", "opciones", "cartas_compromiso", "nombre_completo", "first_submitted_at", "trabajador", "titulo_reverso", "cedula", "servicio_social", "issued_by_rezago", "seleccion_on", "relacion_laboral", "curp", "troncal")
    FOLIO_FIELD_NUMBER: _ClassVar[int]
    FOLIO_ENARM_FIELD_NUMBER: _ClassVar[int]
    ESPECIALIDAD_FIELD_NUMBER: _ClassVar[int]
    CATEGORIA_FIELD_NUMBER: _ClassVar[int]
    PUNTAJE_ENARM_FIELD_NUMBER: _ClassVar[int]
    CALIFICACION_FIELD_NUMBER: _ClassVar[int]
    CLAIMS_FIELD_NUMBER: _ClassVar[int]
    OPCIONES_FIELD_NUMBER: _ClassVar[int]
    CARTAS_COMPROMISO_FIELD_NUMBER: _ClassVar[int]
    NOMBRE_COMPLETO_FIELD_NUMBER: _ClassVar[int]
    FIRST_SUBMITTED_AT_FIELD_NUMBER: _ClassVar[int]
    TRABAJADOR_FIELD_NUMBER: _ClassVar[int]
    TITULO_REVERSO_FIELD_NUMBER: _ClassVar[int]
    CEDULA_FIELD_NUMBER: _ClassVar[int]
    SERVICIO_SOCIAL_FIELD_NUMBER: _ClassVar[int]
    ISSUED_BY_REZAGO_FIELD_NUMBER: _ClassVar[int]
    SELECCION_ON_FIELD_NUMBER: _ClassVar[int]
    RELACION_LABORAL_FIELD_NUMBER: _ClassVar[int]
    CURP_FIELD_NUMBER: _ClassVar[int]
    TRONCAL_FIELD_NUMBER: _ClassVar[int]
    folio: str
    folio_enarm: str
    especialidad: str
    categoria: str
    puntaje_enarm: str
    calificacion: str
    claims: _containers.RepeatedCompositeFieldContainer[_service_pb2_1.ClaimVerdict]
    opciones: _containers.RepeatedCompositeFieldContainer[_service_pb2.Opcion]
    cartas_compromiso: _containers.RepeatedScalarFieldContainer[str]
    nombre_completo: str
    first_submitted_at: str
    trabajador: _service_pb2.Trabajador
    titulo_reverso: str
    cedula: str
    servicio_social: str
    issued_by_rezago: str
    seleccion_on: str
    relacion_laboral: str
    curp: str
    troncal: _service_pb2.Troncal
    def __init__(self, folio: _Optional[str] = ..., folio_enarm: _Optional[str] = ..., especialidad: _Optional[str] = ..., categoria: _Optional[str] = ..., puntaje_enarm: _Optional[str] = ..., calificacion: _Optional[str] = ..., claims: _Optional[_Iterable[_Union[_service_pb2_1.ClaimVerdict, _Mapping]]] = ..., opciones: _Optional[_Iterable[_Union[_service_pb2.Opcion, _Mapping]]] = ..., cartas_compromiso: _Optional[_Iterable[str]] = ..., nombre_completo: _Optional[str] = ..., first_submitted_at: _Optional[str] = ..., trabajador: _Optional[_Union[_service_pb2.Trabajador, _Mapping]] = ..., titulo_reverso: _Optional[str] = ..., cedula: _Optional[str] = ..., servicio_social: _Optional[str] = ..., issued_by_rezago: _Optional[str] = ..., seleccion_on: _Optional[str] = ..., relacion_laboral: _Optional[str] = ..., curp: _Optional[str] = ..., troncal: _Optional[_Union[_service_pb2.Troncal, _Mapping]] = ...) -> None: ...

class FichaDownloaded(_message.Message):
    __slots__ = ("downloads",)
    DOWNLOADS_FIELD_NUMBER: _ClassVar[int]
    downloads: int
    def __init__(self, downloads: _Optional[int] = ...) -> None: ...

class ExpedienteOutOfProcess(_message.Message):
    __slots__ = ("cause", "clause")
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    CLAUSE_FIELD_NUMBER: _ClassVar[int]
    cause: str
    clause: str
    def __init__(self, cause: _Optional[str] = ..., clause: _Optional[str] = ...) -> None: ...

class RezagoListed(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class RezagoResolved(_message.Message):
    __slots__ = ("resolution", "reason")
    RESOLUTION_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    resolution: str
    reason: str
    def __init__(self, resolution: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class DossierRead(_message.Message):
    __slots__ = ("what",)
    WHAT_FIELD_NUMBER: _ClassVar[int]
    what: str
    def __init__(self, what: _Optional[str] = ...) -> None: ...
