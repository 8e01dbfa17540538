"""What is asked of a file store holds for the one of the tests and for a real S3 alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest

from plumbing.clock import FixedClock, SystemClock
from plumbing.errors import Unavailable
from services.documents.files import S3Files
from services.documents.usecases import Files
from tests.integration.documents.conftest import Settings
from tests.usecases.documents.memory_files import MemoryFiles


@pytest.fixture(params=["memory", "s3"])
def clock_and_files(request: pytest.FixtureRequest) -> tuple[FixedClock, Files]:
    clock = FixedClock(SystemClock().now())
    if request.param == "memory":
        return clock, MemoryFiles(clock)
    settings: Settings = request.getfixturevalue("settings")
    return clock, S3Files(settings(0), clock)


def test_what_is_put_comes_back_and_deleting_twice_is_harmless(
    clock_and_files: tuple[FixedClock, Files],
) -> None:
    _, files = clock_and_files
    first, second = files.new_name(), files.new_name()
    assert first != second
    files.put(first, b"uno", "x")
    files.put(second, b"", "x")
    assert (files.get(first), files.get(second)) == (b"uno", b"")
    files.delete(first)
    files.delete(first)
    assert files.get(first) is None
    assert files.get("nunca") is None


def test_only_objects_of_that_age_are_listed(clock_and_files: tuple[FixedClock, Files]) -> None:
    clock, files = clock_and_files
    names = sorted(files.new_name() for _ in range(3))
    for name in names:
        files.put(name, b"x", "x")
    clock.advance(timedelta(hours=23))
    assert list(files.older_than(timedelta(days=1))) == []
    clock.advance(timedelta(hours=2))
    assert sorted(files.older_than(timedelta(days=1))) == names


def test_a_service_that_lives_in_a_simulated_past_never_takes_an_object_for_old(settings: Settings) -> None:
    files = S3Files(settings(0), FixedClock(datetime(2023, 11, 20, tzinfo=UTC)))
    files.put(files.new_name(), b"x", "x")
    assert list(files.older_than(timedelta(0))) == []


def test_replicas_that_start_together_make_one_bucket(settings: Settings) -> None:
    start, failed = Barrier(6), list[Exception]()

    def begin() -> None:
        files = S3Files(settings(0))
        start.wait()
        try:
            files.ensure_bucket()
            files.put(files.new_name(), b"x", "x")
        except Exception as error:
            failed.append(error)

    threads = [Thread(target=begin) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert len(list(S3Files(settings(0)).older_than(timedelta(hours=-1)))) == 6


def away(settings: Settings) -> list[Callable[[], object]]:
    nowhere = S3Files(settings(0, S3_ENDPOINT="127.0.0.1:9"))
    stranger = S3Files(settings(0, S3_SECRET_KEY="not-the-key"))
    return [
        lambda: nowhere.put("a", b"x", "x"),
        lambda: nowhere.get("a"),
        lambda: stranger.put("a", b"x", "x"),
        lambda: list(nowhere.older_than(timedelta(0))),
    ]


def test_a_store_that_is_away_or_refuses_us_is_unavailable(settings: Settings) -> None:
    for attempt in away(settings):
        with pytest.raises(Unavailable, match="OBJETOS_NO_DISPONIBLE"):
            attempt()
