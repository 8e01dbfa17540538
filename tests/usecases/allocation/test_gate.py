"""Before the gate nobody reads a result; at it each person's becomes theirs, once, whatever dies in between."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plumbing.errors import Conflict, NotFound, OutsideWindow
from services.allocation import usecases
from services.allocation.domain.record import Participacion
from services.allocation.usecases import gate
from tests.usecases.allocation.concurso import GATE
from tests.usecases.allocation.test_rondas import annulled

OOAD = "CDMX-S"
ASKED = {
    "get_result": lambda c, act: usecases.get_result(c.desk, act, "a"),
    "explain_result": lambda c, act: usecases.explain_result(c.desk, act, "a"),
    "get_cutoffs": lambda c, act: usecases.get_cutoffs(c.desk, act),
    "list_results": lambda c, act: usecases.list_results(c.desk, act, "", "", None),
    "accept": lambda c, act: usecases.accept_adscripcion(c.desk, act, "a"),
    "compromiso": lambda c, act: usecases.accept_compromiso(c.desk, act, "a"),
    "issue": lambda c, act: usecases.issue_preaceptacion(c.desk, act, "a"),
    "reject": lambda c, act: usecases.reject_plaza(c.desk, act, "a", "F-A"),
    "issuance": lambda c, act: usecases.get_issuance(c.desk, act, "a", "RESULTADO"),
    "presentation": lambda c, act: usecases.register_presentation(c.desk, act, "a", "INE"),
    "exam": lambda c, act: usecases.record_exam(c.desk, act, "a", "MEDICO", True, ""),
    "presentacion": lambda c, act: usecases.issue_presentacion(c.desk, act, "a"),
    "renuncia": lambda c, act: usecases.register_renuncia(c.desk, act, "a", "", "sha"),
    "abandono": lambda c, act: usecases.record_abandono(c.desk, act, "a", "ABANDONO", ""),
    "obligation": lambda c, act: usecases.record_obligation(c.desk, act, "a", "PAGO_FOFOE", "", "x"),
    "freed": lambda c, act: usecases.list_freed(c.desk, act),
    "permuta": lambda c, act: usecases.request_permuta(c.desk, act, "a", "F-B"),
    "agree": lambda c, act: usecases.agree_permuta(c.desk, act, "a", "p"),
    "approve": lambda c, act: usecases.approve_permuta(c.desk, act, "p"),
}
PREVIEWS = {"get_result", "explain_result", "get_cutoffs", "list_results"}


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("who", ["aspirante", "ooad", "sistema", "publico", "ces", "auditor"])
def test_before_the_gate_only_ces_and_auditors_look_and_nobody_acts(concurso, asked, who):
    concurso.publish()
    concurso.at(GATE.replace(hour=17, minute=59))
    act = concurso.own("a") if who == "aspirante" else concurso.act(who, scope=OOAD)
    if asked in PREVIEWS and who in ("ces", "auditor"):
        assert ASKED[asked](concurso, act)
        return
    with pytest.raises(OutsideWindow, match="RESULTADOS_NO_PUBLICADOS") as refused:
        ASKED[asked](concurso, act)
    assert refused.value.facts == {}


def test_before_the_gate_no_fact_and_no_dossier_knows_a_place(concurso):
    concurso.publish()
    usecases.get_result(concurso.desk, concurso.act(), "a")
    usecases.list_results(concurso.desk, concurso.act(), "", "", None)
    usecases.sweep(concurso.desk)
    for mongo_doc in concurso.store.participaciones.collection.find({}):
        assert (mongo_doc["estado"], mongo_doc["adscripcion"], mongo_doc["rank"]) == ("", None, 0)
    named = {"ResultPublished", "PlazaReleased", "AdscripcionAccepted"}
    assert not [one for one in concurso.facts() if one["type"].rsplit(".", 1)[-1] in named]


def test_a_preview_is_what_the_person_will_read(concurso):
    concurso.publish()
    before = usecases.get_result(concurso.desk, concurso.act(), "b")
    concurso.at(GATE)
    after = usecases.get_result(concurso.desk, concurso.own("b"), "b")
    same = ("estado", "place", "rank", "option", "puntaje", "folio")
    assert {name: before[name] for name in same} == {name: after[name] for name in same}


def test_at_the_gate_everybody_has_a_result_and_one_fact(out):
    assert {e: out.estado(e) for e in "abcdx"} == {
        "a": "ASIGNADO",
        "b": "ASIGNADO",
        "c": "ASIGNADO",
        "d": "NO_ASIGNADO",
        "x": "ASIGNADO",
    }
    facts = {fact["subject"]: fact["data"] for fact in out.facts("ResultPublished")}
    assert len(out.facts("ResultPublished")) == len(facts) == 5
    assert facts["d"]["is_assigned"] is False
    assert facts["a"]["decide_until"].startswith("2023-12-18T05:59:59")
    usecases.sweep(out.desk)
    assert len(out.facts("ResultPublished")) == 5


def test_the_first_look_after_the_gate_does_not_wait_for_the_sweeper(concurso):
    concurso.publish()
    concurso.at(GATE)
    mine = usecases.get_result(concurso.desk, concurso.own("a"), "a")
    assert (mine["estado"], mine["place"]["sede"], mine["option"]) == ("ASIGNADO", "UMAE-PED-SXXI", 1)
    usecases.sweep(concurso.desk)
    usecases.get_result(concurso.desk, concurso.own("a"), "a")
    assert len([one for one in concurso.facts("ResultPublished") if one["subject"] == "a"]) == 1


def test_a_sweeper_killed_in_the_middle_goes_on_without_repeating(concurso, monkeypatch):
    class Killed(BaseException):
        pass

    concurso.publish()
    concurso.at(GATE)
    monkeypatch.setattr(gate, "BATCH", 2)
    real, told = gate._deliver, []

    def dies_after_three(*args):
        if len(told) == 3:
            raise Killed
        told.append(args)
        return real(*args)

    with monkeypatch.context() as killed:
        killed.setattr(gate, "_deliver", dies_after_three)
        with pytest.raises(Killed):
            usecases.sweep(concurso.desk)
    assert len(concurso.facts("ResultPublished")) == 3
    assert concurso.desk.sweeps.through() is None
    usecases.sweep(concurso.desk)
    subjects = [fact["subject"] for fact in concurso.facts("ResultPublished")]
    assert sorted(subjects) == ["a", "b", "c", "d", "x"]


def test_somebody_saving_at_that_moment_only_delays_the_mark(concurso, monkeypatch):
    concurso.publish()
    concurso.at(GATE)
    real, lost = concurso.desk.participaciones.save, []

    def loses_once(stored, *args, **kwargs):
        if stored.id == "c" and not lost:
            lost.append(stored)
            raise Conflict("VERSION_PERDIDA")
        return real(stored, *args, **kwargs)

    monkeypatch.setattr(concurso.desk.participaciones, "save", loses_once)
    usecases.sweep(concurso.desk)
    assert concurso.estado("c") == ""
    assert concurso.desk.sweeps.through() is None
    usecases.sweep(concurso.desk)
    assert concurso.estado("c") == "ASIGNADO"
    assert concurso.desk.sweeps.through() == GATE


def test_whoever_is_annulled_between_the_run_and_the_gate_leaves_the_place_free(concurso):
    concurso.publish()
    usecases.on_left(concurso.desk, annulled(concurso, "a"), "ANULADO")
    concurso.at(GATE)
    usecases.sweep(concurso.desk)
    assert concurso.estado("a") == "ANULADO"
    (freed,) = usecases.list_freed(concurso.desk, concurso.act())["freed"]
    assert (freed["sede"], freed["cause"]) == ("UMAE-PED-SXXI", "INCONSISTENCIA_GRAVE")
    with pytest.raises(Conflict, match="PASO_NO_PROCEDE"):
        usecases.accept_adscripcion(concurso.desk, concurso.own("a"), "a")


def test_whoever_is_annulled_with_a_place_in_hand_frees_it_once(out):
    fact = annulled(out, "a")
    for _ in range(2):
        usecases.on_left(out.desk, fact, "ANULADO")
    shown = usecases.get_result(out.desk, out.own("a"), "a")
    assert (shown["estado"], shown["later_right"], shown["is_banned"]) == ("ANULADO", "NINGUNO", True)
    assert len(out.facts("PlazaReleased")) == 1


def test_why_names_each_option_with_the_last_admitted(out):
    why = usecases.explain_result(out.desk, out.own("d"), "d")
    assert (why["rank"], why["pool"]) == (5, 5)
    assert [(o["why"], o["places_short"], o["points_short"]) for o in why["options"]] == [
        ("LLENA_ANTES", 3, "30.5"),
        ("LLENA_ANTES", 1, "27"),
    ]
    assert usecases.explain_result(out.desk, out.own("b"), "b")["options"][1]["why"] == "OBTENIDA"


def test_a_tie_that_came_down_to_the_draw_shows_its_number(concurso):
    for name in ("t", "u"):
        concurso.enter(name, f"F-{name.upper()}", "90.5", ["UMAE-PED-SXXI"])
    concurso.publish()
    concurso.at(GATE)
    draws = {e: usecases.explain_result(concurso.desk, concurso.own(e), e)["draw"] for e in "atu"}
    assert any(draws.values())
    assert all(len(value) == 64 for value in draws.values() if value)


def test_cutoffs_are_public_after_the_gate(out):
    rows = usecases.get_cutoffs(out.desk, out.act("publico"))["cutoffs"]
    by_cell = {(r["sede"], r["subsede"]): (r["filled"], r["last_admitted_puntaje"]) for r in rows}
    assert by_cell["HGR-1-CDMX-S", "UMF-28-CDMX-S"] == (1, "87")


def test_another_persons_result_is_not_found(out):
    for ask in (usecases.get_result, usecases.explain_result, usecases.accept_adscripcion):
        with pytest.raises(NotFound, match="NO_ES_TUYO"):
            ask(out.desk, out.own("b"), "a")


def test_an_ooad_sees_its_own_people_only(out):
    listed = usecases.list_results(out.desk, out.ooad("JAL"), "", OOAD, None)
    assert [row["folio"] for row in listed["results"]] == ["F-X"]
    assert listed["counts"] == {"ASIGNADO": 1}
    assert usecases.get_result(out.desk, out.ooad("JAL"), "x")["folio"] == "F-X"
    for scope in (OOAD, ""):
        with pytest.raises(NotFound, match="NO_ES_TUYO"):
            usecases.get_result(out.desk, out.ooad(scope), "x")


def test_results_are_listed_by_folio_page_by_page(out):
    first = usecases.list_results(out.desk, out.act(), "ASIGNADO", "", {"limit": 3, "after": ""})
    assert [row["folio"] for row in first["results"]] == ["F-A", "F-B", "F-C"]
    second = usecases.list_results(out.desk, out.act(), "ASIGNADO", "", {"limit": 3, "after": first["next"]})
    assert ([row["folio"] for row in second["results"]], second["next"]) == (["F-X"], "")
    assert first["counts"] == {"ASIGNADO": 4, "NO_ASIGNADO": 1}


def test_a_look_of_the_staff_is_a_fact_and_the_owners_is_not(out):
    usecases.get_result(out.desk, out.own("a"), "a")
    assert out.facts("DossierRead") == []
    usecases.get_result(out.desk, out.act("auditor", who="aud"), "a")
    usecases.explain_result(out.desk, out.act("ces"), "a")
    usecases.get_issuance(out.desk, out.ooad(OOAD), "a", "RESULTADO")
    read = [(fact["subject"], fact["data"]["what"], fact["actor"]) for fact in out.facts("DossierRead")]
    assert read == [
        ("a", "resultado", "auditor:aud"),
        ("a", "explicacion", "ces:ces-1"),
        ("a", "carta:RESULTADO", f"ooad:ooad-{OOAD}"),
    ]


def test_who_is_not_in_the_concurso_has_no_result(out):
    out.store.participaciones.create("y", Participacion(out.act().convocatoria), out.act())
    with pytest.raises(NotFound, match="NO_ES_TUYO"):
        usecases.get_result(out.desk, out.own("y"), "y")


def test_an_unknown_convocatoria_is_not_found(out):
    with pytest.raises(NotFound, match="CONVOCATORIA_DESCONOCIDA"):
        usecases.get_result(out.desk, replace(out.own("a"), convocatoria="otra"), "a")
