"""The api over gRPC, SecantusDB and S3: files, roles, errors with their text, repetitions at the same time."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import httpx
import pytest

from contracts.residencias.common.v1 import access_pb2
from contracts.residencias.documents.v1 import service_pb2 as pb
from plumbing.clock import FixedClock, SystemClock
from plumbing.errors import Conflict, Invalid, NotAllowed, NotFound, Unavailable
from plumbing.store import connect
from services.documents import usecases, wiring
from services.documents.files import S3Files
from tests.domain.documents.originals import a_photo
from tests.integration.documents.conftest import Office, Settings
from tests.usecases.documents.desks import (
    CALL,
    CURP,
    OLD_QR,
    PERSON,
    QR,
    a_fact,
    registry_keeping,
    the_registry,
)
from tests.usecases.documents.scans import a_scan, in_format

ROLES = ("aspirante", "validador", "supervisor_validacion", "ces", "ooad", "auditor", "operador", "sistema")
SIGNED = a_scan(qr=QR)


def test_a_scan_goes_in_and_comes_out_as_it_was_sent(office: Office) -> None:
    slot = office.upload("CERTIFICADO", a_scan())
    assert (slot.slot, slot.is_open, slot.versions[0].number) == ("CERTIFICADO", True, 1)
    assert slot.versions[0].verdict.verdict == "ACEPTABLE"
    assert (slot.versions[0].verdict.width_px, slot.versions[0].verdict.dpi) == (2550, 300)
    found = office("GetDocument", pb.DocumentRef(convocatoria=CALL, expediente_id=PERSON, slot="CERTIFICADO"))
    assert found.content == a_scan()
    assert found.version.sha256 == sha256(a_scan()).hexdigest()
    manifest = office("GetManifest", pb.ManifestRequest(convocatoria=CALL, expediente_id=PERSON))
    held = {each.slot: len(each.versions) for each in manifest.slots}
    assert (len(held), held["CERTIFICADO"], sum(held.values()), manifest.version) == (17, 1, 1, 1)


def test_a_refusal_carries_every_finding_with_its_text(office: Office) -> None:
    with pytest.raises(Invalid) as refused:
        office.upload("CURP", in_format("PNG"), name="curp.png")
    assert refused.value.code == "DOCUMENTO_RECHAZADO"
    assert refused.value.text is not None
    assert refused.value.clause == "000§2.2.3 Especificaciones d"
    assert "2 cosa(s)" in refused.value.text["que"]
    whats = [field.facts["texto"].split("\n")[0] for field in refused.value.fields]
    assert whats == [
        "El archivo se llama «curp.png» y debe llamarse CURP.jpg.",
        "El archivo no es JPG: por dentro es PNG.",
    ]


def test_the_dry_run_says_the_same_and_keeps_nothing(office: Office) -> None:
    request = pb.CheckImageRequest(
        convocatoria=CALL, slot="CURP", filename="curp.png", content=in_format("PNG")
    )
    verdict = office("CheckImage", request)
    assert verdict.verdict == "RECHAZADO"
    assert [finding.code for finding in verdict.findings] == ["NOMBRE_DE_ARCHIVO", "NO_ES_JPG"]
    assert all(f.que and f.porque and f.arreglo and f.clause for f in verdict.findings)
    assert verdict.findings[0].facts["esperado"] == "CURP.jpg"
    manifest = office("GetManifest", pb.ManifestRequest(convocatoria=CALL, expediente_id=PERSON))
    assert manifest.version == 0


def test_the_solicitud_is_compared_with_the_print_that_registration_knows(office: Office) -> None:
    assert office.upload("SOLICITUD", SIGNED).versions[0].print_number == 2
    with pytest.raises(Invalid) as refused:
        office.upload("SOLICITUD", a_scan(qr=OLD_QR))
    assert refused.value.code == "SOLICITUD_VENCIDA"
    assert refused.value.text is not None
    assert "10:00 del lunes 20 de noviembre de 2023" in refused.value.text["porque"]
    office.registration.prints.clear()
    with pytest.raises(Invalid) as refused:
        office.upload("SOLICITUD", SIGNED)
    assert [field.code for field in refused.value.fields] == ["SOLICITUD_AJENA"]


@pytest.mark.parametrize(
    ("method", "request_", "allowed"),
    [
        (
            "CheckImage",
            pb.CheckImageRequest(convocatoria=CALL, slot="CURP"),
            {"aspirante", "validador", "ces"},
        ),
        ("UploadDocument", pb.UploadDocumentRequest(convocatoria=CALL, slot="NADA"), {"aspirante"}),
        ("Comply", pb.ComplyRequest(convocatoria=CALL, slot="NADA"), {"aspirante"}),
        (
            "ViewLink",
            pb.ViewLinkRequest(convocatoria=CALL, slot="NADA"),
            {"aspirante", "validador", "supervisor_validacion", "ces", "ooad", "auditor"},
        ),
        (
            "GetDocument",
            pb.DocumentRef(convocatoria=CALL, slot="NADA"),
            {"aspirante", "validador", "supervisor_validacion", "ces", "ooad", "auditor"},
        ),
        (
            "GetManifest",
            pb.ManifestRequest(convocatoria=CALL),
            {"aspirante", "validador", "supervisor_validacion", "ces", "auditor", "sistema"},
        ),
        ("GetBacklog", access_pb2.Empty(), {"operador", "ces"}),
    ],
)
def test_only_declared_roles_are_let_in(
    office: Office, method: str, request_: object, allowed: set[str]
) -> None:
    for role in allowed:
        with suppress(NotFound, Invalid):  # let in, and told that there is no such thing
            office(method, request_, role=role)
    for role in set(ROLES) - allowed:
        with pytest.raises(NotAllowed, match="ROL_NO_AUTORIZADO"):
            office(method, request_, role=role)


def test_nobody_reads_or_writes_another_persons_papers(office: Office) -> None:
    office.upload("CURP", a_scan())
    other = "018f2f1e-0000-7000-8000-000000000002"
    reference = pb.DocumentRef(convocatoria=CALL, expediente_id=PERSON, slot="CURP")
    with pytest.raises(NotFound, match="NO_ES_TUYO"):
        office("GetDocument", reference, who=other)
    request = pb.UploadDocumentRequest(
        convocatoria=CALL, expediente_id=PERSON, slot="CURP", filename="CURP.jpg", content=a_scan()
    )
    with pytest.raises(NotFound, match="NO_ES_TUYO"):
        office("UploadDocument", request, who=other)


def test_a_double_click_at_the_same_instant_makes_one_version(office: Office) -> None:
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: office.upload("CURP", a_scan(), key="clic"), range(6)))
    assert {answer.versions[0].number for answer in answers} == {1}
    manifest = office("GetManifest", pb.ManifestRequest(convocatoria=CALL, expediente_id=PERSON))
    assert sum(len(slot.versions) for slot in manifest.slots) == 1


def test_papers_sent_together_are_all_kept(office: Office) -> None:
    slots = [
        "CURP",
        "TITULO1",
        "TITULO2",
        "CEDULA",
        "CERTIFICADO",
        "INTERNADO",
        "SERVICIOSOCIAL",
        "PUNTAJENARM",
    ]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda slot: office.upload(slot, a_scan(), key=slot), slots))
    manifest = office("GetManifest", pb.ManifestRequest(convocatoria=CALL, expediente_id=PERSON))
    assert {slot.slot for slot in manifest.slots if slot.versions} == set(slots)
    backlog = office("GetBacklog", access_pb2.Empty(), role="operador")
    assert (backlog.outbox, backlog.oldest_s > 0) == (1, True)


def test_a_file_changed_behind_our_back_is_not_shown(office: Office, settings: Settings) -> None:
    name = office.upload("CURP", a_scan()).versions[0].object_name
    assert PERSON not in name
    files = S3Files(settings(0))
    files.delete(name)
    files.put(name, a_scan()[:-1] + b"\x00", "x")
    with pytest.raises(Unavailable) as refused:
        office("GetDocument", pb.DocumentRef(convocatoria=CALL, expediente_id=PERSON, slot="CURP"))
    assert refused.value.code == "DOCUMENTO_ALTERADO"


def test_without_an_object_store_nothing_is_half_saved(open_office: Callable[..., Office]) -> None:
    away = open_office(S3_ENDPOINT="127.0.0.1:9")
    with pytest.raises(Unavailable) as refused:
        away.upload("CURP", a_scan(), key="k")
    assert refused.value.text is not None
    assert "Nada se guardó a medias" in refused.value.text["arreglo"]
    back = open_office()
    manifest = back("GetManifest", pb.ManifestRequest(convocatoria=CALL, expediente_id=PERSON))
    assert manifest.version == 0
    assert back.upload("CURP", a_scan(), key="k").versions[0].number == 1


def test_without_registration_a_signed_solicitud_waits(open_office: Callable[..., Office]) -> None:
    alone = open_office(RPC_ADDRESS_REGISTRATION="127.0.0.1:9")
    with pytest.raises(Unavailable, match="SERVICIO_NO_DISPONIBLE"):
        alone.upload("SOLICITUD", SIGNED)
    assert alone.upload("CURP", a_scan()).versions[0].number == 1


def test_orphans_are_swept_from_the_real_store_and_named_objects_stay(
    office: Office, settings: Settings
) -> None:
    kept = office.upload("CURP", a_scan()).versions[0].object_name
    config = settings(0)
    files = S3Files(config, FixedClock(SystemClock().now() + timedelta(days=2)))
    files.put("perdido.jpg", b"x", "x")
    database = connect(config.mongo_uri)[config.database("documents")]
    built = wiring.build(config, office.clock, the_registry(), database, files)
    assert usecases.sweep_orphans(built.desk) == 1
    assert (files.get("perdido.jpg"), files.get(kept)) == (None, a_scan())


def test_a_closed_slot_says_why(office: Office, settings: Settings) -> None:
    office.upload("CURP", a_scan())
    config = settings(0)
    built = wiring.build(config, office.clock, the_registry())
    usecases.on_estado(built.desk, a_fact("ExpedienteSubmitted", 2))
    with pytest.raises(Conflict, match="SLOT_CERRADO") as refused:
        office.upload("CURP", a_scan(quality=50))
    assert refused.value.text is not None
    assert "en validación" in refused.value.text["porque"]


def test_a_photo_becomes_a_version_with_its_original_and_is_looked_at_by_a_link(office: Office) -> None:
    asked = pb.ComplyRequest(
        convocatoria=CALL, expediente_id=PERSON, slot="SOLICITUD", files=[a_photo(qr=QR)]
    )
    made = office("Comply", asked)
    assert made.verdict.verdict in ("ACEPTABLE", "CON_ADVERTENCIAS")
    assert {"RECORTADA", "GUARDADA"} <= {step.code for step in made.steps}
    assert made.before
    assert made.after
    version = office.upload("SOLICITUD", made.content, name=made.filename).versions[0]
    assert version.print_number == 2
    assert [original.sha256 for original in version.originals] == [sha256(a_photo(qr=QR)).hexdigest()]
    reference = pb.DocumentRef(convocatoria=CALL, expediente_id=PERSON, slot="SOLICITUD", original=1)
    original = office("GetDocument", reference, role="validador")
    assert (original.content, original.media_type) == (a_photo(qr=QR), "image/jpeg")
    look = pb.ViewLinkRequest(convocatoria=CALL, expediente_id=PERSON, slot="SOLICITUD", area="0,0,500,500")
    link = office("ViewLink", look, role="validador")
    shown = httpx.get(link.url)
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/jpeg")
    assert PERSON not in link.url
    assert b"Exif" not in shown.content
    assert httpx.get(link.url.replace("X-Amz-Expires=300", "X-Amz-Expires=3000")).status_code == 403


def test_a_file_that_cannot_be_converted_says_why_in_words(office: Office) -> None:
    asked = pb.ComplyRequest(convocatoria=CALL, expediente_id=PERSON, slot="CURP", files=[b"%PDF-1.7 x"])
    with pytest.raises(Invalid, match="ORIGINAL_DANADO") as refused:
        office("Comply", asked)
    assert refused.value.text is not None
    assert "archivo 1" in refused.value.text["que"]


def test_originals_and_terms_are_kept_and_found_in_the_real_store(office: Office, settings: Settings) -> None:
    asked = pb.ComplyRequest(convocatoria=CALL, expediente_id=PERSON, slot="CURP", files=[a_scan(quality=60)])
    made = office("Comply", asked)
    office.upload("CURP", made.content)
    asked.slot = "INTERNADO"
    office("Comply", asked)
    config = settings(0)
    files = S3Files(config, FixedClock(SystemClock().now() + timedelta(days=2)))
    database = connect(config.mongo_uri)[config.database("documents")]
    built = wiring.build(config, office.clock, the_registry(), database, files)
    assert usecases.sweep_orphans(built.desk) == 0
    assert usecases.give_up_prepared(built.desk) == 0
    office.clock.advance(timedelta(days=7))
    assert usecases.give_up_prepared(built.desk) == 1
    assert usecases.sweep_orphans(built.desk) == 1
    desk = replace(built.desk, registry=registry_keeping(1))
    assert usecases.erase_expired(desk) == 0
    office.clock.move_to(the_registry()[CALL].windows["ciclo"].last_instant + timedelta(days=2))
    assert usecases.erase_expired(desk) == 1
    assert usecases.erase_expired(desk) == 0
    assert list(files.older_than(timedelta(days=1))) == []
    reference = pb.DocumentRef(convocatoria=CALL, expediente_id=PERSON, slot="CURP")
    with pytest.raises(NotFound, match="DOCUMENTO_DEPURADO"):
        office("GetDocument", reference)


@pytest.mark.parametrize(("text", "expected"), [(CURP, []), ("QUWZ960506MDFNNN01", ["QR_DISTINTO"])])
def test_the_code_of_a_paper_is_compared_with_what_registration_holds(
    office: Office, text: str, expected: list[str]
) -> None:
    slot = office.upload("CURP", a_scan(qr=text))
    assert [finding.code for finding in slot.versions[0].verdict.findings] == expected


def test_the_same_picture_in_another_carpeta_is_a_flag_for_staff_alone(office: Office) -> None:
    other = "018f2f1e-0000-7000-8000-000000000002"
    office.upload("CERTIFICADO", a_scan())
    office.upload("INTERNADO", a_scan(), who=other)
    ref = pb.DocumentRef(convocatoria=CALL, expediente_id=PERSON, slot="CERTIFICADO")
    own = office("GetDocument", ref)
    assert not own.version.verdict.findings
    (flag,) = office("GetDocument", ref, role="validador").version.verdict.findings
    assert (flag.code, other in flag.que) == ("REPETIDA_EN_OTRO_EXPEDIENTE", True)


def test_a_copy_in_another_carpeta_is_found_by_its_keys(office: Office) -> None:
    other = "018f2f1e-0000-7000-8000-000000000002"
    office.upload("CERTIFICADO", a_scan())
    office.upload("CERTIFICADO", a_scan(quality=20), who=other)
    for person in (PERSON, other):
        ref = pb.DocumentRef(convocatoria=CALL, expediente_id=person, slot="CERTIFICADO")
        (flag,) = office("GetDocument", ref, role="validador").version.verdict.findings
        assert flag.code == "REPETIDA_EN_OTRO_EXPEDIENTE"
