"""What is asked of a file store holds for the one of the tests and for a real S3 alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import httpx
import pytest

from plumbing.clock import FixedClock, SystemClock
from plumbing.errors import Conflict, Unavailable
from services.documents.files import S3Files, S3Views
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


def test_what_is_kept_is_never_replaced(clock_and_files: tuple[FixedClock, Files]) -> None:
    _, files = clock_and_files
    name = files.new_name()
    files.put(name, b"uno", "x")
    files.put(name, b"uno", "x")  # an answer that was lost, and a second try
    with pytest.raises(Conflict, match="OBJETO_YA_EXISTE"):
        files.put(name, b"dos", "x")
    assert files.get(name) == b"uno"


def test_of_two_that_put_different_bytes_at_once_one_wins(settings: Settings) -> None:
    stores = [S3Files(settings(0)) for _ in range(4)]
    name, start, lost = stores[0].new_name(), Barrier(4), list[str]()
    stores[0].ensure_bucket()

    def put(at: int) -> None:
        start.wait()
        try:
            stores[at].put(name, bytes([at]) * 1000, "x")
        except Conflict as error:
            lost.append(error.code)

    threads = [Thread(target=put, args=(at,)) for at in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert lost == ["OBJETO_YA_EXISTE"] * 3


def test_a_link_opens_one_object_for_its_time_and_nothing_else(settings: Settings) -> None:
    views = S3Views(settings(0))
    name = views.name_of("abc", "VISTA|None")
    assert not views.has(name)
    views.put(name, b"una vista", "x")
    assert views.has(name)
    url, until = views.link(name, timedelta(minutes=5))
    answer = httpx.get(url)
    assert (answer.content, answer.headers["content-type"]) == (b"una vista", "image/jpeg")
    assert until > SystemClock().now() + timedelta(minutes=4)
    other = views.name_of("abc", "PAGINA|None")
    views.put(other, b"otra", "x")
    assert httpx.get(url.replace(name, other)).status_code == 403
    assert httpx.get(url.partition("?")[0]).status_code == 403
    late = S3Views(settings(0), FixedClock(SystemClock().now() - timedelta(minutes=10)))
    assert httpx.get(late.link(name, timedelta(minutes=5))[0]).status_code == 403


def test_names_of_renditions_reveal_nothing_and_depend_on_our_secret(settings: Settings) -> None:
    mine, theirs = S3Views(settings(0)), S3Views(settings(0, RESIDENCIAS_SECRET_KEY="another"))
    assert mine.name_of("ab/abc.bin", "VISTA") == mine.name_of("ab/abc.bin", "VISTA")
    assert mine.name_of("ab/abc.bin", "VISTA") != theirs.name_of("ab/abc.bin", "VISTA")
    assert "abc" not in mine.name_of("ab/abc.bin", "VISTA")


def test_objects_may_be_encrypted_by_the_store(settings: Settings) -> None:
    files = S3Files(settings(0, S3_ENCRYPTION="AES256"))
    name = files.new_name()
    try:
        files.put(name, b"uno", "x")
    except Unavailable:
        pytest.skip("this store has no key to encrypt with (MinIO: MINIO_KMS_SECRET_KEY)")
    assert files.get(name) == b"uno"
    assert files.is_encrypted(name)


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
