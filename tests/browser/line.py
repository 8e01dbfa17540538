"""A telephone's line to the system: it can break in the middle of an upload, and come back."""

from __future__ import annotations

import socket
import socketserver
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

A_PIECE = 64 * 1024


class Line(socketserver.ThreadingTCPServer):
    """A relay to `target`. Told to, it breaks after so many bytes of one connection, and stays broken until mended."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, target: str) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        host, _, port = target.partition(":")
        self.target = (host, int(port))
        self.host = f"127.0.0.1:{self.server_address[1]}"
        self.breaks_after: int | None = None
        self.broken = Event()

    def mend(self) -> None:
        self.breaks_after = None
        self.broken.clear()


class _Connection(socketserver.BaseRequestHandler):
    server: Line

    def handle(self) -> None:
        if self.server.broken.is_set():
            return
        with socket.create_connection(self.server.target) as far, suppress(OSError):
            Thread(target=_answer, args=(far, self.request), daemon=True).start()
            sent = 0
            while piece := self.request.recv(A_PIECE):
                sent += len(piece)
                if self.server.breaks_after is not None and sent > self.server.breaks_after:
                    self.server.broken.set()
                    return
                far.sendall(piece)


def _answer(far: socket.socket, near: socket.socket) -> None:
    with suppress(OSError):
        while piece := far.recv(A_PIECE):
            near.sendall(piece)
        near.shutdown(socket.SHUT_WR)


@contextmanager
def line(target: str) -> Iterator[Line]:
    """A line to the system at `target`."""
    with Line(target) as made:
        Thread(target=made.serve_forever, daemon=True).start()
        yield made
        made.shutdown()
