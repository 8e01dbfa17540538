"""Traces (W3C Trace Context): what a process does is a step under the step that caused it, over HTTP, gRPC and facts.

With OTEL_EXPORTER_OTLP_ENDPOINT each step becomes a span that a collector is sent. Without it nothing is imported,
started or sent, and a `traceparent` passes through as it came, or begins where none came. Nothing personal belongs in
a step: names of methods, routes and facts, and stable codes.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import TracebackType
from typing import Literal, Self

from plumbing.errors import ResidenciasError

Kind = Literal["server", "client", "producer", "consumer", "internal"]
Attributes = Mapping[str, str | int]
TRACEPARENT = "traceparent"
MOST_CAUSED = (
    200  # facts of one trace that a timer heads: a sweep of thousands would make one that nobody can open
)
WELL_FORMED = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")


class Step:
    """Something a process does. `traceparent` goes along with what it causes; an exception out of it ends it badly."""

    def __init__(self, traceparent: str) -> None:
        self.traceparent = traceparent

    def say(self, attributes: Attributes, name: str = "") -> None:
        """What was only known while it went on, and a better name."""

    def failed(self, code: str, *, is_refusal: bool = False) -> None:
        """It ended in `code`; a refusal is an answer, not a fault."""

    def end(self) -> None:
        """It is over."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        if isinstance(error, Exception):
            self.failed(error.code if isinstance(error, ResidenciasError) else type(error).__name__)
        self.end()


Begin = Callable[[Kind, str, str, Attributes, str], Step]


def _untold(kind: Kind, name: str, parent: str, attributes: Attributes, link: str) -> Step:
    return Step(parent if WELL_FORMED.fullmatch(parent) else new_trace())


_begin: Begin = _untold
_finish: Callable[[], None] | None = None


def begin(
    kind: Kind, name: str, parent: str, attributes: Attributes | None = None, *, link: str = ""
) -> Step:
    """A step under `parent`, a traceparent; at the head of a trace of our own when that is none.

    `link`: the traceparent of somebody whose word does not decide where the step stands, only whom it belongs to.
    """
    return _begin(kind, name, parent, attributes or {}, link)


class _Head:
    """What nobody else caused, and how much it caused: after `MOST_CAUSED` another one, linked, takes its place."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._caused = 0
        self.step = begin("internal", name, "")

    def cause(self) -> str:
        if self._caused == MOST_CAUSED:
            self.step.end()
            self.step = begin("internal", self._name, "", link=self.step.traceparent)
            self._caused = 0
        self._caused += 1
        return self.step.traceparent

    def end(self) -> None:
        if self._caused:
            self.step.end()


_head: ContextVar[_Head | None] = ContextVar("head", default=None)


@contextmanager
def heading(name: str) -> Iterator[str]:
    """What comes of the inside without a cause of its own stands under a step of this name; gives its traceparent.

    The step is told only if something does, or if it fails: most ticks of a timer find nothing to do.
    """
    head = _Head(name)
    before = _head.set(head)
    try:
        yield head.step.traceparent
    except Exception as error:
        head.step.__exit__(type(error), error, None)
        raise
    finally:
        _head.reset(before)
    head.end()


def cause() -> str:
    """The traceparent for one more thing that the heading around it causes; empty outside of any."""
    head = _head.get()
    return head.cause() if head else ""


def is_exported() -> bool:
    """Somebody collects what this process does."""
    return _finish is not None


def new_trace() -> str:
    """A W3C traceparent of our own."""
    return f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"


def configure(process: str, environment: Mapping[str, str] = os.environ) -> None:
    """From now on the steps of `process` (`scoring-api`) are sent, if the environment names a collector."""
    global _begin, _finish
    if environment.get("OTEL_EXPORTER_OTLP_ENDPOINT"):
        from plumbing import spans  # the libraries behind it are only for whoever sends

        _begin, _finish = spans.exported(process)


def finish() -> None:
    """What was done is with the collector, or given up after a few seconds. Nothing is sent afterwards."""
    if _finish is not None:
        _finish()
