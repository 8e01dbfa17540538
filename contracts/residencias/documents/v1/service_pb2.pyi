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

class ComplyRequest(_message.Message):
    __slots__ = ("convocatoria", "expediente_id", "slot", "kind", "files", "pages")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    SLOT_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    FILES_FIELD_NUMBER: _ClassVar[int]
    PAGES_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    expediente_id: str
    slot: str
    kind: str
    files: _containers.RepeatedScalarFieldContainer[bytes]
    pages: _containers.RepeatedScalarFieldContainer[int]
    def __init__(self, convocatoria: _Optional[str] = ..., expediente_id: _Optional[str] = ..., slot: _Optional[str] = ..., kind: _Optional[str] = ..., files: _Optional[_Iterable[bytes]] = ..., pages: _Optional[_Iterable[int]] = ...) -> None: ...

class ComplyStep(_message.Message):
    __slots__ = ("code", "que", "porque", "arreglo")
    CODE_FIELD_NUMBER: _ClassVar[int]
    QUE_FIELD_NUMBER: _ClassVar[int]
    PORQUE_FIELD_NUMBER: _ClassVar[int]
    ARREGLO_FIELD_NUMBER: _ClassVar[int]
    code: str
    que: str
    porque: str
    arreglo: str
    def __init__(self, code: _Optional[str] = ..., que: _Optional[str] = ..., porque: _Optional[str] = ..., arreglo: _Optional[str] = ...) -> None: ...

class Original(_message.Message):
    __slots__ = ("sha256", "bytes", "format")
    SHA256_FIELD_NUMBER: _ClassVar[int]
    BYTES_FIELD_NUMBER: _ClassVar[int]
    FORMAT_FIELD_NUMBER: _ClassVar[int]
    sha256: str
    bytes: int
    format: str
    def __init__(self, sha256: _Optional[str] = ..., bytes: _Optional[int] = ..., format: _Optional[str] = ...) -> None: ...

class Complied(_message.Message):
    __slots__ = ("filename", "content", "before", "after", "steps", "verdict", "legibility", "margin_bytes", "quality", "is_grey", "originals")
    FILENAME_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    BEFORE_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    LEGIBILITY_FIELD_NUMBER: _ClassVar[int]
    MARGIN_BYTES_FIELD_NUMBER: _ClassVar[int]
    QUALITY_FIELD_NUMBER: _ClassVar[int]
    IS_GREY_FIELD_NUMBER: _ClassVar[int]
    ORIGINALS_FIELD_NUMBER: _ClassVar[int]
    filename: str
    content: bytes
    before: bytes
    after: bytes
    steps: _containers.RepeatedCompositeFieldContainer[ComplyStep]
    verdict: Verdict
    legibility: int
    margin_bytes: int
    quality: int
    is_grey: bool
    originals: _containers.RepeatedCompositeFieldContainer[Original]
    def __init__(self, filename: _Optional[str] = ..., content: _Optional[bytes] = ..., before: _Optional[bytes] = ..., after: _Optional[bytes] = ..., steps: _Optional[_Iterable[_Union[ComplyStep, _Mapping]]] = ..., verdict: _Optional[_Union[Verdict, _Mapping]] = ..., legibility: _Optional[int] = ..., margin_bytes: _Optional[int] = ..., quality: _Optional[int] = ..., is_grey: _Optional[bool] = ..., originals: _Optional[_Iterable[_Union[Original, _Mapping]]] = ...) -> None: ...

class ViewLinkRequest(_message.Message):
    __slots__ = ("convocatoria", "expediente_id", "slot", "version", "size", "area")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    SLOT_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    AREA_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    expediente_id: str
    slot: str
    version: int
    size: str
    area: str
    def __init__(self, convocatoria: _Optional[str] = ..., expediente_id: _Optional[str] = ..., slot: _Optional[str] = ..., version: _Optional[int] = ..., size: _Optional[str] = ..., area: _Optional[str] = ...) -> None: ...

class ViewLinkAnswer(_message.Message):
    __slots__ = ("url", "expires_at")
    URL_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    url: str
    expires_at: str
    def __init__(self, url: _Optional[str] = ..., expires_at: _Optional[str] = ...) -> None: ...

class Version(_message.Message):
    __slots__ = ("number", "kind", "uploaded_at", "sha256", "bytes", "verdict", "print_number", "object_name", "originals", "is_erased")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    UPLOADED_AT_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    BYTES_FIELD_NUMBER: _ClassVar[int]
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    PRINT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    OBJECT_NAME_FIELD_NUMBER: _ClassVar[int]
    ORIGINALS_FIELD_NUMBER: _ClassVar[int]
    IS_ERASED_FIELD_NUMBER: _ClassVar[int]
    number: int
    kind: str
    uploaded_at: str
    sha256: str
    bytes: int
    verdict: Verdict
    print_number: int
    object_name: str
    originals: _containers.RepeatedCompositeFieldContainer[Original]
    is_erased: bool
    def __init__(self, number: _Optional[int] = ..., kind: _Optional[str] = ..., uploaded_at: _Optional[str] = ..., sha256: _Optional[str] = ..., bytes: _Optional[int] = ..., verdict: _Optional[_Union[Verdict, _Mapping]] = ..., print_number: _Optional[int] = ..., object_name: _Optional[str] = ..., originals: _Optional[_Iterable[_Union[Original, _Mapping]]] = ..., is_erased: _Optional[bool] = ...) -> None: ...

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
    __slots__ = ("convocatoria", "expediente_id", "slot", "version", "original", "is_ahead")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    SLOT_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    ORIGINAL_FIELD_NUMBER: _ClassVar[int]
    IS_AHEAD_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    expediente_id: str
    slot: str
    version: int
    original: int
    is_ahead: bool
    def __init__(self, convocatoria: _Optional[str] = ..., expediente_id: _Optional[str] = ..., slot: _Optional[str] = ..., version: _Optional[int] = ..., original: _Optional[int] = ..., is_ahead: _Optional[bool] = ...) -> None: ...

class Document(_message.Message):
    __slots__ = ("version", "content", "media_type")
    VERSION_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    MEDIA_TYPE_FIELD_NUMBER: _ClassVar[int]
    version: Version
    content: bytes
    media_type: str
    def __init__(self, version: _Optional[_Union[Version, _Mapping]] = ..., content: _Optional[bytes] = ..., media_type: _Optional[str] = ...) -> None: ...

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

class ConvocatoriaRef(_message.Message):
    __slots__ = ("convocatoria",)
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    def __init__(self, convocatoria: _Optional[str] = ...) -> None: ...

class Progress(_message.Message):
    __slots__ = ("hours", "uploads")
    HOURS_FIELD_NUMBER: _ClassVar[int]
    UPLOADS_FIELD_NUMBER: _ClassVar[int]
    hours: _containers.RepeatedCompositeFieldContainer[Hour]
    uploads: int
    def __init__(self, hours: _Optional[_Iterable[_Union[Hour, _Mapping]]] = ..., uploads: _Optional[int] = ...) -> None: ...

class Hour(_message.Message):
    __slots__ = ("at", "uploads")
    AT_FIELD_NUMBER: _ClassVar[int]
    UPLOADS_FIELD_NUMBER: _ClassVar[int]
    at: str
    uploads: int
    def __init__(self, at: _Optional[str] = ..., uploads: _Optional[int] = ...) -> None: ...
