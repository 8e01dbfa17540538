"""Validation's facts open and close the slots; objects that nothing names are swept."""

from __future__ import annotations

from datetime import timedelta

import pytest

from plumbing.errors import Conflict
from services.documents import usecases
from tests.usecases.documents.desks import PERSON, QR, Bench, a_fact, observed
from tests.usecases.documents.scans import a_scan
from tests.usecases.documents.senders import upload


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_nothing_changes_while_validation_holds_the_expediente(bench: Bench) -> None:
    upload(bench)
    usecases.on_estado(bench.desk, a_fact("ExpedienteSubmitted", 2))
    with pytest.raises(Conflict) as refused:
        upload(bench, content=a_scan(quality=50))
    assert refused.value.code == "SLOT_CERRADO"
    assert "en validación" in refused.value.facts["motivo"]
    assert bench.outbox()[-1]["data"]["findings"] == ["SLOT_CERRADO"]


def test_after_observations_only_what_was_observed_and_the_solicitud_may_change(bench: Bench) -> None:
    usecases.on_estado(bench.desk, a_fact("ExpedienteObserved", 3, observed("CURP", fields=("telefonos",))))
    assert upload(bench, "CURP").versions
    assert upload(bench, "SOLICITUD", a_scan(qr=QR)).versions
    with pytest.raises(Conflict, match="SLOT_CERRADO"):
        upload(bench, "CERTIFICADO")


def test_facts_of_validation_may_come_twice_and_in_any_order(bench: Bench) -> None:
    facts = [
        a_fact("ExpedienteSubmitted", 2),
        a_fact("ExpedienteObserved", 4, observed("CURP")),
        a_fact("ExpedienteSubmitted", 5),
    ]
    for fact in (facts[2], facts[0], facts[1], facts[2], facts[1]):
        usecases.on_estado(bench.desk, fact)
    stored = bench.desk.carpetas.load(PERSON)
    assert stored is not None
    assert (stored.value.estado, stored.value.estado_position) == ("EN_VALIDACION", 5000)


def test_two_facts_of_one_version_are_told_by_their_place(bench: Bench) -> None:
    usecases.on_estado(bench.desk, a_fact("FichaIssued", 7, sequence=1))
    usecases.on_estado(bench.desk, a_fact("ExpedienteValidated", 7, sequence=0))
    stored = bench.desk.carpetas.load(PERSON)
    assert stored is not None
    assert stored.value.estado == "INSCRITO"


def test_a_slot_that_closes_between_the_file_and_the_save_stays_closed(bench: Bench) -> None:
    put = bench.files.put

    def put_while_validation_takes_over(name: str, content: bytes, digest: str) -> None:
        put(name, content, digest)
        usecases.on_estado(bench.desk, a_fact("ExpedienteSubmitted", 2))

    bench.files.put = put_while_validation_takes_over  # type: ignore[method-assign]
    with pytest.raises(Conflict, match="SLOT_CERRADO"):
        upload(bench)
    stored = bench.desk.carpetas.load(PERSON)
    assert stored is not None
    assert stored.value.versions == ()


def test_objects_that_nothing_names_are_swept_after_a_day_and_no_other(bench: Bench) -> None:
    kept = upload(bench).versions[0].object_name
    bench.files.put("perdido", b"x", "")
    bench.clock.advance(timedelta(hours=23))
    bench.files.put("en-camino", b"y", "")
    assert usecases.sweep_orphans(bench.desk) == 0
    bench.clock.advance(timedelta(hours=2))
    assert usecases.sweep_orphans(bench.desk) == 1
    assert sorted(bench.files.kept) == ["en-camino", kept]


def test_old_versions_are_never_swept(bench: Bench) -> None:
    upload(bench)
    upload(bench, content=a_scan(quality=50))
    bench.clock.advance(timedelta(days=3))
    assert usecases.sweep_orphans(bench.desk) == 0
    assert len(bench.files.kept) == 2


def test_nothing_is_swept_when_suspiciously_much_looks_abandoned(bench: Bench) -> None:
    for number in range(30):
        bench.files.put(f"ajeno-{number}", b"x", "")
    bench.clock.advance(timedelta(days=2))
    assert usecases.sweep_orphans(bench.desk) == 0
    assert len(bench.files.kept) == 30
