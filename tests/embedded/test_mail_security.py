"""The mail catcher can ask for TLS and a login, as the production server does."""

from __future__ import annotations

import datetime as dt
import smtplib
import ssl
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from residencias.embedded.mail import MailCatcher

START = dt.datetime(2023, 1, 1, tzinfo=dt.UTC)


def _certificate(folder: Path) -> tuple[Path, Path]:
    """A self-signed certificate for 127.0.0.1 and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(START)
        .not_valid_after(START + dt.timedelta(days=36500))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "cert.pem", folder / "key.pem"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return paths


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[tuple[MailCatcher, ssl.SSLContext]]:
    certificate, key = _certificate(tmp_path)
    extra = ["--cert", str(certificate), "--key", str(key), "--user", "ces", "--password", "secreta"]
    catcher = MailCatcher(tmp_path, extra)
    catcher.start()
    try:
        catcher.await_ready()
        yield catcher, ssl.create_default_context(cafile=str(certificate))
    finally:
        catcher.stop()


def test_a_mail_goes_through_with_tls_and_login(guarded: tuple[MailCatcher, ssl.SSLContext]) -> None:
    catcher, trust = guarded
    with smtplib.SMTP("127.0.0.1", catcher.port) as client:
        client.starttls(context=trust)
        client.login("ces", "secreta")
        client.sendmail("a@example.com", ["b@example.com"], "Subject: x\r\n\r\nx\r\n")
    assert len(list(catcher.messages.glob("*.eml"))) == 1


def test_a_mail_without_tls_or_with_a_wrong_password_is_refused(
    guarded: tuple[MailCatcher, ssl.SSLContext],
) -> None:
    catcher, trust = guarded
    with smtplib.SMTP("127.0.0.1", catcher.port) as client, pytest.raises(smtplib.SMTPException):
        client.sendmail("a@example.com", ["b@example.com"], "Subject: x\r\n\r\nx\r\n")
    with smtplib.SMTP("127.0.0.1", catcher.port) as client:
        client.starttls(context=trust)
        with pytest.raises(smtplib.SMTPAuthenticationError):
            client.login("ces", "otra")
    assert list(catcher.messages.glob("*.eml")) == []
