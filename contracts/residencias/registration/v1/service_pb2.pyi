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

class ImportRosterRequest(_message.Message):
    __slots__ = ("convocatoria", "filename", "content")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    FILENAME_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    filename: str
    content: bytes
    def __init__(self, convocatoria: _Optional[str] = ..., filename: _Optional[str] = ..., content: _Optional[bytes] = ...) -> None: ...

class RosterRef(_message.Message):
    __slots__ = ("convocatoria", "roster_id")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    ROSTER_ID_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    roster_id: str
    def __init__(self, convocatoria: _Optional[str] = ..., roster_id: _Optional[str] = ...) -> None: ...

class RosterReport(_message.Message):
    __slots__ = ("roster_id", "state", "filename", "sha256", "rows", "admitted", "refused", "distribution", "statistics", "direction_ok", "imported_at", "imported_by", "accepted_by")
    class DistributionEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: int
        def __init__(self, key: _Optional[str] = ..., value: _Optional[int] = ...) -> None: ...
    class StatisticsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    ROSTER_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    FILENAME_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    ROWS_FIELD_NUMBER: _ClassVar[int]
    ADMITTED_FIELD_NUMBER: _ClassVar[int]
    REFUSED_FIELD_NUMBER: _ClassVar[int]
    DISTRIBUTION_FIELD_NUMBER: _ClassVar[int]
    STATISTICS_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_OK_FIELD_NUMBER: _ClassVar[int]
    IMPORTED_AT_FIELD_NUMBER: _ClassVar[int]
    IMPORTED_BY_FIELD_NUMBER: _ClassVar[int]
    ACCEPTED_BY_FIELD_NUMBER: _ClassVar[int]
    roster_id: str
    state: str
    filename: str
    sha256: str
    rows: int
    admitted: int
    refused: _containers.RepeatedCompositeFieldContainer[RefusedRow]
    distribution: _containers.ScalarMap[str, int]
    statistics: _containers.ScalarMap[str, str]
    direction_ok: bool
    imported_at: str
    imported_by: str
    accepted_by: str
    def __init__(self, roster_id: _Optional[str] = ..., state: _Optional[str] = ..., filename: _Optional[str] = ..., sha256: _Optional[str] = ..., rows: _Optional[int] = ..., admitted: _Optional[int] = ..., refused: _Optional[_Iterable[_Union[RefusedRow, _Mapping]]] = ..., distribution: _Optional[_Mapping[str, int]] = ..., statistics: _Optional[_Mapping[str, str]] = ..., direction_ok: _Optional[bool] = ..., imported_at: _Optional[str] = ..., imported_by: _Optional[str] = ..., accepted_by: _Optional[str] = ...) -> None: ...

class ListRostersResponse(_message.Message):
    __slots__ = ("rosters",)
    ROSTERS_FIELD_NUMBER: _ClassVar[int]
    rosters: _containers.RepeatedCompositeFieldContainer[RosterReport]
    def __init__(self, rosters: _Optional[_Iterable[_Union[RosterReport, _Mapping]]] = ...) -> None: ...

class RefusedRow(_message.Message):
    __slots__ = ("row", "folio_enarm", "code", "que", "arreglo")
    ROW_FIELD_NUMBER: _ClassVar[int]
    FOLIO_ENARM_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    QUE_FIELD_NUMBER: _ClassVar[int]
    ARREGLO_FIELD_NUMBER: _ClassVar[int]
    row: int
    folio_enarm: str
    code: str
    que: str
    arreglo: str
    def __init__(self, row: _Optional[int] = ..., folio_enarm: _Optional[str] = ..., code: _Optional[str] = ..., que: _Optional[str] = ..., arreglo: _Optional[str] = ...) -> None: ...

class AssignCurpTemporalRequest(_message.Message):
    __slots__ = ("convocatoria", "folio_enarm")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    FOLIO_ENARM_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    folio_enarm: str
    def __init__(self, convocatoria: _Optional[str] = ..., folio_enarm: _Optional[str] = ...) -> None: ...

class CurpTemporal(_message.Message):
    __slots__ = ("folio_enarm", "curp_temporal", "nombre_completo")
    FOLIO_ENARM_FIELD_NUMBER: _ClassVar[int]
    CURP_TEMPORAL_FIELD_NUMBER: _ClassVar[int]
    NOMBRE_COMPLETO_FIELD_NUMBER: _ClassVar[int]
    folio_enarm: str
    curp_temporal: str
    nombre_completo: str
    def __init__(self, folio_enarm: _Optional[str] = ..., curp_temporal: _Optional[str] = ..., nombre_completo: _Optional[str] = ...) -> None: ...

class ListCurpTemporalesRequest(_message.Message):
    __slots__ = ("convocatoria", "page")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    PAGE_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    page: _access_pb2.Page
    def __init__(self, convocatoria: _Optional[str] = ..., page: _Optional[_Union[_access_pb2.Page, _Mapping]] = ...) -> None: ...

