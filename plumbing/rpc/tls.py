"""Mutual TLS of RPCs: each side shows a certificate of the same authority, read from files that may be renewed."""

from __future__ import annotations

import grpc

from plumbing.config import Tls


def _pair(tls: Tls) -> tuple[bytes, bytes]:
    return tls.key.read_bytes(), tls.certificate.read_bytes()


def server(tls: Tls) -> grpc.ServerCredentials:
    """Only clients with a certificate of the authority get in. A renewed file serves the next handshake."""
    shown = _pair(tls)

    def configuration(pair: tuple[bytes, bytes]) -> grpc.ServerCertificateConfiguration:
        return grpc.ssl_server_certificate_configuration([pair], tls.authority.read_bytes())

    def renewed() -> grpc.ServerCertificateConfiguration | None:
        nonlocal shown
        try:
            found = _pair(tls)
        except OSError:  # in the middle of being replaced: what was shown so far is still good
            return None
        if found == shown:
            return None
        shown = found
        return configuration(found)

    return grpc.dynamic_ssl_server_credentials(
        configuration(shown), renewed, require_client_authentication=True
    )


def client(tls: Tls) -> grpc.ChannelCredentials:
    """Shows our certificate and trusts only servers of the authority."""
    key, certificate = _pair(tls)
    return grpc.ssl_channel_credentials(tls.authority.read_bytes(), key, certificate)
