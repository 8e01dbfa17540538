"""How an expediente ends: ficha, deadlines, rezago, annulment, cancellation (000§1.4, 3.3, 3.4, 9.4)."""

from __future__ import annotations

import pytest

from plumbing.errors import Conflict, Invalid, NotAllowed, NotFound, OutsideWindow
from services.validation import usecases
from tests.usecases.validation.world import World, a_fact, local


@pytest.fixture
def world() -> World:
    return World()


def test_the_first_download_enrols_and_carries_all_that_is_scored(world: World) -> None:
    person = world.an_aspirante("a", "trabajador", "internado_imss")
    person.upload("TITULO2", "TITULO_REVERSO")
    world.send("a")
    usecases.claim_next(world.desk, world.validador())
    said = [{"claim": "trabajador", "verdict": "ACREDITADO"}]
    said += [{"claim": "internado_imss", "verdict": "NO_ACREDITADO", "reason": "CONSTANCIA_NO_ES_DEL_IMSS"}]
    usecases.validate(world.desk, world.validador(), "a", said)
    ficha = usecases.issue_ficha(world.desk, world.own("a"), "a")
    assert (ficha["folio"], ficha["downloads"], ficha["spaces"]) == ("XLVII-000001-R", 1, 2)
    assert ficha["nombre_completo"] == "ANA PÉREZ LÓPEZ"
    data = world.facts("a")[-1]["data"]
    assert data["folio"] == ficha["folio"]
    assert (data["puntaje_enarm"], data["calificacion"]) == ("71.25", "88.8")
    assert [(c["claim"], c["verdict"]) for c in data["claims"]] == [
        ("trabajador", "ACREDITADO"),
        ("internado_imss", "NO_ACREDITADO"),
    ]
    assert [o["sede"] for o in data["opciones"]] == ["S1", "S2"]
    assert data["first_submitted_at"] == "2023-11-22T16:00:00+00:00"
    assert (data["cartas_compromiso"], data["trabajador"]["marca"]) == ([], "00")


def test_the_slots_with_a_carta_compromiso_travel_with_the_ficha(world: World) -> None:
    person = world.an_aspirante("a")
    person.upload("CEDULA", "CARTA_COMPROMISO")
    world.send("a")
    usecases.claim_next(world.desk, world.validador())
    usecases.validate(world.desk, world.validador(), "a", [])
    usecases.issue_ficha(world.desk, world.own("a"), "a")
    assert world.facts("a")[-1]["data"]["cartas_compromiso"] == ["CEDULA"]


def test_a_ficha_may_be_downloaded_again_but_only_the_first_one_counts(world: World) -> None:
    world.validated("a")
    first = usecases.issue_ficha(world.desk, world.own("a", key="k"), "a")
    assert usecases.issue_ficha(world.desk, world.own("a", key="k"), "a") == first
    world.clock.move_to(local("2023-12-20T10:00"))
    again = usecases.issue_ficha(world.desk, world.own("a"), "a")
    assert (again["downloads"], again["issued_at"]) == (2, first["issued_at"])
    assert world.names("a")[-2:] == ["FichaIssued", "FichaDownloaded"]


@pytest.mark.parametrize(("at", "is_in_time"), [("2023-12-12T08:00", True), ("2023-12-12T08:00:01", False)])
def test_the_ficha_has_its_window(world: World, at: str, is_in_time: bool) -> None:
    world.validated("a")
    world.clock.move_to(local(at))
    if is_in_time:
        assert usecases.issue_ficha(world.desk, world.own("a"), "a")["folio"]
        return
    with pytest.raises(OutsideWindow):
        usecases.issue_ficha(world.desk, world.own("a"), "a")


def test_no_ficha_without_validation(world: World) -> None:
    world.sent("a")
    with pytest.raises(Conflict) as refused:
        usecases.issue_ficha(world.desk, world.own("a"), "a")
    assert refused.value.code == "FICHA_NO_PROCEDE"
    with pytest.raises(NotFound):
        usecases.get_ficha(world.desk, world.own("a"), "a")