class ListCurpTemporalesResponse(_message.Message):
    __slots__ = ("temporales", "next")
    TEMPORALES_FIELD_NUMBER: _ClassVar[int]
    NEXT_FIELD_NUMBER: _ClassVar[int]
    temporales: _containers.RepeatedCompositeFieldContainer[CurpTemporal]
    next: str
    def __init__(self, temporales: _Optional[_Iterable[_Union[CurpTemporal, _Mapping]]] = ..., next: _Optional[str] = ...) -> None: ...

class OpenAccountRequest(_message.Message):
    __slots__ = ("convocatoria", "curp", "folio_enarm", "correo", "password")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    CURP_FIELD_NUMBER: _ClassVar[int]
    FOLIO_ENARM_FIELD_NUMBER: _ClassVar[int]
    CORREO_FIELD_NUMBER: _ClassVar[int]
    PASSWORD_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    curp: str
    folio_enarm: str
    correo: str
    password: str
    def __init__(self, convocatoria: _Optional[str] = ..., curp: _Optional[str] = ..., folio_enarm: _Optional[str] = ..., correo: _Optional[str] = ..., password: _Optional[str] = ...) -> None: ...

class ConfirmCorreoRequest(_message.Message):
    __slots__ = ("convocatoria", "curp", "code")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    CURP_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    curp: str
    code: str
    def __init__(self, convocatoria: _Optional[str] = ..., curp: _Optional[str] = ..., code: _Optional[str] = ...) -> None: ...

class AuthenticateRequest(_message.Message):
    __slots__ = ("convocatoria", "curp", "password")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    CURP_FIELD_NUMBER: _ClassVar[int]
    PASSWORD_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    curp: str
    password: str
    def __init__(self, convocatoria: _Optional[str] = ..., curp: _Optional[str] = ..., password: _Optional[str] = ...) -> None: ...

class PasswordResetRequest(_message.Message):
    __slots__ = ("convocatoria", "curp")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    CURP_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    curp: str
    def __init__(self, convocatoria: _Optional[str] = ..., curp: _Optional[str] = ...) -> None: ...

class ResetPasswordRequest(_message.Message):
    __slots__ = ("convocatoria", "curp", "code", "password")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    CURP_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    PASSWORD_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    curp: str
    code: str
    password: str
    def __init__(self, convocatoria: _Optional[str] = ..., curp: _Optional[str] = ..., code: _Optional[str] = ..., password: _Optional[str] = ...) -> None: ...

class Account(_message.Message):
    __slots__ = ("expediente_id", "is_correo_confirmed", "nombre_completo")
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    IS_CORREO_CONFIRMED_FIELD_NUMBER: _ClassVar[int]
    NOMBRE_COMPLETO_FIELD_NUMBER: _ClassVar[int]
    expediente_id: str
    is_correo_confirmed: bool
    nombre_completo: str
    def __init__(self, expediente_id: _Optional[str] = ..., is_correo_confirmed: _Optional[bool] = ..., nombre_completo: _Optional[str] = ...) -> None: ...

