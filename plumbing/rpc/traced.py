"""Calls as steps of a trace: the other side's step stands under the call, the call under whoever made it."""

from __future__ import annotations

from typing import Any

import grpc

from plumbing import tracing
from plumbing.tracing import TRACEPARENT, Step

BROKEN = {
    grpc.StatusCode.INTERNAL,
    grpc.StatusCode.UNAVAILABLE,
    grpc.StatusCode.UNKNOWN,
    grpc.StatusCode.DEADLINE_EXCEEDED,
}


def short(method: str) -> str:
    """`/residencias.scoring.v1.Scoring/ExplainPuntaje` is `scoring.ExplainPuntaje`."""
    return f"{method.split('.')[1]}.{method.rpartition('/')[2]}"


def attributes(method: str) -> dict[str, str]:
    """What every span of an RPC says of it."""
    service, _, name = method.strip("/").partition("/")
    return {"rpc.system": "grpc", "rpc.service": service, "rpc.method": name}


def traced(channel: grpc.Channel) -> grpc.Channel:
    """The channel, its calls told of where traces are exported."""
    return grpc.intercept_channel(channel, _Told()) if tracing.is_exported() else channel


class _Told(grpc.UnaryUnaryClientInterceptor, grpc.UnaryStreamClientInterceptor):
    def intercept_unary_unary(self, continuation: Any, details: Any, request: Any) -> Any:
        step, under = _begin(details)
        call = continuation(under, request)
        _end(step, call)
        return call

    def intercept_unary_stream(self, continuation: Any, details: Any, request: Any) -> Any:
        step, under = _begin(details)
        call = continuation(under, request)
        call.add_done_callback(lambda over: _end(step, over))
        return call


def _begin(details: Any) -> tuple[Step, Any]:
    metadata = dict(details.metadata or ())
    step = tracing.begin(
        "client", short(details.method), metadata.get(TRACEPARENT, ""), attributes(details.method)
    )
    return step, details._replace(metadata=tuple({**metadata, TRACEPARENT: step.traceparent}.items()))


def _end(step: Step, call: Any) -> None:
    if (code := call.code()) is not grpc.StatusCode.OK:
        step.failed(code.name, is_refusal=code not in BROKEN)
    step.end()
