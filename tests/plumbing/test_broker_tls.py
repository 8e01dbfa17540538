"""A broker behind TLS: workers speak and listen through it, and nobody speaks to one that is not who it must be."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import suppress
from threading import Thread
from urllib.parse import urlsplit

import pytest

from plumbing.bus.publisher import Publisher
from plumbing.errors import Unavailable
from plumbing.store import connect
from tests.plumbing.certificates import Authority
from tests.plumbing.ledger import ACT, Entry, SolicitudPrinted, documents
from tests.plumbing.test_bus import MODULE, heard
from tests.processes import working
from tests.waiting import until


class Front:
    """Ends TLS before a broker that has none."""

    def __init__(self, context: ssl.SSLContext, target: tuple[str, int]) -> None:
        self._context, self._target = context, target
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


@pytest.fixture
def authority(tmp_path):
    return Authority(tmp_path, "autoridad")


@pytest.fixture
def secure_uri(environment, authority) -> Iterator[str]:
    """The address of the test's broker behind a certificate for 127.0.0.1, as `amqps`."""
    files = authority.issue("broker")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files.certificate, files.key)
    plain = urlsplit(environment["AMQP_URI"])
    front = Front(context, (plain.hostname or "", plain.port or 5672))
    port = front.start()
    yield f"amqps://{plain.username}:{plain.password}@127.0.0.1:{port}{plain.path}"
    front.stop()


def test_a_worker_speaks_and_listens_over_tls(environment, config, authority, secure_uri):
    trusting = {**environment, "AMQP_URI": secure_uri, "SSL_CERT_FILE": str(authority.issue("x").authority)}
    entries = documents(connect(config.mongo_uri)[config.database("ledger")])
    entries.create("a", Entry("uno"), ACT, [SolicitudPrinted(1)])
    with working(trusting, MODULE):
        until(lambda: heard(entries, "a") == (1,))


@pytest.mark.parametrize("is_trusted", [True, False])
def test_a_broker_of_another_name_or_of_no_authority_is_not_spoken_to(
    secure_uri, authority, is_trusted, monkeypatch
):
    """127.0.0.2 answers with the certificate of 127.0.0.1, as somebody in the middle would."""
    uri = secure_uri
    if is_trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.issue("x").authority))
        uri = secure_uri.replace("127.0.0.1", "127.0.0.2")
    with pytest.raises(Unavailable) as refused:
        Publisher(uri).send({}, routing_key="ledger.facts")
    assert isinstance(refused.value.__cause__, ssl.SSLCertVerificationError)
