"""Who is calling: a signed token that travels with every RPC and becomes the event's actor.

Only the gateway (or an operator for another IMSS system) holds the private key; every service verifies with
the public one. Ed25519, short-lived, judged by our own clock so that a rehearsal in simulated time works.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from plumbing.clock import Clock
from plumbing.errors import NotAllowed, NotFound

ROLES = (
    "aspirante",
    "validador",
    "supervisor_validacion",
    "revisor_investigacion",
    "ces",
    "ooad",
    "auditor",
    "operador",
    "sistema",
)
PUBLIC_ROLE = "publico"  # a method that anybody may call (account opening, verification of a letter)
SYSTEM_ROLE = "sistema"  # another system of the institution, with a token made for it by an operator
LIFETIME = timedelta(minutes=10)


@dataclass(frozen=True)
class Caller:
    """The person or system behind a command. `expediente_id` only for an aspirante; `scope` for an OOAD code."""

    subject: str
    roles: frozenset[str] = frozenset()
    expediente_id: str | None = None
    session: str = ""
    scope: str = ""
    methods: frozenset[str] = (
        frozenset()
    )  # of another system: what it may call, `scoring.ImportCalificaciones`
    credential: str = ""  # of another system: the id by which its token is revoked
    received_at: str = ""  # when the edge began to receive the request, as the edge signed it

    def has(self, *roles: str) -> bool:
        return bool(self.roles & set(roles))

    def may_call(self, method: str) -> bool:
        """Another system calls only what its token names; for people their roles decide."""
        return not self.has(SYSTEM_ROLE) or method in self.methods

    def may_see(self, expediente_id: str) -> None:
        """Passes for staff and for the owner. Raises NotFound (not "forbidden": existence is not revealed)."""
        if self.has("aspirante") and self.expediente_id != expediente_id:
            raise NotFound("NO_ES_TUYO")


ANONYMOUS = Caller(subject="anonimo", roles=frozenset({PUBLIC_ROLE}))


def generate_keys() -> tuple[str, str]:
    """A new (private, public) Ed25519 pair as PEM text."""
    private = Ed25519PrivateKey.generate()
    return (
        private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode(),
        private.public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode(),
    )


def sign(caller: Caller, private_key: str, clock: Clock, lifetime: timedelta = LIFETIME) -> str:
    """A token that says who `caller` is, good for `lifetime`."""
    claims = {
        "sub": caller.subject,
        "roles": sorted(caller.roles),
        "expediente": caller.expediente_id,
        "sid": caller.session,
        "scope": caller.scope,
        "methods": sorted(caller.methods),
        "received": caller.received_at,
        "jti": caller.credential,
        "until": (clock.now() + lifetime).timestamp(),
    }
    return jwt.encode(claims, private_key, algorithm="EdDSA")


def verify(token: str, public_key: str, clock: Clock) -> Caller:
    """The caller a token speaks of. Raises NotAllowed(SIN_SESION) when it is forged, broken or too old."""
    try:
        claims = jwt.decode(token, public_key, algorithms=["EdDSA"])
    except jwt.InvalidTokenError as error:
        raise NotAllowed("SIN_SESION") from error
    if claims.get("until", 0) < clock.now().timestamp():
        raise NotAllowed("SIN_SESION")
    return Caller(
        subject=claims["sub"],
        roles=frozenset(claims.get("roles", ())),
        expediente_id=claims.get("expediente"),
        session=claims.get("sid", ""),
        scope=claims.get("scope", ""),
        methods=frozenset(claims.get("methods", ())),
        received_at=claims.get("received", ""),
        credential=claims.get("jti", ""),
    )
