"""What was typed on a form and is still to be checked: kept for its session alone, unreadable without its token."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pymongo.collection import Collection

from plumbing.clock import Clock
from plumbing.store import reachable
from services.gateway.sessions import LIFETIME, hashed, sealed_by

Fields = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Draft:
    """What one form brought. `key`: of the act that it asks for; `led_to`: where that act ended, "" before it did."""

    key: str
    fields: Fields
    led_to: str = ""


class Drafts:
    """One draft per form and session, for `LIFETIME`; what is done with it leaves only where it led."""

    def __init__(self, collection: Collection[dict[str, Any]], clock: Clock) -> None:
        self._collection = collection
        self._clock = clock

    def ensure_indexes(self) -> None:
        """The sweep of what is over finds it."""
        with reachable():
            self._collection.create_index("expires_at")

    def keep(self, token: str, form: str, draft: Draft) -> None:
        """The draft of this form from now on; the same again changes nothing, not even that it is done."""
        known = self.find(token, form)
        if known and known.key == draft.key:
            return
        with reachable():
            self._collection.delete_many({"expires_at": {"$lt": self._clock.now()}})
            self._collection.replace_one(
                {"_id": _name(token, form)},
                {
                    "key": draft.key,
                    "sealed": _sealed(token, draft),
                    "expires_at": self._clock.now() + LIFETIME,
                },
                upsert=True,
            )

    def find(self, token: str, form: str) -> Draft | None:
        """The draft of this form in this session."""
        with reachable():
            mongo_doc = self._collection.find_one({"_id": _name(token, form)})
        if mongo_doc is None or mongo_doc["expires_at"] < self._clock.now():
            return None
        fields, led_to = json.loads(sealed_by(token).decrypt(mongo_doc["sealed"]))
        return Draft(mongo_doc["key"], [(name, value) for name, value in fields], led_to)

    def close(self, token: str, form: str, key: str, led_to: str) -> None:
        """What this draft asked for is done: what was typed is forgotten."""
        sealed = _sealed(token, Draft(key, (), led_to))
        with reachable():
            self._collection.update_one({"_id": _name(token, form), "key": key}, {"$set": {"sealed": sealed}})


def _name(token: str, form: str) -> str:
    """Names a form in a session, to nobody else."""
    return hashed(f"draft {token} {form}")


def _sealed(token: str, draft: Draft) -> bytes:
    return sealed_by(token).encrypt(json.dumps([draft.fields, draft.led_to], ensure_ascii=False).encode())
