"""Help to comply as a use case: the slot stays empty until one uploads; then the originals are the version's."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from plumbing.config import ROOT
from plumbing.errors import Conflict, Invalid, NotFound, Unavailable
from services.documents import usecases
from services.documents.domain import keeping
from services.documents.usecases.complying import goal_of
from tests.domain.documents.originals import a_pdf, a_photo, in_format, with_glare
from tests.usecases.documents.desks import (
    CALL,
    OLD_QR,
    PERSON,
    QR,
    Bench,
    a_fact,
    registry_keeping,
    the_registry,
)
from tests.usecases.documents.scans import a_page, a_scan
from tests.usecases.documents.senders import upload


@pytest.fixture
def bench() -> Bench:
    return Bench()


def comply(bench: Bench, *files: bytes, slot: str = "CERTIFICADO", **more: Any):
    act = bench.act(more.pop("key", ""), who=more.pop("who", PERSON))
    sent = files or (in_format("PNG", a_page()),)
    return usecases.comply(bench.desk, act, PERSON, slot, more.pop("kind", ""), sent, more.pop("pages", ()))


def test_the_answer_is_a_file_that_may_be_uploaded_and_the_slot_stays_empty(bench: Bench) -> None:
    view, made = comply(bench)
    assert (view.filename, view.verdict.verdict) == ("CERTIFICADO.jpg", "ACEPTABLE")
    assert view.verdict.sha256 == sha256(made.content).hexdigest()
    assert [step.code for step in view.steps][-1] == "GUARDADA"
    assert all(step.que and "«" not in step.que for step in view.steps)
    manifest = usecases.get_manifest(bench.desk, bench.act(), PERSON)
    assert not any(slot.versions for slot in manifest.slots)
    assert bench.facts() == ["DocumentPrepared"]


def test_accepted_bytes_keep_their_originals_beside_the_version(bench: Bench) -> None:
    original = in_format("PNG", a_page())
    _, made = comply(bench, original)
    version = upload(bench, content=made.content).versions[0]
    assert [(each.sha256, each.format) for each in version.originals] == [
        (sha256(original).hexdigest(), "PNG")
    ]
    found, content = usecases.get_document(
        bench.desk, bench.act(role="validador"), PERSON, "CERTIFICADO", 1, 1
    )
    assert content == original
    assert usecases.media_type(found, 1) == "image/png"
    assert usecases.media_type(found, 0) == "image/jpeg"
    stored = bench.desk.carpetas.load(PERSON)
    assert stored is not None
    assert stored.value.prepared == ()
    uploaded = bench.outbox()[1]
    assert uploaded["data"]["originals"] == [sha256(original).hexdigest()]
    read = bench.outbox()[-1]
    assert read["data"]["what"] == "documento CERTIFICADO v1, original 1"


def test_what_the_result_no_longer_shows_is_said_before_and_after_it_is_kept(bench: Bench) -> None:
    view, made = comply(bench, with_glare(a_photo()))
    version = upload(bench, content=made.content).versions[0]
    for verdict in (view.verdict, version.verdict):
        (found,) = [one for one in verdict.findings if one.code == "REFLEJO"]
        assert (found.level, len(found.areas)) == ("ADVIERTE", 1)
        assert "{" not in found.que + found.porque + found.arreglo


def test_bytes_that_comply_did_not_make_have_no_originals(bench: Bench) -> None:
    comply(bench)
    assert upload(bench, content=a_scan(quality=50)).versions[0].originals == ()
    with pytest.raises(NotFound, match="DOCUMENTO_NO_EXISTE"):
        usecases.get_document(bench.desk, bench.act(), PERSON, "CERTIFICADO", 1, 1)


def test_the_same_files_again_are_kept_once(bench: Bench) -> None:
    first, second = comply(bench)[1], comply(bench)[1]
    assert first.content == second.content
    assert len(bench.files.kept) == 1
    assert bench.facts() == ["DocumentPrepared"]


def test_of_one_slot_only_the_last_three_are_kept_until_one_is_accepted(bench: Bench) -> None:
    made = [comply(bench, in_format("PNG", a_page(lines=lines)))[1] for lines in (6, 8, 10, 12)]
    stored = bench.desk.carpetas.load(PERSON)
    assert stored is not None
    digests = [one.sha256 for one in stored.value.prepared]
    assert digests == [sha256(one.content).hexdigest() for one in made[1:]]
    bench.clock.advance(timedelta(days=2))
    assert usecases.sweep_orphans(bench.desk) == 1


def test_the_sweeper_knows_originals_and_what_is_prepared(bench: Bench) -> None:
    upload(bench, content=comply(bench)[1].content)
    comply(bench, in_format("PNG", a_page(lines=9)), slot="INTERNADO")
    bench.clock.advance(timedelta(days=2))
    assert usecases.sweep_orphans(bench.desk) == 0
    bench.clock.advance(timedelta(days=6))
    assert usecases.give_up_prepared(bench.desk) == 1
    assert usecases.sweep_orphans(bench.desk) == 1
    assert usecases.get_document(bench.desk, bench.act(), PERSON, "CERTIFICADO", 1, 1)


def test_several_sheets_share_the_file_only_where_the_row_says_so(bench: Bench) -> None:
    view, _ = comply(bench, a_pdf(3))
    assert "HOJAS_REUNIDAS" in [step.code for step in view.steps]
    with pytest.raises(Invalid, match="DEMASIADAS_PAGINAS"):
        comply(bench, a_pdf(3), slot="INTERNADO")
    assert comply(bench, a_pdf(3), slot="INTERNADO", pages=(3,))[0].verdict.verdict == "ACEPTABLE"
    side = in_format("PNG", a_page((1011, 638), "RGB", lines=5))
    view, _ = comply(bench, side, side, slot="CEDULA", kind="CEDULA_CREDENCIAL")
    assert view.verdict.verdict == "ACEPTABLE"


def test_a_photo_of_the_solicitud_has_its_qr_read_and_judged(bench: Bench) -> None:
    view, made = comply(bench, a_photo(qr=QR), slot="SOLICITUD")
    assert view.verdict.qr == (QR,)
    assert upload(bench, "SOLICITUD", made.content).versions[0].print_number == 2
    view, _ = comply(bench, a_photo(qr=OLD_QR), slot="SOLICITUD")
    assert [finding.code for finding in view.verdict.findings if finding.level == "BLOQUEA"] == [
        "SOLICITUD_VENCIDA"
    ]
    assert view.originals == ()


def test_a_closed_slot_is_not_prepared_for_and_before_the_window_one_may(bench: Bench) -> None:
    bench.clock.move_to(the_registry()[CALL].windows["envio"].opens_at - timedelta(days=3))
    assert comply(bench)[0].verdict.verdict == "ACEPTABLE"
    usecases.on_estado(bench.desk, a_fact("ExpedienteSubmitted", 2))
    with pytest.raises(Conflict, match="SLOT_CERRADO"):
        comply(bench)


def test_what_is_too_much_or_nothing_is_refused_before_it_is_opened(bench: Bench) -> None:
    with pytest.raises(Invalid, match="ORIGINALES_DEMASIADO_PESADOS"):
        comply(bench, b"x" * (25 * 1024 * 1024))
    with pytest.raises(Invalid, match="ORIGINALES_FALTAN"):
        usecases.comply(bench.desk, bench.act(), PERSON, "CURP", "", ())
    with pytest.raises(NotFound, match="NO_ES_TUYO"):
        comply(bench, who="018f2f1e-0000-7000-8000-000000000002")


def test_a_look_is_a_rendition_for_minutes_and_staffs_is_a_fact(bench: Bench) -> None:
    upload(bench, content=a_scan())
    link = usecases.view_link(bench.desk, bench.act(role="validador"), PERSON, "CERTIFICADO", 0)
    assert link.expires_at == bench.clock.now() + timedelta(minutes=5)
    assert PERSON not in link.url.replace("memory://", "")
    (shown,) = [content for content, _ in bench.views.kept.values()]
    assert max(Image.open(BytesIO(shown)).size) == 1200
    assert bench.outbox()[-1]["data"]["what"] == "vista CERTIFICADO v1"
    facts = bench.facts()
    usecases.view_link(bench.desk, bench.act(), PERSON, "CERTIFICADO", 1, "PAGINA", "10,10,300,200")
    assert bench.facts() == facts
    assert len(bench.views.kept) == 2
    usecases.view_link(bench.desk, bench.act(), PERSON, "CERTIFICADO", 1)
    assert len(bench.views.kept) == 2
    bench.clock.advance(timedelta(days=2))
    assert usecases.sweep_views(bench.desk) == 2


@pytest.mark.parametrize(
    ("size", "area", "code"),
    [
        ("ENORME", "", "VISTA_DESCONOCIDA"),
        ("", "1,2,3", "AREA_INVALIDA"),
        ("", "0,0,0,10", "AREA_INVALIDA"),
        ("", "900,0,200,10", "AREA_INVALIDA"),
        ("", "a,b,c,d", "AREA_INVALIDA"),
    ],
)
def test_a_look_that_makes_no_sense_is_refused(bench: Bench, size: str, area: str, code: str) -> None:
    upload(bench)
    with pytest.raises(Invalid, match=code):
        usecases.view_link(bench.desk, bench.act(), PERSON, "CERTIFICADO", 0, size, area)


def test_nobody_looks_at_what_is_not_theirs_nor_at_what_was_altered(bench: Bench) -> None:
    name = upload(bench).versions[0].object_name
    with pytest.raises(NotFound, match="NO_ES_TUYO"):
        usecases.view_link(bench.desk, bench.act(who="otra"), PERSON, "CERTIFICADO", 0)
    bench.files.kept[name] = (b"otro", bench.clock.now())
    with pytest.raises(Unavailable, match="DOCUMENTO_ALTERADO"):
        usecases.view_link(bench.desk, bench.act(), PERSON, "CERTIFICADO", 0)


def _kept_for(bench: Bench, days: int) -> None:
    """The call of the bench keeps its files for so long."""
    bench.built = replace(bench.built, desk=replace(bench.desk, registry=registry_keeping(days)))


def test_everything_is_kept_until_a_term_is_set(bench: Bench) -> None:
    upload(bench)
    bench.clock.advance(timedelta(days=10_000))
    assert usecases.erase_expired(bench.desk) == 0
    assert len(bench.files.kept) == 1


def test_when_the_term_is_over_the_files_go_and_a_fact_says_so_once(bench: Bench) -> None:
    original = in_format("PNG", a_page())
    upload(bench, content=comply(bench, original)[1].content)
    _kept_for(bench, 365)
    ends = the_registry()[CALL].windows["ciclo"].last_instant
    bench.clock.move_to(ends + timedelta(days=365))
    assert usecases.erase_expired(bench.desk) == 0
    bench.clock.advance(timedelta(minutes=1))
    assert usecases.erase_expired(bench.desk) == 1
    assert usecases.erase_expired(bench.desk) == 0
    assert bench.files.kept == {}
    assert bench.outbox()[-1]["data"] == {"files": 2, "after_days": 365}
    assert bench.facts().count("DocumentsErased") == 1
    with pytest.raises(NotFound, match="DOCUMENTO_DEPURADO"):
        usecases.get_document(bench.desk, bench.act(), PERSON, "CERTIFICADO", 0)
    manifest = usecases.get_manifest(bench.desk, bench.act(), PERSON)
    (version,) = [each for slot in manifest.slots for each in slot.versions]
    assert version.is_erased
    assert version.verdict.verdict == "ACEPTABLE"


def test_objects_that_could_not_be_deleted_go_at_the_next_tick(bench: Bench) -> None:
    upload(bench)
    _kept_for(bench, 1)
    bench.clock.move_to(the_registry()[CALL].windows["ciclo"].last_instant + timedelta(days=2))
    bench.files.is_away = True
    with pytest.raises(Unavailable):
        usecases.erase_expired(bench.desk)
    assert len(bench.files.kept) == 1
    bench.files.is_away = False
    usecases.erase_expired(bench.desk)
    assert bench.files.kept == {}
    assert bench.facts().count("DocumentsErased") == 1


def test_every_step_and_refusal_of_the_conversion_has_its_text(bench: Bench) -> None:
    folder = ROOT / "services" / "documents"
    source = "".join(file.read_text(encoding="utf-8") for file in (folder / "comply").glob("*.py"))
    said = set(re.findall(r'(?:Step|Invalid|Unavailable)\(\s*"([A-Z_]+)"', source))
    assert len(said) > 12
    assert said <= bench.desk.messages.entries.keys()


def test_keeping_names_every_object_once(bench: Bench) -> None:
    upload(bench, content=comply(bench)[1].content)
    comply(bench, slot="INTERNADO")
    stored = bench.desk.carpetas.load(PERSON)
    assert stored is not None
    assert sorted(keeping.object_names(stored.value)) == sorted(bench.files.kept)


@pytest.mark.parametrize(
    ("call", "slot", "kind", "pages"),
    [
        (CALL, "CURP", "CONSTANCIA_CURP", 1),
        (CALL, "CERTIFICADO", "CERTIFICADO", 8),
        (CALL, "CEDULA", "CEDULA_CREDENCIAL", 2),
        ("cer-rama-2025", "ARTICULOS", "ARTICULOS", 8),
        ("xlv-enarm-2021", "PUBLICACIONES", "PUBLICACIONES", 8),
    ],
)
def test_the_row_says_how_many_sheets_share_a_file(call: str, slot: str, kind: str, pages: int) -> None:
    rules = the_registry()[call]
    goal = goal_of(rules, rules.documents.row(slot), kind, ())
    assert goal.most_pages == pages
    assert goal.required_ppp == 300
    assert goal.page_full == ((638, 1012) if kind == "CEDULA_CREDENCIAL" else (2550, 3300))
    assert goal.max_bytes == 400 * 1024
