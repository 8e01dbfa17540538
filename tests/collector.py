"""A collector of traces for the tests: it takes spans by OTLP over HTTP and keeps what they say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status


@dataclass(frozen=True)
class Seen:
    """One span. `parent` is empty at the head of a trace; `links` are (trace, span) of others."""

    process: str
    name: str
    kind: str
    trace: str
    id: str
    parent: str
    is_failed: bool
    attributes: dict[str, Any] = field(compare=False)
    links: tuple[tuple[str, str], ...] = ()

    @property
    def what(self) -> tuple[str, str, str]:
        return (self.process, self.kind, self.name)


class Collector:
    """Where it listens, and every span it was sent."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        self._seen: list[Seen] = []
        self._traces: dict[str, dict[str, Seen]] = defaultdict(dict)

    def environment(self) -> dict[str, str]:
        """The variables of a process that sends here; often, so that nobody waits for it."""
        return {"OTEL_EXPORTER_OTLP_ENDPOINT": self.endpoint, "OTEL_BSP_SCHEDULE_DELAY": "200"}

    def spans(self) -> list[Seen]:
        return list(self._seen)

    def named(self, name: str) -> list[Seen]:
        return [one for one in self._seen if one.name == name]

    def above(self, span: Seen) -> list[Seen]:
        """From `span` up to the head of its trace, as far as it was told."""
        known = self._traces[span.trace]
        line = [span]
        while line[-1].parent in known:
            line.append(known[line[-1].parent])
        return line

    def take(self, body: bytes) -> None:
        for told in ExportTraceServiceRequest.FromString(body).resource_spans:
            process = next(a.value.string_value for a in told.resource.attributes if a.key == "service.name")
            for span in (_seen(process, one) for scope in told.scope_spans for one in scope.spans):
                self._seen.append(span)
                self._traces[span.trace][span.id] = span


def _seen(process: str, span: Span) -> Seen:
    values = {one.key: getattr(one.value, one.value.WhichOneof("value")) for one in span.attributes}
    return Seen(
        process=process,
        name=span.name,
        kind=Span.SpanKind.Name(span.kind).removeprefix("SPAN_KIND_").lower(),
        trace=span.trace_id.hex(),
        id=span.span_id.hex(),
        parent=span.parent_span_id.hex(),
        is_failed=span.status.code == Status.STATUS_CODE_ERROR,
        attributes={**values, **{f"event.{n}": str(event) for n, event in enumerate(span.events)}},
        links=tuple((one.trace_id.hex(), one.span_id.hex()) for one in span.links),
    )


@contextmanager
def collecting() -> Iterator[Collector]:
    """It listens on a port of its own."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            if self.path == "/v1/traces":
                collector.take(body)
            self.send_response(200)
            self.send_header("content-type", "application/x-protobuf")
            self.end_headers()
            self.wfile.write(ExportTraceServiceResponse().SerializeToString())

        def log_message(self, format: str, *args: Any) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    collector = Collector(f"http://127.0.0.1:{server.server_port}")
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield collector
    finally:
        server.shutdown()
        server.server_close()
