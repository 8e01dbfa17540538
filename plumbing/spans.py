"""Steps as OpenTelemetry spans, sent in batches by OTLP over HTTP. Sampling and batches: the SDK's own variables.

Imported only where traces are exported (`plumbing.tracing`). A collector that is away costs spans, never an answer.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from threading import Thread

from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Link, SpanKind, StatusCode, Tracer, get_current_span, set_span_in_context
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from plumbing import version
from plumbing.telemetry import log
from plumbing.tracing import TRACEPARENT, Attributes, Begin, Kind, Step, new_trace

FINISH_S = 5.0
W3C = TraceContextTextMapPropagator()
KINDS: dict[Kind, SpanKind] = {
    "server": SpanKind.SERVER,
    "client": SpanKind.CLIENT,
    "producer": SpanKind.PRODUCER,
    "consumer": SpanKind.CONSUMER,
    "internal": SpanKind.INTERNAL,
}


class Span(Step):
    """A step that is sent once it is over, unless the sampler left its trace out."""

    def __init__(
        self, tracer: Tracer, kind: Kind, name: str, parent: str, attributes: Attributes, link: str
    ) -> None:
        linked = get_current_span(W3C.extract({TRACEPARENT: link}, Context())).get_span_context()
        self._span = tracer.start_span(
            name,
            W3C.extract({TRACEPARENT: parent}, Context()),
            KINDS[kind],
            attributes=attributes,
            links=[Link(linked)] if linked.is_valid else None,
        )
        carrier: dict[str, str] = {}
        W3C.inject(carrier, set_span_in_context(self._span))
        super().__init__(carrier.get(TRACEPARENT) or parent or new_trace())

    def say(self, attributes: Attributes, name: str = "") -> None:
        self._span.set_attributes(attributes)
        if name:
            self._span.update_name(name)

    def failed(self, code: str, *, is_refusal: bool = False) -> None:
        self._span.set_attribute("error.type", code)
        if not is_refusal:
            self._span.set_status(StatusCode.ERROR)

    def end(self) -> None:
        self._span.end()


class _Told(logging.Handler):
    """What the exporter complains of is a line of our log."""

    def emit(self, record: logging.LogRecord) -> None:
        log.warning("traces not delivered", reason=record.getMessage())


def exported(process: str) -> tuple[Begin, Callable[[], None]]:
    """How `process` begins a span, and how it has the last ones sent."""
    complaints = logging.getLogger("opentelemetry")
    complaints.setLevel(logging.ERROR)
    complaints.propagate = False
    complaints.handlers[:] = [_Told()]
    named = Resource.create({"service.name": process, "service.version": version.running()})
    provider = TracerProvider(resource=named, shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return partial(Span, provider.get_tracer("residencias")), partial(_finish, provider)


def _finish(provider: TracerProvider) -> None:
    """In a thread of its own: the library would wait half a minute for a collector that is away."""
    sending = Thread(target=provider.shutdown, daemon=True)
    sending.start()
    sending.join(FINISH_S)
