"""What happened in each hour, counted as it happens: for whoever watches. No decision rests on it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from pymongo.collection import Collection

from plumbing.errors import Conflict, Unavailable
from plumbing.store.connection import reachable

HOUR = timedelta(hours=1)
RACES = 3


class Hours:
    """One counter per convocatoria, kind and hour, so that a look costs the same however many people there are.

    It is counted after the act was saved: a process that dies in between loses the count, never the act.
    """

    def __init__(self, collection: Collection[dict[str, Any]]) -> None:
        self._collection = collection

    def add(self, convocatoria: str, what: str, at: datetime) -> None:
        """One more of `what` in the hour of `at`. A store that is away is passed over in silence."""
        counter = {"_id": _key(convocatoria, what, at)}
        for _ in range(RACES):  # two first ones of an hour at once: the second finds the counter there
            with suppress(Conflict, Unavailable), reachable():
                self._collection.update_one(counter, {"$inc": {"count": 1}}, upsert=True)
                return

    def by_hour(self, convocatoria: str, what: str, first: datetime, hours: int) -> Mapping[datetime, int]:
        """The count of each of so many hours from that of `first` on, in order."""
        begin = hour_of(first)
        wanted = [begin + HOUR * number for number in range(hours)]
        found = self._between(_key(convocatoria, what, begin), _key(convocatoria, what, wanted[-1]))
        return {hour: found.get(_key(convocatoria, what, hour), 0) for hour in wanted}

    def total(self, convocatoria: str, what: str) -> int:
        """All there were."""
        return sum(self._between(f"{convocatoria}:{what}:", f"{convocatoria}:{what}:~").values())

    def _between(self, first: str, last: str) -> dict[str, int]:
        with reachable():
            found = self._collection.find({"_id": {"$gte": first, "$lte": last}})
            return {counter["_id"]: int(counter["count"]) for counter in found}


def hour_of(at: datetime) -> datetime:
    """The beginning of its hour, UTC."""
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _key(convocatoria: str, what: str, at: datetime) -> str:
    return f"{convocatoria}:{what}:{hour_of(at):%Y-%m-%dT%H}"
