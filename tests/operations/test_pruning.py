"""Which backups stay, and that nothing goes that a backup which stays needs."""

from __future__ import annotations

import gzip
import hashlib
import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbing.config import ROOT
from plumbing.errors import Conflict, Invalid
from residencias.backup.__main__ import parsed
from residencias.backup.folder import LISTING, MANIFEST, PINNED, alone, complete, write_listing
from residencias.backup.pruning import kept, prune

FIRST = datetime(2023, 11, 1, 9, 15, tzinfo=UTC)
CONTENT = b"a database"


def named(day: int, hour: int = 0) -> str:
    """The backup of the day `day` after the first."""
    return f"{FIRST + timedelta(days=day, hours=hour):%Y%m%dT%H%M%SZ}"


def saved(folder: Path, name: str, objects: Sequence[str] = (), *, is_listed: bool = True) -> Path:
    """A complete backup as `jobs backup` leaves it."""
    own = folder / name
    (own / "databases").mkdir(parents=True)
    (own / "databases" / "audit.log.bson.gz").write_bytes(gzip.compress(CONTENT))
    for one in objects:
        file = folder / "objects" / "documentos" / one
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(one.encode())
    manifest: dict[str, object] = {
        "collections": {"audit.log": {"documents": 1, "sha256": hashlib.sha256(CONTENT).hexdigest()}},
        "objects": {"documentos": len(objects)},
    }
    if is_listed:
        manifest["listing"] = write_listing(own, [f"documentos/{one}" for one in objects])
    (own / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    return own


def contents(folder: Path) -> set[str]:
    return {
        one.relative_to(folder).as_posix()
        for one in folder.rglob("*")
        if one.is_file() and one.name != ".lock"
    }


def test_thirty_nights_stay_and_one_of_each_week_before() -> None:
    nights = [named(day) for day in range(100)]
    staying = sorted(kept(nights, 30, 10))
    assert staying[-30:] == nights[-30:]
    older = [datetime.strptime(name, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) for name in staying[:-30]]
    assert len({one.isocalendar()[:2] for one in older}) == len(older) >= 5
    assert all(one.isoweekday() == 7 for one in older), "the newest of its week"


@given(
    st.sets(st.tuples(st.integers(0, 400), st.integers(0, 13)), min_size=1),
    st.integers(1, 40),
    st.integers(0, 60),
)
def test_the_newest_always_stays_and_more_never_keeps_less(
    made: set[tuple[int, int]], nights: int, weeks: int
) -> None:
    names = [named(*one) for one in made]
    staying = kept(names, nights, weeks)
    assert max(names) in staying <= set(names)
    assert staying <= kept(names, nights + 1, weeks + 1)
    days = {name[:8] for name in names}
    assert len({name[:8] for name in staying}) >= min(nights, len(days))
    assert kept(list(staying), nights, weeks) == staying, "pruning again changes nothing"


def test_when_no_backup_is_made_none_goes(tmp_path: Path) -> None:
    """The rule counts backups: that the last one is a year old is no reason to have none."""
    saved(tmp_path, named(0))
    assert prune(tmp_path, 1, 0).folders == []
    assert len(complete(tmp_path)) == 1


def test_an_object_goes_with_the_last_backup_that_needs_it(tmp_path: Path) -> None:
    saved(tmp_path, named(0), ["a", "b"])
    saved(tmp_path, named(40), ["b", "c"])
    saved(tmp_path, named(41), ["c"])
    would = prune(tmp_path, 2, 0, dry_run=True)
    assert (would.folders, would.objects) == ([named(0)], ["documentos/a"])
    before = contents(tmp_path)
    assert prune(tmp_path, 2, 0) == would
    gone = {one for one in before if one.startswith(named(0))} | {"objects/documentos/a"}
    assert contents(tmp_path) == before - gone
    for one in complete(tmp_path):
        one.require_whole()


def test_what_somebody_pinned_stays_with_its_objects(tmp_path: Path) -> None:
    (saved(tmp_path, named(0), ["a"]) / PINNED).touch()
    saved(tmp_path, named(1), ["b"])
    saved(tmp_path, named(40), ["c"])
    assert prune(tmp_path, 1, 0).objects == ["documentos/b"]
    assert [one.own.name for one in complete(tmp_path)] == [named(0), named(40)]


def test_no_object_goes_while_a_backup_that_stays_does_not_say_which_it_needs(tmp_path: Path) -> None:
    saved(tmp_path, named(0), ["a"])
    saved(tmp_path, named(1), ["b"], is_listed=False)
    saved(tmp_path, named(2), ["c"])
    gone = prune(tmp_path, 2, 0)
    assert (gone.folders, gone.objects) == ([named(0)], [])
    gone = prune(tmp_path, 1, 0)
    assert (gone.folders, gone.objects) == ([named(1)], ["documentos/a", "documentos/b"])


@pytest.mark.parametrize("damage", ["database", "object", "listing"])
def test_nothing_goes_when_the_newest_is_not_whole(tmp_path: Path, damage: str) -> None:
    saved(tmp_path, named(0), ["a"])
    newest = saved(tmp_path, named(40), ["b"])
    {
        "database": lambda: (newest / "databases" / "audit.log.bson.gz").write_bytes(gzip.compress(b"other")),
        "object": (tmp_path / "objects" / "documentos" / "b").unlink,
        "listing": lambda: (newest / LISTING).write_bytes(gzip.compress(b"")),
    }[damage]()
    before = contents(tmp_path)
    with pytest.raises(Invalid) as refused:
        prune(tmp_path, 1, 0)
    assert refused.value.code == "RESPALDO_ALTERADO"
    assert contents(tmp_path) == before


def test_what_never_got_its_manifest_goes_once_a_later_one_did(tmp_path: Path) -> None:
    for day in (0, 2):
        (tmp_path / named(day) / "databases").mkdir(parents=True)
    (tmp_path / "notas").mkdir()
    saved(tmp_path, named(1))
    assert prune(tmp_path, 1, 0).folders == [named(0)]
    assert (tmp_path / named(2)).exists(), "perhaps it is being made"
    assert (tmp_path / "notas").exists()


def test_a_backup_and_a_pruning_do_not_work_at_once(tmp_path: Path) -> None:
    saved(tmp_path, named(0))
    with alone(tmp_path), pytest.raises(Conflict) as refused:
        prune(tmp_path, 1, 0)
    assert refused.value.code == "RESPALDO_EN_CURSO"


def jobs(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "residencias.container", "jobs", *arguments],
        cwd=ROOT, capture_output=True, text=True, timeout=300, env={"PATH": "/usr/bin", "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


def test_the_job_says_what_it_would_remove_and_needs_no_settings(tmp_path: Path) -> None:
    for day in range(3):
        saved(tmp_path, named(day))
    done = jobs("prune", str(tmp_path), "--nights", "1", "--weeks", "0", "--dry-run")
    assert (done.returncode, done.stdout.split()) == (0, [named(0), named(1)])
    assert len(complete(tmp_path)) == 3
    done = jobs("prune", str(tmp_path), "--nights", "1", "--weeks", "0")
    assert (done.returncode, done.stdout.split()) == (0, [named(0), named(1)])
    assert len(complete(tmp_path)) == 1


@pytest.mark.parametrize("verb", ["backup", "prune"])
@pytest.mark.parametrize(
    "wrong", [["--nights", "0", "--weeks", "4"], ["--nights", "3"], ["--nights", "3", "--weeks", "-1"]]
)
def test_a_rule_that_would_keep_nothing_or_is_half_said_is_no_rule(verb: str, wrong: list[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        parsed([verb, "respaldo", *wrong])
    assert refused.value.code == 2


def test_a_backup_without_a_rule_prunes_nothing() -> None:
    assert parsed(["backup", "respaldo"]).nights is None


def test_a_folder_without_a_backup_is_told_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(Invalid) as refused:
        prune(tmp_path / "otra", 1, 0)
    assert refused.value.code == "RESPALDO_INEXISTENTE"
    assert not (tmp_path / "otra").exists()
