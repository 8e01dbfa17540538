from contracts.residencias.common.v1 import access_pb2 as _access_pb2
from contracts.residencias.documents.v1 import service_pb2 as _service_pb2
from contracts.residencias.registration.v1 import service_pb2 as _service_pb2_1
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

class Acuse(_message.Message):
    __slots__ = ("expediente_id", "acuse_id", "send_number", "submitted_at", "snapshot_sha256", "revision", "print_number", "documents", "folio_enarm")
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    ACUSE_ID_FIELD_NUMBER: _ClassVar[int]
    SEND_NUMBER_FIELD_NUMBER: _ClassVar[int]
    SUBMITTED_AT_FIELD_NUMBER: _ClassVar[int]
    SNAPSHOT_SHA256_FIELD_NUMBER: _ClassVar[int]
    REVISION_FIELD_NUMBER: _ClassVar[int]
    PRINT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    FOLIO_ENARM_FIELD_NUMBER: _ClassVar[int]
    expediente_id: str
    acuse_id: str
    send_number: int
    submitted_at: str
    snapshot_sha256: str
    revision: int
    print_number: int
    documents: _containers.RepeatedCompositeFieldContainer[ManifestEntry]
    folio_enarm: str
    def __init__(self, expediente_id: _Optional[str] = ..., acuse_id: _Optional[str] = ..., send_number: _Optional[int] = ..., submitted_at: _Optional[str] = ..., snapshot_sha256: _Optional[str] = ..., revision: _Optional[int] = ..., print_number: _Optional[int] = ..., documents: _Optional[_Iterable[_Union[ManifestEntry, _Mapping]]] = ..., folio_enarm: _Optional[str] = ...) -> None: ...

class ManifestEntry(_message.Message):
    __slots__ = ("slot", "version", "kind", "sha256", "bytes", "object_name", "findings")
    SLOT_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    BYTES_FIELD_NUMBER: _ClassVar[int]
    OBJECT_NAME_FIELD_NUMBER: _ClassVar[int]
    FINDINGS_FIELD_NUMBER: _ClassVar[int]
    slot: str
    version: int
    kind: str
    sha256: str
    bytes: int
    object_name: str
    findings: _containers.RepeatedCompositeFieldContainer[_service_pb2.Finding]
    def __init__(self, slot: _Optional[str] = ..., version: _Optional[int] = ..., kind: _Optional[str] = ..., sha256: _Optional[str] = ..., bytes: _Optional[int] = ..., object_name: _Optional[str] = ..., findings: _Optional[_Iterable[_Union[_service_pb2.Finding, _Mapping]]] = ...) -> None: ...

class Status(_message.Message):
    __slots__ = ("expediente_id", "estado", "cause", "since_at", "version", "ahead", "observations", "attend_until")
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    ESTADO_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    SINCE_AT_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    AHEAD_FIELD_NUMBER: _ClassVar[int]
    OBSERVATIONS_FIELD_NUMBER: _ClassVar[int]
    ATTEND_UNTIL_FIELD_NUMBER: _ClassVar[int]
    expediente_id: str
    estado: str
    cause: str
    since_at: str
    version: int
    ahead: int
    observations: _containers.RepeatedCompositeFieldContainer[Observation]
    attend_until: str
    def __init__(self, expediente_id: _Optional[str] = ..., estado: _Optional[str] = ..., cause: _Optional[str] = ..., since_at: _Optional[str] = ..., version: _Optional[int] = ..., ahead: _Optional[int] = ..., observations: _Optional[_Iterable[_Union[Observation, _Mapping]]] = ..., attend_until: _Optional[str] = ...) -> None: ...