def test_each_deadline_ends_what_was_not_done_once_and_marks_how_far_it_looked(world: World) -> None:
    usecases.on_account_opened(world.desk, a_fact("AccountOpened", "never"))
    world.observed("observed", ("CURP", "INCOMPLETO"))
    world.validated("late")
    world.validated("in")
    usecases.issue_ficha(world.desk, world.own("in"), "in")
    world.sent("undecided")
    world.clock.move_to(local("2023-12-11T12:00"))
    usecases.sweep_deadlines(world.desk)
    assert world.estado("never") == "PENDIENTE"
    world.clock.move_to(local("2023-12-12T08:00:01"))
    for _ in range(2):
        usecases.sweep_deadlines(world.desk)
    assert world.estado("never") == "FUERA_DE_PROCESO:NO_ENVIADO"
    assert world.estado("observed") == "FUERA_DE_PROCESO:OBSERVACIONES_SIN_ATENDER"
    assert world.estado("late") == "FUERA_DE_PROCESO:FICHA_NO_DESCARGADA"
    assert (world.estado("in"), world.estado("undecided")) == ("INSCRITO", "EN_VALIDACION")
    for expediente_id in ("never", "observed", "late"):
        assert world.names(expediente_id).count("ExpedienteOutOfProcess") == 1
    assert world.facts("never")[-1]["data"]["clause"].startswith("000§")
    assert world.names("undecided")[-1] == "RezagoListed"
    assert world.desk.sweeps.through() == world.clock.now()


def test_more_expedientes_than_a_batch_are_all_swept(world: World) -> None:
    for number in range(230):
        usecases.on_account_opened(world.desk, a_fact("AccountOpened", f"e{number}"))
    world.clock.move_to(local("2023-12-11T12:00:01"))
    usecases.sweep_deadlines(world.desk)
    listed = usecases.list_expedientes(world.desk, world.act("ces", "ces-1"))
    assert listed["counts"] == {"FUERA_DE_PROCESO": 230}


def a_rezago(world: World, expediente_id: str = "a", *claims: str) -> None:
    world.sent(expediente_id, *claims)
    world.clock.move_to(local("2023-12-12T09:00"))
    usecases.sweep_deadlines(world.desk)


def test_ces_validates_a_rezago_and_the_person_is_inscrita(world: World) -> None:
    a_rezago(world, "a", "hijo_trabajador")
    ces = world.act("ces", "ces-1")
    listed = usecases.list_rezago(world.desk, ces)
    assert [line["expediente_id"] for line in listed["expedientes"]] == ["a"]
    assert usecases.list_inscritos(world.desk, ces)["rezago"] == 1
    said = [{"claim": "hijo_trabajador", "verdict": "ACREDITADO"}]
    seen = usecases.resolve_rezago(world.desk, ces, "a", "VALIDAR", "Revisado por la CES", said)
    assert (seen["estado"], seen["folio"]) == ("INSCRITO", "XLVII-000001-R")
    assert world.names("a")[-3:] == ["RezagoResolved", "ExpedienteValidated", "FichaIssued"]
    assert world.facts("a")[-1]["data"]["issued_by_rezago"] == "ces-1"
    assert usecases.list_inscritos(world.desk, ces)["rezago"] == 0


def test_ces_excludes_a_rezago_with_a_reason(world: World) -> None:
    a_rezago(world)
    ces = world.act("ces", "ces-1")
    with pytest.raises(Invalid) as refused:
        usecases.resolve_rezago(world.desk, ces, "a", "EXCLUIR", " ")
    assert refused.value.code == "RAZON_OBLIGATORIA"
    usecases.resolve_rezago(world.desk, ces, "a", "EXCLUIR", "Documentos de otra persona")
    assert world.estado("a") == "FUERA_DE_PROCESO:REZAGO_EXCLUIDO"
    with pytest.raises(Conflict):
        usecases.resolve_rezago(world.desk, ces, "a", "VALIDAR", "otra vez")


@pytest.mark.parametrize("at", ["2023-12-12T07:00", "2023-12-14T18:00"])
def test_a_rezago_is_resolved_only_between_the_ficha_and_the_results(world: World, at: str) -> None:
    world.sent("a")
    world.clock.move_to(local(at))
    with pytest.raises(OutsideWindow):
        usecases.resolve_rezago(world.desk, world.act("ces", "ces-1"), "a", "VALIDAR", "razón")