class RegistroDatos(_message.Message):
    __slots__ = ("nombre", "primer_apellido", "segundo_apellido", "sexo", "nacimiento_on", "entidad_nacimiento", "categoria", "nacionalidad", "estudios", "telefonos", "correos", "domicilio", "escuela", "egreso_on", "calificacion", "reclamos", "trabajador", "titulo_anverso", "titulo_reverso", "cedula", "cedula_numero", "servicio_social", "servicio_social_on", "internado_on", "declaraciones", "residencia")
    NOMBRE_FIELD_NUMBER: _ClassVar[int]
    PRIMER_APELLIDO_FIELD_NUMBER: _ClassVar[int]
    SEGUNDO_APELLIDO_FIELD_NUMBER: _ClassVar[int]
    SEXO_FIELD_NUMBER: _ClassVar[int]
    NACIMIENTO_ON_FIELD_NUMBER: _ClassVar[int]
    ENTIDAD_NACIMIENTO_FIELD_NUMBER: _ClassVar[int]
    CATEGORIA_FIELD_NUMBER: _ClassVar[int]
    NACIONALIDAD_FIELD_NUMBER: _ClassVar[int]
    ESTUDIOS_FIELD_NUMBER: _ClassVar[int]
    TELEFONOS_FIELD_NUMBER: _ClassVar[int]
    CORREOS_FIELD_NUMBER: _ClassVar[int]
    DOMICILIO_FIELD_NUMBER: _ClassVar[int]
    ESCUELA_FIELD_NUMBER: _ClassVar[int]
    EGRESO_ON_FIELD_NUMBER: _ClassVar[int]
    CALIFICACION_FIELD_NUMBER: _ClassVar[int]
    RECLAMOS_FIELD_NUMBER: _ClassVar[int]
    TRABAJADOR_FIELD_NUMBER: _ClassVar[int]
    TITULO_ANVERSO_FIELD_NUMBER: _ClassVar[int]
    TITULO_REVERSO_FIELD_NUMBER: _ClassVar[int]
    CEDULA_FIELD_NUMBER: _ClassVar[int]
    CEDULA_NUMERO_FIELD_NUMBER: _ClassVar[int]
    SERVICIO_SOCIAL_FIELD_NUMBER: _ClassVar[int]
    SERVICIO_SOCIAL_ON_FIELD_NUMBER: _ClassVar[int]
    INTERNADO_ON_FIELD_NUMBER: _ClassVar[int]
    DECLARACIONES_FIELD_NUMBER: _ClassVar[int]
    RESIDENCIA_FIELD_NUMBER: _ClassVar[int]
    nombre: str
    primer_apellido: str
    segundo_apellido: str
    sexo: str
    nacimiento_on: str
    entidad_nacimiento: str
    categoria: str
    nacionalidad: str
    estudios: str
    telefonos: _containers.RepeatedScalarFieldContainer[str]
    correos: _containers.RepeatedScalarFieldContainer[str]
    domicilio: Domicilio
    escuela: str
    egreso_on: str
    calificacion: Calificacion
    reclamos: Reclamos
    trabajador: Trabajador
    titulo_anverso: str
    titulo_reverso: str
    cedula: str
    cedula_numero: str
    servicio_social: str
    servicio_social_on: str
    internado_on: str
    declaraciones: Declaraciones
    residencia: Residencia
    def __init__(self, nombre: _Optional[str] = ..., primer_apellido: _Optional[str] = ..., segundo_apellido: _Optional[str] = ..., sexo: _Optional[str] = ..., nacimiento_on: _Optional[str] = ..., entidad_nacimiento: _Optional[str] = ..., categoria: _Optional[str] = ..., nacionalidad: _Optional[str] = ..., estudios: _Optional[str] = ..., telefonos: _Optional[_Iterable[str]] = ..., correos: _Optional[_Iterable[str]] = ..., domicilio: _Optional[_Union[Domicilio, _Mapping]] = ..., escuela: _Optional[str] = ..., egreso_on: _Optional[str] = ..., calificacion: _Optional[_Union[Calificacion, _Mapping]] = ..., reclamos: _Optional[_Union[Reclamos, _Mapping]] = ..., trabajador: _Optional[_Union[Trabajador, _Mapping]] = ..., titulo_anverso: _Optional[str] = ..., titulo_reverso: _Optional[str] = ..., cedula: _Optional[str] = ..., cedula_numero: _Optional[str] = ..., servicio_social: _Optional[str] = ..., servicio_social_on: _Optional[str] = ..., internado_on: _Optional[str] = ..., declaraciones: _Optional[_Union[Declaraciones, _Mapping]] = ..., residencia: _Optional[_Union[Residencia, _Mapping]] = ...) -> None: ...

class Residencia(_message.Message):
    __slots__ = ("cer",)
    CER_FIELD_NUMBER: _ClassVar[int]
    cer: str
    def __init__(self, cer: _Optional[str] = ...) -> None: ...

class Domicilio(_message.Message):
    __slots__ = ("calle_numero", "colonia", "municipio", "entidad", "codigo_postal")
    CALLE_NUMERO_FIELD_NUMBER: _ClassVar[int]
    COLONIA_FIELD_NUMBER: _ClassVar[int]
    MUNICIPIO_FIELD_NUMBER: _ClassVar[int]
    ENTIDAD_FIELD_NUMBER: _ClassVar[int]
    CODIGO_POSTAL_FIELD_NUMBER: _ClassVar[int]
    calle_numero: str
    colonia: str
    municipio: str
    entidad: str
    codigo_postal: str
    def __init__(self, calle_numero: _Optional[str] = ..., colonia: _Optional[str] = ..., municipio: _Optional[str] = ..., entidad: _Optional[str] = ..., codigo_postal: _Optional[str] = ...) -> None: ...

class Calificacion(_message.Message):
    __slots__ = ("valor", "escala", "base_100", "has_equivalencia")
    VALOR_FIELD_NUMBER: _ClassVar[int]
    ESCALA_FIELD_NUMBER: _ClassVar[int]
    BASE_100_FIELD_NUMBER: _ClassVar[int]
    HAS_EQUIVALENCIA_FIELD_NUMBER: _ClassVar[int]
    valor: str
    escala: str
    base_100: str
    has_equivalencia: bool
    def __init__(self, valor: _Optional[str] = ..., escala: _Optional[str] = ..., base_100: _Optional[str] = ..., has_equivalencia: _Optional[bool] = ...) -> None: ...

