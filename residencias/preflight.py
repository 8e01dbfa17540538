"""Before anything starts: what was given answers, what is needed is free, and what is missing is known."""

from __future__ import annotations

import platform
from collections.abc import Mapping

from plumbing.errors import Conflict, Invalid, Unavailable
from residencias.embedded import probes
from residencias.embedded.mail import MailCatcher
from residencias.embedded.part import Part
from residencias.embedded.ports import HOST, is_free
from residencias.embedded.rabbitmq import RabbitMQ
from residencias.embedded.seaweedfs import SeaweedFS
from residencias.embedded.secantusdb import SecantusDB

# the variable that replaces the part -> the part
PARTS: Mapping[str, type[Part]] = {
    "AMQP_URI": RabbitMQ,
    "MONGO_URI": SecantusDB,
    "S3_ENDPOINT": SeaweedFS,
    "SMTP_URL": MailCatcher,
}


def check(environment: Mapping[str, str]) -> None:
    """The system can start with these variables. Raises: Unavailable, Invalid, Conflict."""
    if platform.system() != "Linux":
        raise Unavailable("SISTEMA_OPERATIVO", sistema=platform.system())
    _bind_is_free("HTTP_BIND", environment.get("HTTP_BIND", f"{HOST}:8080"))
    _given_answer(environment)


def _bind_is_free(variable: str, bind: str) -> None:
    host, _, port = bind.rpartition(":")
    if not is_free(int(port), host or HOST):
        raise Conflict("PUERTO_OCUPADO", puerto=port, direccion=bind, variable=variable, otro=int(port) + 10)


def _given_answer(environment: Mapping[str, str]) -> None:
    """Every address that was given leads to a server that takes our credentials."""
    if uri := environment.get("AMQP_URI"):
        probes.amqp(uri)
    if uri := environment.get("MONGO_URI"):
        probes.mongo(uri)
    if endpoint := environment.get("S3_ENDPOINT"):
        access_key, secret_key = environment.get("S3_ACCESS_KEY"), environment.get("S3_SECRET_KEY")
        if not access_key or not secret_key:
            raise Invalid("FALTAN_CLAVES_S3")
        probes.s3(endpoint, access_key, secret_key, secure=environment.get("S3_SECURE", "0") == "1")
    if url := environment.get("SMTP_URL"):
        probes.smtp(url)
