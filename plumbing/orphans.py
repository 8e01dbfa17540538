"""Objects that nothing names are deleted. A command puts its object first and names it within seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Protocol

from plumbing.telemetry import log

AGE = timedelta(days=1)
BATCH = 200
EXPECTED = 20


class Objects(Protocol):
    """What a sweep needs of a bucket."""

    def older_than(self, age: timedelta) -> Iterator[str]: ...

    def delete(self, name: str) -> None: ...


def sweep(objects: Objects, named_among: Callable[[Sequence[str]], set[str]]) -> int:
    """Objects older than a day that nothing names are gone: a failed command left them. Returns how many.

    `named_among`: which of these names somebody's document has. When suspiciously many look abandoned (another
    database, a restore) none is touched and a person is told. Raises Unavailable.
    """
    old = list(objects.older_than(AGE))  # listed before the database is asked
    orphans: list[str] = []
    for start in range(0, len(old), BATCH):
        batch = old[start : start + BATCH]
        named = named_among(batch)
        orphans += [name for name in batch if name not in named]
    if not may_sweep(len(orphans), len(old)):
        log.error("too many files without an owner: none deleted", orphans=len(orphans), objects=len(old))
        return 0
    for name in orphans:
        objects.delete(name)
    return len(orphans)


def may_sweep(orphans: int, objects: int) -> bool:
    """Few enough to be what failed commands leave; else something larger is wrong, and losing a paper is no option."""
    return orphans <= max(EXPECTED, objects // 10)
