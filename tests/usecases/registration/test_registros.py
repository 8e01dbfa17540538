"""Drafts of the registro and of the ranking: nothing is lost, everything wrong is named."""

from __future__ import annotations

import pytest

from plumbing.errors import Conflict, Invalid, NotFound
from services.registration import usecases as u
from tests.usecases.registration.steps import get, printed, rank, save
from tests.usecases.registration.world import (
    X47,
    a_world,
    another_call,
    oferta_cells,
    row,
)


def test_a_draft_with_errors_keeps_everything_that_was_typed(world, who):
    saved = save(world, who, telefonos=["55123456"], nombre="Ana", calificacion={"base_100": "8.88"})
    assert saved["datos"]["telefonos"] == ["55123456"]
    assert saved["datos"]["calificacion"]["base_100"] == "8.88"
    assert {e["field"] for e in saved["errors"]} == {
        "nombre", "telefonos[0]", "telefonos[1]", "calificacion.base_100", "opciones",
    }  # fmt: skip
    assert all(e["que"] and e["porque"] and e["arreglo"] and e["clause"] for e in saved["errors"])
    assert get(world, who)["datos"] == saved["datos"]
    (fact,) = world.said("expedientes", "RegistroSaved")
    assert not fact["is_complete"]
    assert "telefonos[0]" in fact["error_fields"]


def test_an_older_window_may_not_overwrite_a_newer_one(world, who):
    seen = get(world, who)["version"]
    save(world, who, expected_version=seen, escuela="Nueva")
    with pytest.raises(Conflict, match="VERSION_PERDIDA"):
        save(world, who, expected_version=seen, escuela="Vieja")
    assert get(world, who)["datos"]["escuela"] == "Nueva"
    with pytest.raises(Conflict, match="VERSION_PERDIDA"):
        rank(world, who, [], expected_version=seen)


def test_a_draft_is_kept_but_not_without_end(world, who):
    kept = save(world, who, escuela="x" * 5000)
    assert [e["code"] for e in kept["errors"] if e["field"] == "escuela"] == ["TEXTO_LARGO"]
    with pytest.raises(Invalid, match="REGISTRO_DEMASIADO_GRANDE"):
        save(world, who, escuela="x" * 70_000)
    with pytest.raises(Invalid, match="REGISTRO_DEMASIADO_GRANDE"):
        rank(world, who, [{"sede": "S"}] * 3000)
    assert get(world, who)["datos"]["escuela"] == "x" * 5000


def test_a_repeated_key_saves_once(world, who):
    first = save(world, who, key="k")
    assert save(world, who, key="k")["version"] == first["version"]
    with pytest.raises(Conflict, match="CLAVE_REUTILIZADA"):
        printed(world, who, key="k")


def test_nobody_sees_the_registro_of_another(world, who):
    other = world.account(2)
    with pytest.raises(NotFound, match="NO_ES_TUYO"):
        u.get_registro(world.desk, world.mine(other), who)


def test_a_staff_read_is_a_fact_and_an_own_read_is_not(world, who):
    get(world, who)
    u.get_registro(world.desk, world.act("validador", subject="v1"), who)
    (event,) = world.events("lecturas")
    assert (event["subject"], event["actor"], event["data"]) == (who, "validador:v1", {"what": "registro"})


def test_every_sede_of_the_specialty_must_be_ranked(world, who):
    opciones = u.list_opciones(world.desk, world.mine(who), who)
    expected = {
        c["sede"]
        for c in oferta_cells()
        if c["especialidad"] == "pediatria" and c["categoria"] != "extranjero"
    }
    assert {sede["sede"] for sede in opciones["sedes"]} == expected
    assert opciones["spaces"] == len(expected)
    assert "sin excepción" in opciones["advertencia"]
    everything = world.rank_all(who)
    assert rank(world, who, everything[:-1])["errors"][-1]["code"] == "ESPACIOS_SIN_LLENAR"  # B-10
    with pytest.raises(Invalid, match="REGISTRO_INCOMPLETO"):
        printed(world, who)
    assert "opciones" not in {e["field"] for e in rank(world, who, everything)["errors"]}


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        (lambda o: [o[0], *o[:-1]], "opciones[1]", "SEDE_REPETIDA"),
        (lambda o: [*o[:-1], {"sede": "NINGUNA", "subsedes": []}], None, "SEDE_NO_OFRECIDA"),
        (lambda o: [{"sede": "", "subsedes": []}, *o[1:]], "opciones[0]", "ESPACIO_VACIO"),
        (lambda o: [{**o[0], "subsedes": ["AJENA"]}, *o[1:]], "opciones[0].subsedes[0]", "SUBSEDE_AJENA"),
        (
            lambda o: [{**o[0], "subsedes": [o[0]["sede"]] * 2}, *o[1:]],
            "opciones[0].subsedes[1]",
            "SUBSEDE_REPETIDA",
        ),
    ],
)
def test_a_wrong_ranking_is_kept_as_a_draft_and_named(world, who, change, field, code):
    save(world, who)
    ranking = change(world.rank_all(who))
    answer = rank(world, who, ranking)
    assert code in {e["code"] for e in answer["errors"] if field in (None, e["field"])}
    assert [o["sede"] for o in answer["opciones"]] == [o["sede"] for o in ranking]


def test_subsedes_may_be_ordered_or_left_out(world, who):
    save(world, who)
    opciones = [{**o, "subsedes": [o["sede"]]} if n % 2 else o for n, o in enumerate(world.rank_all(who))]
    assert rank(world, who, opciones)["is_complete"]


def test_without_an_oferta_the_ranking_waits_and_a_newer_oferta_asks_for_its_new_sedes():
    world = a_world()
    world.accept(row(1))
    who = world.account(1)
    assert [e["code"] for e in save(world, who)["errors"]] == ["OFERTA_PENDIENTE"]
    one = [c for c in oferta_cells() if c["especialidad"] == "pediatria" and c["categoria"] == "nacional"]
    world.publish_oferta(1, one[:1])
    assert rank(world, who, [{"sede": one[0]["sede"]}])["is_complete"]
    world.publish_oferta(2, [one[0], next(c for c in one if c["sede"] != one[0]["sede"])])
    assert [e["code"] for e in get(world, who)["errors"]] == ["ESPACIOS_SIN_LLENAR"]


def test_a_capped_call_asks_for_no_more_than_its_spaces():
    preferences = another_call().preferences.model_copy(update={"spaces": "maximo", "max_spaces": 3})
    world = a_world(extra={X47: another_call(preferences=preferences)})
    world.accept(row(1))
    world.publish_oferta()
    who = world.account(1)
    save(world, who)
    assert rank(world, who, world.rank_all(who)[:3])["is_complete"]
    assert rank(world, who, world.rank_all(who)[:4])["errors"][0]["code"] == "DEMASIADAS_OPCIONES"


def test_the_list_for_ces_goes_page_by_page_without_what_was_typed(world):
    people = sorted([world.account(1), world.account(2)])
    first = u.list_registros(world.desk, world.act("ces"), {"limit": 1})
    assert [r["expediente_id"] for r in first["registros"]] == people[:1]
    second = u.list_registros(world.desk, world.act("ces"), {"limit": 1, "after": first["next"]})
    assert [r["expediente_id"] for r in second["registros"]] == people[1:]
    assert second["total"] == 2
    assert "datos" not in second["registros"][0]