class Expediente(_message.Message):
    __slots__ = ("expediente_id", "estado", "cause", "version", "since_at", "sends", "submitted_at", "claimed_by", "claimed_until", "observations", "attend_until", "claims", "snapshot", "documents", "folio", "proposed_annulment_by", "proposed_annulment_cause", "ahead", "history", "has_categoria_falseada", "validated_at", "folio_enarm", "proposed_annulment_note", "proposed_annulment_at", "proposed_claims", "is_rezago", "snapshot_sha256")
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    ESTADO_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    SINCE_AT_FIELD_NUMBER: _ClassVar[int]
    SENDS_FIELD_NUMBER: _ClassVar[int]
    SUBMITTED_AT_FIELD_NUMBER: _ClassVar[int]
    CLAIMED_BY_FIELD_NUMBER: _ClassVar[int]
    CLAIMED_UNTIL_FIELD_NUMBER: _ClassVar[int]
    OBSERVATIONS_FIELD_NUMBER: _ClassVar[int]
    ATTEND_UNTIL_FIELD_NUMBER: _ClassVar[int]
    CLAIMS_FIELD_NUMBER: _ClassVar[int]
    SNAPSHOT_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    FOLIO_FIELD_NUMBER: _ClassVar[int]
    PROPOSED_ANNULMENT_BY_FIELD_NUMBER: _ClassVar[int]
    PROPOSED_ANNULMENT_CAUSE_FIELD_NUMBER: _ClassVar[int]
    AHEAD_FIELD_NUMBER: _ClassVar[int]
    HISTORY_FIELD_NUMBER: _ClassVar[int]
    HAS_CATEGORIA_FALSEADA_FIELD_NUMBER: _ClassVar[int]
    VALIDATED_AT_FIELD_NUMBER: _ClassVar[int]
    FOLIO_ENARM_FIELD_NUMBER: _ClassVar[int]
    PROPOSED_ANNULMENT_NOTE_FIELD_NUMBER: _ClassVar[int]
    PROPOSED_ANNULMENT_AT_FIELD_NUMBER: _ClassVar[int]
    PROPOSED_CLAIMS_FIELD_NUMBER: _ClassVar[int]
    IS_REZAGO_FIELD_NUMBER: _ClassVar[int]
    SNAPSHOT_SHA256_FIELD_NUMBER: _ClassVar[int]
    expediente_id: str
    estado: str
    cause: str
    version: int
    since_at: str
    sends: int
    submitted_at: str
    claimed_by: str
    claimed_until: str
    observations: _containers.RepeatedCompositeFieldContainer[Observation]
    attend_until: str
    claims: _containers.RepeatedCompositeFieldContainer[ClaimVerdict]
    snapshot: _service_pb2_1.Snapshot
    documents: _containers.RepeatedCompositeFieldContainer[ManifestEntry]
    folio: str
    proposed_annulment_by: str
    proposed_annulment_cause: str
    ahead: int
    history: _containers.RepeatedCompositeFieldContainer[HistoryEntry]
    has_categoria_falseada: bool
    validated_at: str
    folio_enarm: str
    proposed_annulment_note: str
    proposed_annulment_at: str
    proposed_claims: _containers.RepeatedCompositeFieldContainer[ClaimVerdict]
    is_rezago: bool
    snapshot_sha256: str
    def __init__(self, expediente_id: _Optional[str] = ..., estado: _Optional[str] = ..., cause: _Optional[str] = ..., version: _Optional[int] = ..., since_at: _Optional[str] = ..., sends: _Optional[int] = ..., submitted_at: _Optional[str] = ..., claimed_by: _Optional[str] = ..., claimed_until: _Optional[str] = ..., observations: _Optional[_Iterable[_Union[Observation, _Mapping]]] = ..., attend_until: _Optional[str] = ..., claims: _Optional[_Iterable[_Union[ClaimVerdict, _Mapping]]] = ..., snapshot: _Optional[_Union[_service_pb2_1.Snapshot, _Mapping]] = ..., documents: _Optional[_Iterable[_Union[ManifestEntry, _Mapping]]] = ..., folio: _Optional[str] = ..., proposed_annulment_by: _Optional[str] = ..., proposed_annulment_cause: _Optional[str] = ..., ahead: _Optional[int] = ..., history: _Optional[_Iterable[_Union[HistoryEntry, _Mapping]]] = ..., has_categoria_falseada: _Optional[bool] = ..., validated_at: _Optional[str] = ..., folio_enarm: _Optional[str] = ..., proposed_annulment_note: _Optional[str] = ..., proposed_annulment_at: _Optional[str] = ..., proposed_claims: _Optional[_Iterable[_Union[ClaimVerdict, _Mapping]]] = ..., is_rezago: _Optional[bool] = ..., snapshot_sha256: _Optional[str] = ...) -> None: ...

