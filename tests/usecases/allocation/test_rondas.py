"""Rounds: over exactly the inscritos, once, with digests told before, and published by two people at the gate."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import replace

import pytest

from plumbing.errors import Conflict, Invalid, NotAllowed, OutsideWindow
from services.allocation import usecases, verifier
from services.allocation.domain import bundle
from services.allocation.domain.run import run_round
from services.allocation.usecases import publication, running
from tests.usecases.allocation.concurso import CLOSED, GATE, INSIDE, OTHER, RUN, Concurso


def run(concurso: Concurso, number: str = "12345", key: str = ""):
    return usecases.run_round(concurso.desk, concurso.inscritos, concurso.act(key=key), number, "Lotería")


def test_the_run_is_over_the_inscritos_with_seed_digests_and_every_property_held(concurso):
    shown = concurso.run()
    assert (shown["kind"], shown["state"]) == ("OFICIAL", "CORRIDA")
    assert (shown["pool"], shown["assigned"], shown["not_assigned"], shown["plazas"]) == (5, 4, 1, 4)
    assert shown["verification"]["is_ok"]
    assert len(shown["verification"]["properties"]) == len(verifier.PROPERTIES)
    assert all(p["holds"] and p["statement"] and p["clause"] for p in shown["verification"]["properties"])
    told = concurso.facts("RoundFrozen")[0]["data"]
    assert told["input_sha256"] == shown["input_sha256"]
    assert told["inscritos_sha256"] == concurso.inscritos.inscritos_of("")["sha256"]
    assert concurso.facts("RoundRun")[0]["data"]["is_verified"] is True


def test_whoever_holds_the_bundle_runs_it_again_byte_for_byte(concurso):
    shown = concurso.run()
    kept = usecases.get_bundle(concurso.desk, concurso.act("auditor"), "")
    assert hashlib.sha256(kept["input"]).hexdigest() == kept["input_sha256"] == shown["input_sha256"]
    given = bundle.read_input(kept["input"])
    assert bundle.output_bundle(given, run_round(given)) == kept["output"]
    assert verifier.verify(kept["input"], kept["output"]) == []


def test_a_round_run_again_comes_out_the_same_and_leaves_no_trace(concurso):
    shown = concurso.run()
    before = len(concurso.facts("RoundRun"))
    check = usecases.verify_round(concurso.desk, concurso.act("auditor"), "")
    assert (check["is_same"], check["differences"], check["assigned"]) == (True, [], 4)
    assert check["computed_sha256"] == check["output_sha256"] == shown["output_sha256"]
    assert check["verification"] == shown["verification"]
    assert len(concurso.facts("RoundRun")) == before


def test_a_round_whose_output_was_made_otherwise_says_where(concurso):
    """Somebody keeps another output under its own digest, and the round names that one."""
    concurso.run()
    (stored,) = concurso.desk.rondas.find({"kind": "OFICIAL"})
    kept = json.loads(concurso.desk.bundles.get(stored.value.round.output_sha256))
    first, second = [one for one in kept["assignments"] if one["sede"]][:2]
    for name in ("sede", "subsede", "option", "category"):
        first[name], second[name] = second[name], first[name]
    forged = bundle.canonical_json(kept)
    concurso.desk.bundles.put(bundle.digest(forged), forged)
    this = replace(stored.value.round, output_sha256=bundle.digest(forged))
    concurso.desk.rondas.save(stored, replace(stored.value, round=this), concurso.act())
    check = usecases.verify_round(concurso.desk, concurso.act("auditor"), "")
    assert not check["is_same"]
    assert {one["folio"] for one in check["differences"]} == {first["folio"], second["folio"]}
    assert not check["verification"]["is_ok"]


def test_a_large_bundle_travels_compressed(concurso, monkeypatch):
    concurso.run()
    monkeypatch.setattr(publication, "LARGE_BYTES", 10)
    kept = usecases.get_bundle(concurso.desk, concurso.act(), "")
    assert kept["encoding"] == "gzip"
    assert hashlib.sha256(gzip.decompress(kept["output"])).hexdigest() == kept["output_sha256"]


def test_an_unoffered_subsede_in_a_list_is_left_out_and_the_run_goes_on(concurso):
    options = [{"sede": "HGR-1-CDMX-S", "subsedes": ["UMF-21-CDMX-S", "UMF-28-CDMX-S"]}]
    concurso.enter("e", "F-E", "99", options)
    concurso.run()
    kept = usecases.get_bundle(concurso.desk, concurso.act(), "")
    (row,) = [one for one in json.loads(kept["input"])["pool"] if one["folio"] == "F-E"]
    assert row["options"] == [{"sede": "HGR-1-CDMX-S", "subsedes": ["UMF-28-CDMX-S"]}]


def test_a_missing_puntaje_stops_the_run_and_names_the_folio(concurso):
    usecases.on_ficha_issued(concurso.desk, concurso.ficha("z", "F-Z", ["UMAE-PED-SXXI"]))
    concurso.inscritos.folios["z"] = "F-Z"
    pool = usecases.get_pool(concurso.desk, concurso.inscritos, concurso.act())
    assert (pool["is_ready"], pool["missing_puntaje"]) == (False, ["F-Z"])
    concurso.at(RUN)
    with pytest.raises(Conflict, match="POOL_INCOMPLETO") as refused:
        run(concurso)
    assert refused.value.facts["folios"] == "F-Z"
    usecases.on_puntaje_computed(concurso.desk, concurso.puntaje("z", "F-Z", "50"))
    assert run(concurso)["pool"] == 6


def test_a_puntaje_before_its_ficha_is_as_good(concurso):
    usecases.on_puntaje_computed(concurso.desk, concurso.puntaje("z", "F-Z", "95"))
    usecases.on_ficha_issued(concurso.desk, concurso.ficha("z", "F-Z", ["UMAE-PED-SXXI"]))
    concurso.inscritos.folios["z"] = "F-Z"
    assert usecases.get_pool(concurso.desk, concurso.inscritos, concurso.act())["is_ready"]


def test_repeated_and_overtaken_facts_change_nothing(concurso):
    late = concurso.ficha("a", "F-A", ["HGR-1-CDMX-S"])
    newer = concurso.ficha("a", "F-A", ["UMAE-PED-SXXI"])
    for fact in (newer, late, newer):
        usecases.on_ficha_issued(concurso.desk, fact)
    kept = concurso.desk.participaciones.load("a")
    assert [one.sede for one in kept.value.candidato.opciones] == ["UMAE-PED-SXXI"]


def test_whoever_validation_took_out_before_the_run_is_not_in_the_pool(concurso):
    usecases.on_left(concurso.desk, annulled(concurso, "a"), "ANULADO")
    concurso.at(RUN)
    with pytest.raises(Conflict, match="POOL_INCOMPLETO"):
        run(concurso)
    del concurso.inscritos.folios["a"]
    assert run(concurso)["pool"] == 4


def annulled(concurso: Concurso, expediente_id: str, cause: str = "INCONSISTENCIA_GRAVE"):
    from contracts.residencias.validation.v1 import events_pb2

    return concurso.fact(
        events_pb2.ExpedienteAnnulled, expediente_id, "validation", cause=cause, clause="000§3.3 b"
    )


def test_unresolved_rezago_stops_the_run(concurso):
    concurso.inscritos.rezago = 2
    concurso.at(RUN)
    with pytest.raises(Conflict, match="REZAGO_SIN_RESOLVER"):
        run(concurso)


@pytest.mark.parametrize("number", ["", "12 345", "abc", "123456789"])
def test_the_public_number_must_look_as_the_convocatoria_announced(concurso, number):
    concurso.at(RUN)
    with pytest.raises(Invalid, match="NUMERO_PUBLICO"):
        run(concurso, number)


def test_the_run_counts_once_and_only_while_the_pool_is_frozen(concurso):
    with pytest.raises(OutsideWindow, match="FUERA_DE_VENTANA_ANTES"):
        run(concurso)
    concurso.at(RUN)
    first = run(concurso, key="k")
    assert run(concurso, key="k")["round_id"] == first["round_id"]
    with pytest.raises(Conflict, match="RONDA_YA_CORRIDA"):
        run(concurso, key="other")
    concurso.at(GATE)
    with pytest.raises(OutsideWindow, match="FUERA_DE_VENTANA_DESPUES"):
        run(concurso, key="third")


def test_two_official_runs_at_once_do_not_happen(concurso):
    concurso.at(RUN)
    assert concurso.desk.own_leases().acquire(f"ronda:{concurso.act().convocatoria}", 60)
    with pytest.raises(Conflict, match="RONDA_EN_CURSO"):
        run(concurso)


def test_the_same_click_while_its_run_goes_on_is_told_so(concurso, monkeypatch):
    told = []
    real = running.compute

    def clicked_again(*args):
        told.append(run(concurso, key="k")["state"])
        return real(*args)

    concurso.at(RUN)
    monkeypatch.setattr(running, "compute", clicked_again)
    assert (run(concurso, key="k")["state"], told) == ("CORRIDA", ["CORRIENDO"])


def test_two_clicks_at_once_of_the_same_person_publish_once(concurso, monkeypatch):
    round_id = concurso.run()["round_id"]
    real, raced = concurso.desk.rondas.save, []

    def another_window_was_first(stored, *args, **kwargs):
        if not raced:
            raced.append(stored)
            usecases.propose_publication(concurso.desk, concurso.act(), round_id)
        return real(stored, *args, **kwargs)

    monkeypatch.setattr(concurso.desk.rondas, "save", another_window_was_first)
    shown = usecases.propose_publication(concurso.desk, concurso.act(), round_id)
    assert (shown["state"], len(concurso.facts("PublicationProposed"))) == ("PUBLICACION_PROPUESTA", 1)


def test_a_round_whose_process_died_is_interrupted_and_the_next_run_counts(concurso, monkeypatch):
    class Died(BaseException):
        pass

    def dies(*_):
        raise Died

    concurso.at(RUN)
    with monkeypatch.context() as killed:
        killed.setattr(running, "compute", dies)
        with pytest.raises(Died):
            run(concurso, key="k")
    again = run(concurso, key="k")
    rounds = usecases.list_rounds(concurso.desk, concurso.act())["rounds"]
    assert sorted(one["state"] for one in rounds) == ["CORRIDA", "INTERRUMPIDA"]
    assert len({one["input_sha256"] for one in rounds}) == 1
    assert again["state"] == "CORRIDA"


def test_a_round_the_verifier_is_against_is_kept_as_failed_and_never_published(concurso, monkeypatch):
    honest = running.run_round

    def tampered(given):
        result = honest(given)
        robbed = [replace(one, option=0, sede="", subsede="", category="") for one in result.assignments]
        return replace(result, assignments=(robbed[0], *result.assignments[1:]))

    concurso.at(RUN)
    with monkeypatch.context() as broken:
        broken.setattr(running, "run_round", tampered)
        with pytest.raises(Conflict, match="VERIFICADOR_EN_CONTRA") as refused:
            run(concurso)
    kept = usecases.get_round(concurso.desk, concurso.act(), refused.value.facts["ronda"])
    assert (kept["state"], kept["verification"]["is_ok"]) == ("FALLIDA", False)
    assert any(not p["holds"] and p["violations"] for p in kept["verification"]["properties"])
    with pytest.raises(Conflict, match="RONDA_ESTADO"):
        usecases.propose_publication(concurso.desk, concurso.act(), kept["round_id"])
    assert run(concurso)["state"] == "CORRIDA"


def test_a_rehearsal_runs_at_any_time_shows_what_changed_and_is_never_published(concurso):
    first = usecases.rehearse_round(concurso.desk, concurso.act(), "", "")
    assert (first["kind"], first["state"], first["changed"]) == ("ENSAYO", "CORRIDA", 0)
    concurso.enter("e", "F-E", "99", ["UMAE-PED-SXXI", "HGR-1-CDMX-S"])
    second = usecases.rehearse_round(concurso.desk, concurso.act(), "777777", "x")
    assert second["changed"] == 3
    with pytest.raises(Conflict, match="ES_ENSAYO"):
        usecases.propose_publication(concurso.desk, concurso.act(), second["round_id"])


def test_publication_needs_two_people_and_opens_at_the_gate_not_before(concurso):
    round_id = concurso.run()["round_id"]
    with pytest.raises(Conflict, match="RONDA_ESTADO"):
        usecases.approve_publication(concurso.desk, concurso.act(who=OTHER), round_id)
    for _ in range(2):
        usecases.propose_publication(concurso.desk, concurso.act(), round_id)
    with pytest.raises(NotAllowed, match="SEGUNDA_PERSONA"):
        usecases.approve_publication(concurso.desk, concurso.act(), round_id)
    for _ in range(2):
        shown = usecases.approve_publication(concurso.desk, concurso.act(who=OTHER), round_id)
    assert (shown["state"], shown["publishes_at"]) == ("PUBLICADA", GATE)
    assert len(concurso.facts("PublicationProposed")) == len(concurso.facts("RoundPublished")) == 1
    usecases.sweep(concurso.desk)
    assert concurso.facts("ResultPublished") == []


def test_an_approval_after_the_gate_opens_results_at_once_but_not_after_the_acceptance_closed(concurso):
    round_id = concurso.run()["round_id"]
    usecases.propose_publication(concurso.desk, concurso.act(), round_id)
    concurso.at(CLOSED)
    with pytest.raises(Conflict, match="PUBLICACION_TARDIA"):
        usecases.approve_publication(concurso.desk, concurso.act(who=OTHER), round_id)
    concurso.at(INSIDE)
    shown = usecases.approve_publication(concurso.desk, concurso.act(who=OTHER), round_id)
    assert shown["publishes_at"] == INSIDE
    usecases.sweep(concurso.desk)
    assert len(concurso.facts("ResultPublished")) == 5
