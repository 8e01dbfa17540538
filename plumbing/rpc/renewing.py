"""A channel whose certificate may be renewed while it is used: gRPC itself reads a client's files only once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import grpc

from plumbing.config import Tls

Dial = Callable[[], grpc.Channel]


class Renewing(grpc.Channel):
    """Calls begin on a channel that shows what the files hold now; those begun before end on theirs."""

    def __init__(self, files: Tls, dial: Dial) -> None:
        self._files = (files.certificate, files.key, files.authority)
        self._dial = dial
        self._lock = threading.Lock()
        self._seen = self._state()
        self._channel = dial()
        self._older: grpc.Channel | None = None

    def current(self) -> grpc.Channel:
        """The channel for a call that begins now. Files in the middle of being replaced count once they can be read."""
        with self._lock, suppress(OSError):
            found = self._state()
            if found != self._seen:
                channel = self._dial()
                self._older, self._channel, self._seen = self._channel, channel, found
        return self._channel

    def _state(self) -> list[tuple[int, int]]:
        return [(found.st_ino, found.st_mtime_ns) for found in (file.stat() for file in self._files)]

    def _method(self, kind: str, *args: Any, **more: Any) -> Callable[..., Any]:
        made: tuple[grpc.Channel | None, Any] = (None, None)

        def call(*request: Any, **how: Any) -> Any:
            nonlocal made
            channel, method = made
            if channel is not (now := self.current()):
                channel, method = made = now, getattr(now, kind)(*args, **more)
            return method(*request, **how)

        return call

    def unary_unary(self, *args: Any, **more: Any) -> Callable[..., Any]:
        return self._method("unary_unary", *args, **more)

    def unary_stream(self, *args: Any, **more: Any) -> Callable[..., Any]:
        return self._method("unary_stream", *args, **more)

    def stream_unary(self, *args: Any, **more: Any) -> Callable[..., Any]:
        return self._method("stream_unary", *args, **more)

    def stream_stream(self, *args: Any, **more: Any) -> Callable[..., Any]:
        return self._method("stream_stream", *args, **more)

    def subscribe(self, callback: Callable[..., None], try_to_connect: bool = False) -> None:
        self.current().subscribe(callback, try_to_connect)

    def unsubscribe(self, callback: Callable[..., None]) -> None:
        self._channel.unsubscribe(callback)

    def close(self) -> None:
        """Calls under way are cancelled, on this channel and the one before it."""
        self._channel.close()
        if self._older:
            self._older.close()

    def __enter__(self) -> Renewing:
        return self

    def __exit__(self, *reason: object) -> None:
        self.close()
