"""What the driver holds while it drives: accounts, desks' sessions, the papers' truths, the simulated clock."""

from __future__ import annotations

import hashlib
import json
import re
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from amqp.exceptions import AMQPError
from kombu import Connection
from kombu.exceptions import OperationalError

from plumbing.bus.topology import RETRY_SECONDS
from plumbing.clock import SimClock
from plumbing.config import SERVICES
from residencias.demo.driver.rest import Rest
from residencias.demo.papers import PaperTruth
from residencias.demo.people import Person

SESSION_GOOD_FOR = timedelta(minutes=90)
WITHIN_S = 120.0
CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}-?[0-9A-HJKMNP-TV-Z]{4}")


class Stuck(Exception):
    """Something that must come did not."""


@dataclass
class Account:
    """One aspirante inside the system."""

    expediente_id: str
    key: str
    password: str
    token: str = ""
    token_at: datetime | None = None
    print_number: int = 0
    solicitud: bytes = b""
    folio: str = ""
    result: dict[str, Any] = field(default_factory=dict)


class World:
    """Everything shared by the steps. Safe for several threads, each attending other people."""

    def __init__(
        self,
        rest: Rest,
        clock: SimClock,
        convocatoria: str,
        people: Sequence[Person],
        seed: int,
        passwords: Mapping[str, str],
        environment: Mapping[str, str],
        mails: Path,
        letters: Path,
        oferta: str,
    ) -> None:
        self.rest = rest
        self.clock = clock
        self.convocatoria = convocatoria
        self.people = people
        self.seed = seed
        self.environment = environment
        self.letters = letters
        self.oferta = oferta
        self.inscritos: dict[str, str] = {}
        self.round: dict[str, Any] = {}
        self.accounts: dict[int, Account] = {}
        self.curps: dict[int, str] = {}
        self.truths: dict[str, PaperTruth] = {}
        self.failures: list[str] = []
        self.counts: dict[str, int] = {}
        self._passwords = passwords
        self._staff: dict[str, tuple[str, datetime]] = {}
        self._lock = threading.Lock()
        self._mailbox = Mailbox(mails)
        letters.mkdir(parents=True, exist_ok=True)

    def path(self, rest: str = "", person: Person | None = None) -> str:
        """`/convocatorias/…`, or a person's own path under it."""
        of = f"/convocatorias/{self.convocatoria}"
        if person is not None:
            of += f"/expedientes/{self.accounts[person.index].expediente_id}"
        return of + rest

    def count(self, what: str, n: int = 1) -> None:
        with self._lock:
            self.counts[what] = self.counts.get(what, 0) + n

    def fail(self, sentence: str) -> None:
        """A step did not go as its plan says; the run goes on and ends in failure."""
        with self._lock:
            self.failures.append(sentence)

    def staff(self, user: str) -> str:
        """A token of a desk, from a session that is still good."""
        now = self.clock.now()
        with self._lock:
            token, at = self._staff.get(user, ("", now))
        if token and timedelta(0) <= now - at < SESSION_GOOD_FOR:
            return token
        body = {"tipo": "personal", "usuario": user, "password": self._passwords[user]}
        token = str(self.rest.post("/sesiones", body=body)["token"])
        with self._lock:
            self._staff[user] = (token, now)
        return token

    def token(self, person: Person) -> str:
        """A token of this aspirante, from a session that is still good."""
        account = self.accounts[person.index]
        now = self.clock.now()
        if account.token_at is None or not timedelta(0) <= now - account.token_at < SESSION_GOOD_FOR:
            body = {
                "tipo": "aspirante",
                "usuario": account.key,
                "password": account.password,
                "convocatoria": self.convocatoria,
            }
            account.token = str(self.rest.post("/sesiones", body=body)["token"])
            account.token_at = now
        return account.token

    def confirmation(self, correo: str) -> str:
        """The code that was mailed to this address."""
        text = self.wait(lambda: self._mailbox.to(correo), f"el correo con el código de {correo}")
        found = CODE.search(text.split("código", 1)[-1])
        if not found:
            raise Stuck(f"el correo a {correo} no trae código")
        return found.group()

    def remember(self, content: bytes, truth: PaperTruth) -> None:
        with self._lock:
            self.truths[hashlib.sha256(content).hexdigest()] = truth

    def wait(self, condition: Callable[[], Any], what: str, within_s: float = WITHIN_S) -> Any:
        """What `condition` gives once it is true. Raises Stuck naming what never came."""
        deadline = time.monotonic() + within_s
        pause = 0.05
        while True:
            if result := condition():
                return result
            if time.monotonic() > deadline or self.rest.is_closed:
                raise Stuck(f"no llegó a tiempo: {what}")
            time.sleep(pause)
            pause = min(pause * 1.5, 0.5)

    def settle(self) -> None:
        """Every fact has reached everybody: nothing waits in an outbox, in a queue or in a hand."""
        calm = 0

        def is_quiet() -> bool:
            nonlocal calm
            calm = calm + 1 if self._is_quiet() else 0
            return calm >= 2

        self.wait(is_quiet, "los hechos en camino", 600.0)

    def swept(self, moment: datetime, services: Sequence[str]) -> None:
        """The sweepers of these services have looked beyond `moment`."""

        def has_swept() -> bool:
            answers = self.rest.get("/operacion", self.staff("operador"))
            marks = [answers[service].get("swept_through", "") for service in services]
            return all(mark and datetime.fromisoformat(mark) > moment for mark in marks)

        self.wait(has_swept, f"los barridos de {', '.join(services)}")

    def _is_quiet(self) -> bool:
        answers = self.rest.get("/operacion", self.staff("operador"))
        if any("error" in answer or answer.get("outbox", 0) for answer in answers.values()):
            return False
        try:
            return not self._is_any_queued()
        except (OperationalError, AMQPError, OSError):  # a broker that restarts is not quiet
            return False

    def _is_any_queued(self) -> bool:
        with Connection(self.environment["AMQP_URI"]) as connection:
            channel = connection.default_channel
            for service in SERVICES:
                for queue in (f"{service}.facts", *(f"{service}.retry.{s}" for s in RETRY_SECONDS)):
                    if channel.queue_declare(queue, passive=True).message_count:
                        return True
        return False


class Mailbox:
    """The caught messages, read once each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._texts: dict[str, str] = {}
        self._seen = 0
        self._lock = threading.Lock()

    def to(self, correo: str) -> str:
        """The text of the first message that came to this address; empty when none has."""
        with self._lock:
            while (file := self._folder / f"{self._seen + 1:06d}.eml").exists():
                self._seen += 1
                message = message_from_bytes(file.read_bytes(), policy=policy.default)
                body = message.get_body(("plain",))
                self._texts.setdefault(str(message["To"]), body.get_content() if body else "")
            return self._texts.get(correo, "")


def read_passwords(file: str) -> dict[str, str]:
    """The desks' passwords of this instance."""
    passwords: dict[str, str] = json.loads(Path(file).read_text(encoding="utf-8"))
    return passwords
