"""Command in, facts out: uploads, refusals, repetitions, races and what a dead file store leaves behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from threading import Thread

import pytest

from plumbing.clock import MEXICO_CITY
from plumbing.errors import Conflict, Invalid, NotFound, OutsideWindow, ResidenciasError, Unavailable
from plumbing.messages import Messages
from services.documents import usecases
from tests.usecases.documents.desks import OLD_QR, PERSON, PRINT, QR, Bench
from tests.usecases.documents.scans import LETTER, a_page, a_scan, in_format, jpg
from tests.usecases.documents.senders import upload


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_a_good_scan_is_the_first_version_and_a_fact(bench: Bench) -> None:
    slot = upload(bench)
    version = slot.versions[0]
    assert (version.number, version.kind, version.verdict.verdict) == (1, "CERTIFICADO", "ACEPTABLE")
    assert version.sha256 == sha256(a_scan()).hexdigest()
    assert bench.files.kept[version.object_name][0] == a_scan()
    envelope = bench.outbox()[0]
    assert envelope["type"] == "residencias.documents.v1.DocumentUploaded"
    assert (envelope["subject"], envelope["version"]) == (PERSON, 1)
    assert envelope["data"] == {
        "slot": "CERTIFICADO",
        "number": 1,
        "kind": "CERTIFICADO",
        "sha256": version.sha256,
        "bytes": len(a_scan()),
        "findings": [],
    }


@pytest.mark.parametrize(
    ("call", "clause"),
    [("xlvii-enarm-2023", "000§2.2.3 Especificaciones d"), ("xlix-tercer-periodo-2026", "003§2.2.3 d")],
)
def test_a_wrong_name_cites_the_text_of_the_call(bench: Bench, call: str, clause: str) -> None:
    act = replace(bench.act(role="validador"), convocatoria=call)
    verdict = usecases.check_image(bench.desk, act, "CERTIFICADO", "mi título.jpg", a_scan())
    assert [finding.clause for finding in verdict.findings] == [clause]


def test_object_names_reveal_nothing_of_the_person(bench: Bench) -> None:
    name = upload(bench).versions[0].object_name
    assert PERSON not in name
    assert "CERTIFICADO" not in name


def test_a_new_file_is_the_newest_version_and_the_old_one_is_kept(bench: Bench) -> None:
    upload(bench)
    slot = upload(bench, content=a_scan(quality=50))
    assert [version.number for version in slot.versions] == [2, 1]
    assert {content for content, _ in bench.files.kept.values()} == {a_scan(), a_scan(quality=50)}


def test_a_double_click_makes_one_version_and_gives_the_first_answer(bench: Bench) -> None:
    first = upload(bench, key="k1")
    upload(bench, content=a_scan(quality=50), key="k2")
    again = upload(bench, key="k1")
    assert [v.number for v in again.versions] == [1] == [v.number for v in first.versions]
    assert bench.facts() == ["DocumentUploaded", "DocumentUploaded"]


def test_a_key_serves_one_command_only(bench: Bench) -> None:
    upload(bench, key="k1")
    stored = bench.desk.carpetas.load(PERSON)
    assert stored is not None
    with pytest.raises(Conflict, match="CLAVE_REUTILIZADA"):
        stored.answer_to(bench.act("k1"), "Otro")


def test_the_same_bytes_again_make_no_version(bench: Bench) -> None:
    upload(bench, key="k1")
    slot = upload(bench, key="k2")
    assert [version.number for version in slot.versions] == [1]
    assert len(bench.files.kept) == 1


def test_the_same_bytes_as_another_kind_of_paper_are_a_version(bench: Bench) -> None:
    upload(bench, "TITULO2")
    slot = upload(bench, "TITULO2", kind="CARTA_COMPROMISO")
    assert [version.kind for version in slot.versions] == ["CARTA_COMPROMISO", "TITULO_REVERSO"]


def test_a_kind_the_row_does_not_accept_is_refused_with_those_it_does(bench: Bench) -> None:
    with pytest.raises(Invalid) as refused:
        upload(bench, "CURP", kind="CARTA_COMPROMISO")
    assert (refused.value.code, refused.value.facts["tipos"]) == ("TIPO_DE_DOCUMENTO", "CONSTANCIA_CURP")


def test_an_unknown_slot_is_refused(bench: Bench) -> None:
    with pytest.raises(Invalid, match="SLOT_DESCONOCIDO"):
        upload(bench, "PUNTAJEENARM")


def test_a_refused_file_says_everything_and_leaves_a_fact_but_no_file(bench: Bench) -> None:
    content = in_format("PNG") + bytes(500_000)
    with pytest.raises(Invalid) as refused:
        upload(bench, content=content, filename="Certificado final.JPG")
    assert refused.value.code == "DOCUMENTO_RECHAZADO"
    assert [field.code for field in refused.value.fields] == [
        "NOMBRE_DE_ARCHIVO",
        "EXCEDE_TAMANO",
        "NO_ES_JPG",
    ]
    assert bench.files.kept == {}
    assert bench.outbox()[0]["data"] == {
        "slot": "CERTIFICADO",
        "sha256": sha256(content).hexdigest(),
        "findings": ["NOMBRE_DE_ARCHIVO", "EXCEDE_TAMANO", "NO_ES_JPG"],
    }


def test_a_double_click_on_a_file_that_is_refused_is_refused_twice_and_is_one_fact(bench: Bench) -> None:
    for _ in range(2):
        with pytest.raises(Invalid, match="DOCUMENTO_RECHAZADO"):
            upload(bench, content=bytes(100), key="k1")
    assert bench.facts() == ["DocumentRefused"]
    with pytest.raises(Invalid, match="DOCUMENTO_RECHAZADO"):
        upload(bench, content=bytes(100), key="k2")
    assert bench.facts() == ["DocumentRefused", "DocumentRefused"]


def test_a_refusal_is_readable_from_first_to_last(bench: Bench) -> None:
    with pytest.raises(Invalid) as refused:
        upload(bench, content=in_format("PNG"), filename="foto.jpg")
    whole = readable(bench.desk.messages, refused.value)
    assert "hay 2 cosa(s) que corregir" in whole
    assert "El archivo se llama «foto.jpg» y debe llamarse CERTIFICADO.jpg." in whole
    assert "por dentro es PNG" in whole


def readable(messages: Messages, error: ResidenciasError) -> str:
    texts = [messages.text(error), *(messages.text(field) for field in error.fields)]
    return " ".join(sentence for text in texts for sentence in text.values())  # type: ignore[misc]


def test_a_wrong_name_alone_has_its_own_code(bench: Bench) -> None:
    with pytest.raises(Invalid) as refused:
        upload(bench, filename="certificado.jpg")
    assert (refused.value.code, refused.value.facts["esperado"]) == ("NOMBRE_DE_ARCHIVO", "CERTIFICADO.jpg")


def test_a_warned_file_is_kept_with_its_findings(bench: Bench) -> None:
    slot = upload(bench, content=jpg(a_page((1800, 2330)), dpi=(96, 96)))
    verdict = slot.versions[0].verdict
    assert verdict.verdict == "CON_ADVERTENCIAS"
    assert [finding.code for finding in verdict.findings] == ["RESOLUCION_BAJA", "PPP_DISTINTOS"]
    assert "211 ppp" in verdict.findings[0].que
    assert bench.outbox()[0]["data"]["findings"] == ["RESOLUCION_BAJA", "PPP_DISTINTOS"]


def test_a_credential_is_measured_against_a_credential(bench: Bench) -> None:
    assert upload(bench, "IDENTIFICACION1", a_scan((1011, 638))).versions[0].verdict.verdict == "ACEPTABLE"
    with pytest.raises(Invalid) as refused:
        upload(bench, "CERTIFICADO", a_scan((1011, 638)))
    assert [field.code for field in refused.value.fields] == ["POCOS_PIXELES"]


def test_nobody_else_may_upload(bench: Bench) -> None:
    with pytest.raises(NotFound, match="NO_ES_TUYO"):
        upload(bench, who="018f2f1e-0000-7000-8000-000000000002")


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (datetime(2023, 11, 18, 11, 59, 59), "FUERA_DE_VENTANA_ANTES"),
        (datetime(2023, 11, 18, 12, 0), ""),
        (datetime(2023, 12, 11, 12, 0), ""),
        (datetime(2023, 12, 11, 12, 0, 1), "FUERA_DE_VENTANA_DESPUES"),
    ],
)
def test_files_come_in_while_the_send_is_open(bench: Bench, at: datetime, code: str) -> None:
    bench.clock.move_to(at.replace(tzinfo=MEXICO_CITY))
    if not code:
        assert upload(bench).versions
        return
    with pytest.raises(OutsideWindow, match=code):
        upload(bench)


def test_the_solicitud_tells_which_print_it_is(bench: Bench) -> None:
    assert upload(bench, "SOLICITUD", a_scan(qr=QR)).versions[0].print_number == 2


def test_an_outdated_solicitud_is_refused_with_number_and_date_of_the_one_needed(bench: Bench) -> None:
    with pytest.raises(Invalid) as refused:
        upload(bench, "SOLICITUD", a_scan(qr=OLD_QR))
    assert refused.value.code == "SOLICITUD_VENCIDA"
    text = bench.desk.messages.text(refused.value)
    assert "vigente es la 2" in text["que"]
    assert "10:00 del lunes 20 de noviembre de 2023" in text["porque"]


def test_the_same_solicitud_again_is_judged_again(bench: Bench) -> None:
    upload(bench, "SOLICITUD", a_scan(qr=QR))
    bench.prints[PERSON] = type(PRINT)(
        3, PRINT.printed_at, PRINT.printed_text, QR.replace("|2|", "|3|"), True
    )
    with pytest.raises(Invalid, match="SOLICITUD_VENCIDA"):
        upload(bench, "SOLICITUD", a_scan(qr=QR))


def test_an_unreadable_qr_is_left_to_the_validador(bench: Bench) -> None:
    version = upload(bench, "SOLICITUD").versions[0]
    assert version.print_number == 0
    assert [finding.code for finding in version.verdict.findings] == ["QR_NO_LEIDO"]


def test_registration_is_asked_only_about_a_solicitud_whose_qr_was_read(bench: Bench) -> None:
    upload(bench, "CERTIFICADO", a_scan(qr=QR))
    upload(bench, "SOLICITUD")
    assert bench.asked == []
    upload(bench, "SOLICITUD", a_scan(qr=QR))
    assert bench.asked == [("xlvii-enarm-2023", PERSON)]


def test_a_dry_run_keeps_nothing(bench: Bench) -> None:
    seen = usecases.check_image(bench.desk, bench.act(), "SOLICITUD", "SOLICITUD.jpg", a_scan(qr=OLD_QR))
    assert (seen.verdict, seen.qr) == ("RECHAZADO", (OLD_QR,))
    staff = usecases.check_image(bench.desk, bench.act(role="ces"), "CURP", "CURP.jpg", a_scan())
    assert (staff.verdict, staff.width_px) == ("ACEPTABLE", LETTER[0])
    assert bench.files.kept == {}
    assert bench.outbox() == []


def test_nothing_is_saved_when_the_files_are_away_and_the_retry_works(bench: Bench) -> None:
    bench.files.is_away = True
    with pytest.raises(Unavailable, match="OBJETOS_NO_DISPONIBLE"):
        upload(bench, key="k1")
    assert bench.desk.carpetas.load(PERSON) is None
    bench.files.is_away = False
    assert upload(bench, key="k1").versions[0].number == 1


def test_uploads_at_the_same_time_are_all_kept(bench: Bench) -> None:
    slots = ["CURP", "TITULO1", "TITULO2", "CEDULA", "CERTIFICADO", "INTERNADO"]
    threads = [Thread(target=upload, args=(bench, slot), kwargs={"key": slot}) for slot in slots]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stored = bench.desk.carpetas.load(PERSON)
    assert stored is not None
    assert sorted(version.slot for version in stored.value.versions) == sorted(slots)
    assert bench.facts() == ["DocumentUploaded"] * 6
