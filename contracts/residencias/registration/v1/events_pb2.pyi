from contracts.residencias.registration.v1 import service_pb2 as _service_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class RosterImported(_message.Message):
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

class RosterAccepted(_message.Message):
    __slots__ = ("admitted", "accepted_by")
    ADMITTED_FIELD_NUMBER: _ClassVar[int]
    ACCEPTED_BY_FIELD_NUMBER: _ClassVar[int]
    admitted: int
    accepted_by: str
    def __init__(self, admitted: _Optional[int] = ..., accepted_by: _Optional[str] = ...) -> None: ...

class CurpTemporalAssigned(_message.Message):
    __slots__ = ("folio_enarm",)
    FOLIO_ENARM_FIELD_NUMBER: _ClassVar[int]
    folio_enarm: str
    def __init__(self, folio_enarm: _Optional[str] = ...) -> None: ...

class AccountOpened(_message.Message):
    __slots__ = ("folio_enarm", "correo", "nombre", "categoria", "especialidad")
    FOLIO_ENARM_FIELD_NUMBER: _ClassVar[int]
    CORREO_FIELD_NUMBER: _ClassVar[int]
    NOMBRE_FIELD_NUMBER: _ClassVar[int]
    CATEGORIA_FIELD_NUMBER: _ClassVar[int]
    ESPECIALIDAD_FIELD_NUMBER: _ClassVar[int]
    folio_enarm: str
    correo: str
    nombre: str
    categoria: str
    especialidad: str
    def __init__(self, folio_enarm: _Optional[str] = ..., correo: _Optional[str] = ..., nombre: _Optional[str] = ..., categoria: _Optional[str] = ..., especialidad: _Optional[str] = ...) -> None: ...

class CorreoConfirmed(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class PasswordResetRequested(_message.Message):
    __slots__ = ("request_id", "expires_at")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    expires_at: str
    def __init__(self, request_id: _Optional[str] = ..., expires_at: _Optional[str] = ...) -> None: ...

class PasswordReset(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class RegistroOpened(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class RegistroSaved(_message.Message):
    __slots__ = ("revision", "is_complete", "error_fields", "nombre_completo", "correos")
    REVISION_FIELD_NUMBER: _ClassVar[int]
    IS_COMPLETE_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELDS_FIELD_NUMBER: _ClassVar[int]
    NOMBRE_COMPLETO_FIELD_NUMBER: _ClassVar[int]
    CORREOS_FIELD_NUMBER: _ClassVar[int]
    revision: int
    is_complete: bool
    error_fields: _containers.RepeatedScalarFieldContainer[str]
    nombre_completo: str
    correos: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, revision: _Optional[int] = ..., is_complete: _Optional[bool] = ..., error_fields: _Optional[_Iterable[str]] = ..., nombre_completo: _Optional[str] = ..., correos: _Optional[_Iterable[str]] = ...) -> None: ...

class SedesRanked(_message.Message):
    __slots__ = ("revision", "spaces")
    REVISION_FIELD_NUMBER: _ClassVar[int]
    SPACES_FIELD_NUMBER: _ClassVar[int]
    revision: int
    spaces: int
    def __init__(self, revision: _Optional[int] = ..., spaces: _Optional[int] = ...) -> None: ...

class SolicitudPrinted(_message.Message):
    __slots__ = ("number", "sha256", "revision")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    REVISION_FIELD_NUMBER: _ClassVar[int]
    number: int
    sha256: str
    revision: int
    def __init__(self, number: _Optional[int] = ..., sha256: _Optional[str] = ..., revision: _Optional[int] = ...) -> None: ...

class ParticipationRegistered(_message.Message):
    __slots__ = ("folio", "sha256", "printed_at", "content")
    FOLIO_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    PRINTED_AT_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    folio: str
    sha256: str
    printed_at: str
    content: _service_pb2.Snapshot
    def __init__(self, folio: _Optional[str] = ..., sha256: _Optional[str] = ..., printed_at: _Optional[str] = ..., content: _Optional[_Union[_service_pb2.Snapshot, _Mapping]] = ...) -> None: ...

class CategoriaFalseada(_message.Message):
    __slots__ = ("categoria_roster", "categoria_declarada")
    CATEGORIA_ROSTER_FIELD_NUMBER: _ClassVar[int]
    CATEGORIA_DECLARADA_FIELD_NUMBER: _ClassVar[int]
    categoria_roster: str
    categoria_declarada: str
    def __init__(self, categoria_roster: _Optional[str] = ..., categoria_declarada: _Optional[str] = ...) -> None: ...

class EntryRefused(_message.Message):
    __slots__ = ("command", "estado")
    COMMAND_FIELD_NUMBER: _ClassVar[int]
    ESTADO_FIELD_NUMBER: _ClassVar[int]
    command: str
    estado: str
    def __init__(self, command: _Optional[str] = ..., estado: _Optional[str] = ...) -> None: ...

class BanRecorded(_message.Message):
    __slots__ = ("scope", "cause", "clause", "act")
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    CLAUSE_FIELD_NUMBER: _ClassVar[int]
    ACT_FIELD_NUMBER: _ClassVar[int]
    scope: str
    cause: str
    clause: str
    act: str
    def __init__(self, scope: _Optional[str] = ..., cause: _Optional[str] = ..., clause: _Optional[str] = ..., act: _Optional[str] = ...) -> None: ...

class ExpedienteReleased(_message.Message):
    __slots__ = ("institucion", "oficio", "released_on")
    INSTITUCION_FIELD_NUMBER: _ClassVar[int]
    OFICIO_FIELD_NUMBER: _ClassVar[int]
    RELEASED_ON_FIELD_NUMBER: _ClassVar[int]
    institucion: str
    oficio: str
    released_on: str
    def __init__(self, institucion: _Optional[str] = ..., oficio: _Optional[str] = ..., released_on: _Optional[str] = ...) -> None: ...

class SedeReleased(_message.Message):
    __slots__ = ("number", "folio_enarm", "especialidad", "sede", "subsede", "cause", "clause")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    FOLIO_ENARM_FIELD_NUMBER: _ClassVar[int]
    ESPECIALIDAD_FIELD_NUMBER: _ClassVar[int]
    SEDE_FIELD_NUMBER: _ClassVar[int]
    SUBSEDE_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    CLAUSE_FIELD_NUMBER: _ClassVar[int]
    number: int
    folio_enarm: str
    especialidad: str
    sede: str
    subsede: str
    cause: str
    clause: str
    def __init__(self, number: _Optional[int] = ..., folio_enarm: _Optional[str] = ..., especialidad: _Optional[str] = ..., sede: _Optional[str] = ..., subsede: _Optional[str] = ..., cause: _Optional[str] = ..., clause: _Optional[str] = ...) -> None: ...

class DossierRead(_message.Message):
    __slots__ = ("what",)
    WHAT_FIELD_NUMBER: _ClassVar[int]
    what: str
    def __init__(self, what: _Optional[str] = ...) -> None: ...
