"""What the CES has to do at each moment, how a report reads, and the strip of a calendar."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from plumbing.config import ROOT
from plumbing.convocatoria.registry import Registry
from services.gateway.portal.personal.ces.actos import Standing, acts_of, next_act
from services.gateway.portal.personal.ces.franja import strip_of
from services.gateway.portal.personal.ces.reporte import report_of
from services.gateway.portal.words import words

REGISTRY = Registry.load(ROOT / "convocatorias")
X47 = REGISTRY["xlvii-enarm-2023"]
BEFORE = datetime(2023, 11, 10, 18, tzinfo=UTC)
REVIEW = datetime(2023, 11, 25, 18, tzinfo=UTC)
ASSIGNING = datetime(2023, 12, 13, 18, tzinfo=UTC)
OUT = datetime(2023, 12, 15, 18, tzinfo=UTC)
ROSTER = {"state": "ACEPTADO", "admitted": 7}
OFERTA = {"state": "ACEPTADA"}


def a_run(**more: Any) -> dict[str, Any]:
    plain = {"round_id": "r", "kind": "OFICIAL", "state": "CORRIDA", "assigned": 4, "proposed_by": ""}
    return {**plain, **more}


def standing(now: datetime, call: Any = X47, **more: Any) -> Standing:
    return Standing(call, now, "ces", **more)


def due(one: Standing) -> str:
    found = next_act(acts_of(one))
    return found.code if found else ""


def states(one: Standing) -> dict[str, str]:
    return {act.code: act.state for act in acts_of(one)}


def test_before_the_registro_the_files_are_accepted():
    assert due(standing(BEFORE)) == "oferta"
    assert due(standing(BEFORE, ofertas=[OFERTA])) == "roster"
    waiting = standing(BEFORE, rosters=[{"state": "PROPUESTO", "admitted": 7}])
    assert due(waiting) == "roster", "what waits for a second look goes first"
    assert due(standing(BEFORE, ofertas=[OFERTA], rosters=[ROSTER])) == ""


def test_a_file_that_is_late_is_asked_for_and_one_that_is_too_late_is_not():
    assert states(standing(REVIEW.replace(day=20)))["roster"] == "atender"
    assert states(standing(REVIEW))["roster"] == "cerrada"


def test_while_it_is_reviewed_the_ces_watches():
    one = standing(REVIEW, ofertas=[OFERTA], rosters=[ROSTER])
    assert (states(one)["revision"], states(one)["rezago"], due(one)) == ("espera", "no_disponible", "")


def test_rezago_comes_before_the_run_and_the_run_before_its_publication():
    files = {"ofertas": [OFERTA], "rosters": [ROSTER]}
    assert due(standing(ASSIGNING, rezago=3, **files)) == "rezago"
    assert due(standing(ASSIGNING, **files)) == "ensayo"
    rehearsed = a_run(kind="ENSAYO")
    assert due(standing(ASSIGNING, rounds=[rehearsed], **files)) == "ronda"
    assert due(standing(ASSIGNING, rounds=[rehearsed, a_run()], **files)) == "publicacion"
    assert due(standing(ASSIGNING, rounds=[a_run(state="FALLIDA")], **files)) == "ensayo"


@pytest.mark.parametrize(("who", "state"), [("ces", "espera"), ("ces2", "atender")])
def test_who_proposed_waits_and_the_other_is_called(who, state):
    run = a_run(state="PUBLICACION_PROPUESTA", proposed_by=who)
    assert states(standing(ASSIGNING, rounds=[run]))["publicacion"] == state


def test_after_the_gate_permutas_are_what_is_left():
    published = a_run(state="PUBLICADA")
    one = standing(OUT, rounds=[published], ofertas=[OFERTA], rosters=[ROSTER], permutas=2)
    assert (states(one)["resultados"], due(one)) == ("hecha", "permutas")
    assert "permutas" not in states(standing(OUT, rounds=[published]))


@pytest.mark.parametrize("call", list(REGISTRY.values()), ids=lambda call: call.id)
@pytest.mark.parametrize("now", [BEFORE, ASSIGNING, OUT])
def test_every_act_of_every_call_has_its_words(call, now):
    for act in acts_of(standing(now, call, permutas=1)):
        assert act.code in words()["ces"]["actos"]
        assert act.state in words()["estados"]
    codes = {act.code for act in acts_of(standing(now, call))}
    assert ("oferta" in codes) == ("ronda" in codes) == (call.allocation.algorithm != "sin_asignacion")
    assert ("calificaciones" in codes) == bool(call.scoring.grades)


@pytest.mark.parametrize("call", list(REGISTRY.values()), ids=lambda call: call.id)
def test_the_strip_holds_every_window_in_the_order_they_open(call):
    strip = strip_of(call, call.windows["registro"].first_instant)
    assert [bar.left for bar in strip.bars] == sorted(bar.left for bar in strip.bars)
    assert all(bar.left >= 0 and bar.left + bar.width <= 100 for bar in strip.bars)
    assert 0 <= strip.today <= 100
    assert strip_of(call, datetime(2030, 1, 1, tzinfo=UTC)).today is None


def test_a_report_reads_the_same_whichever_service_made_it():
    refused = {"row": 4, "code": "X", "que": "No.", "arreglo": "Sí."}
    corte = {
        "corte_id": "c", "state": "PROPUESTO", "filename": "s.csv", "sha256": "a", "rows": 9, "people": 4,
        "refused": [refused], "distribution": {"enarm": 7, "rechazo:X": 2}, "direction": "ESCALA_DE_10",
        "accepted_by": "", "imported_at": "", "imported_by": "ces:ana",
    }  # fmt: skip
    report = report_of("calificaciones", "corte_id", corte)
    assert (report.admitted, report.refusals, report.by, report.can_be_accepted) == (7, 2, "ana", False)
    assert report.groups == {"concepto": {"enarm": 7}, "rechazo": {"X": 2}}
    oferta = {
        **corte,
        "oferta_id": "o",
        "distribution": {"pediatria": 8, "categoria:nacional": 8},
        "direction": "",
    }
    report = report_of("ofertas", "oferta_id", oferta)
    assert (report.admitted, report.refusals, report.can_be_accepted) == (8, 1, True)
    assert report.groups["especialidad"] == {"pediatria": 8}
