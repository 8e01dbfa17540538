"""What a part has acknowledged is still there after `kill -9` and a new start, and nothing outlives it."""

from __future__ import annotations

import io
import signal
import smtplib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from kombu import Connection, Queue
from minio import Minio
from pymongo import MongoClient

from plumbing.config import ROOT
from residencias.embedded.mail import MailCatcher
from residencias.embedded.part import Part
from residencias.embedded.rabbitmq import RabbitMQ
from residencias.embedded.seaweedfs import SeaweedFS
from residencias.embedded.secantusdb import SecantusDB
from tests.waiting import PATIENCE_S, until

Begin = Callable[[type[Part]], Part]


def _again(part: Part) -> None:
    """Killed at once and started on the same data."""
    part.kill()
    assert not part.is_alive()
    part.start()
    part.await_ready()


def _await_decision(broker: Part, name: str) -> None:
    """The node's log says that the declaration was committed: it may answer up to two seconds before."""
    log = broker.folder / "mnesia" / "residencias@localhost" / "LATEST.LOG"
    until(lambda: b"committed" in log.read_bytes().rpartition(name.encode())[2])


def test_a_confirmed_message_survives_the_death_of_the_broker(begin: Begin) -> None:
    broker = begin(RabbitMQ)
    queue = Queue("hechos", durable=True)
    with Connection(
        broker.environment()["AMQP_URI"], transport_options={"confirm_publish": True}
    ) as connection:
        queue(connection).declare()
        _await_decision(broker, "hechos")
        producer = connection.Producer()
        for number in range(50):
            producer.publish({"n": number}, routing_key="hechos", delivery_mode=2, mandatory=True)
    _again(broker)
    with Connection(broker.environment()["AMQP_URI"]) as connection:
        simple = connection.SimpleQueue(queue)
        assert [simple.get(timeout=PATIENCE_S).payload["n"] for _ in range(50)] == list(range(50))


def test_an_acknowledged_write_survives_the_death_of_the_database(begin: Begin) -> None:
    database = begin(SecantusDB)
    with MongoClient[dict[str, object]](database.environment()["MONGO_URI"]) as client:
        client["residencias_x"]["c"].insert_many({"_id": n} for n in range(100))
        client["residencias_x"]["c"].update_one({"_id": 7}, {"$set": {"visto": True}})
    _again(database)
    with MongoClient[dict[str, object]](database.environment()["MONGO_URI"]) as client:
        assert client["residencias_x"]["c"].count_documents({}) == 100
        assert client["residencias_x"]["c"].find_one({"_id": 7}) == {"_id": 7, "visto": True}


def test_a_stored_object_survives_the_death_of_the_object_store(begin: Begin) -> None:
    store = begin(SeaweedFS)
    where = store.environment()

    def client() -> Minio:
        return Minio(
            where["S3_ENDPOINT"],
            access_key=where["S3_ACCESS_KEY"],
            secret_key=where["S3_SECRET_KEY"],
            secure=False,
        )

    client().make_bucket("documentos")
    for number in range(20):
        client().put_object("documentos", f"{number}.jpg", io.BytesIO(bytes([number]) * 1000), 1000)
    _again(store)
    for number in range(20):
        assert client().get_object("documentos", f"{number}.jpg").read() == bytes([number]) * 1000


def test_a_mail_taken_survives_the_death_of_the_catcher_and_its_number_is_not_used_again(
    begin: Begin,
) -> None:
    catcher = begin(MailCatcher)
    assert isinstance(catcher, MailCatcher)
    for text in ("uno", "dos"):
        with smtplib.SMTP("127.0.0.1", catcher.port) as client:
            client.sendmail("a@example.com", ["b@example.com"], f"Subject: {text}\r\n\r\n{text}\r\n")
        if text == "uno":
            _again(catcher)
    kept = sorted(catcher.messages.glob("*.eml"))
    assert [file.name for file in kept] == ["000001.eml", "000002.eml"]
    assert b"Subject: uno" in kept[0].read_bytes()


@pytest.mark.parametrize("kind", [RabbitMQ, SecantusDB, SeaweedFS, MailCatcher])
def test_no_process_is_left_after_a_stop(
    begin: Begin, left_behind: Callable[[], list[str]], kind: type[Part]
) -> None:
    part = begin(kind)
    assert left_behind() != []
    part.stop()
    assert left_behind() == []


HOLDER = """
import sys
from pathlib import Path
from residencias.embedded.rabbitmq import RabbitMQ
from residencias.embedded.secantusdb import SecantusDB
from residencias.embedded.seaweedfs import SeaweedFS
from residencias.embedded.part import await_all
parts = [kind(Path(sys.argv[1])) for kind in (RabbitMQ, SecantusDB, SeaweedFS)]
for part in parts:
    part.start()
await_all(parts)
print("ready", flush=True)
sys.stdin.read()
"""


def test_no_process_survives_the_kill_of_whoever_started_it(
    tmp_path: Path, left_behind: Callable[[], list[str]]
) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "ready\n"
    family = psutil.Process(holder.pid).children(recursive=True)
    assert len(family) >= 4  # node, port mapper, database, objects
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    until(lambda: not left_behind())