class HistoryEntry(_message.Message):
    __slots__ = ("at", "what", "by", "note")
    AT_FIELD_NUMBER: _ClassVar[int]
    WHAT_FIELD_NUMBER: _ClassVar[int]
    BY_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    at: str
    what: str
    by: str
    note: str
    def __init__(self, at: _Optional[str] = ..., what: _Optional[str] = ..., by: _Optional[str] = ..., note: _Optional[str] = ...) -> None: ...

class Observation(_message.Message):
    __slots__ = ("target", "target_kind", "reason", "text", "note", "is_attended")
    TARGET_FIELD_NUMBER: _ClassVar[int]
    TARGET_KIND_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    IS_ATTENDED_FIELD_NUMBER: _ClassVar[int]
    target: str
    target_kind: str
    reason: str
    text: str
    note: str
    is_attended: bool
    def __init__(self, target: _Optional[str] = ..., target_kind: _Optional[str] = ..., reason: _Optional[str] = ..., text: _Optional[str] = ..., note: _Optional[str] = ..., is_attended: _Optional[bool] = ...) -> None: ...

class ClaimNextRequest(_message.Message):
    __slots__ = ("convocatoria",)
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    def __init__(self, convocatoria: _Optional[str] = ...) -> None: ...

class SetAside(_message.Message):
    __slots__ = ("expediente_id", "until", "papers")
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    UNTIL_FIELD_NUMBER: _ClassVar[int]
    PAPERS_FIELD_NUMBER: _ClassVar[int]
    expediente_id: str
    until: str
    papers: _containers.RepeatedCompositeFieldContainer[SentPaper]
    def __init__(self, expediente_id: _Optional[str] = ..., until: _Optional[str] = ..., papers: _Optional[_Iterable[_Union[SentPaper, _Mapping]]] = ...) -> None: ...

class SentPaper(_message.Message):
    __slots__ = ("slot", "version")
    SLOT_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    slot: str
    version: int
    def __init__(self, slot: _Optional[str] = ..., version: _Optional[int] = ...) -> None: ...

class ObserveRequest(_message.Message):
    __slots__ = ("convocatoria", "expediente_id", "observations")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    OBSERVATIONS_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    expediente_id: str
    observations: _containers.RepeatedCompositeFieldContainer[Observation]
    def __init__(self, convocatoria: _Optional[str] = ..., expediente_id: _Optional[str] = ..., observations: _Optional[_Iterable[_Union[Observation, _Mapping]]] = ...) -> None: ...

class ClaimVerdict(_message.Message):
    __slots__ = ("claim", "verdict", "reason", "units")
    CLAIM_FIELD_NUMBER: _ClassVar[int]
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    UNITS_FIELD_NUMBER: _ClassVar[int]
    claim: str
    verdict: str
    reason: str
    units: int
    def __init__(self, claim: _Optional[str] = ..., verdict: _Optional[str] = ..., reason: _Optional[str] = ..., units: _Optional[int] = ...) -> None: ...

class ValidateRequest(_message.Message):
    __slots__ = ("convocatoria", "expediente_id", "claims")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    CLAIMS_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    expediente_id: str
    claims: _containers.RepeatedCompositeFieldContainer[ClaimVerdict]
    def __init__(self, convocatoria: _Optional[str] = ..., expediente_id: _Optional[str] = ..., claims: _Optional[_Iterable[_Union[ClaimVerdict, _Mapping]]] = ...) -> None: ...

