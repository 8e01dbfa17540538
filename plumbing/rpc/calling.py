"""Calls to other services: the caller's token and trace go along, and our errors come back as our errors."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import grpc

from plumbing.config import Tls, tls_from
from plumbing.rpc import serving
from plumbing.rpc import tls as tls_of
from plumbing.rpc.faults import from_rpc_error
from plumbing.rpc.renewing import Renewing
from plumbing.rpc.traced import traced
from plumbing.tracing import TRACEPARENT

DEADLINE_S = 20.0
MAX_MESSAGE = serving.MAX_MESSAGE
RETRY_WHEN_UNAVAILABLE = json.dumps(
    {
        "methodConfig": [
            {
                "name": [{}],
                "retryPolicy": {
                    "maxAttempts": 4,
                    "initialBackoff": "0.2s",
                    "maxBackoff": "2s",
                    "backoffMultiplier": 2,
                    "retryableStatusCodes": ["UNAVAILABLE"],
                },
            }
        ]
    }
)


OPTIONS = (
    ("grpc.service_config", RETRY_WHEN_UNAVAILABLE),
    ("grpc.max_receive_message_length", MAX_MESSAGE),
    ("grpc.max_send_message_length", MAX_MESSAGE),
    ("grpc.initial_reconnect_backoff_ms", 200),
    ("grpc.max_reconnect_backoff_ms", 2000),
    # A name may stand for many replicas: calls are spread over all of them, as they come and go.
    ("grpc.lb_policy_name", "round_robin"),
)


def channel(address: str, tls: Tls | None = None) -> grpc.Channel:
    """A channel that survives restarts of the other side and repeats calls it could not deliver.

    With mutual TLS when `tls`, or else the environment, names the files; a renewed one serves the next call.
    """
    files = tls or tls_from()
    if files is None:
        return traced(grpc.insecure_channel(address, options=OPTIONS))
    return Renewing(
        files, lambda: traced(grpc.secure_channel(address, tls_of.client(files), options=OPTIONS))
    )


class Upstream:
    """Queries to an earlier service on behalf of whoever called us."""

    def __init__(self, service: str, address: str, stub_class: Callable[[grpc.Channel], Any]) -> None:
        self._service = service
        self._stub = stub_class(channel(address))

    def call(self, method: str, request: Any) -> Any:
        """The answer of `method`. Raises our errors, whatever the other side refused with."""
        metadata = [("authorization", f"Bearer {serving.token()}")] if serving.token() else []
        with suppress(LookupError):  # called outside an RPC
            metadata.append((TRACEPARENT, serving.act().traceparent))
        return invoke(self._service, getattr(self._stub, method), request, metadata)


def invoke(
    service: str, method: Any, request: Any, metadata: list[tuple[str, str]], deadline_s: float = DEADLINE_S
) -> Any:
    """`method(request)` with a deadline; RpcError becomes our error."""
    try:
        return method(request, metadata=metadata, timeout=deadline_s)
    except grpc.RpcError as error:
        raise from_rpc_error(error, service) from error


def stream(service: str, method: Any, request: Any, metadata: list[tuple[str, str]]) -> Iterator[Any]:
    """The messages of a server stream; RpcError becomes our error."""
    try:
        yield from method(request, metadata=metadata)
    except grpc.RpcError as error:
        raise from_rpc_error(error, service) from error
