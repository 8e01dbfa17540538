"""Connections to the broker: with `amqps`, only to one whose certificate is of its name and of a trusted authority.

The drivers alone check the authority and not the name: any certificate of a public authority would do for them.
SSL_CERT_FILE names an authority of one's own.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from kombu import Connection
from kombu.exceptions import OperationalError

from plumbing.errors import Unavailable

AWAY = (OperationalError, OSError, *Connection("memory://").recoverable_connection_errors)


def tls_of(amqp_uri: str) -> dict[str, Any] | None:
    """What the drivers must insist on for this address; None without TLS."""
    parts = urlsplit(amqp_uri)
    if parts.scheme != "amqps":
        return None
    return {"server_hostname": parts.hostname, "cert_reqs": ssl.CERT_REQUIRED}


def connection(amqp_uri: str, **options: Any) -> Connection:
    """A connection that opens at its first use."""
    return Connection(amqp_uri, ssl=tls_of(amqp_uri), **options)


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
