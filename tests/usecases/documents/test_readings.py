"""Queries: bytes as they were sent, the manifest, and staff's looks as facts."""

from __future__ import annotations

import pytest

from plumbing.errors import NotFound, Unavailable
from services.documents import usecases
from tests.usecases.documents.desks import PERSON, Bench, a_fact, observed
from tests.usecases.documents.scans import a_scan


@pytest.fixture
def bench() -> Bench:
    bench = Bench()
    for quality in (45, 50):
        usecases.upload_document(
            bench.desk, bench.act(), PERSON, "CURP", "CURP.jpg", "", a_scan(quality=quality)
        )
    return bench


def test_a_document_comes_back_as_it_was_sent(bench: Bench) -> None:
    newest, content = usecases.get_document(bench.desk, bench.act(), PERSON, "CURP", 0)
    assert (newest.number, content) == (2, a_scan(quality=50))
    first, content = usecases.get_document(bench.desk, bench.act(), PERSON, "CURP", 1)
    assert (first.number, content) == (1, a_scan())


@pytest.mark.parametrize(("slot", "version"), [("CURP", 3), ("TITULO1", 0), ("NADA", 0), ("CURP", -1)])
def test_what_was_never_uploaded_is_not_found(bench: Bench, slot: str, version: int) -> None:
    with pytest.raises(NotFound, match="DOCUMENTO_NO_EXISTE"):
        usecases.get_document(bench.desk, bench.act(), PERSON, slot, version)


def test_an_altered_or_lost_object_is_never_shown(bench: Bench) -> None:
    version, _ = usecases.get_document(bench.desk, bench.act(), PERSON, "CURP", 0)
    bench.files.kept[version.object_name] = (a_scan() + b"x", bench.clock.now())
    with pytest.raises(Unavailable, match="DOCUMENTO_ALTERADO"):
        usecases.get_document(bench.desk, bench.act(), PERSON, "CURP", 0)
    bench.files.delete(version.object_name)
    with pytest.raises(Unavailable, match="DOCUMENTO_ALTERADO"):
        usecases.get_document(bench.desk, bench.act(), PERSON, "CURP", 0)


def test_another_aspirante_learns_nothing(bench: Bench) -> None:
    other = bench.act(who="018f2f1e-0000-7000-8000-000000000002")
    with pytest.raises(NotFound, match="NO_ES_TUYO"):
        usecases.get_document(bench.desk, other, PERSON, "CURP", 0)
    with pytest.raises(NotFound, match="NO_ES_TUYO"):
        usecases.get_manifest(bench.desk, other, PERSON)


def test_the_manifest_has_every_row_of_the_table_in_its_order(bench: Bench) -> None:
    manifest = usecases.get_manifest(bench.desk, bench.act(), PERSON)
    assert len(manifest.slots) == 17
    assert [slot.slot for slot in manifest.slots][:4] == [
        "IDENTIFICACION1",
        "IDENTIFICACION2",
        "ACTADENACIMIENTO",
        "CURP",
    ]
    curp = manifest.slots[3]
    assert [version.number for version in curp.versions] == [2, 1]
    assert (curp.label, curp.audience, curp.kinds, curp.is_open) == (
        "CURP (digital)",
        "MEXICANO",
        ("CONSTANCIA_CURP",),
        True,
    )
    assert manifest.version == 2


def test_looking_at_an_unknown_person_creates_nothing(bench: Bench) -> None:
    unknown = "018f2f1e-0000-7000-8000-00000000000f"
    manifest = usecases.get_manifest(bench.desk, bench.act(who=unknown), unknown)
    assert (manifest.version, sum(len(slot.versions) for slot in manifest.slots)) == (0, 0)
    assert bench.desk.carpetas.load(unknown) is None


def test_the_manifest_says_which_slots_are_closed_and_why(bench: Bench) -> None:
    usecases.on_estado(bench.desk, a_fact("ExpedienteObserved", 3, observed("CURP")))
    slots = {slot.slot: slot for slot in usecases.get_manifest(bench.desk, bench.act(), PERSON).slots}
    assert [slot for slot, view in slots.items() if view.is_open] == ["CURP", "SOLICITUD"]
    assert "no tiene observaciones" in slots["TITULO1"].closed_reason
    usecases.on_estado(bench.desk, a_fact("ExpedienteSubmitted", 4))
    slots = {slot.slot: slot for slot in usecases.get_manifest(bench.desk, bench.act(), PERSON).slots}
    assert not any(view.is_open for view in slots.values())


def test_after_the_window_the_manifest_says_when_it_was(bench: Bench) -> None:
    bench.clock.move_to(bench.clock.now().replace(month=12, day=20))
    slot = usecases.get_manifest(bench.desk, bench.act(), PERSON).slots[0]
    assert not slot.is_open
    assert "ya cerró" in slot.closed_reason
    assert "11 de diciembre de 2023" in slot.closed_reason


@pytest.mark.parametrize("role", ["validador", "supervisor_validacion", "ces", "ooad", "auditor"])
def test_every_look_by_staff_is_a_fact_about_the_person(bench: Bench, role: str) -> None:
    usecases.get_document(bench.desk, bench.act(role=role, who="v1"), PERSON, "CURP", 1)
    usecases.get_manifest(bench.desk, bench.act(role=role, who="v1"), PERSON)
    looks = [envelope for envelope in bench.outbox() if envelope["type"].endswith("DossierRead")]
    assert [look["data"]["what"] for look in looks] == ["documento CURP v1", "manifiesto"]
    assert {look["subject"] for look in looks} == {PERSON}
    assert {look["actor"] for look in looks} == {f"{role}:v1"}
    assert [look["version"] for look in looks] == [1, 2]


def test_what_is_fetched_ahead_is_told_apart_from_a_look(bench: Bench) -> None:
    validador = bench.act(role="validador", who="v1")
    usecases.get_document(bench.desk, validador, PERSON, "CURP", 1, is_ahead=True)
    usecases.get_document(bench.desk, validador, PERSON, "CURP", 1)
    looks = [envelope["data"] for envelope in bench.outbox() if envelope["type"].endswith("DossierRead")]
    assert [(look["what"], look["purpose"]) for look in looks] == [
        ("documento CURP v1", "ADELANTO"),
        ("documento CURP v1", ""),
    ]


def test_the_owners_own_looks_are_no_facts(bench: Bench) -> None:
    usecases.get_document(bench.desk, bench.act(), PERSON, "CURP", 1)
    usecases.get_manifest(bench.desk, bench.act(role="sistema", who="validation"), PERSON)
    assert "DossierRead" not in bench.facts()
