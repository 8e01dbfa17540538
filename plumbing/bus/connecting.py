"""Connections to the broker: with `amqps`, only to one whose certificate is of its name and of a trusted authority.

The drivers alone check the authority and not the name: any certificate of a public authority would do for them. An
authority of the broker's own is named by the address, `amqps://…?cacertfile=FILE`; SSL_CERT_FILE names one for
everything.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

from kombu import Connection
from kombu.exceptions import OperationalError

from plumbing.errors import Unavailable

AWAY = (OperationalError, OSError, *Connection("memory://").recoverable_connection_errors)


def tls_of(amqp_uri: str) -> dict[str, Any] | None:
    """What the drivers must insist on for this address; None without TLS."""
    parts = urlsplit(amqp_uri)
    if parts.scheme != "amqps":
        return None
    authority = parse_qs(parts.query).get("cacertfile", [None])[0]
    return {"server_hostname": parts.hostname, "cert_reqs": ssl.CERT_REQUIRED, "ca_certs": authority}


def address_of(amqp_uri: str) -> str:
    """The address as the drivers take it: what it says of TLS is ours to read."""
    return urlsplit(amqp_uri)._replace(query="").geturl()


def connection(amqp_uri: str, **options: Any) -> Connection:
    """A connection that opens at its first use."""
    return Connection(address_of(amqp_uri), ssl=tls_of(amqp_uri), **options)


@contextmanager
def speaking(hang_up: Callable[[], None]) -> Iterator[None]:
    """Whatever goes wrong within, `hang_up` is called. Raises Unavailable when it was the broker that is away."""
    try:
        yield
    except AWAY as error:
        hang_up()
        raise Unavailable("SERVICIO_NO_DISPONIBLE", servicio="RabbitMQ") from error
    except Exception:
        hang_up()
        raise
