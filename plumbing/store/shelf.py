"""Where a service keeps the facts that it could not take: the worker puts them here, a person decides, the worker acts.

They leave the broker because there a look is a delivery, and a quorum queue drops what was delivered too often.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pymongo.collection import Collection
from pymongo.database import Database

from contracts.residencias.common.v1 import events_pb2
from plumbing.errors import Conflict, NotFound
from plumbing.events import Act, Encoder, actor_text, system_act
from plumbing.parked import Parked, ParkedState, again, asked, discarded, parked_of, replayed
from plumbing.shapes import to_plain
from plumbing.store.documents import Documents, Stored

PAGE = 50
LARGEST_PAGE = 500


class Shelf:
    """The parked facts of one service, each under the digest of its content."""

    def __init__(self, database: Database[dict[str, Any]], service: str) -> None:
        self._service = service
        self._parked = Documents(database["parked"], Parked, Encoder(service, events_pb2))

    def ensure_indexes(self) -> None:
        self._parked.ensure_indexes([("state", 1), ("parked_at", -1)])

    @property
    def outbox(self) -> Collection[dict[str, Any]]:
        """What the relay publishes from."""
        return self._parked.collection

    def keep(self, body: str, reason: str, attempts: int, at: datetime) -> None:
        """The message waits for a person; parked again after a decision, it waits again."""
        found, act = parked_of(body, reason, attempts, at), system_act(self._service, at)
        _id = hashlib.sha256(body.encode()).hexdigest()[:32]
        try:
            self._parked.create(_id, found, act)
        except Conflict:
            stored = self._found(_id)
            self._parked.save(stored, again(stored.value, found), act)

    def count(self) -> int:
        """How many wait for a person."""
        return self._parked.count({"state": ParkedState.PARKED.value})

    def listed(self, state: str, page: Mapping[str, Any] | None) -> dict[str, Any]:
        """A page of those in `state` (empty: those that wait), newest first."""
        asked_for = page or {}
        limit = min(int(asked_for.get("limit") or PAGE), LARGEST_PAGE)
        skip = int(after) if (after := str(asked_for.get("after") or "")).isdecimal() else 0
        criteria = {"state": state or ParkedState.PARKED.value}
        found = self._parked.find(criteria, sort=[("parked_at", -1), ("_id", 1)], skip=skip, limit=limit)
        more = str(skip + limit) if len(found) == limit else ""
        return {"parked": [_view(one) for one in found], "next": more}

    def replay(self, _id: str, act: Act) -> dict[str, Any]:
        """It is asked of the worker. Repeating it changes nothing. Raises NotFound, Conflict(APARTADO_DECIDIDO)."""
        stored, who = self._found(_id), actor_text(act.actor)
        over = (ParkedState.ASKED.value, ParkedState.REPLAYED.value)
        if stored.value.state in over and stored.value.decided_by == who:
            return _view(stored)
        value, event = asked(stored.value, who, act.at)
        return _view(self._parked.save(stored, value, act, [event], subject=value.subject or _id))

    def discard(self, _id: str, act: Act, why: str) -> dict[str, Any]:
        """It is over. Repeating it changes nothing. Raises NotFound, Conflict(APARTADO_DECIDIDO), Invalid."""
        stored, who = self._found(_id), actor_text(act.actor)
        if stored.value.state == ParkedState.DISCARDED.value and stored.value.decided_by == who:
            return _view(stored)
        value, event = discarded(stored.value, who, act.at, why)
        return _view(self._parked.save(stored, value, act, [event], subject=value.subject or _id))

    def to_replay(self) -> list[Stored[Parked]]:
        """Those that the worker is to put back to work."""
        return self._parked.find({"state": ParkedState.ASKED.value}, limit=PAGE)

    def mark_replayed(self, stored: Stored[Parked], at: datetime) -> None:
        """It is with the broker again."""
        self._parked.save(stored, replayed(stored.value), system_act(self._service, at))

    def _found(self, _id: str) -> Stored[Parked]:
        stored = self._parked.load(_id)
        if stored is None:
            raise NotFound("APARTADO_INEXISTENTE")
        return stored


def _view(stored: Stored[Parked]) -> dict[str, Any]:
    """All but the content."""
    plain: dict[str, Any] = to_plain(stored.value)
    del plain["body"]
    return {**plain, "parked_id": stored.id, "decided_at": plain["decided_at"] or ""}
