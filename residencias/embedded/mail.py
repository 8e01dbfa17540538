"""A mail server that delivers nothing: every message it accepts is kept as an .eml file in a folder.

`python -m residencias.embedded.mail --port 2525 --folder mails [--user U --password P] [--cert C --key K]`
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import ssl
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from residencias.embedded import probes
from residencias.embedded.child import Child
from residencias.embedded.part import Part
from residencias.embedded.ports import HOST, remembered

ENVELOPE = "X-Residencias-Para: {recipients}\r\nX-Residencias-De: {sender}\r\n"


class Catcher:
    """aiosmtpd handler: one numbered file per accepted message, complete or absent."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.count = max((int(file.stem) for file in folder.glob("*.eml")), default=0)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """The message is on disk before it is acknowledged."""
        self.count += 1
        head = ENVELOPE.format(recipients=", ".join(envelope.rcpt_tos), sender=envelope.mail_from)
        content = envelope.original_content or b""
        draft = self.folder / f"{self.count:06d}.part"
        with draft.open("wb") as file:
            file.write(head.encode("utf-8") + content)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(draft.with_suffix(".eml"))
        return "250 2.0.0 kept"


def _authenticator(user: str, password: str):  # type: ignore[no-untyped-def]  # aiosmtpd types it as Any
    def check(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object) -> AuthResult:
        given = isinstance(data, LoginPassword) and (data.login, data.password)
        return AuthResult(success=given == (user.encode(), password.encode()), handled=False)

    return check


def _smtp(options: argparse.Namespace, catcher: Catcher) -> SMTP:
    """One connection's protocol: with TLS and login when the options ask for them."""
    tls = None
    if options.cert:
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(options.cert, options.key)
    login = {"authenticator": _authenticator(options.user, options.password)} if options.user else {}
    return SMTP(
        catcher,
        hostname="localhost",
        enable_SMTPUTF8=True,
        tls_context=tls,
        require_starttls=tls is not None,
        auth_required=bool(options.user),
        auth_require_tls=tls is not None,
        **login,
    )


async def serve(options: argparse.Namespace) -> None:
    """Serves until SIGTERM or SIGINT."""
    catcher = Catcher(Path(options.folder))
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _smtp(options, catcher), HOST, options.port)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with server:
        await stop.wait()


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the catcher as a process."""
    parser = argparse.ArgumentParser(prog="residencias.embedded.mail")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--folder", required=True)
    for option in ("--user", "--password", "--cert", "--key"):
        parser.add_argument(option, default="")
    asyncio.run(serve(parser.parse_args(arguments)))


class MailCatcher(Part):
    """The process above; the messages are in `<folder>/mail/messages/NNNNNN.eml`."""

    name: ClassVar[str] = "mail"

    def __init__(self, folder: Path, extra: Sequence[str] = ()) -> None:
        super().__init__(folder)
        self.extra = list(extra)
        self.messages = self.folder / "messages"

    def prepare(self) -> Sequence[Child]:
        self.port = remembered(self.folder / "ports.json", ("smtp",))["smtp"]
        argv = [sys.executable, "-m", "residencias.embedded.mail"]
        argv += ["--port", str(self.port), "--folder", str(self.messages), *self.extra]
        return (Child(argv, log=self.log, grace_s=5),)

    def probe(self) -> None:
        probes.smtp(self.environment()["SMTP_URL"])

    def environment(self) -> dict[str, str]:
        return {"SMTP_URL": f"smtp://{HOST}:{self.port}"}


if __name__ == "__main__":
    main()
