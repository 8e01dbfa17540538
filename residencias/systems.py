"""Credentials of other systems of the institution: by name, for the methods they need, for some days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from secrets import token_hex

from contracts.residencias.common.v1 import access_pb2
from plumbing import auth
from plumbing.auth import SYSTEM_ROLE, Caller
from plumbing.clock import from_environment
from plumbing.config import SERVICES
from plumbing.errors import Invalid


def open_methods() -> frozenset[str]:
    """What the contracts let other systems call: `scoring.ImportCalificaciones` and the like."""
    found = set()
    for service in SERVICES:
        contract = import_module(f"contracts.residencias.{service}.v1.service_pb2").DESCRIPTOR
        for descriptor in contract.services_by_name.values():
            for method in descriptor.methods:
                if SYSTEM_ROLE in method.GetOptions().Extensions[access_pb2.access].roles:
                    found.add(f"{service}.{method.name}")
    return frozenset(found)


@dataclass(frozen=True)
class Credential:
    """A token, and the id by which it is revoked."""

    id: str
    token: str


def token_for(
    client: str, methods: Iterable[str], lifetime: timedelta, environment: Mapping[str, str]
) -> Credential:
    """A credential with which `client` may call `methods`.

    Raises Invalid(METODO_CERRADO) for one that the contracts do not open, Invalid(FALTA_LLAVE) without the key.
    """
    wanted = frozenset(methods)
    if closed := wanted - open_methods():
        raise Invalid(
            "METODO_CERRADO", metodo=", ".join(sorted(closed)), abiertos=", ".join(sorted(open_methods()))
        )
    key = environment.get("RESIDENCIAS_TOKEN_PRIVATE_KEY", "").replace("\\n", "\n")
    if not key:
        raise Invalid("FALTA_LLAVE")
    caller = Caller(client, frozenset({SYSTEM_ROLE}), methods=wanted, credential=token_hex(6))
    token = auth.sign(caller, key, from_environment(dict(environment)), lifetime)
    return Credential(caller.credential, token)
