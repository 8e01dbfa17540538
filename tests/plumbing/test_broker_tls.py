"""A broker that speaks TLS only: workers speak and listen over it, and to nobody who is not who they must be."""

from __future__ import annotations

import os
import ssl
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from plumbing.bus.connecting import address_of, tls_of
from plumbing.bus.publisher import Publisher
from plumbing.config import Tls
from plumbing.errors import Unavailable
from plumbing.store import connect
from residencias.embedded import probes
from residencias.embedded.child import Child
from residencias.embedded.rabbitmq import RabbitMQ
from tests.plumbing.certificates import Authority
from tests.plumbing.ledger import ACT, Entry, SolicitudPrinted, documents
from tests.plumbing.test_bus import MODULE, heard
from tests.processes import working
from tests.waiting import until


class OnlyTls(RabbitMQ):
    """The broker as its operator sets it up for TLS alone; 127.0.0.2 answers with the certificate of 127.0.0.1."""

    def __init__(self, folder: Path, files: Tls) -> None:
        super().__init__(folder)
        self._files = files

    def prepare(self) -> Sequence[Child]:
        children = super().prepare()
        settings = self.folder / "rabbitmq.conf"
        listeners = f"""\
listeners.tcp = none
listeners.ssl.1 = 127.0.0.1:{self.ports["amqp"]}
listeners.ssl.2 = 127.0.0.2:{self.ports["amqp"]}
ssl_options.certfile = {self._files.certificate}
ssl_options.keyfile = {self._files.key}
"""
        _, _, rest = settings.read_text(encoding="utf-8").partition("\n")
        settings.write_text(listeners + rest, encoding="utf-8")
        return children

    def environment(self) -> dict[str, str]:
        found = super().environment()
        uri = found["AMQP_URI"].replace("amqp:", "amqps:") + f"?cacertfile={self._files.authority}"
        return {**found, "AMQP_URI": uri}


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnlyTls]:
    if os.environ.get("AMQP_URI"):
        pytest.skip("this test starts the local broker")
    folder = tmp_path_factory.mktemp("secure")
    started = OnlyTls(folder, Authority(folder, "autoridad").issue("broker"))
    started.start()
    started.await_ready()
    yield started
    started.stop()


@pytest.fixture
def uri(broker: OnlyTls) -> str:
    return broker.environment()["AMQP_URI"]


def test_a_worker_speaks_and_listens_over_tls(broker: OnlyTls, mongo_uri, environment, config) -> None:
    trusting = {**environment, **broker.environment()}
    entries = documents(connect(mongo_uri)[config.database("ledger")])
    entries.create("a", Entry("uno"), ACT, [SolicitudPrinted(1)])
    with working(trusting, MODULE):
        until(lambda: heard(entries, "a") == (1,))


def _refusal(uri: str) -> BaseException | None:
    with pytest.raises(Unavailable) as refused:
        Publisher(uri).send({}, routing_key="ledger.facts")
    return refused.value.__cause__


def test_a_broker_of_another_name_is_not_spoken_to(uri: str) -> None:
    """As somebody in the middle would answer, with a certificate of the same authority."""
    assert isinstance(_refusal(uri.replace("127.0.0.1", "127.0.0.2")), ssl.SSLCertVerificationError)


def test_a_broker_of_no_authority_that_we_trust_is_not_spoken_to(uri: str, tmp_path: Path) -> None:
    assert isinstance(_refusal(address_of(uri)), ssl.SSLCertVerificationError)
    other = Authority(tmp_path, "otra").issue("x").authority
    assert isinstance(_refusal(f"{address_of(uri)}?cacertfile={other}"), ssl.SSLCertVerificationError)


def test_an_authority_may_be_named_for_everything(
    broker: OnlyTls, uri: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(broker._files.authority))
    probes.amqp(address_of(uri))


def test_nobody_is_heard_without_tls(uri: str) -> None:
    with pytest.raises(Unavailable):
        probes.amqp(address_of(uri).replace("amqps:", "amqp:"))


def test_an_address_without_tls_asks_for_none() -> None:
    assert tls_of("amqp://u:p@host:5672//") is None
    assert address_of("amqp://u:p@host:5672//") == "amqp://u:p@host:5672//"
