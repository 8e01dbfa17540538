from contracts.residencias.common.v1 import access_pb2 as _access_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CheckImageRequest(_message.Message):
    __slots__ = ("convocatoria", "slot", "filename", "content")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    SLOT_FIELD_NUMBER: _ClassVar[int]
    FILENAME_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    slot: str
    filename: str
    content: bytes
    def __init__(self, convocatoria: _Optional[str] = ..., slot: _Optional[str] = ..., filename: _Optional[str] = ..., content: _Optional[bytes] = ...) -> None: ...

class Finding(_message.Message):
    __slots__ = ("code", "level", "que", "porque", "arreglo", "clause", "facts", "areas")
    class FactsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    CODE_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    QUE_FIELD_NUMBER: _ClassVar[int]
    PORQUE_FIELD_NUMBER: _ClassVar[int]
    ARREGLO_FIELD_NUMBER: _ClassVar[int]
    CLAUSE_FIELD_NUMBER: _ClassVar[int]
    FACTS_FIELD_NUMBER: _ClassVar[int]
    AREAS_FIELD_NUMBER: _ClassVar[int]
    code: str
    level: str
    que: str
    porque: str
    arreglo: str
    clause: str
    facts: _containers.ScalarMap[str, str]
    areas: _containers.RepeatedCompositeFieldContainer[Area]
    def __init__(self, code: _Optional[str] = ..., level: _Optional[str] = ..., que: _Optional[str] = ..., porque: _Optional[str] = ..., arreglo: _Optional[str] = ..., clause: _Optional[str] = ..., facts: _Optional[_Mapping[str, str]] = ..., areas: _Optional[_Iterable[_Union[Area, _Mapping]]] = ...) -> None: ...

class Area(_message.Message):
    __slots__ = ("left", "top", "right", "bottom")
    LEFT_FIELD_NUMBER: _ClassVar[int]
    TOP_FIELD_NUMBER: _ClassVar[int]
    RIGHT_FIELD_NUMBER: _ClassVar[int]
    BOTTOM_FIELD_NUMBER: _ClassVar[int]
    left: float
    top: float
    right: float
    bottom: float
    def __init__(self, left: _Optional[float] = ..., top: _Optional[float] = ..., right: _Optional[float] = ..., bottom: _Optional[float] = ...) -> None: ...

class Verdict(_message.Message):
    __slots__ = ("verdict", "findings", "bytes", "width_px", "height_px", "dpi", "sha256", "qr")
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    FINDINGS_FIELD_NUMBER: _ClassVar[int]
    BYTES_FIELD_NUMBER: _ClassVar[int]
    WIDTH_PX_FIELD_NUMBER: _ClassVar[int]
    HEIGHT_PX_FIELD_NUMBER: _ClassVar[int]
    DPI_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    QR_FIELD_NUMBER: _ClassVar[int]
    verdict: str
    findings: _containers.RepeatedCompositeFieldContainer[Finding]
    bytes: int
    width_px: int
    height_px: int
    dpi: int
    sha256: str
    qr: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, verdict: _Optional[str] = ..., findings: _Optional[_Iterable[_Union[Finding, _Mapping]]] = ..., bytes: _Optional[int] = ..., width_px: _Optional[int] = ..., height_px: _Optional[int] = ..., dpi: _Optional[int] = ..., sha256: _Optional[str] = ..., qr: _Optional[_Iterable[str]] = ...) -> None: ...

class UploadDocumentRequest(_message.Message):
    __slots__ = ("convocatoria", "expediente_id", "slot", "filename", "kind", "content")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    SLOT_FIELD_NUMBER: _ClassVar[int]
    FILENAME_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    expediente_id: str
    slot: str
    filename: str
    kind: str
    content: bytes
    def __init__(self, convocatoria: _Optional[str] = ..., expediente_id: _Optional[str] = ..., slot: _Optional[str] = ..., filename: _Optional[str] = ..., kind: _Optional[str] = ..., content: _Optional[bytes] = ...) -> None: ...

class Version(_message.Message):
    __slots__ = ("number", "kind", "uploaded_at", "sha256", "bytes", "verdict", "print_number", "object_name")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    UPLOADED_AT_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    BYTES_FIELD_NUMBER: _ClassVar[int]
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    PRINT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    OBJECT_NAME_FIELD_NUMBER: _ClassVar[int]
    number: int
    kind: str
    uploaded_at: str
    sha256: str
    bytes: int
    verdict: Verdict
    print_number: int
    object_name: str
    def __init__(self, number: _Optional[int] = ..., kind: _Optional[str] = ..., uploaded_at: _Optional[str] = ..., sha256: _Optional[str] = ..., bytes: _Optional[int] = ..., verdict: _Optional[_Union[Verdict, _Mapping]] = ..., print_number: _Optional[int] = ..., object_name: _Optional[str] = ...) -> None: ...

class Slot(_message.Message):
    __slots__ = ("slot", "label", "audience", "kinds", "versions", "is_open", "closed_reason")
    SLOT_FIELD_NUMBER: _ClassVar[int]
    LABEL_FIELD_NUMBER: _ClassVar[int]
    AUDIENCE_FIELD_NUMBER: _ClassVar[int]
    KINDS_FIELD_NUMBER: _ClassVar[int]
    VERSIONS_FIELD_NUMBER: _ClassVar[int]
    IS_OPEN_FIELD_NUMBER: _ClassVar[int]
    CLOSED_REASON_FIELD_NUMBER: _ClassVar[int]
    slot: str
    label: str
    audience: str
    kinds: _containers.RepeatedScalarFieldContainer[str]
    versions: _containers.RepeatedCompositeFieldContainer[Version]
    is_open: bool
    closed_reason: str
    def __init__(self, slot: _Optional[str] = ..., label: _Optional[str] = ..., audience: _Optional[str] = ..., kinds: _Optional[_Iterable[str]] = ..., versions: _Optional[_Iterable[_Union[Version, _Mapping]]] = ..., is_open: _Optional[bool] = ..., closed_reason: _Optional[str] = ...) -> None: ...

class DocumentRef(_message.Message):
    __slots__ = ("convocatoria", "expediente_id", "slot", "version")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    SLOT_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    expediente_id: str
    slot: str
    version: int
    def __init__(self, convocatoria: _Optional[str] = ..., expediente_id: _Optional[str] = ..., slot: _Optional[str] = ..., version: _Optional[int] = ...) -> None: ...

class Document(_message.Message):
    __slots__ = ("version", "content")
    VERSION_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    version: Version
    content: bytes
    def __init__(self, version: _Optional[_Union[Version, _Mapping]] = ..., content: _Optional[bytes] = ...) -> None: ...

class ManifestRequest(_message.Message):
    __slots__ = ("convocatoria", "expediente_id")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    expediente_id: str
    def __init__(self, convocatoria: _Optional[str] = ..., expediente_id: _Optional[str] = ...) -> None: ...

class Manifest(_message.Message):
    __slots__ = ("expediente_id", "slots", "version")
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    SLOTS_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    expediente_id: str
    slots: _containers.RepeatedCompositeFieldContainer[Slot]
    version: int
    def __init__(self, expediente_id: _Optional[str] = ..., slots: _Optional[_Iterable[_Union[Slot, _Mapping]]] = ..., version: _Optional[int] = ...) -> None: ...
