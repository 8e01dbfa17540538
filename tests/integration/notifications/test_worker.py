"""The real worker: a fact on the broker becomes an e-mail at the mail server, once, also when it is killed."""

from __future__ import annotations

import hashlib
import signal
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from typing import Any

import pytest

from contracts.residencias.notifications.v1 import events_pb2
from plumbing.bus.publisher import Publisher
from plumbing.config import Config
from plumbing.events import Encoder
from plumbing.store import connect
from services.notifications.store import Store
from tests.processes import Process, declare, ended, worker
from tests.usecases.notifications.world import X47
from tests.waiting import until

MODULES = ["services.notifications.worker", "services.audit.worker"]
Mails = Callable[[], list[EmailMessage]]


@pytest.fixture
def spawn(environment: dict[str, str]) -> Iterator[Callable[[], Process]]:
    """Starts the workers of notifications and audit, which end with the test."""
    declare(environment, *MODULES)
    running: list[Process] = []

    def start() -> Process:
        running.append(worker(environment, *MODULES))
        return running[-1]

    yield start
    for process in running:
        ended(process)


def opened(person: str, version: int = 1) -> dict[str, Any]:
    """The envelope of an AccountOpened, as registration's relay sends it."""
    return {
        "specversion": "1.0",
        "id": hashlib.sha256(person.encode()).hexdigest(),
        "type": "residencias.registration.v1.AccountOpened",
        "source": "residencias/registration",
        "subject": person,
        "time": "2023-11-18T18:01:00+00:00",
        "convocatoria": X47,
        "rules_digest": "d" * 64,
        "version": version,
        "sequence": 0,
        "actor": "publico:anonimo",
        "traceparent": "",
        "data": {"folio_enarm": "E1", "correo": f"{person}@example.com", "nombre": "Ana Ñáñez"},
    }


def test_facts_become_e_mails_and_entries_of_the_log_once(
    spawn: Callable[[], Process], config: Config, mails: Mails
) -> None:
    people = [f"p{n}" for n in range(30)]
    publisher = Publisher(config.amqp_uri)
    victim = spawn()
    for person in people:
        publisher.fact(opened(person))
    until(mails)
    victim.send_signal(signal.SIGKILL)
    for person in people[:5]:
        publisher.fact(opened(person))
    publisher.close()
    spawn()
    until(lambda: {mail["Message-ID"] for mail in mails()} == set(_ids(config)) and len(_ids(config)) == 30)
    client = connect(config.mongo_uri)
    mensajes, log = (
        client[config.database("notifications")]["mensajes"],
        client[config.database("audit")]["log"],
    )
    until(lambda: mensajes.count_documents({"state": "ENVIADO"}) == len(people))
    until(lambda: log.count_documents({}) == 2 * len(people))  # AccountOpened and MessageSent of each
    numbers = sorted(entry["_id"] for entry in log.find({}, {"_id": 1}))
    assert numbers == list(range(2 * len(people)))
    mail = next(one for one in mails() if one["To"] == "p29@example.com")
    assert mail["Subject"] == "Confirma tu correo para registrarte"
    assert mail.get_body(("plain",)) is not None
    assert mail.get_body(("html",)) is not None
    store = Store(client[config.database("notifications")], Encoder("notifications", events_pb2), "test")
    assert store.count("mensajes", {"convocatoria": X47}, "kind") == {"AccountOpened": 30}


def _ids(config: Config) -> list[str]:
    mensajes = connect(config.mongo_uri)[config.database("notifications")]["mensajes"]
    return [found["message_id"] for found in mensajes.find({}, {"message_id": 1})]