class Reclamos(_message.Message):
    __slots__ = ("trabajador", "hijo_trabajador", "internado_imss", "servicio_social_imss", "docencia", "publicaciones")
    TRABAJADOR_FIELD_NUMBER: _ClassVar[int]
    HIJO_TRABAJADOR_FIELD_NUMBER: _ClassVar[int]
    INTERNADO_IMSS_FIELD_NUMBER: _ClassVar[int]
    SERVICIO_SOCIAL_IMSS_FIELD_NUMBER: _ClassVar[int]
    DOCENCIA_FIELD_NUMBER: _ClassVar[int]
    PUBLICACIONES_FIELD_NUMBER: _ClassVar[int]
    trabajador: bool
    hijo_trabajador: bool
    internado_imss: bool
    servicio_social_imss: bool
    docencia: bool
    publicaciones: bool
    def __init__(self, trabajador: _Optional[bool] = ..., hijo_trabajador: _Optional[bool] = ..., internado_imss: _Optional[bool] = ..., servicio_social_imss: _Optional[bool] = ..., docencia: _Optional[bool] = ..., publicaciones: _Optional[bool] = ...) -> None: ...

class Trabajador(_message.Message):
    __slots__ = ("matricula", "contratacion", "marca", "regimen", "is_titular", "ingreso_on")
    MATRICULA_FIELD_NUMBER: _ClassVar[int]
    CONTRATACION_FIELD_NUMBER: _ClassVar[int]
    MARCA_FIELD_NUMBER: _ClassVar[int]
    REGIMEN_FIELD_NUMBER: _ClassVar[int]
    IS_TITULAR_FIELD_NUMBER: _ClassVar[int]
    INGRESO_ON_FIELD_NUMBER: _ClassVar[int]
    matricula: str
    contratacion: str
    marca: str
    regimen: str
    is_titular: bool
    ingreso_on: str
    def __init__(self, matricula: _Optional[str] = ..., contratacion: _Optional[str] = ..., marca: _Optional[str] = ..., regimen: _Optional[str] = ..., is_titular: _Optional[bool] = ..., ingreso_on: _Optional[str] = ...) -> None: ...

class Declaraciones(_message.Message):
    __slots__ = ("sin_proceso_legal", "sin_rescision", "sin_especialidad_concluida", "una_sola_institucion", "datos_verdaderos", "advertencia_sedes_leida", "sostiene_categoria", "sin_corrupcion", "sin_cer_concluido")
    SIN_PROCESO_LEGAL_FIELD_NUMBER: _ClassVar[int]
    SIN_RESCISION_FIELD_NUMBER: _ClassVar[int]
    SIN_ESPECIALIDAD_CONCLUIDA_FIELD_NUMBER: _ClassVar[int]
    UNA_SOLA_INSTITUCION_FIELD_NUMBER: _ClassVar[int]
    DATOS_VERDADEROS_FIELD_NUMBER: _ClassVar[int]
    ADVERTENCIA_SEDES_LEIDA_FIELD_NUMBER: _ClassVar[int]
    SOSTIENE_CATEGORIA_FIELD_NUMBER: _ClassVar[int]
    SIN_CORRUPCION_FIELD_NUMBER: _ClassVar[int]
    SIN_CER_CONCLUIDO_FIELD_NUMBER: _ClassVar[int]
    sin_proceso_legal: bool
    sin_rescision: bool
    sin_especialidad_concluida: bool
    una_sola_institucion: bool
    datos_verdaderos: bool
    advertencia_sedes_leida: bool
    sostiene_categoria: bool
    sin_corrupcion: bool
    sin_cer_concluido: bool
    def __init__(self, sin_proceso_legal: _Optional[bool] = ..., sin_rescision: _Optional[bool] = ..., sin_especialidad_concluida: _Optional[bool] = ..., una_sola_institucion: _Optional[bool] = ..., datos_verdaderos: _Optional[bool] = ..., advertencia_sedes_leida: _Optional[bool] = ..., sostiene_categoria: _Optional[bool] = ..., sin_corrupcion: _Optional[bool] = ..., sin_cer_concluido: _Optional[bool] = ...) -> None: ...

class Opcion(_message.Message):
    __slots__ = ("sede", "subsedes")
    SEDE_FIELD_NUMBER: _ClassVar[int]
    SUBSEDES_FIELD_NUMBER: _ClassVar[int]
    sede: str
    subsedes: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, sede: _Optional[str] = ..., subsedes: _Optional[_Iterable[str]] = ...) -> None: ...

class FieldProblem(_message.Message):
    __slots__ = ("field", "code", "que", "porque", "arreglo", "clause")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    QUE_FIELD_NUMBER: _ClassVar[int]
    PORQUE_FIELD_NUMBER: _ClassVar[int]
    ARREGLO_FIELD_NUMBER: _ClassVar[int]
    CLAUSE_FIELD_NUMBER: _ClassVar[int]
    field: str
    code: str
    que: str
    porque: str
    arreglo: str
    clause: str
    def __init__(self, field: _Optional[str] = ..., code: _Optional[str] = ..., que: _Optional[str] = ..., porque: _Optional[str] = ..., arreglo: _Optional[str] = ..., clause: _Optional[str] = ...) -> None: ...

