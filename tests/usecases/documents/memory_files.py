"""Files in memory; the tests of the S3 adapter run against it too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count

from plumbing.clock import Clock
from plumbing.errors import Conflict, Unavailable


class MemoryFiles:
    """A `Files` that can be away."""

    def __init__(self, clock: Clock) -> None:
        self.kept: dict[str, tuple[bytes, object]] = {}
        self.is_away = False
        self._clock = clock
        self._numbers = count(1)

    def new_name(self) -> str:
        return f"objeto-{next(self._numbers)}"

    def put(self, name: str, content: bytes, sha256: str) -> None:
        self._answer()
        if name in self.kept and self.kept[name][0] != content:
            raise Conflict("OBJETO_YA_EXISTE")
        self.kept.setdefault(name, (content, self._clock.now()))

    def has(self, name: str) -> bool:
        self._answer()
        return name in self.kept

    def get(self, name: str) -> bytes | None:
        self._answer()
        return self.kept[name][0] if name in self.kept else None

    def older_than(self, age: timedelta) -> Iterator[str]:
        self._answer()
        before = self._clock.now() - age
        return iter([name for name, (_, at) in self.kept.items() if at <= before])  # type: ignore[operator]

    def delete(self, name: str) -> None:
        self._answer()
        self.kept.pop(name, None)

    def _answer(self) -> None:
        if self.is_away:
            raise Unavailable("OBJETOS_NO_DISPONIBLE")


class MemoryViews(MemoryFiles):
    """Renditions in memory."""

    def name_of(self, object_name: str, look: str) -> str:
        return f"vista de {object_name}: {look}"

    def link(self, name: str, lifetime: timedelta) -> tuple[str, datetime]:
        return f"memory://{name}", self._clock.now() + lifetime
