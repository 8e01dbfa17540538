"""`/metrics`, `/vivo` and `/listo` of a process, at METRICS_PORT.

`/listo`: every check of the process passes, so work may be sent here. `/vivo`: nothing is so wrong, or wrong for so
long, that only a new process helps. Checks are cheap and ask nobody else: a database that is away must not end us.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from socketserver import ThreadingMixIn
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import make_wsgi_app

LOST_AFTER_S = 600.0


@dataclass
class Pulse:
    """Something that should happen again and again; `beat` says it just did."""

    every_s: float
    last: float = field(default_factory=time.monotonic)
    has_beaten: bool = False

    def beat(self) -> None:
        self.last = time.monotonic()
        self.has_beaten = True

    def age_s(self) -> float:
        return time.monotonic() - self.last

    def is_late(self) -> bool:
        """Also before the first time: what has not begun is not ready."""
        return not self.has_beaten or self.age_s() > self.every_s

    def is_lost(self) -> bool:
        return self.age_s() > max(LOST_AFTER_S, self.every_s)


_PULSES: dict[str, Pulse] = {}
_GATES: dict[str, Callable[[], bool]] = {}


def pulse(name: str, every_s: float) -> Pulse:
    """The process is ready while `name` beats at least every `every_s`, and alive while it is not lost."""
    return _PULSES.setdefault(name, Pulse(every_s))


def gate(name: str, is_open: Callable[[], bool]) -> None:
    """The process is ready only while `is_open()`."""
    _GATES[name] = is_open


def late() -> list[str]:
    """The names of what keeps the process from being ready."""
    return [name for name, one in _PULSES.items() if one.is_late()] + [
        name for name, is_open in _GATES.items() if not is_open()
    ]


def lost() -> list[str]:
    """The names of what only a new process mends."""
    return [name for name, one in _PULSES.items() if one.is_lost()]


def serve() -> None:
    """They answer on METRICS_PORT, if that is set."""
    if port := os.environ.get("METRICS_PORT"):
        start(int(port))


def start(port: int) -> int:
    """They answer on `port` of every address; returns the port (0 chooses one)."""
    server = make_server("", port, _answer, _Server, _Quiet)
    Thread(target=server.serve_forever, name="probes", daemon=True).start()
    return int(server.server_port)


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """A probe every few seconds is no news."""


_metrics = make_wsgi_app()


def _answer(request: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    checks = {"/vivo": lost, "/listo": late}
    check = checks.get(request.get("PATH_INFO", ""))
    if check is None:
        answered: Iterable[bytes] = _metrics(request, start_response)
        return answered
    wrong = check()
    status = HTTPStatus.SERVICE_UNAVAILABLE if wrong else HTTPStatus.OK
    start_response(f"{status.value} {status.phrase}", [("content-type", "text/plain; charset=utf-8")])
    return [("\n".join(wrong) or "ok").encode()]
