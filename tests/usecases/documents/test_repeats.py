"""The same picture in two places: advice to its owner, a flag to staff when it stands in another carpeta."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from services.documents import store, usecases
from services.documents.inspection.likeness import TABLES
from services.documents.usecases import repeats
from services.documents.usecases.views import SlotView
from tests.usecases.documents.desks import CALL, PERSON, Bench, the_registry
from tests.usecases.documents.scans import a_page, a_scan, jpg
from tests.usecases.documents.senders import upload

OTHER = "018f2f1e-0000-7000-8000-000000000002"


def codes(slot: SlotView) -> list[str]:
    return [finding.code for finding in slot.versions[0].verdict.findings]


def again(content: bytes, share: float = 1.0, quality: int = 70, dpi: int = 300) -> bytes:
    """The same picture saved again."""
    page = Image.open(BytesIO(content))
    return jpg(
        page.resize((round(page.width * share), round(page.height * share))), quality=quality, dpi=(dpi, dpi)
    )


def turned(content: bytes, degrees: int) -> bytes:
    """The same picture, turned and saved again."""
    return jpg(Image.open(BytesIO(content)).rotate(degrees, expand=True), quality=60)


@pytest.mark.parametrize(
    "content",
    [
        a_scan(),
        turned(a_scan(), 180),
        again(a_scan(), quality=35),
        again(a_scan(), share=0.9, quality=60),
        a_scan() + b"\xff\xd8\xff",
    ],
    ids=["the same file", "upside down", "another quality", "another size", "with a tail"],
)
def test_the_same_picture_in_another_slot_is_told_with_the_slot(content: bytes) -> None:
    bench = Bench()
    upload(bench, "INTERNADO")
    slot = upload(bench, "SERVICIOSOCIAL", content)
    found = next(f for f in slot.versions[0].verdict.findings if f.code == "REPETIDA")
    assert (found.level, found.facts) == ("ADVIERTE", {"otro": "INTERNADO"})
    assert "INTERNADO" in found.que


def test_another_paper_of_the_same_form_is_not_the_same_picture() -> None:
    bench = Bench()
    upload(bench, "INTERNADO", jpg(a_page(lines=24)))
    page = a_page(lines=24)
    page.paste(255, (200, 250, 2400, 420))  # one line says something else
    assert codes(upload(bench, "SERVICIOSOCIAL", jpg(page))) == []


@pytest.mark.parametrize(
    ("first", "second", "kind", "expected"),
    [
        ("TITULO1", "TITULO2", "SIN_REVERSO", []),
        ("TITULO1", "TITULO2", "TITULO_REVERSO", ["REPETIDA"]),
        ("IDENTIFICACION1", "IDENTIFICACION2", "PASAPORTE", []),
        ("IDENTIFICACION1", "IDENTIFICACION2", "INE_REVERSO", ["REPETIDA"]),
    ],
)
def test_the_pairs_that_the_rules_allow_are_data(
    first: str, second: str, kind: str, expected: list[str]
) -> None:
    bench = Bench()
    upload(bench, first)
    assert codes(upload(bench, second, kind=kind)) == expected


def test_an_allowed_pair_is_allowed_whichever_comes_first() -> None:
    bench = Bench()
    upload(bench, "TITULO2", kind="SIN_REVERSO")
    assert codes(upload(bench, "TITULO1")) == []


def test_the_slot_that_is_replaced_is_no_repetition_of_itself_and_only_the_newest_counts() -> None:
    bench = Bench()
    other = jpg(a_page(lines=9))
    upload(bench, "INTERNADO")
    upload(bench, "INTERNADO", other)
    assert codes(upload(bench, "INTERNADO")) == []
    assert codes(upload(bench, "SERVICIOSOCIAL", other)) == []


def test_a_dry_run_tells_it_too() -> None:
    bench = Bench()
    upload(bench, "INTERNADO")
    seen = usecases.check_image(bench.desk, bench.act(), "SERVICIOSOCIAL", "SERVICIOSOCIAL.jpg", a_scan())
    assert [finding.code for finding in seen.findings] == ["REPETIDA"]


def test_a_picture_in_another_carpeta_is_told_to_staff_alone_and_on_both_sides() -> None:
    bench = Bench()
    upload(bench, "INTERNADO")
    mine = upload(bench, "CERTIFICADO", who=OTHER, expediente_id=OTHER)
    assert codes(mine) == []
    for person, slot, other in ((PERSON, "INTERNADO", OTHER), (OTHER, "CERTIFICADO", PERSON)):
        own = usecases.get_manifest(bench.desk, bench.act(who=person), person)
        assert all(codes(each) == [] for each in own.slots if each.versions)
        seen = usecases.get_manifest(bench.desk, bench.act(role="validador"), person)
        flagged = next(each for each in seen.slots if each.slot == slot)
        assert codes(flagged) == ["REPETIDA_EN_OTRO_EXPEDIENTE"]
        assert other in flagged.versions[0].verdict.findings[0].facts["otros"]
        version, _ = usecases.get_document(bench.desk, bench.act(role="validador"), person, slot, 0)
        assert version.verdict.verdict == "CON_ADVERTENCIAS"
        for act in (bench.act(who=person), bench.act(role="ooad")):
            version, _ = usecases.get_document(bench.desk, act, person, slot, 0)
            assert version.verdict.findings == ()


@pytest.mark.parametrize(
    "content",
    [again(a_scan(), quality=30), again(a_scan(), share=0.8), turned(a_scan(), 90), turned(a_scan(), 180)],
    ids=["another quality", "another size", "on its side", "upside down"],
)
def test_a_picture_nearly_the_same_in_another_carpeta_is_told_on_both_sides(content: bytes) -> None:
    bench = Bench()
    upload(bench, "INTERNADO")
    upload(bench, "INTERNADO", content, who=OTHER, expediente_id=OTHER)
    for person, other in ((PERSON, OTHER), (OTHER, PERSON)):
        own = usecases.get_manifest(bench.desk, bench.act(who=person), person)
        assert all("REPETIDA_EN_OTRO_EXPEDIENTE" not in codes(each) for each in own.slots if each.versions)
        seen = usecases.get_manifest(bench.desk, bench.act(role="validador"), person)
        slot = next(each for each in seen.slots if each.versions)
        flag = next(f for f in slot.versions[0].verdict.findings if f.code == "REPETIDA_EN_OTRO_EXPEDIENTE")
        assert flag.facts["otros"] == f"{other} INTERNADO"


CODE = "https://siged.example/titulos/99887766-5544"


@pytest.mark.parametrize(
    ("mine", "theirs", "is_told"),
    [
        (CODE, CODE, True),
        (CODE, CODE + "3", False),
        ("https://www.gob.mx/curp",) * 2 + (False,),
        ("", "", False),
    ],
    ids=["one paper", "two papers", "a code of the form", "no code"],
)
def test_a_new_scan_in_another_carpeta_is_told_by_its_code(mine: str, theirs: str, is_told: bool) -> None:
    bench = Bench()
    upload(bench, "TITULO1", a_scan(qr=mine), kind="TITULO_ELECTRONICO")
    cropped = a_page(lines=24, qr=theirs).crop((90, 130, 2450, 3150)).rotate(1.2, fillcolor="white")
    upload(bench, "TITULO1", jpg(cropped), kind="TITULO_ELECTRONICO", who=OTHER, expediente_id=OTHER)
    for person in (PERSON, OTHER):
        seen = usecases.get_manifest(bench.desk, bench.act(role="validador"), person)
        slot = next(each for each in seen.slots if each.versions)
        assert ("REPETIDA_EN_OTRO_EXPEDIENTE" in codes(slot)) == is_told
        own = usecases.get_manifest(bench.desk, bench.act(who=person), person)
        assert all("REPETIDA_EN_OTRO_EXPEDIENTE" not in codes(each) for each in own.slots if each.versions)


def test_another_persons_paper_of_the_same_form_is_told_to_nobody() -> None:
    bench = Bench()
    upload(bench, "INTERNADO", jpg(a_page(lines=24)))
    page = a_page(lines=24)
    page.paste(255, (200, 250, 2400, 420))
    upload(bench, "INTERNADO", jpg(page), who=OTHER, expediente_id=OTHER)
    seen = usecases.get_manifest(bench.desk, bench.act(role="validador"), PERSON)
    assert [codes(each) for each in seen.slots if each.versions] == [[]]


def test_what_many_share_is_a_form_and_nobody_is_looked_into_for_it() -> None:
    bench = Bench()
    keys = {}
    for number in range(repeats.MOST + 2):
        who = f"018f2f1e-0000-7000-8000-0000000010{number:02}"
        upload(bench, "INTERNADO", a_scan(), who=who, expediente_id=who)
        (version,) = bench.desk.carpetas.load(who).value.versions
        keys[number] = version.verdict.likeness_keys
    assert all(key.startswith(f"{CALL} ") for key in keys[0])
    assert len(keys[0]) == len(set(keys[0])) == TABLES
    assert keys[repeats.MOST - 1] == keys[0]
    assert keys[repeats.MOST] == keys[repeats.MOST + 1] == ()
    assert set(bench.desk.holders(keys[0]).values()) == {repeats.MOST}


def test_the_look_ups_go_by_an_index() -> None:
    bench = Bench()
    indexes = bench.built.store.carpetas.collection.list_indexes()
    indexed = {name for index in indexes for name in dict(index["key"])}
    assert {store.PICTURE, store.KEYS} <= indexed


def test_every_pair_names_slots_of_its_own_table() -> None:
    for call in the_registry().values():
        slots = {row.slot for row in call.documents.rows}
        assert all(set(kind.may_repeat) <= slots for row in call.documents.rows for kind in row.kinds)
    table = the_registry()[CALL].documents
    assert any(kind.may_repeat for row in table.rows for kind in row.kinds)
