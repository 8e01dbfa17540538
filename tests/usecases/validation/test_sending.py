"""ENVIAR EXPEDIENTE A VALIDACIÓN (000§3.1, 3.2, 3.3 c)."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

import pytest

from plumbing.errors import Conflict, Invalid, NotFound, OutsideWindow
from services.validation import usecases
from tests.usecases.validation.world import World, a_fact, local


@pytest.fixture
def world() -> World:
    return World()


def codes(error: Invalid) -> set[tuple[str, str]]:
    return {(wrong.field, wrong.code) for wrong in error.fields}


def test_a_send_freezes_everything_and_gives_a_receipt_whose_hash_anybody_can_repeat(world: World) -> None:
    person = world.an_aspirante("a")
    acuse = world.send("a")
    assert (acuse["send_number"], acuse["print_number"], len(acuse["documents"])) == (1, 1, 12)
    text = world.desk.snapshots.load(acuse["snapshot_sha256"])
    assert hashlib.sha256(text.encode()).hexdigest() == acuse["snapshot_sha256"]
    assert json.loads(text)["registro"] == person.registro
    assert world.estado("a") == "EN_VALIDACION"
    assert world.names("a") == ["ExpedienteSubmitted"]
    assert usecases.get_acuse(world.desk, world.own("a"), "a") == acuse


def test_what_was_sent_does_not_change_when_the_person_goes_on_editing(world: World) -> None:
    person = world.an_aspirante("a")
    sent = world.send("a")
    person.upload("CERTIFICADO")
    seen = usecases.get_expediente(world.desk, world.validador(), "a")
    certificado = next(line for line in seen["documents"] if line["slot"] == "CERTIFICADO")
    assert certificado["version"] == 1
    assert seen["documents"] == sent["documents"]


def test_all_problems_are_told_at_once(world: World) -> None:
    person = world.an_aspirante("a")
    person.slots.pop("CERTIFICADO")
    person.slots.pop("CEDULA")
    person.registro |= {"is_complete": False, "opciones": [], "is_print_current": False}
    with pytest.raises(Invalid) as refused:
        world.send("a")
    assert refused.value.code == "REGISTRO_INCOMPLETO"
    assert codes(refused.value) == {
        ("registro", "REGISTRO_INCOMPLETO"),
        ("opciones", "SEDES_SIN_ORDENAR"),
        ("documentos.CERTIFICADO", "DOCUMENTO_FALTANTE"),
        ("documentos.CEDULA", "DOCUMENTO_FALTANTE"),
        ("solicitud", "IMPRESION_ANTERIOR"),
    }
    assert world.desk.expedientes.load("a") is None


def test_workers_and_children_must_attach_their_own_papers(world: World) -> None:
    person = world.an_aspirante("a")
    person.claim("trabajador", "hijo_trabajador")
    with pytest.raises(Invalid) as refused:
        world.send("a")
    missing = {field for field, _ in codes(refused.value)}
    assert missing == {"documentos.BT09", "documentos.TARJETONDEPAGO", "documentos.TARJETONPADRE"}
    assert refused.value.code == "DOCUMENTOS_FALTANTES"


@pytest.mark.parametrize(
    ("print_number", "uploaded_at", "is_accepted"),
    [
        (1, "2023-11-20T10:00:00+00:00", True),  # the QR names the print: the hour does not matter
        (2, "2023-11-22T00:00:00+00:00", False),
        (0, "2023-11-20T18:00:00+00:00", True),
        (0, "2023-11-20T17:59:59+00:00", False),
    ],
)
def test_the_scan_must_be_the_last_print(
    world: World, print_number: int, uploaded_at: str, is_accepted: bool
) -> None:
    person = world.an_aspirante("a")
    person.upload("SOLICITUD", print_number=print_number, at=uploaded_at)
    if is_accepted:
        assert world.send("a")["send_number"] == 1
        return
    with pytest.raises(Invalid) as refused:
        world.send("a")
    assert refused.value.code == "SOLICITUD_VENCIDA"
    assert codes(refused.value) == {("documentos.SOLICITUD", "SOLICITUD_ANTERIOR")}


def test_entering_the_registro_after_printing_makes_the_print_stale(world: World) -> None:
    world.an_aspirante("a").save(telefonos=["5511112222", "5599998888"])
    with pytest.raises(Invalid) as refused:
        world.send("a")
    assert (refused.value.code, codes(refused.value)) == (
        "SOLICITUD_VENCIDA",
        {("solicitud", "IMPRESION_ANTERIOR")},
    )


@pytest.mark.parametrize(
    ("at", "code"),
    [
        ("2023-11-18T11:59:59", "FUERA_DE_VENTANA_ANTES"),
        ("2023-11-18T12:00", None),
        ("2023-12-11T12:00", None),
        ("2023-12-11T12:00:01", "FUERA_DE_VENTANA_DESPUES"),
    ],
)
def test_the_envio_has_its_window(world: World, at: str, code: str | None) -> None:
    world.an_aspirante("a")
    if code is None:
        assert world.send("a", at=local(at))["send_number"] == 1
        return
    with pytest.raises(OutsideWindow) as refused:
        world.send("a", at=local(at))
    assert refused.value.code == code


def test_a_second_send_is_refused_while_it_is_reviewed_and_a_repeated_click_gets_the_first_receipt(
    world: World,
) -> None:
    world.an_aspirante("a")
    first = world.send("a", key="click")
    assert world.send("a", key="click") == first
    with pytest.raises(Conflict) as refused:
        world.send("a", key="other")
    assert refused.value.code == "ENVIO_NO_PROCEDE"
    assert refused.value.facts["estatus"] == "Expediente en proceso de validación"
    assert world.names("a") == ["ExpedienteSubmitted"]


def test_nobody_sends_for_another(world: World) -> None:
    world.an_aspirante("a")
    with pytest.raises(NotFound):
        usecases.submit_expediente(world.desk, world, world.own("b"), "a")


def test_an_observed_slot_field_and_print_must_all_be_attended(world: World) -> None:
    person = world.observed(
        "a", ("CERTIFICADO", "SIN_PROMEDIO_FINAL"), ("calificacion.base_100", "CALIFICACION_DISTINTA")
    )
    with pytest.raises(Invalid) as refused:
        world.send("a")
    assert refused.value.code == "OBSERVACIONES_SIN_ATENDER"
    assert codes(refused.value) == {
        ("documentos.CERTIFICADO", "OBSERVACION_SIN_ATENDER"),
        ("calificacion.base_100", "DATO_SIN_ATENDER"),
        ("solicitud", "SOLICITUD_SIN_REIMPRIMIR"),
    }
    person.upload("CERTIFICADO")
    person.save(calificacion={"valor": "88.8", "escala": "100", "base_100": "88.8"})  # confirmed as it was
    person.print_and_sign()
    acuse = world.send("a")
    assert (acuse["send_number"], world.estado("a")) == (2, "EN_VALIDACION")
    observations = usecases.get_expediente(world.desk, world.own("a"), "a")["observations"]
    assert [o["is_attended"] for o in observations] == [True, True]


def test_after_observations_a_fresh_print_is_needed_even_when_nothing_was_edited(world: World) -> None:
    person = world.observed("a", ("CERTIFICADO", "SIN_PROMEDIO_FINAL"))
    person.upload("CERTIFICADO")
    with pytest.raises(Invalid) as refused:
        world.send("a")
    assert codes(refused.value) == {("solicitud", "SOLICITUD_SIN_REIMPRIMIR")}


def test_a_send_received_in_time_counts_even_if_the_deadline_was_swept_meanwhile(world: World) -> None:
    world.an_aspirante("a")
    usecases.on_account_opened(world.desk, a_fact("AccountOpened", "a"))
    world.clock.move_to(local("2023-12-11T12:00:30"))
    usecases.sweep_deadlines(world.desk)
    assert world.estado("a") == "FUERA_DE_PROCESO:NO_ENVIADO"
    world.send("a", at=local("2023-12-11T11:59:59"))
    assert world.estado("a") == "EN_VALIDACION"
    world.an_aspirante("b")
    with pytest.raises(OutsideWindow):
        world.send("b")


def test_the_account_fact_and_the_send_meet_in_any_order(world: World) -> None:
    world.an_aspirante("a")
    world.send("a")
    usecases.on_account_opened(world.desk, a_fact("AccountOpened", "a"))
    usecases.on_account_opened(world.desk, a_fact("AccountOpened", "a"))
    usecases.on_categoria_falseada(world.desk, a_fact("CategoriaFalseada", "b"))
    usecases.on_account_opened(world.desk, a_fact("AccountOpened", "b"))
    assert world.estado("a") == "EN_VALIDACION"
    assert world.estado("b") == "PENDIENTE"
    seen = usecases.get_expediente(world.desk, world.act("ces", "ces-1"), "b")
    assert (seen["has_categoria_falseada"], seen["folio_enarm"]) == (True, "E9")


def test_a_re_sent_expediente_goes_to_the_end_of_the_queue(world: World) -> None:
    person = world.observed("a", ("CERTIFICADO", "SIN_PROMEDIO_FINAL"))
    world.sent("b")
    person.upload("CERTIFICADO")
    person.print_and_sign()
    world.clock.advance(timedelta(seconds=1))
    world.send("a")
    assert usecases.get_expediente(world.desk, world.own("a"), "a")["ahead"] == 1
    assert usecases.claim_next(world.desk, world.validador("v"))["expediente_id"] == "b"
