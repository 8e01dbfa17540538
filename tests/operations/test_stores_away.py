"""A store that goes away in the middle of the work: people are told to try again, nothing is half saved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from minio import Minio
from pymongo import MongoClient

from contracts.residencias.documents.v1 import service_pb2 as pb
from plumbing.errors import Unavailable
from residencias.embedded.part import await_all
from residencias.embedded.seaweedfs import SeaweedFS
from residencias.embedded.secantusdb import SecantusDB
from tests.integration.documents.conftest import Office, open_office, settings  # noqa: F401 - fixtures
from tests.usecases.documents.desks import CALL, PERSON
from tests.usecases.documents.scans import a_scan

SLOT = "CERTIFICADO"


class Stores:
    """An object store and a database of this test alone."""

    def __init__(self, folder: Path) -> None:
        self.objects, self.database = SeaweedFS(folder), SecantusDB(folder)
        for part in (self.objects, self.database):
            part.start()
        await_all([self.objects, self.database])

    @property
    def environment(self) -> dict[str, str]:
        return self.objects.environment() | self.database.environment()

    def objects_kept(self) -> int:
        where = self.objects.environment()
        keys = {"access_key": where["S3_ACCESS_KEY"], "secret_key": where["S3_SECRET_KEY"]}
        store = Minio(where["S3_ENDPOINT"], secure=False, **keys)
        return sum(1 for b in store.list_buckets() for _ in store.list_objects(b.name, recursive=True))

    def facts(self) -> int:
        """Facts that wait in documents' outboxes (nobody relays here)."""
        with MongoClient[dict[str, list[object]]](self.database.environment()["MONGO_URI"]) as client:
            (name,) = [n for n in client.list_database_names() if n.endswith("documents")]
            return sum(len(carpeta.get("outbox", ())) for carpeta in client[name]["carpetas"].find())


@pytest.fixture
def own_stores(tmp_path: Path) -> Iterator[Stores]:
    built = Stores(tmp_path)
    yield built
    built.objects.stop()
    built.database.stop()


@pytest.fixture
def desk(own_stores: Stores, open_office: Callable[..., Office]) -> Office:  # noqa: F811
    return open_office(**own_stores.environment)


def versions(office: Office) -> int:
    """How many versions of the slot the person sees."""
    manifest = office("GetManifest", pb.ManifestRequest(convocatoria=CALL, expediente_id=PERSON))
    return next(len(slot.versions) for slot in manifest.slots if slot.slot == SLOT)


def test_without_the_object_store_an_upload_is_refused_whole(own_stores: Stores, desk: Office) -> None:
    desk.upload(SLOT, a_scan(quality=45), key="primero")
    facts = own_stores.facts()
    own_stores.objects.stop()
    with pytest.raises(Unavailable) as refused:
        desk.upload(SLOT, a_scan(quality=40), key="segundo")
    assert refused.value.code == "OBJETOS_NO_DISPONIBLE"
    assert refused.value.text
    assert refused.value.text["arreglo"]
    assert (versions(desk), own_stores.facts()) == (1, facts), "nothing of it stands in the database"
    own_stores.objects.start()
    own_stores.objects.await_ready()
    desk.upload(SLOT, a_scan(quality=40), key="segundo")
    assert (versions(desk), own_stores.objects_kept()) == (2, 2)


def test_without_the_database_people_are_told_to_repeat_and_repeating_does_it_once(
    own_stores: Stores, desk: Office
) -> None:
    desk.upload(SLOT, a_scan(quality=45), key="primero")
    own_stores.database.stop()
    with pytest.raises(Unavailable) as refused:
        desk.upload(SLOT, a_scan(quality=40), key="segundo")
    assert refused.value.code == "BASE_NO_DISPONIBLE"
    own_stores.database.start()
    own_stores.database.await_ready()
    desk.upload(SLOT, a_scan(quality=40), key="segundo")
    desk.upload(SLOT, a_scan(quality=40), key="segundo")  # the first answer again
    assert versions(desk) == 2
