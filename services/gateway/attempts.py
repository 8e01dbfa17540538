"""Guessing has an end: refused attempts are counted per address and account, in MongoDB, by our clock.

Only refusals count, so a hospital whose many people share one address can enter at once. A person's account is
counted per address first: whoever knows a CURP cannot lock its owner out from somewhere else with a few tries.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from pymongo import ReturnDocument
from pymongo.collection import Collection

from plumbing.clock import MEXICO_CITY, Clock
from plumbing.errors import Conflict, Kind, NotAllowed, ResidenciasError
from plumbing.store import reachable

WINDOW = timedelta(minutes=15)
PER_ADDRESS = 300
PER_ACCOUNT = 200
PER_ACCOUNT_AND_ADDRESS = 10


@dataclass(frozen=True)
class _Window:
    number: int
    ends_at: datetime


class Attempts:
    """Counts refused attempts. Addresses and accounts are kept only as keyed hashes."""

    def __init__(self, collection: Collection[dict[str, Any]], clock: Clock, secret: str) -> None:
        self._collection = collection
        self._clock = clock
        self._secret = secret.encode()
        self._swept = -1

    @contextmanager
    def counted(self, address: str, account: str, *, always: bool = False) -> Iterator[None]:
        """What happens inside counts if it is refused, or `always`. Raises NotAllowed(DEMASIADOS_INTENTOS)."""
        window = self._window()
        marks = {
            self._mark(window, f"direccion {address}"): PER_ADDRESS,
            self._mark(window, f"cuenta {account}"): PER_ACCOUNT,
            self._mark(window, f"ambas {address} {account}"): PER_ACCOUNT_AND_ADDRESS,
        }
        taken: list[str] = []
        try:
            for mark, limit in marks.items():
                taken.append(mark)
                if self._add(mark, 1, window) > limit:
                    raise self._too_many(window)
            yield
        except ResidenciasError as error:
            if error.kind is Kind.UNAVAILABLE or error.code == "VERSION_PERDIDA":
                self._give_back(taken, window)
            raise
        if not always:
            self._give_back(taken, window)

    def _window(self) -> _Window:
        seconds = int(WINDOW.total_seconds())
        number = int(self._clock.now().timestamp()) // seconds
        if number != self._swept:
            with reachable():
                self._collection.delete_many({"ends_at": {"$lt": self._clock.now()}})
            self._swept = number
        return _Window(number, datetime.fromtimestamp((number + 1) * seconds, UTC))

    def _mark(self, window: _Window, whose: str) -> str:
        digest = hmac.new(self._secret, f"{window.number} {whose}".encode(), hashlib.sha256)
        return digest.hexdigest()

    def _add(self, mark: str, step: int, window: _Window) -> int:
        change = {"$inc": {"count": step}, "$set": {"ends_at": window.ends_at}}
        for attempt in (1, 2):  # two first attempts at once: the second insert finds the first
            try:
                with reachable():
                    found = self._collection.find_one_and_update(
                        {"_id": mark}, change, upsert=True, return_document=ReturnDocument.AFTER
                    )
                return int(found["count"]) if found else 0
            except Conflict:
                if attempt == 2:
                    raise
        raise AssertionError("unreachable")

    def _give_back(self, marks: list[str], window: _Window) -> None:
        for mark in marks:
            self._add(mark, -1, window)

    def _too_many(self, window: _Window) -> NotAllowed:
        wait = window.ends_at - self._clock.now()
        local = window.ends_at.astimezone(MEXICO_CITY)
        return NotAllowed(
            "DEMASIADOS_INTENTOS", segundos=max(1, int(wait.total_seconds())), vuelve=f"{local:%H:%M}"
        )
