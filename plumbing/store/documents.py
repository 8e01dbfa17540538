"""Documents of one collection, each an aggregate that is saved whole, with what it has to say.

A mongo_doc is the value's own fields beside ours: `version` (optimistic concurrency), `outbox` (facts not yet
published, flagged by `relay` since `relay_since`), `answers` (idempotency key → first answer) and `applied` (last
version seen of each foreign fact). So one atomic update of one document is a whole command, on any MongoDB, without
transactions.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pymongo.collection import Collection

from plumbing.errors import Conflict, Unavailable
from plumbing.events import Act, Encoder, Fact
from plumbing.shapes import read, to_doc, to_plain
from plumbing.store.connection import reachable
from plumbing.store.outbox import OLDEST_FIRST

T = TypeVar("T")
Collected = Collection[dict[str, Any]]
Change = Callable[[T | None], tuple[T, Sequence[object]] | None]
Key = Sequence[tuple[str, int]]
ANSWERS_KEPT = 40
RACES_RETRIED = 12


@dataclass(frozen=True)
class Stored(Generic[T]):
    """A value as it was read, with the version that a save must still find."""

    id: str
    version: int
    value: T
    answers: Sequence[Mapping[str, Any]] = field(default_factory=tuple)
    applied: Mapping[str, int] = field(default_factory=dict)

    def answer_to(self, act: Act, command: str) -> Any | None:
        """The answer first given to `act.key`, or None. Raises Conflict when the key served another command."""
        for answer in self.answers:
            if act.key and answer["key"] == act.key:
                if answer["command"] != command:
                    raise Conflict("CLAVE_REUTILIZADA", command=command)
                return answer["answer"]
        return None

    def has_applied(self, fact: Fact) -> bool:
        return self.applied.get(_mark(fact), -1) >= _position(fact)


def _mark(fact: Fact) -> str:
    return f"{fact.source}:{fact.name}:{fact.subject}".replace(".", "_").replace("$", "_")


def _position(fact: Fact) -> int:
    return fact.version * 1000 + fact.sequence


class Documents(Generic[T]):
    """A collection of `cls` values. `encoder` gives the envelopes of the facts they push."""

    def __init__(self, collection: Collected, cls: type[T], encoder: Encoder) -> None:
        self.collection = collection
        self._cls = cls
        self._encoder = encoder

    def ensure_indexes(
        self,
        *keys: Key,
        unique: Iterable[Key] = (),
        unique_where: Iterable[tuple[Key, Mapping[str, Any]]] = (),
    ) -> None:
        """The given indexes exist, and the sparse one that the relay reads by.

        `unique_where`: unique among the mongo_docs that meet the condition.
        """
        with reachable():
            self.collection.create_index(list(OLDEST_FIRST), sparse=True, name="relay_since")
            for key in keys:
                self.collection.create_index(list(key))
            for key in unique:
                self.collection.create_index(list(key), unique=True)
            for key, condition in unique_where:
                self.collection.create_index(list(key), unique=True, partialFilterExpression=dict(condition))

    def load(self, _id: str) -> Stored[T] | None:
        """The value with this id, or None."""
        return self.first({"_id": _id})

    def first(self, criteria: Mapping[str, Any], sort: Sequence[tuple[str, int]] = ()) -> Stored[T] | None:
        found = self.find(criteria, sort=sort, limit=1)
        return found[0] if found else None

    def find(
        self,
        criteria: Mapping[str, Any],
        *,
        sort: Sequence[tuple[str, int]] = (),
        limit: int = 0,
        skip: int = 0,
    ) -> list[Stored[T]]:
        """Values that match. Make `criteria` selective by an indexed equality: see ADR 0003."""
        with reachable():
            cursor = self.collection.find(dict(criteria), {"outbox": 0})
            if sort:
                cursor = cursor.sort(list(sort))
            return [self._stored(mongo_doc) for mongo_doc in cursor.skip(skip).limit(limit)]

    def count(self, criteria: Mapping[str, Any]) -> int:
        with reachable():
            return self.collection.count_documents(dict(criteria))

    def create(
        self,
        _id: str,
        value: T,
        act: Act,
        events: Sequence[object] = (),
        *,
        command: str = "",
        answer: Any = None,
        applied: Mapping[str, int] | None = None,
        subject: str = "",
    ) -> Stored[T]:
        """`value` is kept at version 1 with its facts. Raises Conflict(YA_EXISTE): id or unique key taken."""
        answers = [self._answer(act, command, answer)] if act.key and command else []
        mongo_doc = {
            **to_doc(value),
            "_id": _id,
            "version": 1,
            "answers": answers,
            "applied": dict(applied or {}),
            "outbox": self._envelopes(events, act, subject or _id, 1),
        }
        if events:
            mongo_doc |= {"relay": 1, "relay_since": time.time()}
        with reachable():
            self.collection.insert_one(mongo_doc)
        return self._stored(mongo_doc)

    def save(
        self,
        stored: Stored[T],
        value: T,
        act: Act,
        events: Sequence[object] = (),
        *,
        command: str = "",
        answer: Any = None,
        applied: Mapping[str, int] | None = None,
        subject: str = "",
    ) -> Stored[T]:
        """State, facts and answer are kept together. Raises Conflict(VERSION_PERDIDA) when somebody saved first."""
        version = stored.version + 1
        change: dict[str, Any] = {"$set": {**to_doc(value), "version": version}}
        push: dict[str, Any] = {}
        answers = list(stored.answers)
        if events:
            change["$set"]["relay"] = 1
            change["$min"] = {"relay_since": time.time()}  # facts that wait already have waited longer
            push["outbox"] = {"$each": self._envelopes(events, act, subject or stored.id, version)}
        if act.key and command:
            answers = [*answers, self._answer(act, command, answer)][-ANSWERS_KEPT:]
            change["$set"]["answers"] = answers
        if applied is not None:
            change["$set"]["applied"] = dict(applied)
        if push:
            change["$push"] = push
        with reachable():
            done = self.collection.update_one({"_id": stored.id, "version": stored.version}, change)
        if done.matched_count == 0:
            raise Conflict("VERSION_PERDIDA", esperada=stored.version, actual="otra más reciente")
        return Stored(
            stored.id, version, value, answers, dict(stored.applied if applied is None else applied)
        )

    def absorb(self, fact: Fact, _id: str, act: Act, change: Change[T]) -> Stored[T] | None:
        """`change` has been applied once for this fact: repeated or overtaken deliveries change nothing.

        `change(current or None)` gives (new value, events), or None to leave all as it is. A lost race is tried
        again with fresh state; Raises Unavailable when it keeps losing (the bus retries later).
        """
        for _ in range(RACES_RETRIED):
            stored = self.load(_id)
            if stored is not None and stored.has_applied(fact):
                return stored
            outcome = change(stored.value if stored else None)
            if outcome is None:
                return stored
            value, events = outcome
            applied = {**(stored.applied if stored else {}), _mark(fact): _position(fact)}
            try:
                if stored is None:
                    return self.create(_id, value, act, events, applied=applied)
                return self.save(stored, value, act, events, applied=applied)
            except Conflict:
                continue
        raise Unavailable("BASE_NO_DISPONIBLE", detalle="contención")

    def _stored(self, mongo_doc: Mapping[str, Any]) -> Stored[T]:
        return Stored(
            id=mongo_doc["_id"],
            version=mongo_doc["version"],
            value=read(self._cls, mongo_doc),
            answers=tuple(mongo_doc.get("answers", ())),
            applied=mongo_doc.get("applied", {}),
        )

    def _answer(self, act: Act, command: str, answer: Any) -> dict[str, Any]:
        return {"key": act.key, "command": command, "answer": to_plain(answer)}

    def _envelopes(
        self, events: Sequence[object], act: Act, subject: str, version: int
    ) -> list[dict[str, Any]]:
        return [self._encoder.envelope(e, act, subject, version, n) for n, e in enumerate(events)]
