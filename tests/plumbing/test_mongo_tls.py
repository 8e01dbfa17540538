"""A database behind TLS: what the address says of it holds for every client of ours."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from plumbing.config import Tls
from plumbing.errors import Unavailable
from plumbing.store import connect
from residencias.embedded import probes
from tests.plumbing.certificates import Authority
from tests.plumbing.front import Front
from tests.plumbing.ledger import ACT, Entry, SolicitudPrinted, documents


@pytest.fixture
def files(tmp_path: Path) -> Tls:
    return Authority(tmp_path, "autoridad").issue("mongo")


@pytest.fixture
def port(mongo_uri: str, files: Tls) -> Iterator[int]:
    """Where the test's database answers by TLS, with a certificate for 127.0.0.1."""
    plain = urlsplit(mongo_uri)
    front = Front(files, (plain.hostname or "", plain.port or 27017))
    yield front.start()
    front.stop()


def _uri(port: int, authority: Path, host: str = "127.0.0.1") -> str:
    """As the address of an installation, with the words that `residencias keys --kubernetes` says."""
    return f"mongodb://{host}:{port}/?directConnection=true&tls=true&tlsCAFile={authority}&retryWrites=false"


def test_facts_are_saved_over_tls(port: int, files: Tls, database_prefix: str) -> None:
    uri = _uri(port, files.authority)
    probes.mongo(uri)
    with connect(uri) as client:
        entries = documents(client[f"{database_prefix}ledger"])
        entries.create("a", Entry("uno"), ACT, [SolicitudPrinted(1)])
        assert entries.load("a") is not None


def _refusal(uri: str) -> BaseException | None:
    with pytest.raises(Unavailable) as refused:
        probes.mongo(uri)
    return refused.value.__cause__


def test_a_database_that_is_not_who_it_must_be_is_not_spoken_to(
    port: int, files: Tls, tmp_path: Path
) -> None:
    unnamed = _uri(port, files.authority).replace(f"&tlsCAFile={files.authority}", "")
    wrong = {
        "another name": _uri(port, files.authority, "127.0.0.2"),
        "another authority": _uri(port, Authority(tmp_path, "otra").issue("x").authority),
        "no authority named": unnamed,
        "no TLS": f"mongodb://127.0.0.1:{port}/?directConnection=true",
    }
    with ThreadPoolExecutor() as at_once:  # a driver gives up after two seconds
        found = dict(zip(wrong, at_once.map(_refusal, wrong.values()), strict=True))
    unknown = {who for who, cause in found.items() if "CERTIFICATE_VERIFY_FAILED" in str(cause)}
    assert unknown == wrong.keys() - {"no TLS"}
