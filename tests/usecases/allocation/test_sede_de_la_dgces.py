"""Where the sede comes from the DGCES: who has a ficha holds the place at the opening; omission is a renuncia."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import mongomock
import pytest

from contracts.residencias.validation.v1 import events_pb2 as validation
from plumbing.auth import Caller
from plumbing.clock import FixedClock
from plumbing.convocatoria.registry import Registry
from plumbing.errors import Conflict, NotFound, OutsideWindow
from plumbing.events import Act
from services.allocation import usecases, wiring

from .concurso import MX, Concurso, Memory, MemoryPapers, _settings, configs

X49 = "xlix-tercer-periodo-2026"
RULES = Registry.load(configs.ROOT / "convocatorias")[X49]
DIGEST = RULES.digest
SEDE, SUBSEDE, OOAD = "HGR-1-CDMX-S", "UMF-28-CDMX-S", "CDMX-S"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MX)


class Direct(Concurso):
    """The service under the XLIX call; `me` has a ficha unless told otherwise."""

    def __init__(self) -> None:
        self.call = X49
        self.clock = FixedClock(at("2026-02-20T10:00"))
        own: Any = mongomock.MongoClient(tz_aware=True)["allocation"]
        settings = replace(_settings(), catalog=configs.ROOT / "catalog")
        built = wiring.build(settings, self.clock, {X49: RULES}, own, Memory(), MemoryPapers())
        self.desk, self.store = built.desk, built.store
        self._version = 0

    def act(self, *roles: str, who: str = "ces-1", key: str = "", scope: str = "", session: str = "") -> Act:
        caller = Caller(who, frozenset(roles or ("ces",)), None, session, scope)
        return Act(self.clock.now(), caller, X49, DIGEST, key)

    def own(self, expediente_id: str, *, key: str = "", session: str = "s1") -> Act:
        caller = Caller(expediente_id, frozenset({"aspirante"}), expediente_id, session)
        return Act(self.clock.now(), caller, X49, DIGEST, key)

    def fact(self, message: Any, expediente_id: str, source: str, **data: Any) -> Any:
        return replace(super().fact(message, expediente_id, source, **data), convocatoria=X49)

    def inscribed(self, expediente_id: str = "me", **data: Any) -> Direct:
        place = [{"sede": SEDE, "subsedes": [SUBSEDE]}]
        ficha = self.ficha(expediente_id, f"F-{expediente_id}", place, seleccion_on="2026-02-17", **data)
        usecases.on_ficha_issued(self.desk, ficha)
        return self

    def moved(self, when: str) -> Direct:
        self.at(at(when))
        return self

    def accepted(self) -> Direct:
        mine = self.moved("2026-02-24T10:00").own("me")
        usecases.accept_compromiso(self.desk, mine, "me")
        usecases.issue_preaceptacion(self.desk, mine, "me")
        return self

    def result(self) -> dict[str, Any]:
        return usecases.get_result(self.desk, self.own("me"), "me")


def test_before_the_opening_nobody_reads_a_place() -> None:
    direct = Direct().inscribed().moved("2026-02-24T08:59:59")
    usecases.sweep(direct.desk)
    with pytest.raises(OutsideWindow, match="RESULTADOS_NO_PUBLICADOS"):
        direct.result()
    assert direct.facts() == []


def test_at_the_opening_the_inscrito_holds_the_sede_and_subsede_of_the_constancia_without_a_round() -> None:
    direct = Direct().inscribed().moved("2026-02-24T09:00")
    usecases.sweep(direct.desk)
    found = direct.result()
    place = found["place"]
    assert (found["estado"], place["sede"], place["subsede"], place["ooad"]) == (
        "ASIGNADO",
        SEDE,
        SUBSEDE,
        OOAD,
    )
    assert found["puntaje"] == ""
    assert [one["data"]["is_assigned"] for one in direct.facts("ResultPublished")] == [True]
    usecases.sweep(direct.desk)
    assert len(direct.facts("ResultPublished")) == 1


def test_who_looks_before_the_sweeper_comes_by_finds_the_place_too() -> None:
    assert Direct().inscribed().moved("2026-02-24T09:00").result()["estado"] == "ASIGNADO"


def test_without_a_ficha_there_is_no_place() -> None:
    with pytest.raises(NotFound):
        Direct().moved("2026-02-24T09:00").result()


@pytest.mark.parametrize(("when", "is_open"), [("2026-02-24T08:59", False), ("2026-02-24T09:00", True)])
def test_the_carta_compromiso_is_accepted_from_nine_on(when: str, is_open: bool) -> None:
    direct = Direct().inscribed().moved(when)
    if is_open:
        answer = usecases.accept_compromiso(direct.desk, direct.own("me"), "me")
        assert answer["estado"] == "COMPROMISO_ACEPTADO"
    else:
        with pytest.raises(OutsideWindow):
            usecases.accept_compromiso(direct.desk, direct.own("me"), "me")


def test_the_letter_needs_the_carta_compromiso_and_is_issued_once() -> None:
    direct = Direct().inscribed().moved("2026-02-24T10:00")
    with pytest.raises(Conflict, match="PASO_NO_PROCEDE"):
        usecases.issue_preaceptacion(direct.desk, direct.own("me"), "me")
    direct.accepted().moved("2026-02-24T11:00")
    with pytest.raises(Conflict, match="CARTA_YA_EMITIDA"):
        usecases.issue_preaceptacion(direct.desk, direct.own("me"), "me")


def test_there_is_no_step_for_an_adscripcion_and_no_button_to_reject() -> None:
    direct = Direct().inscribed().moved("2026-02-24T10:00")
    with pytest.raises(NotFound, match="VENTANA_INEXISTENTE"):
        usecases.accept_adscripcion(direct.desk, direct.own("me"), "me")
    with pytest.raises(Conflict, match="SIN_BOTON_DE_RECHAZO"):
        usecases.reject_plaza(direct.desk, direct.own("me"), "me", "F-me")


@pytest.mark.parametrize("accepts_first", [False, True])
def test_not_finishing_on_the_day_is_a_renuncia_by_omission_that_frees_the_place_for_the_dgces(
    accepts_first: bool,
) -> None:
    direct = Direct().inscribed().moved("2026-02-24T10:00")
    usecases.sweep(direct.desk)
    if accepts_first:
        usecases.accept_compromiso(direct.desk, direct.own("me"), "me")
    usecases.sweep(direct.moved("2026-02-24T23:59:59").desk)
    assert direct.facts("PlazaReleased") == []
    usecases.sweep(direct.moved("2026-02-25T00:00").desk)
    found = direct.result()
    assert (found["estado"], found["cause"], found["later_right"]) == ("RENUNCIA", "OMISION", "NINGUNO")
    assert not found["is_banned"]
    released = [one["data"] for one in direct.facts("PlazaReleased")]
    assert [(one["sede"], one["subsede"], one["cause"], one["destination"]) for one in released] == [
        (SEDE, SUBSEDE, "RENUNCIA", "DGCES")
    ]


def test_a_written_renuncia_is_received_by_the_ooad() -> None:
    direct = Direct().inscribed().accepted().moved("2026-02-25T10:00")
    answer = usecases.register_renuncia(
        direct.desk, direct.ooad(OOAD), "me", "2026-02-25", direct.paper("me")
    )
    assert (answer["estado"], answer["cause"]) == ("RENUNCIA", "ESCRITA")


def test_who_does_not_come_within_the_letters_validity_has_abandoned_and_is_not_barred() -> None:
    direct = Direct().inscribed().accepted().moved("2026-03-12T10:00")
    usecases.sweep(direct.desk)
    found = direct.result()
    assert (found["estado"], found["cause"], found["is_banned"]) == ("ABANDONO", "NO_SE_PRESENTO", False)


@pytest.mark.parametrize("contract", ["BASE", "EVENTUAL"])
def test_a_contract_in_force_spares_the_exams_but_not_the_presentation(contract: str) -> None:
    direct = Direct().inscribed(relacion_laboral=contract).accepted().moved("2026-02-25T10:00")
    with pytest.raises(Conflict, match="PASO_NO_PROCEDE"):
        usecases.issue_presentacion(direct.desk, direct.ooad(OOAD), "me")
    usecases.register_presentation(direct.desk, direct.ooad(OOAD), "me", "INE")
    with pytest.raises(Conflict, match="EXAMEN_EXENTO"):
        usecases.record_exam(
            direct.desk, direct.ooad(OOAD), "me", "MEDICO", False, direct.paper("me", "DICTAMEN")
        )
    usecases.issue_presentacion(direct.desk, direct.ooad(OOAD), "me")
    assert direct.result()["estado"] == "PRESENTADO_A_SEDE"


def test_without_a_contract_the_exams_come_first() -> None:
    direct = Direct().inscribed().accepted().moved("2026-02-25T10:00")
    usecases.register_presentation(direct.desk, direct.ooad(OOAD), "me", "INE")
    with pytest.raises(Conflict, match="EXAMENES_PENDIENTES"):
        usecases.issue_presentacion(direct.desk, direct.ooad(OOAD), "me")


def test_a_pending_cedula_is_due_six_months_after_the_selection_not_after_the_letter() -> None:
    direct = Direct().inscribed(cartas_compromiso=["CEDULA"]).accepted()
    owed = {one["kind"]: one["due_on"] for one in direct.result()["obligations"]}
    assert owed == {"CEDULA": date(2026, 8, 17).isoformat()}


def test_a_folio_cancelled_before_the_opening_holds_no_place() -> None:
    direct = Direct().inscribed()
    cancelled = direct.fact(
        validation.ParticipationCancelled,
        "me",
        "validation",
        cause="TRABAJADOR_NO_COMPROBADO",
        clause="003§2.2.1 k",
    )
    usecases.on_left(direct.desk, cancelled, estado="CANCELADO")
    usecases.sweep(direct.moved("2026-02-24T09:00").desk)
    assert direct.result()["estado"] == "CANCELADO"
    assert [one["data"]["cause"] for one in direct.facts("PlazaReleased")] == ["TRABAJADOR_NO_COMPROBADO"]


def test_nobody_runs_a_round_loads_an_oferta_or_reads_cut_offs() -> None:
    direct = Direct().inscribed().moved("2026-02-23T13:00")
    for refused in (
        lambda: usecases.rehearse_round(direct.desk, direct.act(), "", ""),
        lambda: usecases.load_oferta(direct.desk, direct.act(), "oferta.csv", b"x"),
        lambda: usecases.get_cutoffs(direct.desk, direct.act()),
        lambda: usecases.explain_result(direct.desk, direct.own("me"), "me"),
    ):
        with pytest.raises(Conflict, match="SIN_ASIGNACION_DEL_IMSS"):
            refused()


def test_ces_lists_who_holds_what_and_what_was_given_back() -> None:
    direct = Direct().inscribed().inscribed("other").moved("2026-02-24T09:00")
    usecases.sweep(direct.desk)
    listed = usecases.list_results(direct.desk, direct.act(), "", "", None)
    assert (len(listed["results"]), listed["counts"]) == (2, {"ASIGNADO": 2})
    usecases.sweep(direct.moved("2026-02-25T00:00").desk)
    freed = usecases.list_freed(direct.desk, direct.act())
    assert ([one["destination"] for one in freed["freed"]], freed["left_over"]) == (["DGCES", "DGCES"], [])