class Registro(_message.Message):
    __slots__ = ("expediente_id", "version", "revision", "folio_enarm", "curp", "especialidad", "categoria_roster", "puntaje_enarm", "datos", "opciones", "errors", "is_complete", "print_number", "printed_at", "is_print_current", "estado", "editable", "correo", "advertencia", "estado_version", "folio", "troncal", "desenlaces", "liberado")
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    REVISION_FIELD_NUMBER: _ClassVar[int]
    FOLIO_ENARM_FIELD_NUMBER: _ClassVar[int]
    CURP_FIELD_NUMBER: _ClassVar[int]
    ESPECIALIDAD_FIELD_NUMBER: _ClassVar[int]
    CATEGORIA_ROSTER_FIELD_NUMBER: _ClassVar[int]
    PUNTAJE_ENARM_FIELD_NUMBER: _ClassVar[int]
    DATOS_FIELD_NUMBER: _ClassVar[int]
    OPCIONES_FIELD_NUMBER: _ClassVar[int]
    ERRORS_FIELD_NUMBER: _ClassVar[int]
    IS_COMPLETE_FIELD_NUMBER: _ClassVar[int]
    PRINT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    PRINTED_AT_FIELD_NUMBER: _ClassVar[int]
    IS_PRINT_CURRENT_FIELD_NUMBER: _ClassVar[int]
    ESTADO_FIELD_NUMBER: _ClassVar[int]
    EDITABLE_FIELD_NUMBER: _ClassVar[int]
    CORREO_FIELD_NUMBER: _ClassVar[int]
    ADVERTENCIA_FIELD_NUMBER: _ClassVar[int]
    ESTADO_VERSION_FIELD_NUMBER: _ClassVar[int]
    FOLIO_FIELD_NUMBER: _ClassVar[int]
    TRONCAL_FIELD_NUMBER: _ClassVar[int]
    DESENLACES_FIELD_NUMBER: _ClassVar[int]
    LIBERADO_FIELD_NUMBER: _ClassVar[int]
    expediente_id: str
    version: int
    revision: int
    folio_enarm: str
    curp: str
    especialidad: str
    categoria_roster: str
    puntaje_enarm: str
    datos: RegistroDatos
    opciones: _containers.RepeatedCompositeFieldContainer[Opcion]
    errors: _containers.RepeatedCompositeFieldContainer[FieldProblem]
    is_complete: bool
    print_number: int
    printed_at: str
    is_print_current: bool
    estado: str
    editable: _containers.RepeatedScalarFieldContainer[str]
    correo: str
    advertencia: str
    estado_version: int
    folio: str
    troncal: Troncal
    desenlaces: _containers.RepeatedCompositeFieldContainer[Desenlace]
    liberado: ExpedienteLiberado
    def __init__(self, expediente_id: _Optional[str] = ..., version: _Optional[int] = ..., revision: _Optional[int] = ..., folio_enarm: _Optional[str] = ..., curp: _Optional[str] = ..., especialidad: _Optional[str] = ..., categoria_roster: _Optional[str] = ..., puntaje_enarm: _Optional[str] = ..., datos: _Optional[_Union[RegistroDatos, _Mapping]] = ..., opciones: _Optional[_Iterable[_Union[Opcion, _Mapping]]] = ..., errors: _Optional[_Iterable[_Union[FieldProblem, _Mapping]]] = ..., is_complete: _Optional[bool] = ..., print_number: _Optional[int] = ..., printed_at: _Optional[str] = ..., is_print_current: _Optional[bool] = ..., estado: _Optional[str] = ..., editable: _Optional[_Iterable[str]] = ..., correo: _Optional[str] = ..., advertencia: _Optional[str] = ..., estado_version: _Optional[int] = ..., folio: _Optional[str] = ..., troncal: _Optional[_Union[Troncal, _Mapping]] = ..., desenlaces: _Optional[_Iterable[_Union[Desenlace, _Mapping]]] = ..., liberado: _Optional[_Union[ExpedienteLiberado, _Mapping]] = ...) -> None: ...

class Troncal(_message.Message):
    __slots__ = ("ceme", "grado", "status", "adscripcion", "delegacion", "efiser")
    CEME_FIELD_NUMBER: _ClassVar[int]
    GRADO_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    ADSCRIPCION_FIELD_NUMBER: _ClassVar[int]
    DELEGACION_FIELD_NUMBER: _ClassVar[int]
    EFISER_FIELD_NUMBER: _ClassVar[int]
    ceme: str
    grado: int
    status: str
    adscripcion: str
    delegacion: str
    efiser: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, ceme: _Optional[str] = ..., grado: _Optional[int] = ..., status: _Optional[str] = ..., adscripcion: _Optional[str] = ..., delegacion: _Optional[str] = ..., efiser: _Optional[_Iterable[str]] = ...) -> None: ...

