from contracts.residencias.common.v1 import access_pb2 as _access_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ServiceRef(_message.Message):
    __slots__ = ("service_name",)
    SERVICE_NAME_FIELD_NUMBER: _ClassVar[int]
    service_name: str
    def __init__(self, service_name: _Optional[str] = ...) -> None: ...

class ServiceStatus(_message.Message):
    __slots__ = ("service", "version", "contract_digest", "started_at", "rules", "now", "machine_now", "database_now", "watched_at", "queues", "timers", "parked")
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    CONTRACT_DIGEST_FIELD_NUMBER: _ClassVar[int]
    STARTED_AT_FIELD_NUMBER: _ClassVar[int]
    RULES_FIELD_NUMBER: _ClassVar[int]
    NOW_FIELD_NUMBER: _ClassVar[int]
    MACHINE_NOW_FIELD_NUMBER: _ClassVar[int]
    DATABASE_NOW_FIELD_NUMBER: _ClassVar[int]
    WATCHED_AT_FIELD_NUMBER: _ClassVar[int]
    QUEUES_FIELD_NUMBER: _ClassVar[int]
    TIMERS_FIELD_NUMBER: _ClassVar[int]
    PARKED_FIELD_NUMBER: _ClassVar[int]
    service: str
    version: str
    contract_digest: str
    started_at: str
    rules: _containers.RepeatedCompositeFieldContainer[RulesInForce]
    now: str
    machine_now: str
    database_now: str
    watched_at: str
    queues: _containers.RepeatedCompositeFieldContainer[Queue]
    timers: _containers.RepeatedCompositeFieldContainer[TimerRun]
    parked: int
    def __init__(self, service: _Optional[str] = ..., version: _Optional[str] = ..., contract_digest: _Optional[str] = ..., started_at: _Optional[str] = ..., rules: _Optional[_Iterable[_Union[RulesInForce, _Mapping]]] = ..., now: _Optional[str] = ..., machine_now: _Optional[str] = ..., database_now: _Optional[str] = ..., watched_at: _Optional[str] = ..., queues: _Optional[_Iterable[_Union[Queue, _Mapping]]] = ..., timers: _Optional[_Iterable[_Union[TimerRun, _Mapping]]] = ..., parked: _Optional[int] = ...) -> None: ...

class RulesInForce(_message.Message):
    __slots__ = ("convocatoria", "digest")
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    convocatoria: str
    digest: str
    def __init__(self, convocatoria: _Optional[str] = ..., digest: _Optional[str] = ...) -> None: ...

class Queue(_message.Message):
    __slots__ = ("name", "messages", "consumers")
    NAME_FIELD_NUMBER: _ClassVar[int]
    MESSAGES_FIELD_NUMBER: _ClassVar[int]
    CONSUMERS_FIELD_NUMBER: _ClassVar[int]
    name: str
    messages: int
    consumers: int
    def __init__(self, name: _Optional[str] = ..., messages: _Optional[int] = ..., consumers: _Optional[int] = ...) -> None: ...

class TimerRun(_message.Message):
    __slots__ = ("name", "every_s", "ran_at", "is_ok")
    NAME_FIELD_NUMBER: _ClassVar[int]
    EVERY_S_FIELD_NUMBER: _ClassVar[int]
    RAN_AT_FIELD_NUMBER: _ClassVar[int]
    IS_OK_FIELD_NUMBER: _ClassVar[int]
    name: str
    every_s: float
    ran_at: str
    is_ok: bool
    def __init__(self, name: _Optional[str] = ..., every_s: _Optional[float] = ..., ran_at: _Optional[str] = ..., is_ok: _Optional[bool] = ...) -> None: ...

class ListParkedRequest(_message.Message):
    __slots__ = ("service_name", "state", "page")
    SERVICE_NAME_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    PAGE_FIELD_NUMBER: _ClassVar[int]
    service_name: str
    state: str
    page: _access_pb2.Page
    def __init__(self, service_name: _Optional[str] = ..., state: _Optional[str] = ..., page: _Optional[_Union[_access_pb2.Page, _Mapping]] = ...) -> None: ...

class ListParkedResponse(_message.Message):
    __slots__ = ("parked", "next")
    PARKED_FIELD_NUMBER: _ClassVar[int]
    NEXT_FIELD_NUMBER: _ClassVar[int]
    parked: _containers.RepeatedCompositeFieldContainer[Parked]
    next: str
    def __init__(self, parked: _Optional[_Iterable[_Union[Parked, _Mapping]]] = ..., next: _Optional[str] = ...) -> None: ...

class Parked(_message.Message):
    __slots__ = ("parked_id", "state", "fact_id", "type", "subject", "convocatoria", "time", "fields", "reason", "attempts", "times", "parked_at", "sha256", "bytes", "decided_by", "decided_at", "why")
    PARKED_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    FACT_ID_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    CONVOCATORIA_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    FIELDS_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    ATTEMPTS_FIELD_NUMBER: _ClassVar[int]
    TIMES_FIELD_NUMBER: _ClassVar[int]
    PARKED_AT_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    BYTES_FIELD_NUMBER: _ClassVar[int]
    DECIDED_BY_FIELD_NUMBER: _ClassVar[int]
    DECIDED_AT_FIELD_NUMBER: _ClassVar[int]
    WHY_FIELD_NUMBER: _ClassVar[int]
    parked_id: str
    state: str
    fact_id: str
    type: str
    subject: str
    convocatoria: str
    time: str
    fields: _containers.RepeatedScalarFieldContainer[str]
    reason: str
    attempts: int
    times: int
    parked_at: str
    sha256: str
    bytes: int
    decided_by: str
    decided_at: str
    why: str
    def __init__(self, parked_id: _Optional[str] = ..., state: _Optional[str] = ..., fact_id: _Optional[str] = ..., type: _Optional[str] = ..., subject: _Optional[str] = ..., convocatoria: _Optional[str] = ..., time: _Optional[str] = ..., fields: _Optional[_Iterable[str]] = ..., reason: _Optional[str] = ..., attempts: _Optional[int] = ..., times: _Optional[int] = ..., parked_at: _Optional[str] = ..., sha256: _Optional[str] = ..., bytes: _Optional[int] = ..., decided_by: _Optional[str] = ..., decided_at: _Optional[str] = ..., why: _Optional[str] = ...) -> None: ...

class ParkedRef(_message.Message):
    __slots__ = ("service_name", "parked_id")
    SERVICE_NAME_FIELD_NUMBER: _ClassVar[int]
    PARKED_ID_FIELD_NUMBER: _ClassVar[int]
    service_name: str
    parked_id: str
    def __init__(self, service_name: _Optional[str] = ..., parked_id: _Optional[str] = ...) -> None: ...

class DiscardParkedRequest(_message.Message):
    __slots__ = ("service_name", "parked_id", "why")
    SERVICE_NAME_FIELD_NUMBER: _ClassVar[int]
    PARKED_ID_FIELD_NUMBER: _ClassVar[int]
    WHY_FIELD_NUMBER: _ClassVar[int]
    service_name: str
    parked_id: str
    why: str
    def __init__(self, service_name: _Optional[str] = ..., parked_id: _Optional[str] = ..., why: _Optional[str] = ...) -> None: ...
