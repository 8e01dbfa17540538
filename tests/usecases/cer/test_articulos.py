"""The one file of articles, its ruling line by line, and what it is worth."""

from __future__ import annotations

import pytest

from plumbing.errors import Conflict, Invalid, NotFound, OutsideWindow
from services.documents import usecases as documents
from services.scoring import usecases as scoring
from tests.usecases.cer.world import CLOSED, CUT, OPEN, World, an_article, grades, local, row
from tests.usecases.documents.scans import a_page, jpg

REVIEW = local("2025-01-15T09:00")


@pytest.fixture
def world() -> World:
    world = World()
    world.load_oferta()
    world.accept(row(1))
    return world.at(OPEN)


def upload(world: World, me: str, content: bytes | None = None, name: str = "mis artículos.jpg"):
    page = jpg(a_page()) if content is None else content
    return documents.upload_document(
        world.documents.desk, world.mine(me), me, "ARTICULOS", name, "ARTICULOS", page
    )


def with_articles(world: World) -> str:
    me = world.participant(1, "cardiologia")
    upload(world, me)
    world.pump()
    return me


def rule(world: World, me: str, *articles):
    reviewer = world.act("revisor_investigacion", who="revisor")
    return scoring.rule_articles(world.scoring, reviewer, me, list(articles))


def total(world: World, me: str) -> str:
    return str(scoring.explain_puntaje(world.scoring, world.mine(me), me)["total"].normalize())


def test_the_file_may_have_any_name_and_goes_up_once_even_after_the_print(world: World) -> None:
    me = world.participant(1, "cardiologia")
    slot = upload(world, me)
    assert slot.versions[0].verdict.verdict == "ACEPTABLE"
    assert not slot.is_open
    with pytest.raises(Conflict, match="SLOT_CERRADO"):
        upload(world, me, jpg(a_page(lines=30)))


def test_after_the_registration_nothing_goes_up(world: World) -> None:
    me = world.participant(1, "cardiologia")
    world.at(CLOSED)
    with pytest.raises(OutsideWindow):
        upload(world, me)


def test_a_file_over_400_kb_is_refused(world: World) -> None:
    me = world.participant(1, "cardiologia")
    with pytest.raises(Invalid) as refused:
        upload(world, me, jpg(a_page()) + b"\0" * 409_600)
    assert "EXCEDE_TAMANO" in {field.code for field in refused.value.fields}


def test_the_reviewer_finds_it_waiting_and_the_aspirante_reads_the_ruling(world: World) -> None:
    me = with_articles(world)
    world.at(REVIEW)
    waiting = scoring.list_revisiones(world.scoring, world.act("revisor_investigacion"))
    assert [one["expediente_id"] for one in waiting["revisiones"]] == [me]
    rule(world, me, an_article(fails=("RP-06",)))
    seen = scoring.get_dictamen(world.scoring, world.mine(me), me)
    assert seen["is_ruled"]
    assert [a["code"] for a in seen["articles"][0]["answers"] if not a["holds"]] == ["RP-06"]
    assert scoring.list_revisiones(world.scoring, world.act("ces"))["total"] == 0


@pytest.mark.parametrize(
    ("articles", "expected"),
    [
        ([an_article()], "77.55"),
        ([an_article(position=2)], "77.3"),
        ([an_article(position=2), an_article(position=2)], "77.3"),
        ([an_article(position=2), an_article()], "77.55"),
        ([an_article(fails=("RP-01",)), an_article(position=2)], "77.3"),
        ([an_article(position=3, fails=("RP-08", "RP-10"))], "77.05"),
        ([an_article(tipo="reporte_de_caso", fails=("RP-09", "RP-10"))], "77.05"),
        ([an_article(published_on="2024-12-02", fails=("RP-07",))], "77.05"),
    ],
)
def test_the_best_article_counts(world: World, articles: list, expected: str) -> None:
    me = with_articles(world)
    rule(world.at(REVIEW), me, *articles)
    world.at(CUT).cut(*grades(1, "70", "80", "95"))
    assert total(world, me) == expected


def test_an_article_of_the_first_of_december_is_in_time_and_of_the_second_is_not(world: World) -> None:
    me = with_articles(world)
    world.at(REVIEW)
    with pytest.raises(Invalid) as refused:
        rule(world, me, an_article(published_on="2024-12-02"))
    assert [f.facts["punto"] for f in refused.value.fields] == ["RP-07"]
    assert rule(world, me, an_article(published_on="2024-12-01"))["is_ruled"]


@pytest.mark.parametrize(
    ("change", "line"),
    [({"doi": ""}, "RP-05"), ({"issn": " "}, "RP-04"), ({"position": 3}, "RP-08"), ({"tipo": "x"}, "RP-09")],
)
def test_an_answer_that_the_articles_own_data_deny_is_refused(world: World, change: dict, line: str) -> None:
    me = with_articles(world)
    with pytest.raises(Invalid) as refused:
        rule(world.at(REVIEW), me, an_article(**change))
    assert [f.facts["punto"] for f in refused.value.fields] == [line]


def test_every_line_is_answered_or_there_is_no_ruling(world: World) -> None:
    me = with_articles(world)
    one = an_article()
    one["answers"] = one["answers"][:-1]
    with pytest.raises(Invalid) as refused:
        rule(world.at(REVIEW), me, one)
    assert [f.code for f in refused.value.fields] == ["CHECKLIST_INCOMPLETA"]
    with pytest.raises(Invalid):
        rule(world, me)


def test_the_ruling_is_given_once_and_only_where_there_is_a_file(world: World) -> None:
    me = with_articles(world)
    rule(world.at(REVIEW), me, an_article())
    with pytest.raises(Conflict, match="DICTAMEN_EMITIDO"):
        rule(world, me, an_article())
    with pytest.raises(NotFound, match="SIN_ARTICULOS"):
        rule(world, "nobody", an_article())


def test_a_puntaje_waits_for_the_ruling(world: World) -> None:
    me = with_articles(world)
    world.at(CUT).cut(*grades(1, "70", "80", "95"))
    with pytest.raises(NotFound, match="PUNTAJE_SIN_CALCULAR"):
        total(world, me)
    rule(world, me, an_article())
    world.sweep()
    assert total(world, me) == "77.55"


def test_the_reviewer_opens_the_file_they_rule_on_and_no_other(world: World) -> None:
    me = with_articles(world)
    reviewer = world.act("revisor_investigacion", who="revisor")
    version, content = documents.get_document(world.documents.desk, reviewer, me, "ARTICULOS", 0)
    assert content == jpg(a_page())
    assert version.number == 1
    with pytest.raises(NotFound, match="NO_ES_TUYO"):
        documents.get_document(world.documents.desk, reviewer, me, "CURP", 0)
