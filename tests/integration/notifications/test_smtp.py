"""The SMTP client: the embedded catcher, TLS with login, and what a dead or refusing server means."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from plumbing.clock import FixedClock
from plumbing.errors import Unavailable
from residencias.embedded.mail import MailCatcher
from residencias.embedded.ports import choose, is_open
from services.notifications.domain.mensaje import Mensaje, Refused
from services.notifications.mail import Smtp
from tests.processes import ended
from tests.waiting import until

NOW = datetime(2023, 11, 18, 18, tzinfo=UTC)
SENDER = "Residencias <residencias@example.com>"


def a_mensaje(*to: str, text: str = "Tu código es **ÑANDÚ**.\n") -> Mensaje:
    return Mensaje(
        convocatoria="x",
        expediente_id="p1",
        kind="AccountOpened",
        message_id="<abc@example.com>",
        to=to or ("ana@example.com", "otra@example.com"),
        subject="Confirma tu correo, Íñigo",
        text=text,
        html=f"<p>{text}</p>",
        sha256="",
        composed_at=NOW,
        next_at=NOW,
    )


@pytest.fixture
def port() -> int:
    return choose()


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """(certificate, key) for localhost, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert_file, key_file = tmp_path / "cert.pem", tmp_path / "key.pem"
    cert_file.write_bytes(built.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return cert_file, key_file


@pytest.fixture
def secure(
    port: int, certificate: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[int, Path]]:
    """A server that insists on STARTTLS and login; its port and where it keeps messages."""
    cert, key = certificate
    folder = tmp_path / "messages"
    argv = [sys.executable, "-m", "residencias.embedded.mail", "--port", str(port), "--folder", str(folder)]
    argv += ["--user", "res", "--password", "se creto", "--cert", str(cert), "--key", str(key)]
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    child = subprocess.Popen(argv)
    try:
        until(lambda: is_open(port))
        yield port, folder
    finally:
        ended(child)


def test_both_addresses_get_text_and_html_with_the_given_id(
    mail_catcher: MailCatcher, mails: Callable[[], list[EmailMessage]]
) -> None:
    with Smtp(mail_catcher.environment()["SMTP_URL"], SENDER, FixedClock(NOW)) as post:
        post.send(a_mensaje())
        post.send(a_mensaje())
    first, second = mails()
    assert first["To"] == "ana@example.com, otra@example.com"
    assert first["Subject"] == "Confirma tu correo, Íñigo"
    assert first["Message-ID"] == second["Message-ID"] == "<abc@example.com>"
    assert first["Auto-Submitted"] == "auto-generated"
    plain, html = first.get_body(("plain",)), first.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert "ÑANDÚ" in plain.get_content()
    assert html.get_content().startswith("<p>")


def test_a_password_goes_over_tls(secure: tuple[int, Path]) -> None:
    port, folder = secure
    with Smtp(f"smtp://res:se%20creto@localhost:{port}?starttls=1", SENDER, FixedClock(NOW)) as post:
        post.send(a_mensaje())
    [file] = folder.glob("*.eml")
    assert message_from_bytes(file.read_bytes(), policy=policy.default)["Message-ID"] == "<abc@example.com>"


@pytest.mark.parametrize("url", ["smtp://res:mal@localhost:{}", "smtp://res:se%20creto@127.0.0.1:{}"])
def test_a_wrong_password_or_name_of_the_server_stops_the_batch(secure: tuple[int, Path], url: str) -> None:
    with (
        pytest.raises(Unavailable, match="CORREO_NO_DISPONIBLE"),
        Smtp(url.format(secure[0]), SENDER, FixedClock(NOW)),
    ):
        raise AssertionError("nobody should be let in")


def test_a_password_is_never_given_to_a_server_without_tls(mail_catcher: MailCatcher) -> None:
    url = mail_catcher.environment()["SMTP_URL"].replace("smtp://", "smtp://res:secreto@")
    with pytest.raises(Unavailable, match="SMTPNotSupportedError"), Smtp(url, SENDER, FixedClock(NOW)):
        raise AssertionError("nobody should be let in")


def test_a_server_that_is_away_is_one_clear_error(port: int) -> None:
    with (
        pytest.raises(Unavailable, match="CORREO_NO_DISPONIBLE"),
        Smtp(f"smtp://127.0.0.1:{port}", SENDER, FixedClock(NOW)),
    ):
        raise AssertionError("nobody is there")


def test_an_address_nobody_can_write_to_is_refused_for_good(
    mail_catcher: MailCatcher, mails: Callable[[], list[EmailMessage]]
) -> None:
    with Smtp(mail_catcher.environment()["SMTP_URL"], SENDER, FixedClock(NOW)) as post:
        with pytest.raises(Refused) as refused:
            post.send(a_mensaje("nadie@example.com\nBcc: otro@example.com", "sin arroba"))
        assert refused.value.for_good
        post.send(a_mensaje("sin arroba", "ana@example.com"))
    [mail] = mails()
    assert mail["To"] == "ana@example.com"
