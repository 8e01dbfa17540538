"""From the round to the new sede: the trace, the letters, silence, renuncia, Tabla 5, fraud."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from plumbing.errors import Conflict, NotAllowed, OutsideWindow
from services.allocation import usecases as allocation
from services.registration import usecases as registration
from services.validation import usecases as validation
from tests.usecases.allocation.concurso import SCAN
from tests.usecases.cer.world import CUT, GATE, OPEN, RUN, World, grades, local, row

INSIDE = local("2025-01-25T09:00")
LAST = local("2025-01-28T16:00")
VALID = local("2025-02-10T09:00")
AFTER = local("2025-03-01T00:00:01")
S1, S2 = "UMAE-CARDIO-SXXI", "UMAE-HC-34"


@pytest.fixture
def world() -> World:
    """B (95) and A (90) want S1 then S2; C (80) wants S2 then S1. One place each: the text's own riddle."""
    world = World()
    world.load_oferta()
    pediatra = {"ceme": "Pediatría", "grado": "3"}
    world.accept(row(1), row(2), row(3), row(4, **pediatra))
    world.at(OPEN)
    world.b = world.participant(1, "cardiologia", [S1, S2])
    world.a = world.participant(2, "cardiologia", [S1, S2])
    world.c = world.participant(3, "cardiologia", [S2, S1])
    world.n = world.participant(4, "neonatologia")
    rows = [*grades(1, "95", "95", "95"), *grades(2, "90", "90", "90"), *grades(3, "80", "80", "80")]
    world.at(CUT).cut(*rows, *grades(4, "70", "80", "95"))
    world.at(RUN).ran = world.publish()
    return world.at(GATE)


def desk_of(world: World):
    return world.allocation.desk


def place(world: World, me: str) -> str:
    found = allocation.get_result(desk_of(world), world.mine(me), me)
    return (found.get("place") or {}).get("sede", "")


def renounce(world: World, me: str, on: str):
    office = world.act("ces", who="division")
    paper = allocation.receive_paper(desk_of(world), office, me, "RENUNCIA", SCAN)["sha256"]
    return allocation.register_renuncia(desk_of(world), office, me, on, paper)


def test_a_higher_pi_is_never_displaced_by_a_first_wish(world: World) -> None:
    world.sweep()
    assert [place(world, me) for me in (world.b, world.a, world.c)] == [S1, S2, ""]


def test_the_output_tells_every_iteration_and_the_verifier_holds(world: World) -> None:
    ronda = desk_of(world).rondas.load(world.ran["round_id"]).value
    assert ronda.broken == ()
    output = json.loads(desk_of(world).bundles.get(ronda.round.output_sha256))
    folio = validation.get_expediente(world.validation, world.act("ces"), world.a)["folio"]
    mine = next(one for one in output["trace"] if one["folio"] == folio)
    assert mine["iterations"] == [
        {"option": 1, "sede": S1, "free": 0, "outcome": "SIN_PLAZAS"},
        {"option": 2, "sede": S2, "free": 1, "outcome": "ASIGNADA"},
    ]
    assert len(output["trace"]) == 4


def test_nothing_is_answered_before_the_day_of_the_results(world: World) -> None:
    world.at(GATE - timedelta(seconds=1))
    with pytest.raises(OutsideWindow):
        allocation.get_result(desk_of(world), world.mine(world.b), world.b)


def test_the_place_is_accepted_in_three_steps_and_the_letter_is_issued_once(world: World) -> None:
    world.sweep()
    world.at(INSIDE).accepted(world.b)
    assert world.estado(world.b) == "PREACEPTADO"
    again = world.act("aspirante", me=world.b)
    world.at(INSIDE + timedelta(minutes=16))
    with pytest.raises(Conflict, match="CARTA_YA_EMITIDA"):
        allocation.issue_preaceptacion(desk_of(world), world.mine(world.b), world.b)
    assert again.actor.expediente_id == world.b


def test_at_sixteen_hours_it_is_still_time_and_afterwards_silence_is_a_rejection(world: World) -> None:
    world.sweep()
    world.at(LAST).accepted(world.b)
    world.at(LAST + timedelta(seconds=1)).sweep()
    assert world.estado(world.b) == "PREACEPTADO"
    assert world.estado(world.a) == "RECHAZO_IMPLICITO"
    released = [fact["data"] for fact in world.facts("PlazaReleased")]
    assert {(one["sede"], one["destination"]) for one in released} >= {(S2, "EXTERNOS")}
    freed = allocation.list_freed(desk_of(world), world.act("ces"))["freed"]
    assert S2 in {one["sede"] for one in freed}


def test_one_may_reject_after_accepting_until_the_letter_is_out(world: World) -> None:
    world.sweep()
    desk, own = desk_of(world.at(INSIDE)), world.mine(world.b)
    folio = allocation.get_result(desk, own, world.b)["folio"]
    allocation.accept_adscripcion(desk, own, world.b)
    allocation.reject_plaza(desk, own, world.b, folio)
    assert world.estado(world.b) == "NO_ACEPTA"
    world.accepted(world.a)
    mine = world.mine(world.a)
    with pytest.raises(Conflict, match="PASO_NO_PROCEDE"):
        allocation.reject_plaza(desk, mine, world.a, allocation.get_result(desk, mine, world.a)["folio"])


