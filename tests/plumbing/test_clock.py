"""An instant is what a database gives back of it."""

from datetime import UTC, datetime
from pathlib import Path

from plumbing.clock import SimClock, SystemClock, set_simulated


def test_an_instant_has_no_more_than_milliseconds(tmp_path: Path) -> None:
    set_simulated(tmp_path / "clock.json", datetime(2023, 11, 18, 18, 0, 0, 123456, tzinfo=UTC))
    for clock in (SystemClock(), SimClock(tmp_path / "clock.json")):
        assert {clock.now().microsecond % 1000 for _ in range(50)} == {0}