class AnnulmentRequest(_message.Message):
    __slots__ = ("convocatoria", "expediente_id", "cause", "note")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    expediente_id: str
    cause: str
    note: str
    def __init__(self, convocatoria: _Optional[str] = ..., expediente_id: _Optional[str] = ..., cause: _Optional[str] = ..., note: _Optional[str] = ...) -> None: ...

class ReasonRequest(_message.Message):
    __slots__ = ("convocatoria", "expediente_id", "note")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    expediente_id: str
    note: str
    def __init__(self, convocatoria: _Optional[str] = ..., expediente_id: _Optional[str] = ..., note: _Optional[str] = ...) -> None: ...

class CancelRequest(_message.Message):
    __slots__ = ("convocatoria", "expediente_id", "cause", "note")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    expediente_id: str
    cause: str
    note: str
    def __init__(self, convocatoria: _Optional[str] = ..., expediente_id: _Optional[str] = ..., cause: _Optional[str] = ..., note: _Optional[str] = ...) -> None: ...

class Ficha(_message.Message):
    __slots__ = ("expediente_id", "folio", "issued_at", "downloads", "nombre_completo", "folio_enarm", "especialidad", "categoria", "spaces", "submitted_at", "validated_at", "snapshot_sha256")
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    FOLIO_FIELD_NUMBER: _ClassVar[int]
    ISSUED_AT_FIELD_NUMBER: _ClassVar[int]
    DOWNLOADS_FIELD_NUMBER: _ClassVar[int]
    NOMBRE_COMPLETO_FIELD_NUMBER: _ClassVar[int]
    FOLIO_ENARM_FIELD_NUMBER: _ClassVar[int]
    ESPECIALIDAD_FIELD_NUMBER: _ClassVar[int]
    CATEGORIA_FIELD_NUMBER: _ClassVar[int]
    SPACES_FIELD_NUMBER: _ClassVar[int]
    SUBMITTED_AT_FIELD_NUMBER: _ClassVar[int]
    VALIDATED_AT_FIELD_NUMBER: _ClassVar[int]
    SNAPSHOT_SHA256_FIELD_NUMBER: _ClassVar[int]
    expediente_id: str
    folio: str
    issued_at: str
    downloads: int
    nombre_completo: str
    folio_enarm: str
    especialidad: str
    categoria: str
    spaces: int
    submitted_at: str
    validated_at: str
    snapshot_sha256: str
    def __init__(self, expediente_id: _Optional[str] = ..., folio: _Optional[str] = ..., issued_at: _Optional[str] = ..., downloads: _Optional[int] = ..., nombre_completo: _Optional[str] = ..., folio_enarm: _Optional[str] = ..., especialidad: _Optional[str] = ..., categoria: _Optional[str] = ..., spaces: _Optional[int] = ..., submitted_at: _Optional[str] = ..., validated_at: _Optional[str] = ..., snapshot_sha256: _Optional[str] = ...) -> None: ...

class ListExpedientesRequest(_message.Message):
    __slots__ = ("convocatoria", "estado", "page", "situation", "folio_enarm", "folio")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    ESTADO_FIELD_NUMBER: _ClassVar[int]
    PAGE_FIELD_NUMBER: _ClassVar[int]
    SITUATION_FIELD_NUMBER: _ClassVar[int]
    FOLIO_ENARM_FIELD_NUMBER: _ClassVar[int]
    FOLIO_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    estado: str
    page: _access_pb2.Page
    situation: str
    folio_enarm: str
    folio: str
    def __init__(self, convocatoria: _Optional[str] = ..., estado: _Optional[str] = ..., page: _Optional[_Union[_access_pb2.Page, _Mapping]] = ..., situation: _Optional[str] = ..., folio_enarm: _Optional[str] = ..., folio: _Optional[str] = ...) -> None: ...

