"""Asks a broker, database, object store or mail server one small question, as our own clients would."""

from __future__ import annotations

import smtplib
from urllib.parse import urlsplit

import urllib3
from amqp.exceptions import AMQPError
from kombu.exceptions import OperationalError
from minio import Minio
from minio.error import MinioException
from pymongo import MongoClient
from pymongo.errors import PyMongoError

from plumbing.bus.connecting import connection
from plumbing.errors import Unavailable
from residencias.embedded.ports import is_open


def place(uri: str) -> str:
    """host:port of an address, without its credentials."""
    parts = urlsplit(uri if "://" in uri else f"//{uri}")
    return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)


def _must_listen(uri: str, default_port: int, code: str) -> None:
    parts = urlsplit(uri if "://" in uri else f"//{uri}")
    if not is_open(parts.port or default_port, parts.hostname or "127.0.0.1", timeout_s=2.0):
        raise Unavailable(code, direccion=place(uri))


def amqp(uri: str) -> None:
    """The broker took our user. Raises: Unavailable BROKER_NO_RESPONDE."""
    _must_listen(uri, 5671 if uri.startswith("amqps:") else 5672, "BROKER_NO_RESPONDE")
    try:
        with connection(uri, connect_timeout=3) as opened:
            opened.ensure_connection(max_retries=1, interval_start=0, timeout=3)
    except (OSError, AMQPError, OperationalError) as error:
        raise Unavailable("BROKER_NO_RESPONDE", direccion=place(uri)) from error


def mongo(uri: str) -> None:
    """The database answered a ping. Raises: Unavailable BASE_NO_RESPONDE."""
    try:
        with MongoClient[dict[str, object]](
            uri, serverSelectionTimeoutMS=2000, connectTimeoutMS=2000
        ) as client:
            client.admin.command("ping")
    except PyMongoError as error:
        raise Unavailable("BASE_NO_RESPONDE", direccion=_mongo_place(uri)) from error


def _mongo_place(uri: str) -> str:
    """The hosts of a MongoDB address, which may be several."""
    return uri.split("://", 1)[-1].split("/", 1)[0].rsplit("@", 1)[-1]


def s3(endpoint: str, access_key: str, secret_key: str, *, secure: bool = False) -> None:
    """The object store took our keys. Raises: Unavailable OBJETOS_NO_RESPONDE."""
    http = urllib3.PoolManager(timeout=urllib3.Timeout(3.0), retries=False)
    client = Minio(endpoint, access_key=access_key, secret_key=secret_key, secure=secure, http_client=http)
    try:
        client.list_buckets()
    except (MinioException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
        raise Unavailable("OBJETOS_NO_RESPONDE", direccion=place(endpoint)) from error


def smtp(url: str) -> None:
    """The mail server greeted us. Raises: Unavailable CORREO_NO_RESPONDE."""
    parts = urlsplit(url)
    try:
        with smtplib.SMTP(parts.hostname or "127.0.0.1", parts.port or 25, timeout=3) as client:
            client.noop()
    except (OSError, smtplib.SMTPException) as error:
        raise Unavailable("CORREO_NO_RESPONDE", direccion=place(url)) from error
