"""Connections to the broker: with `amqps`, only to one whose certificate is of its name and of a trusted authority.

The drivers alone check the authority and not the name: any certificate of a public authority would do for them.
SSL_CERT_FILE names an authority of one's own.
"""

from __future__ import annotations

import ssl
from typing import Any
from urllib.parse import urlsplit

from kombu import Connection


def tls_of(amqp_uri: str) -> dict[str, Any] | None:
    """What the drivers must insist on for this address; None without TLS."""
    parts = urlsplit(amqp_uri)
    if parts.scheme != "amqps":
        return None
    return {"server_hostname": parts.hostname, "cert_reqs": ssl.CERT_REQUIRED}


def connection(amqp_uri: str, **options: Any) -> Connection:
    """A connection that opens at its first use."""
    return Connection(amqp_uri, ssl=tls_of(amqp_uri), **options)