class Progress(_message.Message):
    __slots__ = ("counts", "senders", "hours")
    class CountsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: int
        def __init__(self, key: _Optional[str] = ..., value: _Optional[int] = ...) -> None: ...
    COUNTS_FIELD_NUMBER: _ClassVar[int]
    SENDERS_FIELD_NUMBER: _ClassVar[int]
    HOURS_FIELD_NUMBER: _ClassVar[int]
    counts: _containers.ScalarMap[str, int]
    senders: int
    hours: _containers.RepeatedCompositeFieldContainer[Hour]
    def __init__(self, counts: _Optional[_Mapping[str, int]] = ..., senders: _Optional[int] = ..., hours: _Optional[_Iterable[_Union[Hour, _Mapping]]] = ...) -> None: ...

class Hour(_message.Message):
    __slots__ = ("at", "sent", "ruled")
    AT_FIELD_NUMBER: _ClassVar[int]
    SENT_FIELD_NUMBER: _ClassVar[int]
    RULED_FIELD_NUMBER: _ClassVar[int]
    at: str
    sent: int
    ruled: int
    def __init__(self, at: _Optional[str] = ..., sent: _Optional[int] = ..., ruled: _Optional[int] = ...) -> None: ...

class ListExpedientesResponse(_message.Message):
    __slots__ = ("expedientes", "next", "counts")
    class CountsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: int
        def __init__(self, key: _Optional[str] = ..., value: _Optional[int] = ...) -> None: ...
    EXPEDIENTES_FIELD_NUMBER: _ClassVar[int]
    NEXT_FIELD_NUMBER: _ClassVar[int]
    COUNTS_FIELD_NUMBER: _ClassVar[int]
    expedientes: _containers.RepeatedCompositeFieldContainer[Expediente]
    next: str
    counts: _containers.ScalarMap[str, int]
    def __init__(self, expedientes: _Optional[_Iterable[_Union[Expediente, _Mapping]]] = ..., next: _Optional[str] = ..., counts: _Optional[_Mapping[str, int]] = ...) -> None: ...

class Tally(_message.Message):
    __slots__ = ("by", "on", "observed", "validated", "annulments", "returned", "median_s")
    BY_FIELD_NUMBER: _ClassVar[int]
    ON_FIELD_NUMBER: _ClassVar[int]
    OBSERVED_FIELD_NUMBER: _ClassVar[int]
    VALIDATED_FIELD_NUMBER: _ClassVar[int]
    ANNULMENTS_FIELD_NUMBER: _ClassVar[int]
    RETURNED_FIELD_NUMBER: _ClassVar[int]
    MEDIAN_S_FIELD_NUMBER: _ClassVar[int]
    by: str
    on: str
    observed: int
    validated: int
    annulments: int
    returned: int
    median_s: int
    def __init__(self, by: _Optional[str] = ..., on: _Optional[str] = ..., observed: _Optional[int] = ..., validated: _Optional[int] = ..., annulments: _Optional[int] = ..., returned: _Optional[int] = ..., median_s: _Optional[int] = ...) -> None: ...

class DeskFigures(_message.Message):
    __slots__ = ("waiting", "oldest_at", "today", "held_id", "held_until")
    WAITING_FIELD_NUMBER: _ClassVar[int]
    OLDEST_AT_FIELD_NUMBER: _ClassVar[int]
    TODAY_FIELD_NUMBER: _ClassVar[int]
    HELD_ID_FIELD_NUMBER: _ClassVar[int]
    HELD_UNTIL_FIELD_NUMBER: _ClassVar[int]
    waiting: int
    oldest_at: str
    today: Tally
    held_id: str
    held_until: str
    def __init__(self, waiting: _Optional[int] = ..., oldest_at: _Optional[str] = ..., today: _Optional[_Union[Tally, _Mapping]] = ..., held_id: _Optional[str] = ..., held_until: _Optional[str] = ...) -> None: ...

