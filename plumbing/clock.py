"""Time, from one place. Services receive a Clock; nothing else reads the machine's.

Real time in production. For rehearsals, tests and the demo a *simulated* clock: a small file holds
(simulated instant, real instant, rate), and every process that reads it sees the same time from the very next
call, because the file is replaced atomically and looked at on each call. Refused in production.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

MEXICO_CITY = ZoneInfo("America/Mexico_City")


class Clock(Protocol):
    """What time it is."""

    def now(self) -> datetime:
        """The current instant, aware, UTC."""
        ...


def local_date(instant: datetime) -> date:
    """The calendar day of `instant` in Mexico City."""
    return instant.astimezone(MEXICO_CITY).date()


def kept(instant: datetime) -> datetime:
    """`instant` to the millisecond, which is what a database keeps: an answer and its repetition say the same."""
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return kept(datetime.now(UTC))


class FixedClock:
    """A clock for tests: stands still until it is moved."""

    def __init__(self, at: datetime) -> None:
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        return self._at

    def move_to(self, at: datetime) -> None:
        self._at = at.astimezone(UTC)

    def advance(self, step: timedelta) -> None:
        self._at += step


class SimClock:
    """Simulated time shared by every process that is given the same `path`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int] | None = None
        self._sim = self._real = 0.0
        self._rate = 1.0

    def now(self) -> datetime:
        stat = os.stat(self._path)
        if (stat.st_mtime_ns, stat.st_ino) != self._seen:
            setting = json.loads(self._path.read_text(encoding="utf-8"))
            self._sim, self._real, self._rate = setting["sim"], setting["real"], setting["rate"]
            self._seen = (stat.st_mtime_ns, stat.st_ino)
        return kept(datetime.fromtimestamp(self._sim + (time.time() - self._real) * self._rate, UTC))

    def set(self, at: datetime, rate: float = 1.0) -> None:
        """From the next call on, in every process, it is `at`, running at `rate` simulated s per real s."""
        set_simulated(self._path, at, rate)


def set_simulated(path: Path, at: datetime, rate: float = 1.0) -> None:
    """Writes the shared setting in one atomic replacement."""
    setting = json.dumps({"sim": at.timestamp(), "real": time.time(), "rate": rate})
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".clock-")
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(setting)
    os.replace(temporary, path)


def from_environment(environment: dict[str, str] | os._Environ[str] = os.environ) -> Clock:
    """The clock the environment asks for. Raises ValueError for a simulated clock in production."""
    if environment.get("RESIDENCIAS_CLOCK", "system") != "sim":
        return SystemClock()
    if environment.get("RESIDENCIAS_ENV", "production") == "production":
        raise ValueError("RESIDENCIAS_CLOCK=sim is refused when RESIDENCIAS_ENV is production")
    path = environment.get("RESIDENCIAS_CLOCK_PATH")
    if not path:
        raise ValueError("RESIDENCIAS_CLOCK=sim needs RESIDENCIAS_CLOCK_PATH")
    return SimClock(Path(path))
