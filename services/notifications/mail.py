"""E-mail out, over SMTP: with TLS where the server offers it, and never a password in the clear."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Sequence
from contextlib import suppress
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from plumbing.clock import Clock
from plumbing.errors import Unavailable
from services.notifications.domain.mensaje import Mensaje, Refused

TIMEOUT_S = 15.0
DEAD = (smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError, smtplib.SMTPHeloError, OSError)


class Smtp:
    """One connection for a batch: `with Smtp(url, sender, clock) as post: post.send(mensaje)`.

    `smtp://user:password@host:587` takes STARTTLS when offered, and insists on it with a password or `?starttls=1`;
    `smtps://` is TLS from the start.
    """

    def __init__(self, url: str, sender: str, real: Clock) -> None:
        self._url = urlsplit(url)
        self._sender = sender
        self._real = real
        self._client: smtplib.SMTP | None = None

    def __enter__(self) -> Smtp:
        """Connected and logged in. Raises Unavailable(CORREO_NO_DISPONIBLE)."""
        try:
            self._client = _connected(self._url)
        except (smtplib.SMTPException, OSError) as error:
            raise Unavailable("CORREO_NO_DISPONIBLE", detalle=type(error).__name__) from error
        return self

    def __exit__(self, *_: object) -> None:
        if self._client is not None:
            try:
                self._client.quit()
            except (smtplib.SMTPException, OSError):
                self._client.close()
        self._client = None

    def send(self, mensaje: Mensaje) -> None:
        """At least one address accepted it. Raises Refused; Unavailable when the connection is gone."""
        if self._client is None:
            raise Unavailable("CORREO_NO_DISPONIBLE", detalle="closed")
        to = _writable(mensaje.to)
        try:
            self._client.send_message(
                self._written(mensaje, to), from_addr=self._sender, to_addrs=[one.addr_spec for one in to]
            )
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            raise Refused(f"RCPT {codes[0]}", for_good=min(codes) >= 500) from error
        except smtplib.SMTPResponseException as error:
            self._client.rset()
            raise Refused(f"SMTP {error.smtp_code}", for_good=error.smtp_code >= 500) from error
        except smtplib.SMTPNotSupportedError as error:
            raise Refused("SMTPUTF8", for_good=True) from error
        except DEAD as error:
            raise Unavailable("CORREO_NO_DISPONIBLE", detalle=type(error).__name__) from error

    def _written(self, mensaje: Mensaje, to: Sequence[Address]) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self._sender
        message["To"] = to
        message["Subject"] = mensaje.subject
        message["Date"] = self._real.now()
        message["Message-ID"] = mensaje.message_id
        message["Auto-Submitted"] = "auto-generated"
        message["Content-Language"] = "es-MX"
        message.set_content(mensaje.text)
        message.add_alternative(mensaje.html, subtype="html")
        return message


def _writable(addresses: Sequence[str]) -> tuple[Address, ...]:
    """Those that are addresses at all: one bad line of a registro stops no e-mail. Raises Refused when none is."""
    found = []
    for one in addresses:
        with suppress(ValueError, MessageError, IndexError):
            found.append(Address(addr_spec=one))
    if not found:
        raise Refused("ADDRESS", for_good=True)
    return tuple(found)


def _connected(url: SplitResult) -> smtplib.SMTP:
    host, context = url.hostname or "127.0.0.1", ssl.create_default_context()
    if url.scheme == "smtps":
        client: smtplib.SMTP = smtplib.SMTP_SSL(host, url.port or 465, timeout=TIMEOUT_S, context=context)
    else:
        client = smtplib.SMTP(host, url.port or 25, timeout=TIMEOUT_S)
        client.ehlo()
        insists = bool(url.username) or parse_qs(url.query).get("starttls") == ["1"]
        if client.has_extn("starttls") or insists:
            client.starttls(context=context)  # raises when the server has no TLS
            client.ehlo()
    if url.username:
        client.login(unquote(url.username), unquote(url.password or ""))
    return client
