"""A full backup goes into an empty system, proves itself by the audit log, and works there, also with a new key."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from plumbing.config import ROOT, Config, from_environment
from plumbing.store import connect
from residencias.backup.restoring import audited_root
from residencias.backup.saving import OWNERS, PASSING, object_store
from residencias.embedded.ports import HOST, choose
from residencias.embedded.rabbitmq import RabbitMQ
from residencias.instance import Instance
from residencias.supervisor import System
from services.audit.store import MongoLog
from tests.e2e.stage import Stage

ELSEWHERE = {"MONGO_DATABASE_PREFIX": "restored_", "S3_BUCKET_PREFIX": "restored-", "S3_ENCRYPTION": "AES256"}


ERASED = "borrado.jpg"


def job(name: str, environment: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """`jobs NAME`, as the container runs it."""
    return subprocess.run(
        [sys.executable, "-m", "residencias.container", "jobs", name, *arguments],
        cwd=ROOT, env=dict(environment), capture_output=True, text=True, timeout=300,
    )  # fmt: skip


@dataclass
class Saved:
    """A system and the backup of it."""

    stage: Stage
    folder: Path
    own: Path

    @property
    def environment(self) -> dict[str, str]:
        return dict(self.stage.system.environment)

    @property
    def manifest(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.own / "manifest.json").read_text(encoding="utf-8"))
        return found


@pytest.fixture(scope="module")
def saved(lived: Stage, tmp_path_factory: pytest.TempPathFactory) -> Saved:
    folder = tmp_path_factory.mktemp("respaldo")
    done = job("backup", lived.system.environment, str(folder))
    assert done.returncode == 0, done.stderr
    (folder / "objects" / "documentos" / ERASED).write_bytes(b"of an earlier night, deleted since")
    return Saved(lived, folder, Path(done.stdout.strip()))


@pytest.fixture(scope="module")
def elsewhere(saved: Saved) -> dict[str, str]:
    """The variables of an empty system beside it, with the backup restored into it."""
    broker = next(part for part in saved.stage.system.parts if isinstance(part, RabbitMQ))
    environment = {**saved.environment, **ELSEWHERE, "AMQP_URI": broker.add_vhost("restored")}
    assert job("declare", environment).returncode == 0  # a deployment declares before anybody can restore
    done = job("restore", environment, str(saved.folder))
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == saved.manifest["audit"]["root"]
    return environment


def contents(config: Config) -> dict[str, dict[Any, Any]]:
    """`service.collection` → every document by its id."""
    found: dict[str, dict[Any, Any]] = {}
    with connect(config.mongo_uri) as client:
        for owner in OWNERS:
            database = client[config.database(owner)]
            for name in set(database.list_collection_names()) - PASSING - {"sweeps"}:
                if documents := {document["_id"]: document for document in database[name].find()}:
                    found[f"{owner}.{name}"] = documents
    return found


def objects(config: Config) -> dict[str, int]:
    store, prefix = object_store(config), config.bucket("")
    return {
        f"{bucket.name.removeprefix(prefix)}/{one.object_name}": int(one.size or 0)
        for bucket in store.list_buckets()
        if bucket.name.startswith(prefix)
        for one in store.list_objects(bucket.name, recursive=True)
    }


def test_what_was_restored_is_what_was_saved(saved: Saved, elsewhere: dict[str, str]) -> None:
    there, here = from_environment(elsewhere), from_environment(saved.environment)
    restored = contents(there)
    assert {where: len(documents) for where, documents in restored.items()} == {
        where: entry["documents"]
        for where, entry in saved.manifest["collections"].items()
        if entry["documents"] and not where.endswith(".sweeps")
    }
    original = contents(here)
    assert {w: d for w, d in restored.items() if not w.startswith("gateway.")} == {
        w: d for w, d in original.items() if not w.startswith("gateway.")
    }
    assert objects(there) == objects(here)
    assert len(objects(there)) > 20
    assert f"documentos/{ERASED}" not in objects(there), (
        "what was deleted before the backup does not come back"
    )


def test_objects_come_back_encrypted_where_the_settings_ask_for_it(elsewhere: dict[str, str]) -> None:
    config = from_environment(elsewhere)
    store = object_store(config)
    for where in objects(config):
        bucket, _, name = where.partition("/")
        found = store.stat_object(config.bucket(bucket), name).metadata or {}
        assert found.get("x-amz-server-side-encryption") == "AES256", where


def test_the_log_proves_itself_again_from_its_first_entry(saved: Saved, elsewhere: dict[str, str]) -> None:
    config = from_environment(elsewhere)
    with connect(config.mongo_uri) as client:
        log = MongoLog(client[config.database("audit")])
        assert log.head().size == saved.manifest["audit"]["size"] > 100
        assert audited_root(log) == log.head().root.hex() == saved.manifest["audit"]["root"]


@pytest.fixture(scope="module")
def rotated(elsewhere: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """The restored system at work, with a new secret key."""
    bind = f"{HOST}:{choose()}"
    fresh = {"RESIDENCIAS_SECRET_KEY": "another-key-" * 4, "HTTP_BIND": bind, "PUBLIC_URL": f"http://{bind}"}
    inner = {name for name in elsewhere if name.startswith("RPC_")}
    settings = {name: value for name, value in elsewhere.items() if name not in inner}
    with System(Instance("restored", tmp_path_factory.mktemp("restored")), settings | fresh) as system:
        yield system


def test_letters_printed_under_the_old_key_still_verify_in_the_restored_system(
    saved: Saved, rotated: System
) -> None:
    letters = contents(from_environment(saved.environment))["notifications.letters"].values()
    assert len(letters) > 5
    with httpx.Client(base_url=f"{rotated.environment['PUBLIC_URL']}/api/v1", timeout=30) as client:
        for letter in letters:
            answer = client.get(f"/verificacion/{letter['code']}")
            assert answer.status_code == 200, answer.text
            assert answer.json()["sha256"] == letter["sha256"]


def test_a_system_with_data_is_left_alone(saved: Saved) -> None:
    before = contents(from_environment(saved.environment)).keys()
    done = job("restore", saved.environment, str(saved.folder))
    assert done.returncode == 1
    assert "No se restauró nada" in done.stderr
    assert contents(from_environment(saved.environment)).keys() == before


@pytest.mark.parametrize("damage", ["cut", "changed", "without its end"])
def test_a_damaged_backup_is_refused_before_anything_is_written(
    saved: Saved, tmp_path: Path, damage: str
) -> None:
    copy = tmp_path / "respaldo"
    shutil.copytree(saved.folder, copy)
    own = copy / saved.own.name
    file = own / "databases" / "validation.expedientes.bson.gz"
    if damage == "cut":
        file.write_bytes(file.read_bytes()[:-40])
    elif damage == "changed":
        file.write_bytes(gzip.compress(gzip.decompress(file.read_bytes()).replace(b"INSCRITO", b"CANCELAD")))
    else:
        (own / "manifest.json").unlink()
    empty = {**saved.environment, "MONGO_DATABASE_PREFIX": "vacio_", "S3_BUCKET_PREFIX": "vacio-"}
    done = job("restore", empty, str(copy), own.name)
    assert done.returncode == 1
    assert "respaldo" in done.stderr.lower()
    assert contents(from_environment(empty)) == {}
    assert objects(from_environment(empty)) == {}


def test_the_next_backup_reads_no_object_twice_and_stops_nobody(saved: Saved) -> None:
    kept = {
        file: file.stat().st_mtime_ns
        for file in (saved.folder / "objects").rglob("*.*")
        if file.name != ERASED
    }
    (saved.folder / "20200101T000000Z" / "databases").mkdir(parents=True)  # of a night that never ended
    done = job("backup", saved.environment, str(saved.folder), "--nights", "2", "--weeks", "0")
    assert done.returncode == 0, done.stderr
    assert {file: file.stat().st_mtime_ns for file in kept} == kept
    assert done.stderr.splitlines()[-2:] == ["20200101T000000Z", f"objects/documentos/{ERASED}"]
    assert saved.own.exists()
    saved.stage.world.settle()  # relays took up their work again: every outbox runs empty