class Desenlace(_message.Message):
    __slots__ = ("source", "outcome", "right", "clause", "at")
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    RIGHT_FIELD_NUMBER: _ClassVar[int]
    CLAUSE_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    source: str
    outcome: str
    right: str
    clause: str
    at: str
    def __init__(self, source: _Optional[str] = ..., outcome: _Optional[str] = ..., right: _Optional[str] = ..., clause: _Optional[str] = ..., at: _Optional[str] = ...) -> None: ...

class ReleaseExpedienteRequest(_message.Message):
    __slots__ = ("convocatoria", "expediente_id", "institucion", "oficio", "released_on")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    INSTITUCION_FIELD_NUMBER: _ClassVar[int]
    OFICIO_FIELD_NUMBER: _ClassVar[int]
    RELEASED_ON_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    expediente_id: str
    institucion: str
    oficio: str
    released_on: str
    def __init__(self, convocatoria: _Optional[str] = ..., expediente_id: _Optional[str] = ..., institucion: _Optional[str] = ..., oficio: _Optional[str] = ..., released_on: _Optional[str] = ...) -> None: ...

class ExpedienteLiberado(_message.Message):
    __slots__ = ("institucion", "oficio", "released_on")
    INSTITUCION_FIELD_NUMBER: _ClassVar[int]
    OFICIO_FIELD_NUMBER: _ClassVar[int]
    RELEASED_ON_FIELD_NUMBER: _ClassVar[int]
    institucion: str
    oficio: str
    released_on: str
    def __init__(self, institucion: _Optional[str] = ..., oficio: _Optional[str] = ..., released_on: _Optional[str] = ...) -> None: ...

class SaveRegistroRequest(_message.Message):
    __slots__ = ("convocatoria", "expediente_id", "expected_version", "datos")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_VERSION_FIELD_NUMBER: _ClassVar[int]
    DATOS_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    expediente_id: str
    expected_version: int
    datos: RegistroDatos
    def __init__(self, convocatoria: _Optional[str] = ..., expediente_id: _Optional[str] = ..., expected_version: _Optional[int] = ..., datos: _Optional[_Union[RegistroDatos, _Mapping]] = ...) -> None: ...

class RankSedesRequest(_message.Message):
    __slots__ = ("convocatoria", "expediente_id", "expected_version", "opciones")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_VERSION_FIELD_NUMBER: _ClassVar[int]
    OPCIONES_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    expediente_id: str
    expected_version: int
    opciones: _containers.RepeatedCompositeFieldContainer[Opcion]
    def __init__(self, convocatoria: _Optional[str] = ..., expediente_id: _Optional[str] = ..., expected_version: _Optional[int] = ..., opciones: _Optional[_Iterable[_Union[Opcion, _Mapping]]] = ...) -> None: ...

class Opciones(_message.Message):
    __slots__ = ("sedes", "spaces", "advertencia", "cursos")
    SEDES_FIELD_NUMBER: _ClassVar[int]
    SPACES_FIELD_NUMBER: _ClassVar[int]
    ADVERTENCIA_FIELD_NUMBER: _ClassVar[int]
    CURSOS_FIELD_NUMBER: _ClassVar[int]
    sedes: _containers.RepeatedCompositeFieldContainer[SedeOfrecida]
    spaces: int
    advertencia: str
    cursos: _containers.RepeatedCompositeFieldContainer[Curso]
    def __init__(self, sedes: _Optional[_Iterable[_Union[SedeOfrecida, _Mapping]]] = ..., spaces: _Optional[int] = ..., advertencia: _Optional[str] = ..., cursos: _Optional[_Iterable[_Union[Curso, _Mapping]]] = ...) -> None: ...

class Curso(_message.Message):
    __slots__ = ("cer", "nombre")
    CER_FIELD_NUMBER: _ClassVar[int]
    NOMBRE_FIELD_NUMBER: _ClassVar[int]
    cer: str
    nombre: str
    def __init__(self, cer: _Optional[str] = ..., nombre: _Optional[str] = ...) -> None: ...

class SedeOfrecida(_message.Message):
    __slots__ = ("sede", "nombre", "ooad", "ciudad", "entidad", "plazas", "subsedes")
    SEDE_FIELD_NUMBER: _ClassVar[int]
    NOMBRE_FIELD_NUMBER: _ClassVar[int]
    OOAD_FIELD_NUMBER: _ClassVar[int]
    CIUDAD_FIELD_NUMBER: _ClassVar[int]
    ENTIDAD_FIELD_NUMBER: _ClassVar[int]
    PLAZAS_FIELD_NUMBER: _ClassVar[int]
    SUBSEDES_FIELD_NUMBER: _ClassVar[int]
    sede: str
    nombre: str
    ooad: str
    ciudad: str
    entidad: str
    plazas: int
    subsedes: _containers.RepeatedCompositeFieldContainer[SubsedeOfrecida]
    def __init__(self, sede: _Optional[str] = ..., nombre: _Optional[str] = ..., ooad: _Optional[str] = ..., ciudad: _Optional[str] = ..., entidad: _Optional[str] = ..., plazas: _Optional[int] = ..., subsedes: _Optional[_Iterable[_Union[SubsedeOfrecida, _Mapping]]] = ...) -> None: ...

