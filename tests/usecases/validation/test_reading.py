"""Looking: at one expediente, at its status as it changes, at lists; who looked is a fact (000§3.4, 9.1; X-22)."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from plumbing.errors import NotFound
from services.validation import usecases
from services.validation.domain import rules
from services.validation.domain.model import Registro
from services.validation.usecases import terms
from tests.usecases.validation.world import X47, World, a_fact


@pytest.fixture
def world() -> World:
    return World()


def test_the_inscritos_are_listed_by_folio_with_a_digest_anybody_can_repeat(world: World) -> None:
    for expediente_id in ("b", "a", "c"):
        world.validated(expediente_id)
        usecases.issue_ficha(world.desk, world.own(expediente_id), expediente_id)
    world.validated("without")
    listed = usecases.list_inscritos(world.desk, world.act("sistema", "allocation"))
    folios = [inscrito["folio"] for inscrito in listed["inscritos"]]
    assert [inscrito["expediente_id"] for inscrito in listed["inscritos"]] == ["b", "a", "c"]
    assert folios == [rules.folio_text("XLVII", number) for number in (1, 2, 3)]
    assert listed["sha256"] == hashlib.sha256("".join(f"{folio}\n" for folio in folios).encode()).hexdigest()


def test_every_look_of_the_staff_is_a_fact_and_the_owners_is_not(world: World) -> None:
    world.sent("a")
    usecases.get_expediente(world.desk, world.own("a"), "a")
    usecases.get_expediente(world.desk, world.act("auditor", "au-1"), "a")
    usecases.get_acuse(world.desk, world.act("ces", "c-1"), "a")
    reads = list(world.desk.reads.collection.find({}))
    assert [(r["outbox"][0]["subject"], r["what"], r["by"]) for r in reads] == [
        ("a", "expediente", "au-1"),
        ("a", "acuse", "c-1"),
    ]


def test_the_owner_watches_every_change_until_hanging_up(world: World) -> None:
    usecases.on_account_opened(world.desk, a_fact("AccountOpened", "a"))
    world.an_aspirante("a")
    steps = [
        lambda: None,
        lambda: world.send("a"),
        lambda: usecases.claim_next(world.desk, world.validador()),
    ]

    def wait() -> bool:
        if steps:
            steps.pop(0)()
            return True
        return False

    seen = list(usecases.watch_status(world.desk, world.own("a"), "a", wait))
    assert [status["estado"] for status in seen] == ["PENDIENTE", "EN_VALIDACION", "EN_VALIDACION"]
    assert [status["version"] for status in seen] == [1, 2, 3]


def test_an_owner_sees_pendiente_before_the_account_fact_and_nobody_else_sees_anything(world: World) -> None:
    assert usecases.get_expediente(world.desk, world.own("a"), "a")["estado"] == "PENDIENTE"
    for act in (world.own("b"), world.act("ces", "c-1")):
        with pytest.raises(NotFound):
            usecases.get_expediente(world.desk, act, "a")


def test_a_list_is_read_page_by_page_with_counts(world: World) -> None:
    for number in range(5):
        usecases.on_account_opened(world.desk, a_fact("AccountOpened", f"e{number}"))
    world.sent("e5")
    ces = world.act("ces", "c-1")
    first = usecases.list_expedientes(world.desk, ces, "", {"limit": 4})
    rest = usecases.list_expedientes(world.desk, ces, "", {"limit": 4, "after": first["next"]})
    assert [line["expediente_id"] for line in first["expedientes"] + rest["expedientes"]] == [
        f"e{number}" for number in range(6)
    ]
    assert (first["counts"], rest["next"]) == ({"PENDIENTE": 5, "EN_VALIDACION": 1}, "")
    only = usecases.list_expedientes(world.desk, ces, "EN_VALIDACION")
    assert [line["expediente_id"] for line in only["expedientes"]] == ["e5"]
    assert usecases.list_expedientes(world.desk, ces)["counts"] == first["counts"]


def test_an_expediente_of_another_convocatoria_is_not_found(world: World) -> None:
    world.sent("a")
    other = world.desk.registry[X47].model_copy(update={"id": "otra"})
    desk = replace(world.desk, registry={**world.desk.registry, "otra": other})
    act = replace(world.act("ces", "c-1"), convocatoria="otra")
    for look in (usecases.get_expediente, usecases.get_acuse, usecases.get_ficha):
        with pytest.raises(NotFound) as refused:
            look(desk, act, "a")
        assert refused.value.code == "NO_ES_TUYO"


def test_studies_abroad_make_another_category_of_the_convocatoria(world: World) -> None:
    convocatoria = world.desk.registry[X47]
    for declared, estudios, expected in (
        ("nacional", "MEXICO", "nacional"),
        ("nacional", "EXTRANJERO", "nacional_estudios_extranjero"),
        ("extranjero", "EXTRANJERO", "extranjero"),
        ("otra", "MEXICO", ""),
    ):
        registro = Registro({"datos": {"categoria": declared, "estudios": estudios}})
        assert terms.category_of(convocatoria, registro) == expected


def test_a_category_is_known_by_its_roster_and_its_studies_and_not_by_its_name(world: World) -> None:
    whole = world.desk.registry[X47]
    foreign = whole.category("extranjero")
    here = foreign.model_copy(
        update={"code": "formado_en_mexico", "studies": "MEXICO", "audience": "MEXICANO"}
    )
    away = foreign.model_copy(update={"studies": "EXTRANJERO"})
    changed = whole.model_copy(update={"categories": (*whole.categories[:2], away, here)})
    for studies, expected in (("MEXICO", "formado_en_mexico"), ("EXTRANJERO", "extranjero")):
        registro = Registro({"datos": {"categoria": "extranjero", "estudios": studies}})
        assert terms.category_of(changed, registro) == expected
        assert ("CURP" in terms.slots_of(changed, registro)[0]) == (studies == "MEXICO")


def test_somebody_is_found_by_either_folio(world: World) -> None:
    world.validated("a")
    world.sent("b")
    usecases.issue_ficha(world.desk, world.own("a"), "a")
    ficha = usecases.get_ficha(world.desk, world.own("a"), "a")
    ces = world.act("ces", "c-1")
    for asked in ({"folio": ficha["folio"]}, {"folio_enarm": ficha["folio_enarm"]}):
        found = usecases.list_expedientes(world.desk, ces, **asked)
        assert "a" in [one["expediente_id"] for one in found["expedientes"]]
    assert not usecases.list_expedientes(world.desk, ces, folio="no hay")["expedientes"]


def test_whoever_watches_sees_what_came_and_was_decided_in_each_hour(world: World) -> None:
    world.validated("d")
    world.observed("e", ("CURP", "DOCUMENTO_ILEGIBLE"))
    for expediente_id in ("a", "b", "c"):
        world.sent(expediente_id)
    progress = usecases.get_progress(world.desk, world.act("ces", "c-1"))
    assert progress["counts"]["EN_VALIDACION"] == 3
    assert progress["senders"] == 5
    assert sum(hour["sent"] for hour in progress["hours"]) == 5
    assert sum(hour["ruled"] for hour in progress["hours"]) == 2
    assert len(progress["hours"]) == 24
