"""Mutual TLS of RPCs: who has no certificate of the authority is not answered, on either side."""

from __future__ import annotations

import shutil
import socket
import ssl
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from plumbing import auth, config, messages
from plumbing.clock import FixedClock
from plumbing.config import Tls
from plumbing.rpc import Rpc, channel
from plumbing.rpc import tls as tls_of
from tests.plumbing.certificates import Authority
from tests.plumbing.ledger import NOON
from tests.waiting import PATIENCE_S

PUBLIC = auth.generate_keys()[1]
Serve = Callable[[Tls], int]


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path, "ours")


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts a server that shows these files; returns its port."""
    started: list[Rpc] = []

    def start(tls: Tls) -> int:
        settings = SimpleNamespace(token_public_key=PUBLIC, tls=tls, revoked_file=None)
        started.append(Rpc(settings, FixedClock(NOON), lambda code, at: "", messages.load()))
        return started[-1].start("127.0.0.1:0")

    yield start
    for rpc in started:
        rpc.stop(0)


def _asks(open_channel: grpc.Channel) -> bool:
    stub = health_pb2_grpc.HealthStub(open_channel)
    answer = stub.Check(health_pb2.HealthCheckRequest(), timeout=PATIENCE_S)
    return bool(answer.status == health_pb2.HealthCheckResponse.SERVING)


def test_both_sides_of_one_authority_understand_each_other(authority: Authority, serve: Serve) -> None:
    port = serve(authority.issue("scoring-api"))
    with channel(f"127.0.0.1:{port}", authority.issue("gateway")) as ours:
        assert _asks(ours)


def test_a_caller_without_a_certificate_is_not_answered(authority: Authority, serve: Serve) -> None:
    tls = authority.issue("scoring-api")
    port = serve(tls)
    anonymous = grpc.ssl_channel_credentials(tls.authority.read_bytes())
    for stranger in (
        grpc.insecure_channel(f"127.0.0.1:{port}"),
        grpc.secure_channel(f"127.0.0.1:{port}", anonymous),
    ):
        with stranger, pytest.raises(grpc.RpcError):
            _asks(stranger)


def test_a_certificate_of_another_authority_does_not_get_in(
    authority: Authority, serve: Serve, tmp_path: Path
) -> None:
    ours = authority.issue("scoring-api")
    port = serve(ours)
    other = Authority(tmp_path, "other").issue("gateway")
    disguised = Tls(other.certificate, other.key, ours.authority)  # trusts us, but we do not know them
    with channel(f"127.0.0.1:{port}", disguised) as stranger, pytest.raises(grpc.RpcError):
        _asks(stranger)


def test_a_server_of_another_authority_is_not_believed(
    authority: Authority, serve: Serve, tmp_path: Path
) -> None:
    port = serve(Authority(tmp_path, "other").issue("scoring-api"))
    with channel(f"127.0.0.1:{port}", authority.issue("gateway")) as ours, pytest.raises(grpc.RpcError):
        _asks(ours)


def _shown(port: int, tls: Tls) -> bytes:
    context = ssl.create_default_context(cafile=str(tls.authority))
    context.load_cert_chain(tls.certificate, tls.key)
    context.set_alpn_protocols(["h2"])
    with (
        socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S) as raw,
        context.wrap_socket(raw, server_hostname="localhost") as secured,
    ):
        return secured.getpeercert(binary_form=True) or b""


def test_a_renewed_certificate_is_shown_without_a_restart(authority: Authority, serve: Serve) -> None:
    tls, caller = authority.issue("scoring-api"), authority.issue("gateway")
    port = serve(tls)
    before = _shown(port, caller)
    _replace(tls, authority.issue("renewed"))
    assert _shown(port, caller) != before
    with channel(f"127.0.0.1:{port}", caller) as ours:
        assert _asks(ours)


def _replace(files: Tls, renewed: Tls) -> None:
    shutil.copy(renewed.key, files.key)
    shutil.copy(renewed.certificate, files.certificate)


@pytest.fixture
def who(authority: Authority) -> Iterator[tuple[int, Tls]]:
    """A server that answers the name on the caller's certificate, and the files it shows."""

    def name(request: bytes, context: grpc.ServicerContext) -> bytes:
        return context.auth_context()["x509_common_name"][0]

    def names(request: bytes, context: grpc.ServicerContext) -> Iterator[bytes]:
        while context.is_active():
            yield name(request, context)

    server = grpc.server(ThreadPoolExecutor(4))
    handlers = {
        "Name": grpc.unary_unary_rpc_method_handler(name),
        "Names": grpc.unary_stream_rpc_method_handler(names),
    }
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("who", handlers),))
    shown = authority.issue("scoring-api")
    port = server.add_secure_port("127.0.0.1:0", tls_of.server(shown))
    server.start()
    yield port, shown
    server.stop(0)


def test_a_renewed_certificate_of_the_caller_serves_the_next_call_and_the_old_call_goes_on(
    authority: Authority, who: tuple[int, Tls]
) -> None:
    port, shown = who
    caller = authority.issue("gateway")
    with channel(f"127.0.0.1:{port}", caller) as ours:
        ask, listen = ours.unary_unary("/who/Name"), ours.unary_stream("/who/Names")
        going_on = listen(b"", timeout=PATIENCE_S)
        assert (ask(b"", timeout=PATIENCE_S), next(going_on)) == (b"gateway", b"gateway")
        _replace(shown, authority.issue("scoring-api-renewed"))
        _replace(caller, authority.issue("gateway-renewed"))
        assert ask(b"", timeout=PATIENCE_S) == b"gateway-renewed"
        assert {next(going_on) for _ in range(100)} == {b"gateway"}
        assert next(listen(b"", timeout=PATIENCE_S)) == b"gateway-renewed"


def test_files_that_are_away_for_a_moment_change_nothing(authority: Authority, who: tuple[int, Tls]) -> None:
    port, _ = who
    caller = authority.issue("gateway")
    with channel(f"127.0.0.1:{port}", caller) as ours:
        ask = ours.unary_unary("/who/Name")
        assert ask(b"", timeout=PATIENCE_S) == b"gateway"
        caller.certificate.unlink()
        assert ask(b"", timeout=PATIENCE_S) == b"gateway"
        _replace(caller, authority.issue("gateway-renewed"))
        assert ask(b"", timeout=PATIENCE_S) == b"gateway-renewed"


def test_half_of_the_files_is_a_mistake_that_is_named() -> None:
    with pytest.raises(ValueError, match="RPC_TLS_CA go together"):
        config.tls_from({"RPC_TLS_CERT": "a", "RPC_TLS_KEY": "b"})
    assert config.tls_from({}) is None