@pytest.mark.parametrize(
    ("on", "outcome"), [("2025-02-28", "RENUNCIA"), ("2025-03-01", "RENUNCIA_BAJA_ALUMNO")]
)
def test_a_renuncia_keeps_the_current_course_until_the_28th(world: World, on: str, outcome: str) -> None:
    world.sweep()
    world.at(INSIDE).accepted(world.b)
    renounce(world.at(AFTER), world.b, on)
    case = desk_of(world).participaciones.load(world.b).value.adscripcion
    assert (case.status.value, case.outcome, case.has_freed_plaza) == ("RENUNCIA", outcome, True)


def test_the_renuncia_goes_to_the_division_and_not_to_the_ooad(world: World) -> None:
    world.sweep()
    world.at(INSIDE).accepted(world.b)
    office = world.act("ooad", who="ooad", scope="CDMX-S")
    with pytest.raises(NotAllowed, match="RENUNCIA_EN_OTRA_OFICINA"):
        allocation.register_renuncia(desk_of(world), office, world.b, "2025-01-25", "0" * 64)


def at_the_new_sede(world: World, me: str, *met: str):
    world.sweep()
    world.at(INSIDE).accepted(me)
    scope = desk_of(world).participaciones.load(me).value.ooad
    office = world.at(VALID).act("ooad", who="ooad", scope=scope)
    allocation.register_presentation(desk_of(world), office, me, "INE")
    for kind in met:
        allocation.record_obligation(desk_of(world), office, me, kind, "2025-02-10", "cotejado")
    return office


def test_cardiologia_is_not_held_up_by_tabla_5(world: World) -> None:
    office = at_the_new_sede(world, world.b, "SIN_ADEUDOS", "SIN_INVESTIGACION_LABORAL")
    allocation.issue_presentacion(desk_of(world), office, world.b)
    assert world.estado(world.b) == "PRESENTADO_A_SEDE"


def test_neonatologia_without_diploma_loses_the_place_without_extension(world: World) -> None:
    office = at_the_new_sede(world, world.n, "SIN_ADEUDOS", "SIN_INVESTIGACION_LABORAL")
    with pytest.raises(Conflict, match="OBLIGACION_PENDIENTE"):
        allocation.issue_presentacion(desk_of(world), office, world.n)
    world.at(AFTER).sweep()
    case = desk_of(world).participaciones.load(world.n).value.adscripcion
    assert (case.status.value, case.cause) == ("PLAZA_PERDIDA", "DIPLOMA_INSTITUCIONAL")
    assert world.facts("PlazaLost")[0]["data"]["clause"] == "002§6.1 Tabla 5"


def test_neonatologia_with_its_diploma_is_adscrita(world: World) -> None:
    met = ("SIN_ADEUDOS", "SIN_INVESTIGACION_LABORAL", "DIPLOMA_INSTITUCIONAL")
    office = at_the_new_sede(world, world.n, *met)
    allocation.issue_presentacion(desk_of(world), office, world.n)
    world.at(AFTER).sweep()
    assert world.estado(world.n) == "PRESENTADO_A_SEDE"


def test_debts_or_an_open_investigation_lose_the_place_too(world: World) -> None:
    at_the_new_sede(world, world.b, "SIN_ADEUDOS")
    world.at(AFTER).sweep()
    case = desk_of(world).participaciones.load(world.b).value.adscripcion
    assert (case.status.value, case.cause) == ("PLAZA_PERDIDA", "SIN_INVESTIGACION_LABORAL")


def test_not_showing_up_frees_the_place_and_bars_nobody(world: World) -> None:
    world.sweep()
    world.at(INSIDE).accepted(world.b)
    world.at(AFTER).sweep()
    case = desk_of(world).participaciones.load(world.b).value.adscripcion
    assert (case.status.value, case.is_banned, case.has_freed_plaza) == ("ABANDONO", False, True)


def test_fraud_found_after_the_results_takes_the_place_and_bars_five_years(world: World) -> None:
    world.sweep()
    world.at(INSIDE).accepted(world.b)
    first, second = (world.act("supervisor_validacion", "ces", who=who) for who in ("s1", "s2"))
    validation.propose_annulment(world.validation, first, world.b, "FRAUDE", "comprobado")
    validation.confirm_annulment(world.validation, second, world.b)
    world.pump()
    assert world.estado(world.b) == "ANULADO"
    bans = registration.list_bans(world.registration.desk, world.act("ces"), row(1)["curp"])["bans"]
    assert [(ban["cause"], ban["from_on"], ban["to_on"]) for ban in bans] == [
        ("FRAUDE", "2025-01-25", "2030-01-25")
    ]
