"""Structured logs without personal data, and Prometheus metrics, the same in every process."""

from __future__ import annotations

import logging
import os
import sys
from contextvars import ContextVar
from functools import partial

import structlog
from prometheus_client import Counter, Gauge, Histogram
from structlog.typing import EventDict

FACTS_PUBLISHED = Counter(
    "residencias_facts_published_total",
    "Facts relayed to the broker, by the fact's own name",
    ["service", "fact"],
)
FACTS_CONSUMED = Counter(
    "residencias_facts_consumed_total", "Facts taken from the queue, by how it ended", ["service", "outcome"]
)
RELAY_WAITING = Gauge(
    "residencias_relay_waiting",
    "Documents whose facts wait for the broker, as the relay last saw",
    ["service"],
)
RELAY_OLDEST = Gauge(
    "residencias_relay_oldest_seconds",
    "How long the oldest fact that was saved and is not published has waited",
    ["service"],
)
FACTS_PARKED = Gauge(
    "residencias_facts_parked", "Facts that could not be taken and wait for a person", ["service"]
)
VERDICT_SECONDS = Histogram(
    "residencias_verdict_seconds",
    "From the send of an expediente to what a validator decided about it",
    ["convocatoria", "verdict"],
    buckets=[600.0 * 2**n for n in range(11)],  # ten minutes to a week
)
RPC_SECONDS = Histogram("residencias_rpc_seconds", "Time to answer an RPC", ["method", "outcome"])

log: structlog.stdlib.BoundLogger = structlog.get_logger()
_trace_id: ContextVar[str] = ContextVar("trace_id", default="")


def follow(traceparent: str) -> None:
    """What is logged from here on, in this thread or greenthread, carries the trace of what caused it."""
    parts = traceparent.split("-")
    _trace_id.set(parts[1] if len(parts) == 4 else "")


def trace_id() -> str:
    """The trace that is followed here; empty outside of any."""
    return _trace_id.get()


def configure(process: str) -> None:
    """From now on one JSON object per line on stderr. Level by LOG_LEVEL (default WARNING on a laptop)."""
    level = getattr(logging, os.environ.get("LOG_LEVEL", "WARNING").upper(), logging.WARNING)
    logging.basicConfig(stream=sys.stderr, level=level, format="%(message)s")
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            partial(_of_process, process),
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def _of_process(process: str, logger: object, method: str, event: EventDict) -> EventDict:
    """Each line says who wrote it, whatever thread it was, and under which trace."""
    event["process"] = process
    if trace_id := _trace_id.get():
        event.setdefault("trace_id", trace_id)
    return event