def test_annulment_needs_two_people_and_is_for_good(world: World) -> None:
    world.sent("a")
    usecases.claim_next(world.desk, world.validador())
    usecases.propose_annulment(world.desk, world.validador(), "a", "INCONSISTENCIA_GRAVE", "título ajeno")
    assert usecases.claim_next(world.desk, world.validador("other")) == {}
    with pytest.raises(NotAllowed) as own:
        usecases.confirm_annulment(world.desk, world.act("supervisor_validacion", "validador-1"), "a")
    assert own.value.code == "SE_NECESITA_OTRA_PERSONA"
    usecases.confirm_annulment(world.desk, world.act("supervisor_validacion", "s-1"), "a")
    assert world.estado("a") == "ANULADO:INCONSISTENCIA_GRAVE"
    assert world.facts("a")[-1]["data"] == {
        "cause": "INCONSISTENCIA_GRAVE",
        "clause": "000§3.3 b",
        "proposed_by": "validador-1",
        "confirmed_by": "s-1",
    }
    for attempt in (
        lambda: world.send("a"),
        lambda: usecases.propose_annulment(world.desk, world.act("ces", "c"), "a", "FALSO_DE_INFORMACION"),
        lambda: usecases.cancel_participation(world.desk, world.act("ces", "c"), "a", "FALSEDAD", "x"),
    ):
        with pytest.raises(Conflict):
            attempt()


def test_a_rejected_annulment_puts_the_expediente_back_in_the_queue(world: World) -> None:
    world.sent("a")
    usecases.propose_annulment(world.desk, world.act("ces", "c"), "a", "FALSO_DE_INFORMACION")
    supervisor = world.act("supervisor_validacion", "s-1")
    usecases.reject_annulment(world.desk, supervisor, "a", "la nacionalidad es correcta")
    assert usecases.claim_next(world.desk, world.validador())["expediente_id"] == "a"


def test_a_deadline_does_not_shelter_from_a_proposed_annulment(world: World) -> None:
    world.observed("a", ("CURP", "INCOMPLETO"))
    usecases.propose_annulment(world.desk, world.act("ces", "c"), "a", "INCONSISTENCIA_GRAVE")
    world.clock.move_to(local("2023-12-13T10:00"))
    usecases.sweep_deadlines(world.desk)
    assert world.estado("a").startswith("FUERA_DE_PROCESO")
    usecases.confirm_annulment(world.desk, world.act("supervisor_validacion", "s-1"), "a")
    assert world.estado("a") == "ANULADO:INCONSISTENCIA_GRAVE"


@pytest.mark.parametrize("cause", ["DOS_INSTITUCIONES", "EXCLUSION", "FALSEDAD", "ILEGIBLE"])
def test_ces_cancels_at_any_stage_with_its_clause(world: World, cause: str) -> None:
    world.validated("a")
    usecases.issue_ficha(world.desk, world.own("a"), "a")
    usecases.cancel_participation(world.desk, world.act("ces", "c"), "a", cause, "oficio 12")
    assert world.estado("a") == f"CANCELADO:{cause}"
    assert world.facts("a")[-1]["data"]["clause"].startswith("000§")
    assert usecases.list_inscritos(world.desk, world.act("ces", "c"))["inscritos"] == []


def test_who_insists_on_a_false_categoria_is_validated_only_after_two_people_looked(world: World) -> None:
    world.sent("a")
    usecases.on_categoria_falseada(world.desk, a_fact("CategoriaFalseada", "a", 5))
    usecases.claim_next(world.desk, world.validador())
    with pytest.raises(Conflict) as refused:
        usecases.validate(world.desk, world.validador(), "a", [])
    assert refused.value.code == "CATEGORIA_FALSEADA"
    usecases.propose_annulment(world.desk, world.validador(), "a", "FALSO_DE_INFORMACION")
    supervisor = world.act("supervisor_validacion", "s-1")
    usecases.reject_annulment(world.desk, supervisor, "a", "el padrón estaba mal; oficio 7")
    usecases.claim_next(world.desk, world.validador())
    usecases.validate(world.desk, world.validador(), "a", [])
    assert world.estado("a") == "VALIDADO"


def test_a_download_received_in_time_counts_even_if_the_deadline_was_swept_meanwhile(world: World) -> None:
    world.validated("a")
    world.clock.move_to(local("2023-12-12T08:00:10"))
    usecases.sweep_deadlines(world.desk)
    assert world.estado("a") == "FUERA_DE_PROCESO:FICHA_NO_DESCARGADA"
    in_time = world.own("a", at=local("2023-12-12T07:59:59"))
    assert usecases.issue_ficha(world.desk, in_time, "a")["downloads"] == 1
    assert world.estado("a") == "INSCRITO"
