"""A server that ends TLS before a part that has none."""

from __future__ import annotations

import asyncio
import ssl
from contextlib import suppress
from threading import Thread

from plumbing.config import Tls


class Front:
    """Shows the certificate of `files` and passes everything on to `target`."""

    def __init__(self, files: Tls, target: tuple[str, int]) -> None:
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(files.certificate, files.key)
        self._target = target
        self._loop = asyncio.new_event_loop()

    def start(self) -> int:
        """The port at which it answers, on every address."""
        Thread(target=self._loop.run_forever, daemon=True).start()
        starting = asyncio.start_server(self._answer, "0.0.0.0", 0, ssl=self._context)
        server = asyncio.run_coroutine_threadsafe(starting, self._loop).result(30)
        return int(server.sockets[0].getsockname()[1])

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner_reader, inner_writer = await asyncio.open_connection(*self._target)
        await asyncio.gather(self._pipe(reader, inner_writer), self._pipe(inner_reader, writer))

    async def _pipe(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while chunk := await source.read(65536):
                target.write(chunk)
                await target.drain()
        target.close()
