"""A later period offers exactly what the one before left, counted once, in a file that is always the same."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from plumbing import config as configs
from plumbing.convocatoria.registry import Registry
from plumbing.errors import Conflict, OutsideWindow
from services.allocation import usecases
from tests.usecases.allocation.concurso import CLOSED, INSIDE, MX, OTHER, VALID, X47, Concurso, accepted, four

P2, P3 = "xlvii-enarm-2023-periodo-2", "xlvii-enarm-2023-periodo-3"
BEFORE_CUT = datetime(2024, 1, 2, 23, 59, tzinfo=MX)
CUT = datetime(2024, 1, 3, 0, 0, 1, tzinfo=MX)
SECOND = {
    "run": datetime(2024, 1, 14, 10, tzinfo=MX),
    "inside": datetime(2024, 1, 16, 9, tzinfo=MX),
    "cut": datetime(2024, 2, 2, 0, 0, 1, tzinfo=MX),
}
HEAD = "especialidad,sede,subsede,categoria,plazas\n"
CMNO = "pediatria,UMAE-PED-CMNO,UMAE-PED-CMNO,extranjero,1\n"
HGR = "pediatria,HGR-1-CDMX-S,HGR-1-CDMX-S,nacional,1\n"
UMF = "pediatria,HGR-1-CDMX-S,UMF-28-CDMX-S,indistinta,1\n"
SXXI = "pediatria,UMAE-PED-SXXI,UMAE-PED-SXXI,nacional,1\n"


@pytest.fixture(scope="module")
def cycle(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    """The three periods, the later ones with their example calendar."""
    root, calendars = configs.ROOT / "convocatorias", tmp_path_factory.mktemp("calendarios")
    for call in (P2, P3):
        shutil.copy(root / call / "ejemplo" / "calendario.ejemplo.yaml", calendars / f"{call}.yaml")
    return Registry.load(root, calendars)


@pytest.fixture
def first(cycle: Registry) -> Concurso:
    """a, b and c hold a national place, x the foreign one; d has none."""
    concurso = four(Concurso(cycle=cycle))
    concurso.publish()
    concurso.at(INSIDE)
    usecases.sweep(concurso.desk)
    return concurso


def of(concurso: Concurso, call: str) -> Concurso:
    concurso.call = call
    return concurso


def swept(concurso: Concurso, instant: datetime) -> Concurso:
    usecases.sweep(concurso.at(instant).desk)
    return concurso


def leftover(concurso: Concurso, call: str) -> dict[str, Any]:
    return usecases.get_leftover(of(concurso, call).desk, concurso.act())


def rows(file: dict[str, Any]) -> str:
    return "".join(
        line for line in file["content"].decode().splitlines(keepends=True) if not line.startswith("#")
    )


def load(concurso: Concurso, content: bytes) -> dict[str, Any]:
    return usecases.load_oferta(concurso.desk, concurso.act(), "oferta.csv", content)


def renounce(concurso: Concurso, expediente_id: str) -> None:
    act = concurso.act("ooad", scope=concurso.desk.participaciones.load(expediente_id).value.ooad)
    usecases.register_renuncia(concurso.desk, act, expediente_id, "", concurso.paper(expediente_id))


def test_what_nobody_took_and_what_was_given_back_is_the_oferta_of_the_next_period(first):
    accepted(first, "a")  # comes to the OOAD and stays
    accepted(first, "b")  # never comes: abandono when the letter ends
    act = first.at(VALID).act("ooad", scope=first.desk.participaciones.load("a").value.ooad)
    usecases.register_presentation(first.desk, act, "a", "INE")
    swept(first, CLOSED)  # c and x said nothing
    file = leftover(swept(first, CUT), P2)
    places = {one: first.desk.participaciones.load(one).value.adscripcion.subsede for one in "abcx"}
    assert places["a"] == "UMAE-PED-SXXI"
    assert rows(file) == HEAD + HGR + UMF + CMNO
    assert (file["rows"], file["plazas"]) == (3, 3)


def test_the_file_is_the_same_bytes_and_says_where_it_comes_from(first, cycle):
    swept(first, CUT)
    file = leftover(first, P2)
    assert leftover(first.at(datetime(2024, 5, 1, tzinfo=MX)), P2) == file
    (ronda,) = first.desk.rondas.find({"convocatoria": X47, "kind": "OFICIAL"})
    assert file["origin_output_sha256"] == ronda.value.round.output_sha256
    for said in (X47, cycle[X47].digest, ronda.value.round.output_sha256, file["sha256"], "2024-01-02"):
        assert said in file["content"].decode()


def test_it_is_imported_as_it_is_and_reported_under_the_same_digest(first):
    file = leftover(swept(first, CUT), P2)
    report = load(first, file["content"])
    assert (report["sha256"], report["plazas"], report["refused"]) == (file["sha256"], file["plazas"], [])
    assert usecases.accept_oferta(first.desk, first.act(), report["oferta_id"])["state"] == "ACEPTADA"


@pytest.mark.parametrize(
    ("change", "first_difference"),
    [
        (lambda text: text.replace(HGR, ""), ("HGR-1-CDMX-S, nacional", 0, 1)),
        (lambda text: text.replace(HGR, HGR.replace(",1", ",2")), ("HGR-1-CDMX-S, nacional", 2, 1)),
        (lambda text: text + "pediatria,HGR-1-CDMX-S,HGR-1-CDMX-S,extranjero,3\n", ("extranjero", 3, 0)),
    ],
)
def test_any_other_file_is_refused_with_the_first_difference(first, change, first_difference):
    file = leftover(swept(first, CUT), P2)
    where, has, should = first_difference
    with pytest.raises(Conflict, match="OFERTA_DISTINTA_DE_LA_SOBRANTE") as refused:
        load(first, change(file["content"].decode()).encode())
    facts = refused.value.facts
    assert (facts["diferencias"], facts["archivo"], facts["sobrantes"]) == (1, has, should)
    assert facts["primera"].endswith(where)


def test_the_order_of_the_rows_is_free(first):
    file = leftover(swept(first, CUT), P2)
    head, *body = rows(file).splitlines(keepends=True)
    assert load(first, (head + "".join(reversed(body))).encode())["plazas"] == file["plazas"]


def test_until_the_last_letter_has_ended_nothing_is_counted(first):
    accepted(first, "a")
    for instant in (INSIDE, CLOSED, BEFORE_CUT):
        with pytest.raises(OutsideWindow, match="PLAZAS_POR_LIBERAR") as refused:
            leftover(swept(first, instant), P2)
        assert refused.value.facts["corte"] == "2024-01-02T23:59-06:00"
    with pytest.raises(OutsideWindow, match="PLAZAS_POR_LIBERAR"):
        load(first, (HEAD + HGR).encode())


def test_after_the_instant_it_waits_for_the_sweeper(first):
    accepted(first, "a")
    swept(first, BEFORE_CUT)
    with pytest.raises(OutsideWindow, match="PLAZAS_POR_LIBERAR"):
        leftover(first.at(CUT), P2)
    assert SXXI in rows(leftover(swept(first, CUT), P2))


def test_who_reaches_the_sede_keeps_the_place_and_a_late_renuncia_goes_to_the_third(first):
    """a came before the letter ended and renounces in January: not in the second period's oferta, in the third's."""
    accepted(first, "a")
    act = first.at(VALID).act("ooad", scope=first.desk.participaciones.load("a").value.ooad)
    usecases.register_presentation(first.desk, act, "a", "INE")
    second = leftover(swept(first, CUT), P2)
    assert SXXI not in rows(second)
    report = load(first, second["content"])
    usecases.accept_oferta(first.desk, first.act(), report["oferta_id"])
    renounce(of(first.at(SECOND["run"]), X47), "a")
    assert leftover(first, P2) == second
    _run_second(first)
    third = leftover(swept(first, SECOND["cut"]), P3)
    assert rows(third) == HEAD + UMF + CMNO + SXXI  # e took HGR-1 and is at the OOAD


def _run_second(concurso: Concurso) -> None:
    """e is the only one of the second period, and takes the first place there is."""
    of(concurso.at(SECOND["run"]), P2)
    concurso.inscritos.folios.clear()
    concurso.enter("e", "F-E", "75", ["HGR-1-CDMX-S"])
    made = usecases.run_round(concurso.desk, concurso.inscritos, concurso.act(), "54321", "Lotería Nacional")
    usecases.propose_publication(concurso.desk, concurso.act(), made["round_id"])
    usecases.approve_publication(concurso.desk, concurso.act(who=OTHER), made["round_id"])
    own = swept(concurso, SECOND["inside"]).own("e")
    for step in (usecases.accept_adscripcion, usecases.accept_compromiso, usecases.issue_preaceptacion):
        step(concurso.desk, own, "e")
    concurso.at(datetime(2024, 1, 19, 9, tzinfo=MX))
    scope = concurso.desk.participaciones.load("e").value.ooad
    usecases.register_presentation(concurso.desk, concurso.act("ooad", scope=scope), "e", "INE")


def test_the_third_waits_for_the_deadlines_of_both_before_it(first):
    swept(first, CUT)
    with pytest.raises(OutsideWindow, match="PLAZAS_POR_LIBERAR") as refused:
        leftover(first, P3)
    assert "segundo periodo" in refused.value.facts["convocatoria"]


def test_a_call_that_comes_after_none_has_no_such_file(first):
    with pytest.raises(Conflict, match="OFERTA_SIN_ORIGEN"):
        leftover(swept(first, CUT), X47)


def test_where_nothing_is_left_there_is_no_period(cycle):
    concurso = Concurso(cycle=cycle)
    concurso.load_oferta(HEAD + SXXI)
    concurso.enter("a", "F-A", "90", ["UMAE-PED-SXXI"])
    concurso.publish()
    accepted(swept(concurso, INSIDE), "a")
    scope = concurso.desk.participaciones.load("a").value.ooad
    usecases.register_presentation(concurso.desk, concurso.at(VALID).act("ooad", scope=scope), "a", "INE")
    with pytest.raises(Conflict, match="SIN_PLAZAS_SOBRANTES"):
        leftover(swept(concurso, CUT), P2)


def test_the_example_says_who_gave_the_calendar(cycle: Registry):
    assert {cycle[call].period.value for call in (P2, P3)} == {2, 3}
    assert all("EJEMPLO" in cycle[call].calendar_source.value for call in (P2, P3))
    assert Path(configs.ROOT / "convocatorias" / P2).is_dir()


def test_a_period_to_which_nobody_came_leaves_all_it_offered(first):
    """Without inscritos there is no round to run, and the third period is owed its plazas all the same."""
    file = leftover(swept(first, CUT), P2)
    report = load(first, file["content"])
    usecases.accept_oferta(first.desk, first.act(), report["oferta_id"])
    third = leftover(swept(first, SECOND["cut"]), P3)
    assert rows(third) == rows(file)
    assert third["origin_output_sha256"] == ""


def test_a_period_whose_round_was_never_published_is_not_counted(cycle):
    concurso = four(Concurso(cycle=cycle))
    with pytest.raises(OutsideWindow, match="RESULTADOS_NO_PUBLICADOS"):
        leftover(swept(concurso, CUT), P2)
