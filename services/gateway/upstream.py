"""Every service as the gateway calls it: with a token minted for this very request."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

import grpc
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.message_factory import GetMessageClass

from contracts.residencias.common.v1 import access_pb2, operations_pb2, operations_pb2_grpc
from plumbing import auth
from plumbing.auth import Caller
from plumbing.clock import Clock
from plumbing.config import SERVICES, Config
from plumbing.errors import Conflict
from plumbing.rpc.calling import DEADLINE_S, channel, invoke
from plumbing.rpc.faults import from_rpc_error
from plumbing.tracing import TRACEPARENT

RACES_RETRIED = 4
RACE_PAUSE_S = 0.05


@dataclass(frozen=True)
class Circumstances:
    """What of an HTTP request goes along with the RPC."""

    caller: Caller
    received_at: str
    key: str = ""
    traceparent: str = ""


class Stream(Iterator[Any]):
    """The messages of a server stream. It ends when the server, its time, or `close` ends it."""

    def __init__(self, service: str, call: Any) -> None:
        self._service = service
        self._call = call

    def __next__(self) -> Any:
        try:
            return next(self._call)
        except grpc.RpcError as error:
            if error.code() in (grpc.StatusCode.CANCELLED, grpc.StatusCode.DEADLINE_EXCEEDED):
                raise StopIteration from None
            raise from_rpc_error(error, self._service) from error

    def close(self) -> None:
        self._call.cancel()


class Upstream:
    """Stubs of all services, by name."""

    def __init__(self, config: Config, clock: Clock) -> None:
        self._config = config
        self._clock = clock
        self._stubs: dict[str, Any] = {}
        self._operations: dict[str, Any] = {}
        self.methods: dict[str, dict[str, MethodDescriptor]] = {}
        self.operations = dict(operations_pb2.DESCRIPTOR.services_by_name["Operations"].methods_by_name)
        channels: dict[str, Any] = {}
        for service in SERVICES:
            messages = import_module(f"contracts.residencias.{service}.v1.service_pb2")
            stubs = import_module(f"contracts.residencias.{service}.v1.service_pb2_grpc")
            address = config.rpc_addresses[service]
            if address not in channels:
                channels[address] = channel(address)
            (descriptor,) = messages.DESCRIPTOR.services_by_name.values()
            self._stubs[service] = getattr(stubs, f"{descriptor.name}Stub")(channels[address])
            self._operations[service] = operations_pb2_grpc.OperationsStub(channels[address])
            self.methods[service] = dict(descriptor.methods_by_name)

    def roles(self, service: str, method: str) -> frozenset[str]:
        """Who may call the method, as its proto says."""
        options: Any = self.method(service, method).GetOptions()
        return frozenset(options.Extensions[access_pb2.access].roles)

    def method(self, service: str, method: str) -> MethodDescriptor:
        """The service's own, or one that every service answers to an operator."""
        return self.operations.get(method) or self.methods[service][method]

    def is_public(self, service: str, method: str) -> bool:
        return auth.PUBLIC_ROLE in self.roles(service, method)

    def request(self, service: str, method: str, **values: Any) -> Any:
        """An empty or keyword-built request message of the method."""
        return GetMessageClass(self.method(service, method).input_type)(**values)

    def call(
        self,
        service: str,
        method: str,
        request: Any,
        circumstances: Circumstances,
        deadline_s: float = DEADLINE_S,
    ) -> Any:
        """The answer. A lost version race is tried again with fresh state; other errors are raised as ours."""
        for attempt in range(RACES_RETRIED + 1):
            try:
                metadata = self._metadata(circumstances)
                stubs = self._operations if method in self.operations else self._stubs
                return invoke(service, getattr(stubs[service], method), request, metadata, deadline_s)
            except Conflict as error:
                if error.code != "VERSION_PERDIDA" or attempt == RACES_RETRIED:
                    raise
                time.sleep(RACE_PAUSE_S * (attempt + 1))
        raise AssertionError("unreachable")

    def stream(
        self,
        service: str,
        method: str,
        request: Any,
        circumstances: Circumstances,
        lifetime_s: float | None = None,
    ) -> Stream:
        """The messages of a server stream, for at most `lifetime_s`."""
        open_stream = getattr(self._stubs[service], method)
        return Stream(
            service, open_stream(request, metadata=self._metadata(circumstances), timeout=lifetime_s)
        )

    def _metadata(self, circumstances: Circumstances) -> list[tuple[str, str]]:
        metadata = []
        if circumstances.caller is not auth.ANONYMOUS:
            caller = replace(circumstances.caller, received_at=circumstances.received_at)
            token = auth.sign(caller, self._config.token_private_key, self._clock)
            metadata.append(("authorization", f"Bearer {token}"))
        if circumstances.key:
            metadata.append(("idempotency-key", circumstances.key))
        if circumstances.traceparent:
            metadata.append((TRACEPARENT, circumstances.traceparent))
        return metadata
