"""What every request passes before a route sees it: its instant, trace, size, patience; and safe headers out."""

from __future__ import annotations

import asyncio
import re
import time

from prometheus_client import Histogram
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from plumbing import tracing
from plumbing.clock import Clock
from plumbing.errors import Invalid
from plumbing.telemetry import follow
from plumbing.tracing import TRACEPARENT, Step

API = "/api/v1"
LARGEST_BODY = 1024 * 1024
LARGEST_IMPORT = 7 * 1024 * 1024
LARGEST_ORIGINALS = 25 * 1024 * 1024  # an RPC message carries 26
LARGEST_PAPER = 6 * 1024 * 1024
LARGER = (
    (re.compile(r".*/(rosters|ofertas|calificaciones)"), LARGEST_IMPORT),
    (re.compile(r".*/papeles"), LARGEST_PAPER),
    (re.compile(r"/ooad/[^/]+/[^/]+/actos/[^/]+"), LARGEST_PAPER),
    (re.compile(r".*/conversion"), LARGEST_ORIGINALS),
    (re.compile(r"/convocatorias/[^/]+/documentos/[^/]+"), LARGEST_ORIGINALS),  # a paper, at the portal
)
DISCARDED_AT_MOST = (
    32 * 1024 * 1024
)  # read and thrown away, so that the refusal reaches whoever is still sending
OUTCOME = "outcome"  # in the scope: the stable code of a refusal
SILENCE_S = 60.0  # longest pause inside a body
HTTP_SECONDS = Histogram(
    "residencias_http_seconds", "Time to answer a request", ["method", "route", "status"]
)
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)
SAFE_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "geolocation=(), microphone=(), payment=()",
    "cache-control": "no-store",
}


class Arrival:
    """ASGI middleware. Raises Invalid(CUERPO_DEMASIADO_GRANDE, CUERPO_INCOMPLETO) where the body is read."""

    def __init__(self, app: ASGIApp, clock: Clock) -> None:
        self._app = app
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope["received_at"] = self._clock.now().isoformat()
        theirs = Headers(scope=scope).get(
            TRACEPARENT, ""
        )  # anybody may say anything: it is kept, not followed
        with tracing.begin("server", scope["method"], "", link=theirs) as step:
            scope[TRACEPARENT] = step.traceparent
            follow(step.traceparent)
            await self._answered(scope, receive, send, step)

    async def _answered(self, scope: Scope, receive: Receive, send: Send, step: Step) -> None:
        began, status = time.perf_counter(), 500
        body = _Body(receive, _largest(scope["path"]))

        async def guarded(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = with_safe_headers(message.get("headers", []))
            await send(message)

        try:
            await self._app(scope, body.receive, guarded)
        finally:
            route = _route(scope)
            HTTP_SECONDS.labels(scope["method"], route, status).observe(time.perf_counter() - began)
            _told(step, scope, route, status)


def _route(scope: Scope) -> str:
    """The route's whole template. A router does not know its prefix, and pages have paths that the API has too."""
    path = str(getattr(scope.get("route"), "path", ""))
    return API + path if path and scope["path"].startswith(API) else path


def _told(step: Step, scope: Scope, route: str, status: int) -> None:
    """Its route, never its path: that and the query name people and dossiers."""
    method = scope["method"]
    step.say(
        {"http.request.method": method, "http.route": route, "http.response.status_code": status},
        f"{method} {route}".strip(),
    )
    if status >= 400:
        step.failed(scope.get(OUTCOME, str(status)), is_refusal=status < 500)


def _largest(path: str) -> int:
    """Bytes that a body sent there may have."""
    return next((most for where, most in LARGER if where.fullmatch(path)), LARGEST_BODY)


class _Body:
    """The request's body as it arrives: no larger than `limit`, no pause longer than SILENCE_S."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive = receive
        self._limit = limit
        self._seen = 0
        self._complete = False

    async def receive(self) -> Message:
        message = await self._next()
        if self._seen <= self._limit:
            return message
        while not self._complete and self._seen < self._limit + DISCARDED_AT_MOST:
            await self._next()
        raise Invalid("CUERPO_DEMASIADO_GRANDE", limite_mb=self._limit // (1024 * 1024))

    async def _next(self) -> Message:
        if self._complete:  # what comes after a body is only the client going away: that may take its time
            return await self._receive()
        try:
            message = await asyncio.wait_for(self._receive(), SILENCE_S)
        except TimeoutError:
            raise Invalid("CUERPO_INCOMPLETO", segundos=int(SILENCE_S)) from None
        self._seen += len(message.get("body", b""))
        self._complete = message["type"] != "http.request" or not message.get("more_body", False)
        return message


def with_safe_headers(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """`headers` and the safe ones that they do not set themselves."""
    present = {name.lower() for name, _ in headers}
    missing = ((name.encode(), value.encode()) for name, value in SAFE_HEADERS.items())
    return [*headers, *((name, value) for name, value in missing if name not in present)]
