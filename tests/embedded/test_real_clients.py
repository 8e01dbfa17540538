"""Each embedded part answers the client that production uses."""

from __future__ import annotations

import io
import smtplib
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from kombu import Connection
from minio import Minio
from minio.error import S3Error
from pymongo import MongoClient
from pymongo.errors import DuplicateKeyError

from plumbing.config import Config
from residencias.embedded.mail import MailCatcher
from tests.waiting import PATIENCE_S


def test_a_confirmed_message_comes_back_from_the_broker(amqp_uri: str) -> None:
    with Connection(amqp_uri, transport_options={"confirm_publish": True}) as connection:
        queue = connection.SimpleQueue("saludos")
        queue.put({"hola": "mundo"})
        message = queue.get(timeout=PATIENCE_S)
        message.ack()
        assert message.payload == {"hola": "mundo"}


def test_two_tests_never_see_each_others_queues(amqp_uri: str, rabbitmq_uri: str) -> None:
    with Connection(amqp_uri) as own, Connection(rabbitmq_uri) as shared:
        own.SimpleQueue("propia").put("x")
        assert shared.SimpleQueue("propia").qsize() == 0


def test_a_unique_index_refuses_a_second_document(mongo_uri: str, database_prefix: str) -> None:
    with MongoClient[dict[str, object]](mongo_uri) as client:
        collection = client[f"{database_prefix}registro"]["cuentas"]
        collection.create_index("folio", unique=True)
        collection.insert_one({"folio": "A1"})
        with pytest.raises(DuplicateKeyError):
            collection.insert_one({"folio": "A1"})


def test_an_object_is_read_back_and_a_full_bucket_is_not_deleted(config: Config) -> None:
    client = Minio(
        config.s3_endpoint,
        access_key=config.s3_access_key,
        secret_key=config.s3_secret_key,
        secure=config.s3_secure,
    )
    bucket = config.bucket("documentos")
    client.make_bucket(bucket)
    client.put_object(bucket, "a.jpg", io.BytesIO(b"bytes"), 5)
    assert client.get_object(bucket, "a.jpg").read() == b"bytes"
    with pytest.raises(S3Error, match="BucketNotEmpty"):
        client.remove_bucket(bucket)


def test_a_mail_is_kept_as_a_file(mail_catcher: MailCatcher, mails: Callable[[], list[EmailMessage]]) -> None:
    message = EmailMessage()
    message["From"], message["To"] = "residencias@example.com", "aspirante@example.com"
    message["Subject"] = "Tu expediente fue validado"
    message.set_content("Tu ficha está lista, señorita Muñoz.")
    with smtplib.SMTP("127.0.0.1", mail_catcher.port) as client:
        client.send_message(message)
    [kept] = mails()
    assert kept["Subject"] == "Tu expediente fue validado"
    assert kept["X-Residencias-Para"] == "aspirante@example.com"
    assert "señorita Muñoz" in kept.get_content()
