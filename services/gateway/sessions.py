"""Sessions, kept in MongoDB by the hash of their token: whoever reads the database cannot use them.

A browser holds the token in an HttpOnly cookie and repeats the CSRF token in a header; a program sends it as a
bearer token. Both last `LIFETIME` of our clock from the last use, and at most `LONGEST`. The provider's ID token, which
leaving there needs, is kept under a key made of the token: whoever reads the database cannot read it.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography.fernet import Fernet
from pymongo.collection import Collection

from plumbing.auth import Caller
from plumbing.clock import Clock
from plumbing.errors import NotAllowed
from plumbing.store import reachable

LIFETIME = timedelta(hours=2)
LONGEST = timedelta(hours=12)  # a working day: who lost a role at the provider keeps it no longer
TOUCH_EVERY = timedelta(minutes=5)
COOKIE = "residencias_sesion"


@dataclass(frozen=True)
class Session:
    """Who is in, until when. `id` is not the token; it marks letters issued from this session.

    `convocatoria` is the one an aspirante entered; empty for the institution's people.
    """

    id: str
    caller: Caller
    expires_at: datetime
    csrf: str
    name: str = ""
    convocatoria: str = ""


class Sessions:
    """Opens, finds and closes sessions."""

    def __init__(self, collection: Collection[dict[str, Any]], clock: Clock) -> None:
        self._collection = collection
        self._clock = clock
        self._swept_at = clock.now()

    def open(
        self, caller: Caller, name: str = "", convocatoria: str = "", id_token: str = ""
    ) -> tuple[str, Session]:
        """A new session and its token, which is nowhere else."""
        token = secrets.token_urlsafe(32)
        session_id = hashed(token)
        now = self._clock.now()
        mongo_doc = {
            "_id": session_id,
            "subject": caller.subject,
            "roles": sorted(caller.roles),
            "expediente_id": caller.expediente_id,
            "scope": caller.scope,
            "expires_at": now + LIFETIME,
            "ends_at": now + LONGEST,
            "csrf": secrets.token_urlsafe(16),
            "name": name,
            "convocatoria": convocatoria,
            "id_token": sealed_by(token).encrypt(id_token.encode()) if id_token else b"",
        }
        with reachable():
            self._collection.insert_one(mongo_doc)
        self._sweep()
        return token, _session(mongo_doc)

    def ensure_indexes(self) -> None:
        """The sweep of what is over finds it, and one person's sessions are found together."""
        with reachable():
            self._collection.create_index("expires_at")
            self._collection.create_index("expediente_id")

    def _sweep(self) -> None:
        """Sessions that are over are forgotten, now and then."""
        now = self._clock.now()
        if abs(now - self._swept_at) > TOUCH_EVERY:
            self._swept_at = now
            with reachable():
                self._collection.delete_many({"expires_at": {"$lt": now}})

    def find(self, token: str) -> Session:
        """The open session of `token`. Raises NotAllowed(SIN_SESION)."""
        with reachable():
            mongo_doc = self._collection.find_one({"_id": hashed(token)})
        now = self._clock.now()
        if mongo_doc is None or mongo_doc["expires_at"] < now:
            raise NotAllowed("SIN_SESION")
        extended = min(now + LIFETIME, mongo_doc.get("ends_at", now + LIFETIME))
        if mongo_doc["expires_at"] < extended - TOUCH_EVERY:
            with reachable():
                self._collection.update_one({"_id": mongo_doc["_id"]}, {"$set": {"expires_at": extended}})
        return _session(mongo_doc)

    def close(self, token: str) -> str:
        """The token opens nothing any more; returns the ID token by which its session began, "" without one."""
        with reachable():
            mongo_doc = self._collection.find_one_and_delete({"_id": hashed(token)}) or {}
        sealed = mongo_doc.get("id_token")
        return sealed_by(token).decrypt(sealed).decode() if sealed else ""

    def close_all(self, expediente_id: str) -> None:
        """No session of this aspirante opens anything any more."""
        if expediente_id:
            with reachable():
                self._collection.delete_many({"expediente_id": expediente_id})


def check_csrf(session: Session, header: str) -> None:
    """Passes when the page that sent this is ours. Raises NotAllowed(CSRF)."""
    if not hmac.compare_digest(session.csrf.encode(), header.encode()):
        raise NotAllowed("CSRF")


def hashed(token: str) -> str:
    """What names a token without giving it away."""
    return hashlib.sha256(token.encode()).hexdigest()


def sealed_by(token: str) -> Fernet:
    """What only the holder of the token can open."""
    return Fernet(urlsafe_b64encode(hashlib.sha256(f"id_token {token}".encode()).digest()))


def _session(mongo_doc: dict[str, Any]) -> Session:
    caller = Caller(
        subject=mongo_doc["subject"],
        roles=frozenset(mongo_doc["roles"]),
        expediente_id=mongo_doc["expediente_id"],
        session=mongo_doc["_id"][:16],
        scope=mongo_doc["scope"],
    )
    return Session(
        mongo_doc["_id"][:16],
        caller,
        mongo_doc["expires_at"],
        mongo_doc["csrf"],
        mongo_doc["name"],
        mongo_doc.get("convocatoria", ""),
    )