class SubsedeOfrecida(_message.Message):
    __slots__ = ("subsede", "nombre", "plazas")
    SUBSEDE_FIELD_NUMBER: _ClassVar[int]
    NOMBRE_FIELD_NUMBER: _ClassVar[int]
    PLAZAS_FIELD_NUMBER: _ClassVar[int]
    subsede: str
    nombre: str
    plazas: int
    def __init__(self, subsede: _Optional[str] = ..., nombre: _Optional[str] = ..., plazas: _Optional[int] = ...) -> None: ...

class SolicitudPrintRef(_message.Message):
    __slots__ = ("convocatoria", "expediente_id", "number")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    expediente_id: str
    number: int
    def __init__(self, convocatoria: _Optional[str] = ..., expediente_id: _Optional[str] = ..., number: _Optional[int] = ...) -> None: ...

class SolicitudPrint(_message.Message):
    __slots__ = ("expediente_id", "number", "printed_at", "sha256", "qr", "is_current", "content")
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    PRINTED_AT_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    QR_FIELD_NUMBER: _ClassVar[int]
    IS_CURRENT_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    expediente_id: str
    number: int
    printed_at: str
    sha256: str
    qr: str
    is_current: bool
    content: Snapshot
    def __init__(self, expediente_id: _Optional[str] = ..., number: _Optional[int] = ..., printed_at: _Optional[str] = ..., sha256: _Optional[str] = ..., qr: _Optional[str] = ..., is_current: _Optional[bool] = ..., content: _Optional[_Union[Snapshot, _Mapping]] = ...) -> None: ...

class Snapshot(_message.Message):
    __slots__ = ("expediente_id", "revision", "folio_enarm", "curp", "especialidad", "categoria", "puntaje_enarm", "datos", "opciones", "print_number", "printed_at", "print_sha256", "is_print_current", "is_complete", "correo", "printed_revision", "seleccion_on", "folio", "troncal")
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    REVISION_FIELD_NUMBER: _ClassVar[int]
    FOLIO_ENARM_FIELD_NUMBER: _ClassVar[int]
    CURP_FIELD_NUMBER: _ClassVar[int]
    ESPECIALIDAD_FIELD_NUMBER: _ClassVar[int]
    CATEGORIA_FIELD_NUMBER: _ClassVar[int]
    PUNTAJE_ENARM_FIELD_NUMBER: _ClassVar[int]
    DATOS_FIELD_NUMBER: _ClassVar[int]
    OPCIONES_FIELD_NUMBER: _ClassVar[int]
    PRINT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    PRINTED_AT_FIELD_NUMBER: _ClassVar[int]
    PRINT_SHA256_FIELD_NUMBER: _ClassVar[int]
    IS_PRINT_CURRENT_FIELD_NUMBER: _ClassVar[int]
    IS_COMPLETE_FIELD_NUMBER: _ClassVar[int]
    CORREO_FIELD_NUMBER: _ClassVar[int]
    PRINTED_REVISION_FIELD_NUMBER: _ClassVar[int]
    SELECCION_ON_FIELD_NUMBER: _ClassVar[int]
    FOLIO_FIELD_NUMBER: _ClassVar[int]
    TRONCAL_FIELD_NUMBER: _ClassVar[int]
    expediente_id: str
    revision: int
    folio_enarm: str
    curp: str
    especialidad: str
    categoria: str
    puntaje_enarm: str
    datos: RegistroDatos
    opciones: _containers.RepeatedCompositeFieldContainer[Opcion]
    print_number: int
    printed_at: str
    print_sha256: str
    is_print_current: bool
    is_complete: bool
    correo: str
    printed_revision: int
    seleccion_on: str
    folio: str
    troncal: Troncal
    def __init__(self, expediente_id: _Optional[str] = ..., revision: _Optional[int] = ..., folio_enarm: _Optional[str] = ..., curp: _Optional[str] = ..., especialidad: _Optional[str] = ..., categoria: _Optional[str] = ..., puntaje_enarm: _Optional[str] = ..., datos: _Optional[_Union[RegistroDatos, _Mapping]] = ..., opciones: _Optional[_Iterable[_Union[Opcion, _Mapping]]] = ..., print_number: _Optional[int] = ..., printed_at: _Optional[str] = ..., print_sha256: _Optional[str] = ..., is_print_current: _Optional[bool] = ..., is_complete: _Optional[bool] = ..., correo: _Optional[str] = ..., printed_revision: _Optional[int] = ..., seleccion_on: _Optional[str] = ..., folio: _Optional[str] = ..., troncal: _Optional[_Union[Troncal, _Mapping]] = ...) -> None: ...

