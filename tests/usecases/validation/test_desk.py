"""The validators' desk: queue, leases, observations, verdicts (000§3.2.4, 3.3, 9.3)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from plumbing.errors import Conflict, Invalid, NotAllowed, OutsideWindow
from services.validation import usecases
from tests.usecases.validation.world import X47, World, local


@pytest.fixture
def world() -> World:
    return World()


def claimed(world: World, name: str = "validador-1") -> str:
    return str(usecases.claim_next(world.desk, world.validador(name)).get("expediente_id", ""))


def test_the_queue_goes_by_arrival_and_ends_empty(world: World) -> None:
    for expediente_id in ("c", "a", "b"):
        world.sent(expediente_id)
    assert usecases.get_expediente(world.desk, world.own("b"), "b")["ahead"] == 2
    assert [claimed(world, f"v{n}") for n in range(4)] == ["c", "a", "b", ""]


def test_the_same_validador_gets_the_same_expediente_until_it_is_decided(world: World) -> None:
    world.sent("a")
    world.sent("b")
    assert [claimed(world), claimed(world)] == ["a", "a"]
    usecases.validate(world.desk, world.validador(), "a", [])
    assert claimed(world) == "b"


def test_a_claim_shows_what_was_sent_and_no_name_goes_to_the_owner(world: World) -> None:
    world.sent("a")
    seen = usecases.claim_next(world.desk, world.validador())
    assert seen["snapshot"]["folio_enarm"] == "E0001"
    assert len(seen["documents"]) == 12
    own = usecases.get_expediente(world.desk, world.own("a"), "a")
    assert "snapshot" not in own
    assert "claimed_by" not in own
    assert [entry["what"] for entry in own["history"]] == ["ENVIADO"]


def test_a_lease_ends_after_thirty_minutes_unless_it_is_renewed(world: World) -> None:
    world.sent("a")
    claimed(world)
    world.clock.advance(timedelta(minutes=29))
    usecases.renew_claim(world.desk, world.validador(), "a")
    world.clock.advance(timedelta(minutes=29))
    assert claimed(world, "other") == ""
    world.clock.advance(timedelta(minutes=1))
    with pytest.raises(Conflict) as refused:
        usecases.validate(world.desk, world.validador(), "a", [])
    assert refused.value.code == "RESERVA_VENCIDA"
    assert claimed(world, "other") == "a"
    with pytest.raises(NotAllowed) as taken:
        usecases.validate(world.desk, world.validador(), "a", [])
    assert taken.value.code == "NO_ES_TU_EXPEDIENTE"


def test_the_sweeper_gives_an_expired_lease_back_to_the_queue(world: World) -> None:
    world.sent("a")
    claimed(world)
    world.clock.advance(timedelta(minutes=31))
    usecases.sweep_deadlines(world.desk)
    usecases.sweep_deadlines(world.desk)
    assert world.names("a") == ["ExpedienteSubmitted", "ExpedienteClaimed", "ClaimReleased"]
    assert world.facts("a")[-1]["data"] == {"reason": "VENCIDO"}
    assert claimed(world, "other") == "a"


def test_a_second_validador_cannot_act_on_a_held_expediente(world: World) -> None:
    world.sent("a")
    claimed(world)
    other = world.validador("other")
    observation = [{"target": "CERTIFICADO", "reason": "INCOMPLETO"}]
    for command in (
        lambda: usecases.validate(world.desk, other, "a", []),
        lambda: usecases.observe(world.desk, other, "a", observation),
        lambda: usecases.renew_claim(world.desk, other, "a"),
        lambda: usecases.release_claim(world.desk, other, "a"),
        lambda: usecases.propose_annulment(world.desk, other, "a", "INCONSISTENCIA_GRAVE"),
    ):
        with pytest.raises(NotAllowed) as refused:
            command()
        assert refused.value.code == "NO_ES_TU_EXPEDIENTE"
    assert world.names("a") == ["ExpedienteSubmitted", "ExpedienteClaimed"]


def test_a_released_expediente_goes_back_to_its_old_place(world: World) -> None:
    world.sent("a")
    world.sent("b")
    claimed(world)
    usecases.release_claim(world.desk, world.validador(), "a")
    assert claimed(world, "other") == "a"


def test_eight_validadores_at_once_never_share_an_expediente(world: World) -> None:
    for number in range(8):
        world.sent(f"e{number}")
    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda n: claimed(world, f"v{n}"), range(8)))
    assert sorted(got) == [f"e{number}" for number in range(8)]


def test_what_was_taken_while_the_queue_was_read_is_passed_over(world: World) -> None:
    world.sent("a")
    world.sent("b")

    def read_late(convocatoria: str, limit: int, by: str, at: Any = None) -> Any:
        waiting = world.desk.oldest_waiting(convocatoria, limit, by, at)
        assert claimed(world, "other") == "a"
        return [world.desk.expedientes.load(stored.id) for stored in waiting]

    desk = replace(world.desk, oldest_waiting=read_late)
    assert usecases.claim_next(desk, world.validador())["expediente_id"] == "b"


def test_two_clicks_at_once_leave_one_expediente_on_the_desk(world: World) -> None:
    world.sent("a")
    world.sent("b")

    def overtaken(convocatoria: str, limit: int, by: str, at: Any = None) -> Any:
        waiting = world.desk.oldest_waiting(convocatoria, limit, by, at)
        assert claimed(world) == "a"  # the other click, between this one's look and its claim
        return waiting

    desk = replace(world.desk, oldest_waiting=overtaken)
    assert usecases.claim_next(desk, world.validador())["expediente_id"] == "a"
    assert [stored.id for stored in world.desk.expedientes.find({"held": X47})] == ["a"]
    assert claimed(world, "other") == "b"


def test_two_clicks_never_hold_two_not_even_for_a_moment(world: World) -> None:
    """A third desk that looks meanwhile would find the queue emptier than it is."""
    for number in range(3):
        world.sent(f"e{number}")

    def overtaken(convocatoria: str, limit: int, by: str, at: Any = None) -> Any:
        waiting = world.desk.oldest_waiting(convocatoria, limit, by, at)
        claimed(world)
        return waiting[1:]  # this click goes straight for the second oldest

    desk = replace(world.desk, oldest_waiting=overtaken)
    assert usecases.claim_next(desk, world.validador())["expediente_id"] == "e0"
    assert [world.names(f"e{n}")[1:] for n in range(3)] == [["ExpedienteClaimed"], [], []]


def test_who_comes_back_after_the_lease_finds_the_same_expediente(world: World) -> None:
    world.sent("a")
    world.sent("b")
    claimed(world)
    world.clock.advance(timedelta(minutes=31))
    assert claimed(world) == "a"
    assert claimed(world, "other") == "b"


def test_the_second_click_on_the_last_expediente_is_not_told_that_none_waits(world: World) -> None:
    world.sent("a")

    def overtaken(convocatoria: str, limit: int, by: str, at: Any = None) -> Any:
        assert claimed(world) == "a"  # the other click takes the only one, between this one's two looks
        return world.desk.oldest_waiting(convocatoria, limit, by, at)

    desk = replace(world.desk, oldest_waiting=overtaken)
    assert usecases.claim_next(desk, world.validador())["expediente_id"] == "a"


def test_the_aspirante_reads_the_reason_of_the_convocatoria_and_until_when(world: World) -> None:
    world.observed("a", ("CERTIFICADO", "SIN_PROMEDIO_FINAL"), ("telefonos[1]", "DATO_NO_COINCIDE"))
    own = usecases.get_expediente(world.desk, world.own("a"), "a")
    first, second = own["observations"]
    assert (first["target_kind"], second["target_kind"]) == ("DOCUMENTO", "CAMPO")
    assert first["text"].startswith("Tu certificado no muestra el promedio final.")
    assert own["attend_until"] == "2023-12-11T18:00:00+00:00"
    assert world.facts("a")[-1]["data"]["observations"][0]["reason"] == "SIN_PROMEDIO_FINAL"


@pytest.mark.parametrize(
    ("observation", "field", "code"),
    [
        ({"target": "BT09", "reason": "INCOMPLETO"}, "target", "OBJETO_DESCONOCIDO"),
        ({"target": "no.hay", "reason": "DATO_NO_COINCIDE"}, "target", "OBJETO_DESCONOCIDO"),
        ({"target": "CURP", "reason": "SIN_PROMEDIO_FINAL"}, "reason", "MOTIVO_DESCONOCIDO"),
        ({"target": "CURP", "reason": "INCONSISTENCIA_GRAVE"}, "reason", "MOTIVO_DESCONOCIDO"),
        ({"target": "nombre", "reason": "ACTA_ANTIGUA"}, "reason", "MOTIVO_DESCONOCIDO"),
    ],
)
def test_an_observation_names_something_of_this_expediente_with_a_reason_made_for_it(
    world: World, observation: dict[str, Any], field: str, code: str
) -> None:
    world.sent("a")
    claimed(world)
    with pytest.raises(Invalid) as refused:
        usecases.observe(world.desk, world.validador(), "a", [observation])
    assert [(wrong.field, wrong.code) for wrong in refused.value.fields] == [
        (f"observations[0].{field}", code)
    ]


def test_to_observe_nothing_is_refused(world: World) -> None:
    world.sent("a")
    claimed(world)
    with pytest.raises(Invalid) as refused:
        usecases.observe(world.desk, world.validador(), "a", [])
    assert refused.value.code == "SIN_OBSERVACIONES"


def test_between_the_close_of_the_envio_and_the_ficha_one_may_validate_but_not_observe(world: World) -> None:
    world.sent("a")
    world.clock.move_to(local("2023-12-11T12:30"))
    usecases.sweep_deadlines(world.desk)
    claimed(world)
    with pytest.raises(OutsideWindow) as refused:
        usecases.observe(world.desk, world.validador(), "a", [{"target": "CURP", "reason": "INCOMPLETO"}])
    assert refused.value.code == "OBSERVAR_FUERA_DE_TIEMPO"
    usecases.validate(world.desk, world.validador(), "a", [])
    assert world.estado("a") == "VALIDADO"


def test_nobody_reviews_after_the_review_has_closed(world: World) -> None:
    world.sent("a")
    claimed(world)
    world.clock.move_to(local("2023-12-12T08:00:01"))
    for command in (
        lambda: usecases.claim_next(world.desk, world.validador()),
        lambda: usecases.validate(world.desk, world.validador(), "a", []),
        lambda: usecases.observe(world.desk, world.validador(), "a", []),
        lambda: usecases.renew_claim(world.desk, world.validador(), "a"),
    ):
        with pytest.raises(OutsideWindow) as refused:
            command()
        assert refused.value.code == "VALIDACION_CERRADA"


def test_every_claim_has_a_verdict_and_no_other(world: World) -> None:
    world.sent("a", "hijo_trabajador", "internado_imss")
    claimed(world)
    said = [
        {"claim": "internado_imss", "verdict": "NO_ACREDITADO", "reason": "DATO_NO_COINCIDE"},
        {"claim": "servicio_social_imss", "verdict": "ACREDITADO"},
    ]
    with pytest.raises(Invalid) as refused:
        usecases.validate(world.desk, world.validador(), "a", said)
    assert {(wrong.field, wrong.code) for wrong in refused.value.fields} == {
        ("claims.hijo_trabajador", "RECLAMO_SIN_VEREDICTO"),
        ("claims.servicio_social_imss", "RECLAMO_NO_HECHO"),
        ("claims.internado_imss", "MOTIVO_DE_RECLAMO"),
    }


@pytest.mark.parametrize(
    ("worker", "cedula", "fails"),
    [
        ({}, "", None),
        ({"marca": "80"}, "", "marca 00"),
        ({"contratacion": "EVENTUAL"}, "", "marca 00"),
        ({"is_titular": False}, "", "titular"),
        ({"ingreso_on": "2007-11-01"}, "", "1 a 15 años"),
        ({"ingreso_on": "2023-01-01"}, "", "1 a 15 años"),
        ({}, "CARTA_COMPROMISO", "Título y Cédula"),
    ],
)
def test_a_worker_who_fails_a_condition_loses_the_point_and_goes_on(
    world: World, worker: dict[str, Any], cedula: str, fails: str | None
) -> None:
    person = world.an_aspirante("a", "trabajador", **worker)
    if cedula:
        person.upload("CEDULA", cedula)
    world.send("a")
    claimed(world)
    accredited = [{"claim": "trabajador", "verdict": "ACREDITADO"}]
    if fails is None:
        usecases.validate(world.desk, world.validador(), "a", accredited)
        assert world.estado("a") == "VALIDADO"
        return
    with pytest.raises(Invalid) as refused:
        usecases.validate(world.desk, world.validador(), "a", accredited)
    (wrong,) = refused.value.fields
    assert (wrong.code, fails in wrong.facts["condicion"]) == ("TRABAJADOR_NO_CUMPLE", True)
    denied = [{"claim": "trabajador", "verdict": "NO_ACREDITADO", "reason": "BT09_SIN_BASE_00"}]
    usecases.validate(world.desk, world.validador(), "a", denied)
    assert world.estado("a") == "VALIDADO"


def test_the_order_holds_when_an_older_one_comes_back_after_younger_ones_were_seen(world: World) -> None:
    for number in range(60):
        world.sent(f"e{number:02}")
    taken = [claimed(world, f"v{number}") for number in range(50)]
    assert taken == [f"e{number:02}" for number in range(50)]
    usecases.release_claim(world.desk, world.validador("v3"), "e03")
    assert [claimed(world, f"w{number}") for number in range(3)] == ["e03", "e50", "e51"]


def test_who_declared_a_conflict_never_gets_it_again(world: World) -> None:
    world.sent("a")
    world.sent("b")
    assert claimed(world) == "a"
    usecases.declare_conflict(world.desk, world.validador(), "a", "Es mi alumna.")
    assert claimed(world) == "b", "the queue passes over it"
    usecases.validate(world.desk, world.validador(), "b", [])
    assert claimed(world) == "", "nothing else waits that they may review"
    assert claimed(world, "other") == "a", "in its old place for everybody else"
    world.clock.advance(timedelta(minutes=31))
    assert claimed(world) == "", "nor when the other's lease ran out"
    history = usecases.get_expediente(world.desk, world.own("a"), "a")["history"]
    assert [entry["what"] for entry in history] == ["ENVIADO"], "the owner reads nothing of it"
