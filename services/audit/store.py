"""How audit remembers: a log into which is only inserted.

`inbox` holds what waits for its number and is the only collection that anything is taken out of, once it stands in
`log`. `plans` fixes, by its unique size, which entries come next; so two sequencers, or one that was killed, agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pymongo import DeleteOne
from pymongo.collection import Collection
from pymongo.database import Database
from pymongo.errors import BulkWriteError, DuplicateKeyError

from plumbing.events import Encoder
from plumbing.ids import new_id
from plumbing.store import Documents, Leases, reachable
from services.audit.domain.merkle import Node
from services.audit.domain.model import Entry, Head, Read

DUPLICATE = 11000
POINTER = "log"
FIELDS = ("event_id", "type", "subject", "time", "actor", "convocatoria", "envelope", "folio")
NEWEST_FIRST = [("moment", -1)]
SEARCHES = (
    ("subject",),
    ("folio",),
    ("actor", "group"),
    ("name", "convocatoria"),
    ("convocatoria", "group"),
    ("group",),
)
Mongo = dict[str, Any]


class MongoLog:
    """The log on any MongoDB, without transactions."""

    def __init__(self, database: Database[Mongo]) -> None:
        self._inbox: Collection[Mongo] = database["inbox"]
        self._plans: Collection[Mongo] = database["plans"]
        self._log: Collection[Mongo] = database["log"]
        self._nodes: Collection[Mongo] = database["nodes"]
        self._heads: Collection[Mongo] = database["heads"]
        self._pointer: Collection[Mongo] = database["pointer"]

    def ensure_indexes(self) -> None:
        with reachable():
            self._log.create_index([("event_id", 1)], unique=True)
            for looked_for in SEARCHES:
                self._log.create_index([*((field, 1) for field in looked_for), ("moment", 1)])
            self._inbox.create_index([("arrived", 1)])

    def receive(self, entry: Entry) -> None:
        """It waits for its number, unless it waits already. One that stands in the log is dropped by `waiting`."""
        with reachable():
            try:
                self._inbox.insert_one({**_kept(entry), "_id": entry.event_id, "arrived": new_id()})
            except DuplicateKeyError:
                return

    def waiting(self, size: int, limit: int) -> list[Entry]:
        """In order of arrival; what stands among the first `size` of the log is dropped from the queue.

        Beyond them an entry belongs to a plan that is not finished, and is still needed here.
        """
        with reachable():
            found = list(self._inbox.find({}).sort("arrived", 1).limit(limit))
            ids = [doc["_id"] for doc in found]
            numbered = self._log.find({"event_id": {"$in": ids}}, {"event_id": 1})
            there = {doc["event_id"] for doc in numbered if doc["_id"] < size}
            self._let_go(there)
        return [_entry(doc) for doc in found if doc["_id"] not in there]

    def count_waiting(self) -> int:
        with reachable():
            return self._inbox.count_documents({})

    def plan(self, head: Head, entries: list[Entry]) -> list[str]:
        """Which events follow the first `head.size`: what was fixed first, by whomever."""
        with reachable():
            fixed = self._plans.find_one({"_id": head.size})
            if fixed is None and entries:
                fixed = {"_id": head.size, "events": [entry.event_id for entry in entries]}
                try:
                    self._plans.insert_one(fixed)
                except DuplicateKeyError:
                    fixed = self._plans.find_one({"_id": head.size})
        return list(fixed["events"]) if fixed else []

    def entries_of(self, event_ids: list[str], seen: list[Entry]) -> list[Entry] | None:
        """In this order; None when one waits no more, because the plan was finished meanwhile."""
        known = {entry.event_id: entry for entry in seen}
        with reachable():
            for event_id in event_ids:
                if event_id not in known:
                    found = self._inbox.find_one({"_id": event_id})
                    if found is None:
                        return None
                    known[event_id] = _entry(found)
        return [known[event_id] for event_id in event_ids]

    def append(self, entries: list[Entry], nodes: Mapping[Node, bytes], head: Head) -> None:
        """Entries, nodes and head are there; then the new size counts; then the queue lets go of them."""
        with reachable():
            _insert(self._log, [{**_kept(one), "_id": one.index, "moment": one.moment} for one in entries])
            _insert(self._nodes, [{"_id": _node(node), "hash": hashed} for node, hashed in nodes.items()])
            _insert(self._heads, [_head(head)])
            self._point_at(head)
            self._let_go(entry.event_id for entry in entries)

    def _let_go(self, event_ids: Iterable[str]) -> None:
        """They stand in the log and wait no more. One by one: a long `$in` is slow where it is not indexed."""
        if gone := [DeleteOne({"_id": event_id}) for event_id in event_ids]:
            self._inbox.bulk_write(gone, ordered=False)

    def _point_at(self, head: Head) -> None:
        """The newest head is found without looking for it; it only moves forward."""
        newer = {"$set": {"size": head.size}}
        if not self._pointer.update_one({"_id": POINTER, "size": {"$lt": head.size}}, newer).matched_count:
            _insert(self._pointer, [{"_id": POINTER, "size": head.size}])

    def head(self) -> Head:
        with reachable():
            pointer = self._pointer.find_one({"_id": POINTER})
            kept = self._heads.find_one({"_id": pointer["size"]}) if pointer else None
        if kept is None:
            return Head()
        return Head(
            kept["_id"],
            bytes(kept["root"]),
            tuple(bytes(one) for one in kept["frontier"]),
            kept["at"],
            kept["tally"],
        )

    def root_at(self, size: int) -> bytes | None:
        with reachable():
            kept = self._heads.find_one({"_id": size}, {"root": 1})
        return bytes(kept["root"]) if kept else None

    def nodes(self, wanted: list[Node]) -> dict[Node, bytes]:
        by_id = {_node(node): node for node in wanted}
        with reachable():
            found = list(self._nodes.find({"_id": {"$in": list(by_id)}}))
        return {by_id[doc["_id"]]: bytes(doc["hash"]) for doc in found}

    def by_event(self, event_id: str) -> Entry | None:
        with reachable():
            numbered = self._log.find_one({"event_id": event_id})
            found = numbered or self._inbox.find_one({"_id": event_id})
        return _entry(found) if found else None

    def between(self, start: int, stop: int, criteria: Mapping[str, str]) -> list[Entry]:
        with reachable():
            found = self._log.find({**criteria, "_id": {"$gte": start, "$lt": stop}}).sort("_id", 1)
            return [_entry(doc) for doc in found]

    def latest(self, criteria: Mapping[str, str], span: Mapping[str, str], limit: int) -> list[Entry]:
        """Newest first. An index is walked where the criteria are those of SEARCHES, or begin like one."""
        with reachable():
            found = self._log.find({**criteria, "moment": dict(span)}).sort(NEWEST_FIRST).limit(limit)
            return [_entry(doc) for doc in found]

    def count(self, criteria: Mapping[str, str], span: Mapping[str, str]) -> int:
        with reachable():
            return self._log.count_documents({**criteria, "moment": dict(span)})


class Store:
    """The log; `reads`: who looked a person up in it."""

    def __init__(self, database: Database[Mongo], encoder: Encoder, holder: str) -> None:
        self.log = MongoLog(database)
        self.reads = Documents(database["reads"], Read, encoder)
        self.leases = Leases(database["leases"], holder)

    def ensure_indexes(self) -> None:
        self.log.ensure_indexes()
        self.reads.ensure_indexes()

    @property
    def outboxes(self) -> tuple[Collection[Mongo], ...]:
        return (self.reads.collection,)


def _insert(collection: Collection[Mongo], docs: Sequence[Mongo]) -> None:
    """They are there; one that was there already stays as it is."""
    try:
        collection.insert_many(docs, ordered=False)
    except BulkWriteError as error:
        if any(wrong["code"] != DUPLICATE for wrong in error.details["writeErrors"]):
            raise


def _node(node: Node) -> str:
    return f"{node[0]}:{node[1]}"


def _head(head: Head) -> Mongo:
    """`tally` as it is: a convocatoria's id has no dot."""
    kept = {"root": head.root, "frontier": list(head.frontier), "at": head.at, "tally": dict(head.tally)}
    return {"_id": head.size, **kept}


def _kept(entry: Entry) -> Mongo:
    return {field: getattr(entry, field) for field in FIELDS} | {"name": entry.name, "group": entry.group}


def _entry(doc: Mongo) -> Entry:
    index = doc["_id"] if isinstance(doc["_id"], int) else -1
    return Entry(**{field: doc.get(field, "") for field in FIELDS}, index=index)
