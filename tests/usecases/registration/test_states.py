"""The registro under validation's states: what is open, what is refused and noted, what bans."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from plumbing.clock import MEXICO_CITY
from plumbing.errors import Conflict, Invalid, OutsideWindow
from services.registration import usecases as u
from tests.usecases.registration.steps import at, get, observed, printed, rank, save, submitted
from tests.usecases.registration.world import (
    X47,
    datos,
    row,
)


def test_while_in_validation_writing_is_refused_and_the_attempt_is_noted(world, who):
    world.complete(who)
    printed(world, who)
    submitted(world, who)
    for command in (
        lambda: save(world, who),
        lambda: rank(world, who, []),
        lambda: printed(world, who),
        lambda: u.open_registro(world.desk, world.mine(who), who),
    ):
        with pytest.raises(Conflict, match="EN_VALIDACION"):
            command()
    assert [a["command"] for a in world.said("lecturas", "EntryRefused")] == [
        "SaveRegistro", "RankSedes", "PrintSolicitud", "OpenRegistro",
    ]  # fmt: skip
    seen = get(world, who)
    assert (seen["estado"], seen["editable"], seen["is_print_current"]) == ("EN_VALIDACION", (), True)


def test_a_retry_of_what_was_done_before_the_submit_still_gets_its_answer(world, who):
    world.complete(who)
    first = printed(world, who, key="p1")
    submitted(world, who)
    assert printed(world, who, key="p1")["number"] == first["number"]
    assert world.said("lecturas", "EntryRefused") == []


def test_after_observations_only_what_they_name_is_open(world, who):
    world.complete(who)
    printed(world, who)
    submitted(world, who)
    observed(world, who, "calificacion.base_100")
    at(world, "2023-12-01T10:00:00")
    seen = get(world, who)
    assert (seen["estado"], seen["editable"], seen["is_print_current"]) == (
        "CON_OBSERVACIONES",
        ("calificacion",),
        False,
    )
    with pytest.raises(Invalid) as refused:
        save(world, who, escuela="Otra", calificacion={"valor": "8.7", "base_100": "87"})
    assert (refused.value.code, [f.field for f in refused.value.fields]) == ("CAMPOS_CERRADOS", ["escuela"])
    with pytest.raises(Invalid, match="CAMPOS_CERRADOS"):
        rank(world, who, world.rank_all(who)[::-1])
    assert save(world, who, calificacion={"valor": "8.7", "base_100": "87"})["is_complete"]
    assert printed(world, who)["number"] == 2
    at(world, "2023-12-11T12:00:01")
    with pytest.raises(OutsideWindow):
        save(world, who)


def test_an_observed_ranking_may_be_ordered_again(world, who):
    world.complete(who)
    submitted(world, who)
    observed(world, who, "opciones")
    at(world, "2023-12-01T10:00:00")
    assert rank(world, who, world.rank_all(who)[::-1])["is_complete"]


def test_observations_narrow_what_is_open_even_inside_the_window(world, who):
    world.complete(who)
    submitted(world, who)
    observed(world, who, "telefonos[1]")
    assert get(world, who)["editable"] == ("telefonos",)


@pytest.mark.parametrize("estado", ["VALIDADO", "INSCRITO", "CANCELADO", "FUERA_DE_PROCESO"])
def test_a_decided_registro_stays_as_it_is(world, who, estado):
    world.complete(who)
    u.on_state(world.desk, world.fact("AnyFact", who, 5), estado)
    with pytest.raises(Conflict, match="REGISTRO_CERRADO"):
        save(world, who)


def test_facts_that_arrive_late_or_twice_change_nothing(world, who):
    world.complete(who)
    observed(world, who, "escuela", version=3)
    submitted(world, who, version=2)
    assert get(world, who)["estado"] == "CON_OBSERVACIONES"
    u.on_state(world.desk, world.fact("ExpedienteValidated", who, 6), "VALIDADO")
    version = get(world, who)["version"]
    u.on_state(world.desk, world.fact("ExpedienteValidated", who, 6), "VALIDADO")
    submitted(world, who, version=4)
    assert (get(world, who)["estado"], get(world, who)["estado_version"]) == ("VALIDADO", 6)
    assert get(world, who)["version"] <= version + 1
    u.on_state(world.desk, world.fact("ExpedienteSubmitted", "nobody", 1), "EN_VALIDACION")


def test_two_facts_of_one_decision_are_told_apart_by_their_sequence(world, who):
    validated = world.fact("ExpedienteValidated", who, 6)
    issued = replace(world.fact("FichaIssued", who, 6), sequence=1)
    for first, second in ((validated, issued), (issued, validated)):
        u.on_state(world.desk, first, "VALIDADO" if first is validated else "INSCRITO")
        u.on_state(world.desk, second, "VALIDADO" if second is validated else "INSCRITO")
        assert get(world, who)["estado"] == "INSCRITO"


def test_an_oferta_that_was_accepted_earlier_does_not_come_back(world):
    newest = world.desk.ofertas.load(X47).value
    old = world.fact("OfertaAccepted", "oferta-0", 1, {"sha256": "1" * 64, "cells": []}, "allocation")
    world.clock.move_to(datetime(2023, 11, 10, tzinfo=MEXICO_CITY))
    u.on_oferta_accepted(
        world.desk, world.fact("OfertaAccepted", "oferta-0", 1, dict(old.data), "allocation")
    )
    assert world.desk.ofertas.load(X47).value == newest


def test_a_foreigner_who_insists_on_being_mexican_is_reported_once_and_competes_as_such(world):
    temporal = u.assign_curp_temporal(world.desk, world.act("ces"), "E47-000005")["curp_temporal"]
    who = world.account(5, curp=temporal)
    foreign = datos(entidad_nacimiento="NE")
    warned = u.save_registro(world.desk, world.mine(who), who, datos=foreign)
    assert "CATEGORIA_FALSO_DE_INFORMACION" in {e["code"] for e in warned["errors"]}
    assert world.said("expedientes", "CategoriaFalseada") == []
    insisting = datos(entidad_nacimiento="NE", declaraciones={"sostiene_categoria": True})
    for _ in range(2):
        u.save_registro(world.desk, world.mine(who), who, datos=insisting)
    assert world.said("expedientes", "CategoriaFalseada") == [
        {"categoria_roster": "extranjero", "categoria_declarada": "nacional"}
    ]
    assert rank(world, who, world.rank_all(who))["is_complete"]
    assert printed(world, who)["content"]["categoria"] == "nacional"


ANNULLED = {"cause": "FALSO_DE_INFORMACION", "clause": "000§1.4"}


@pytest.mark.parametrize(
    ("react", "name", "data", "scope", "cause"),
    [
        (u.on_expediente_annulled, "ExpedienteAnnulled", ANNULLED, "TODAS", "FALSO_DE_INFORMACION"),
        (
            u.on_abandono_recorded,
            "AbandonoRecorded",
            {"clause": "000§4.6", "reason": "ABANDONO"},
            "TODAS",
            "ABANDONO",
        ),
        (u.on_renuncia_registered, "RenunciaRegistered", {"later_right": "X"}, "TERCER_PERIODO", "RENUNCIA"),
    ],
)
def test_acts_that_ban_are_recorded_once_with_their_clause(world, who, react, name, data, scope, cause):
    fact = world.fact(name, who, 7, data)
    react(world.desk, fact)
    react(world.desk, fact)
    (ban,) = u.list_bans(world.desk, world.act("ces"), row(1)["curp"])["bans"]
    assert (ban["scope"], ban["cause"], ban["to_on"], ban["convocatoria"]) == (scope, cause, "", X47)
    assert ban["clause"].startswith("000§")
    assert row(1)["curp"] not in str(world.events("vetos"))