class Forecast(_message.Message):
    __slots__ = ("pending", "per_day", "closes_at", "can", "left", "may_arrive", "needed_per_day")
    PENDING_FIELD_NUMBER: _ClassVar[int]
    PER_DAY_FIELD_NUMBER: _ClassVar[int]
    CLOSES_AT_FIELD_NUMBER: _ClassVar[int]
    CAN_FIELD_NUMBER: _ClassVar[int]
    LEFT_FIELD_NUMBER: _ClassVar[int]
    MAY_ARRIVE_FIELD_NUMBER: _ClassVar[int]
    NEEDED_PER_DAY_FIELD_NUMBER: _ClassVar[int]
    pending: int
    per_day: int
    closes_at: str
    can: int
    left: int
    may_arrive: int
    needed_per_day: int
    def __init__(self, pending: _Optional[int] = ..., per_day: _Optional[int] = ..., closes_at: _Optional[str] = ..., can: _Optional[int] = ..., left: _Optional[int] = ..., may_arrive: _Optional[int] = ..., needed_per_day: _Optional[int] = ...) -> None: ...

class Pace(_message.Message):
    __slots__ = ("waiting", "oldest_at", "held", "proposed", "rezago", "tallies", "forecast")
    WAITING_FIELD_NUMBER: _ClassVar[int]
    OLDEST_AT_FIELD_NUMBER: _ClassVar[int]
    HELD_FIELD_NUMBER: _ClassVar[int]
    PROPOSED_FIELD_NUMBER: _ClassVar[int]
    REZAGO_FIELD_NUMBER: _ClassVar[int]
    TALLIES_FIELD_NUMBER: _ClassVar[int]
    FORECAST_FIELD_NUMBER: _ClassVar[int]
    waiting: int
    oldest_at: str
    held: _containers.RepeatedCompositeFieldContainer[Expediente]
    proposed: int
    rezago: int
    tallies: _containers.RepeatedCompositeFieldContainer[Tally]
    forecast: Forecast
    def __init__(self, waiting: _Optional[int] = ..., oldest_at: _Optional[str] = ..., held: _Optional[_Iterable[_Union[Expediente, _Mapping]]] = ..., proposed: _Optional[int] = ..., rezago: _Optional[int] = ..., tallies: _Optional[_Iterable[_Union[Tally, _Mapping]]] = ..., forecast: _Optional[_Union[Forecast, _Mapping]] = ...) -> None: ...

class ResolveRezagoRequest(_message.Message):
    __slots__ = ("convocatoria", "expediente_id", "resolution", "reason", "claims")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    RESOLUTION_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    CLAIMS_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    expediente_id: str
    resolution: str
    reason: str
    claims: _containers.RepeatedCompositeFieldContainer[ClaimVerdict]
    def __init__(self, convocatoria: _Optional[str] = ..., expediente_id: _Optional[str] = ..., resolution: _Optional[str] = ..., reason: _Optional[str] = ..., claims: _Optional[_Iterable[_Union[ClaimVerdict, _Mapping]]] = ...) -> None: ...

class Inscrito(_message.Message):
    __slots__ = ("expediente_id", "folio")
    EXPEDIENTE_ID_FIELD_NUMBER: _ClassVar[int]
    FOLIO_FIELD_NUMBER: _ClassVar[int]
    expediente_id: str
    folio: str
    def __init__(self, expediente_id: _Optional[str] = ..., folio: _Optional[str] = ...) -> None: ...

class Inscritos(_message.Message):
    __slots__ = ("inscritos", "sha256", "rezago")
    INSCRITOS_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    REZAGO_FIELD_NUMBER: _ClassVar[int]
    inscritos: _containers.RepeatedCompositeFieldContainer[Inscrito]
    sha256: str
    rezago: int
    def __init__(self, inscritos: _Optional[_Iterable[_Union[Inscrito, _Mapping]]] = ..., sha256: _Optional[str] = ..., rezago: _Optional[int] = ...) -> None: ...