class ListRegistrosRequest(_message.Message):
    __slots__ = ("convocatoria", "page")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    PAGE_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    page: _access_pb2.Page
    def __init__(self, convocatoria: _Optional[str] = ..., page: _Optional[_Union[_access_pb2.Page, _Mapping]] = ...) -> None: ...

class ListRegistrosResponse(_message.Message):
    __slots__ = ("registros", "next", "total")
    REGISTROS_FIELD_NUMBER: _ClassVar[int]
    NEXT_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    registros: _containers.RepeatedCompositeFieldContainer[Registro]
    next: str
    total: int
    def __init__(self, registros: _Optional[_Iterable[_Union[Registro, _Mapping]]] = ..., next: _Optional[str] = ..., total: _Optional[int] = ...) -> None: ...

class Ban(_message.Message):
    __slots__ = ("curp", "scope", "cause", "clause", "act", "from_on", "to_on", "convocatoria")
    CURP_FIELD_NUMBER: _ClassVar[int]
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    CLAUSE_FIELD_NUMBER: _ClassVar[int]
    ACT_FIELD_NUMBER: _ClassVar[int]
    FROM_ON_FIELD_NUMBER: _ClassVar[int]
    TO_ON_FIELD_NUMBER: _ClassVar[int]
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    curp: str
    scope: str
    cause: str
    clause: str
    act: str
    from_on: str
    to_on: str
    convocatoria: str
    def __init__(self, curp: _Optional[str] = ..., scope: _Optional[str] = ..., cause: _Optional[str] = ..., clause: _Optional[str] = ..., act: _Optional[str] = ..., from_on: _Optional[str] = ..., to_on: _Optional[str] = ..., convocatoria: _Optional[str] = ...) -> None: ...

class ConvocatoriaRef(_message.Message):
    __slots__ = ("convocatoria",)
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    def __init__(self, convocatoria: _Optional[str] = ...) -> None: ...

class Liberacion(_message.Message):
    __slots__ = ("number", "folio_enarm", "nombre_completo", "especialidad", "sede", "subsede", "cause", "clause", "released_at")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    FOLIO_ENARM_FIELD_NUMBER: _ClassVar[int]
    NOMBRE_COMPLETO_FIELD_NUMBER: _ClassVar[int]
    ESPECIALIDAD_FIELD_NUMBER: _ClassVar[int]
    SEDE_FIELD_NUMBER: _ClassVar[int]
    SUBSEDE_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    CLAUSE_FIELD_NUMBER: _ClassVar[int]
    RELEASED_AT_FIELD_NUMBER: _ClassVar[int]
    number: int
    folio_enarm: str
    nombre_completo: str
    especialidad: str
    sede: str
    subsede: str
    cause: str
    clause: str
    released_at: str
    def __init__(self, number: _Optional[int] = ..., folio_enarm: _Optional[str] = ..., nombre_completo: _Optional[str] = ..., especialidad: _Optional[str] = ..., sede: _Optional[str] = ..., subsede: _Optional[str] = ..., cause: _Optional[str] = ..., clause: _Optional[str] = ..., released_at: _Optional[str] = ...) -> None: ...

class ListLiberacionesResponse(_message.Message):
    __slots__ = ("liberaciones", "csv", "sha256")
    LIBERACIONES_FIELD_NUMBER: _ClassVar[int]
    CSV_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    liberaciones: _containers.RepeatedCompositeFieldContainer[Liberacion]
    csv: str
    sha256: str
    def __init__(self, liberaciones: _Optional[_Iterable[_Union[Liberacion, _Mapping]]] = ..., csv: _Optional[str] = ..., sha256: _Optional[str] = ...) -> None: ...

class ListBansRequest(_message.Message):
    __slots__ = ("curp", "page")
    CURP_FIELD_NUMBER: _ClassVar[int]
    PAGE_FIELD_NUMBER: _ClassVar[int]
    curp: str
    page: _access_pb2.Page
    def __init__(self, curp: _Optional[str] = ..., page: _Optional[_Union[_access_pb2.Page, _Mapping]] = ...) -> None: ...

class ListBansResponse(_message.Message):
    __slots__ = ("bans", "next")
    BANS_FIELD_NUMBER: _ClassVar[int]
    NEXT_FIELD_NUMBER: _ClassVar[int]
    bans: _containers.RepeatedCompositeFieldContainer[Ban]
    next: str
    def __init__(self, bans: _Optional[_Iterable[_Union[Ban, _Mapping]]] = ..., next: _Optional[str] = ...) -> None: ...
