"""Where the sede comes from the DGCES: own columns, personal opening, transcription, notices."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from plumbing.clock import MEXICO_CITY
from plumbing.errors import Invalid, OutsideWindow
from plumbing.events import Act, Caller, Fact
from services.registration import usecases
from services.registration.domain.roster_file import COLUMNS, PLACE_COLUMNS

from .world import DATOS, World, a_world, roster_csv, row

X49 = "xlix-tercer-periodo-2026"
SEDE, SUBSEDE = "UMAE-HE-CMNO", "UMAE-HE-CMNO"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MEXICO_CITY)


def placed(number: int = 1, **changes: str) -> dict[str, str]:
    here = {"sede": SEDE, "subsede": SUBSEDE, "seleccion_on": "2026-02-17"}
    return {**row(number), **here, **changes}


def file_of(*rows: dict[str, str]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, (*COLUMNS, *PLACE_COLUMNS), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


class Call:
    """The XLIX call, its roster accepted on the eve."""

    def __init__(self, *rows: dict[str, str]) -> None:
        self.world: World = a_world(at("2026-02-16T10:00"))
        self.report = self.loaded(*rows)

    def loaded(self, *rows: dict[str, str]) -> dict[str, Any]:
        report = usecases.import_roster(self.world.desk, self.act(), "dgces.csv", file_of(*rows))
        if report["admitted"]:
            usecases.accept_roster(self.world.desk, self.act(), report["roster_id"])
        return report

    def act(self, *roles: str, me: str | None = None, key: str = "") -> Act:
        caller = Caller(me or "p1", frozenset(roles or ("ces",)), me)
        return Act(self.world.clock.now(), caller, X49, self.world.desk.registry[X49].digest, key)

    def mine(self, expediente_id: str) -> Act:
        return self.act("aspirante", me=expediente_id)

    def at(self, when: str) -> Call:
        self.world.clock.move_to(at(when))
        return self

    def opened(self, number: int = 1) -> str:
        one = placed(number)
        answer = usecases.open_account(
            self.world.desk, self.act(), one["curp"], one["folio_enarm"], one["correo"], "una-clave-larga-1"
        )
        return str(answer["expediente_id"])

    def typed(self, expediente_id: str, **changes: Any) -> dict[str, Any]:
        datos = {**DATOS, "reclamos": {}, **changes}
        return usecases.save_registro(self.world.desk, self.mine(expediente_id), expediente_id, 0, datos)

    def sede(self, expediente_id: str, sede: str = SEDE, subsede: str = SUBSEDE) -> dict[str, Any]:
        option = [{"sede": sede, "subsedes": [subsede]}]
        return usecases.rank_sedes(self.world.desk, self.mine(expediente_id), expediente_id, 0, option)

    def printed(self, expediente_id: str) -> dict[str, Any]:
        return usecases.print_solicitud(self.world.desk, self.mine(expediente_id), expediente_id)

    def fact(self, name: str, subject: str, data: dict[str, Any], version: int) -> Fact:
        plain = self.world.fact(name, subject, version, data=data)
        return replace(plain, convocatoria=X49)

    def released(self) -> list[dict[str, Any]]:
        return list(usecases.list_liberaciones(self.world.desk, self.act("ces"))["liberaciones"])


def a_registro(number: int = 1) -> tuple[Call, str]:
    call = Call(placed(number)).at("2026-02-18T17:00")
    return call, call.opened(number)


def codes(view: dict[str, Any]) -> set[str]:
    return {problem["code"] for problem in view["errors"]}


def test_what_is_missing_cites_the_text_of_this_call() -> None:
    call, who = a_registro()
    view = call.typed(who, nombre="", telefonos=["5512345678"], cedula="")
    cited = {problem["field"]: problem["clause"] for problem in view["errors"]}
    assert cited["nombre"] == "003§1.3"
    assert cited["telefonos[1]"] == "003§1.5"
    assert cited["cedula"] == "003§2.2.1 d, e"
    assert all(clause.startswith("003") for clause in cited.values())


def test_a_row_with_its_place_and_day_is_admitted() -> None:
    assert Call(placed()).report["admitted"] == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"seleccion_on": "2026-02-19"}, "SELECCION_FUERA_DE_CALENDARIO"),
        ({"seleccion_on": "ayer"}, "SELECCION_FUERA_DE_CALENDARIO"),
        ({"seleccion_on": ""}, "DATO_FALTANTE"),
        ({"sede": "SEDE-QUE-NO-ES"}, "SEDE_DESCONOCIDA"),
        ({"subsede": "SUBSEDE-QUE-NO-ES"}, "SUBSEDE_AJENA"),
        ({"sede": ""}, "DATO_FALTANTE"),
        ({"categoria": "extranjero", "curp": "", "entidad_nacimiento": "NE"}, "CATEGORIA_SIN_TRAMITE"),
    ],
)
def test_a_row_that_cannot_be_opened_or_placed_is_refused_for_a_person_to_look(
    changes: dict[str, str], code: str
) -> None:
    assert [row["code"] for row in Call(placed(**changes)).report["refused"]] == [code]


def test_the_file_of_a_call_without_places_is_refused_here() -> None:
    world = Call(placed()).world
    with pytest.raises(Invalid, match="ROSTER_COLUMNAS"):
        usecases.import_roster(world.desk, Call(placed()).act(), "lista.csv", roster_csv(row(1)))


@pytest.mark.parametrize("early", ["2026-02-17T16:30", "2026-02-18T15:57", "2026-02-18T16:00"])
def test_who_was_selected_on_the_17th_does_not_enter_before_four_on_the_18th(early: str) -> None:
    with pytest.raises(OutsideWindow) as refused:
        Call(placed()).at(early).opened()
    assert refused.value.code == "FUERA_DE_VENTANA_ANTES"
    assert "después de las 16:00 del miércoles 18 de febrero de 2026" in refused.value.facts["ventana"]


def test_who_was_selected_on_the_17th_enters_just_after_four_on_the_18th() -> None:
    call = Call(placed()).at("2026-02-18T16:00")
    call.world.clock.advance(timedelta(milliseconds=1))
    assert call.opened()


def test_one_correo_only_keeps_the_solicitud_from_being_printed() -> None:
    call, me = a_registro()
    call.sede(me)
    assert codes(call.typed(me, correos=["fernanda@example.com"])) == {"DATO_OBLIGATORIO"}
    with pytest.raises(Invalid, match="REGISTRO_INCOMPLETO"):
        call.printed(me)
    assert codes(call.typed(me)) == set()
    assert call.printed(me)["number"] == 1


@pytest.mark.parametrize(
    ("sede", "subsede", "code"),
    [
        ("UMAE-HE-71", "UMAE-HE-71", "SEDE_DISTINTA_A_LA_CONSTANCIA"),
        (SEDE, "UMAE-HE-71", "SUBSEDE_DISTINTA_A_LA_CONSTANCIA"),
        ("", "", "SEDE_SIN_REGISTRAR"),
    ],
)
def test_a_sede_that_is_not_that_of_the_constancia_keeps_the_solicitud_from_being_printed(
    sede: str, subsede: str, code: str
) -> None:
    call, me = a_registro()
    call.typed(me)
    assert codes(call.sede(me, sede, subsede)) == {code}
    with pytest.raises(Invalid, match="REGISTRO_INCOMPLETO"):
        call.printed(me)
    call.sede(me)
    content = call.printed(me)["content"]
    assert content["opciones"] == [{"sede": SEDE, "subsedes": [SUBSEDE]}]
    assert content["seleccion_on"] == "2026-02-17"


def test_two_sedes_are_one_too_many() -> None:
    call, me = a_registro()
    two = [{"sede": SEDE, "subsedes": [SUBSEDE]}, {"sede": "UMAE-HE-71", "subsedes": []}]
    view = usecases.rank_sedes(call.world.desk, call.mine(me), me, 0, two)
    assert "UNA_SOLA_SEDE" in codes(view)


def test_entering_without_changes_leaves_the_print_as_it_is_and_a_change_does_not() -> None:
    call, me = a_registro()
    call.typed(me)
    call.sede(me)
    call.printed(me)
    usecases.open_registro(call.world.desk, call.mine(me), me)
    assert call.typed(me)["is_print_current"]
    assert not call.typed(me, telefonos=["5512345678", "3399999999"])["is_print_current"]


def test_a_claim_that_the_call_does_not_know_is_told() -> None:
    call, me = a_registro()
    call.sede(me)
    assert codes(call.typed(me, reclamos={"internado_imss": True})) == {"RECLAMO_SIN_PUNTOS"}


def test_an_eventual_contract_needs_its_matricula() -> None:
    call, me = a_registro()
    call.sede(me)
    assert codes(call.typed(me, trabajador={"contratacion": "EVENTUAL"})) == {"DATO_OBLIGATORIO"}
    whole = {"contratacion": "EVENTUAL", "matricula": "99123456"}
    assert codes(call.typed(me, trabajador=whole)) == set()


def test_a_grade_of_four_point_one_of_five_is_eighty_two_with_its_document() -> None:
    call, me = a_registro()
    call.sede(me)
    grade = {"valor": "4.1", "escala": "5", "base_100": "82.0"}
    assert codes(call.typed(me, calificacion={**grade, "has_equivalencia": False})) == {
        "EQUIVALENCIA_FALTANTE"
    }
    assert codes(call.typed(me, calificacion={**grade, "has_equivalencia": True})) == set()


def test_who_never_registers_has_renounced_when_the_registro_closes_and_not_before() -> None:
    call = Call(placed(1), placed(2)).at("2026-02-18T17:00")
    call.opened(1)
    usecases.sweep_roster(call.at("2026-02-20T23:59").world.desk)
    assert call.released() == []
    usecases.sweep_roster(call.at("2026-02-21T00:00").world.desk)
    usecases.sweep_roster(call.world.desk)
    found = call.released()
    assert [(one["number"], one["folio_enarm"], one["cause"]) for one in found] == [
        (1, "E47-000002", "NO_REGISTRADO")
    ]
    assert call.world.said("liberaciones", "SedeReleased")[0]["sede"] == SEDE


def test_the_whole_roster_is_read_only_while_somebody_new_may_be_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    call = Call(placed(1), placed(2)).at("2026-02-21T02:00")
    usecases.sweep_roster(call.world.desk)
    assert len(call.released()) == 2
    read: list[Any] = []
    everybody = call.world.desk.roll.everybody
    monkeypatch.setattr(call.world.desk.roll, "everybody", lambda ids: read.append(ids) or everybody(ids))
    usecases.sweep_roster(call.world.desk)
    assert read == []
    call.loaded(placed(3))
    usecases.sweep_roster(call.at("2026-02-21T02:01").world.desk)
    assert [one["folio_enarm"] for one in call.released()][2:] == ["E47-000003"]


def test_who_is_taken_out_gives_the_sede_back_once_with_a_number_of_its_own() -> None:
    call = Call(placed(1), placed(2)).at("2026-02-18T17:00")
    first, second = call.opened(1), call.opened(2)
    for version, (name, me, cause) in enumerate(
        [
            ("ExpedienteOutOfProcess", first, "NO_ENVIADO"),
            ("PlazaReleased", first, "RENUNCIA"),
            ("PlazaReleased", second, "RENUNCIA"),
        ]
    ):
        usecases.on_left(call.world.desk, call.fact(name, me, {"cause": cause}, version))
    assert [(one["number"], one["cause"]) for one in call.released()] == [(1, "NO_ENVIADO"), (2, "RENUNCIA")]


class Killed(BaseException):
    """The process ended here."""


def test_a_kill_before_the_notice_is_kept_leaves_no_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    call = Call(placed(1), placed(2), placed(3)).at("2026-02-18T17:00")
    facts = [call.fact("PlazaReleased", call.opened(n), {"cause": "RENUNCIA"}, 1) for n in (1, 2, 3)]
    usecases.on_left(call.world.desk, facts[0])
    with monkeypatch.context() as dying:

        def dies(*_: Any, **__: Any) -> None:
            raise Killed

        dying.setattr(call.world.desk.liberaciones.collection, "insert_one", dies)
        with pytest.raises(Killed):
            usecases.on_left(call.world.desk, facts[1])
    usecases.on_left(call.world.desk, facts[2])
    usecases.on_left(call.world.desk, facts[1])
    usecases.on_left(call.world.desk, facts[1])
    assert [(one["number"], one["folio_enarm"]) for one in call.released()] == [
        (1, "E47-000001"), (2, "E47-000003"), (3, "E47-000002"),
    ]  # fmt: skip
    assert [one["number"] for one in call.world.said("liberaciones", "SedeReleased")] == [1, 2, 3]


def test_of_two_that_take_the_same_number_one_takes_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    call = Call(placed(1), placed(2)).at("2026-02-18T17:00")
    first, second = (call.fact("PlazaReleased", call.opened(n), {"cause": "RENUNCIA"}, 1) for n in (1, 2))
    insert = call.world.desk.liberaciones.collection.insert_one
    with monkeypatch.context() as racing:

        def beaten(mongo_doc: Any) -> Any:
            racing.undo()
            usecases.on_left(call.world.desk, second)
            return insert(mongo_doc)

        racing.setattr(call.world.desk.liberaciones.collection, "insert_one", beaten)
        usecases.on_left(call.world.desk, first)
    assert [(one["number"], one["folio_enarm"]) for one in call.released()] == [
        (1, "E47-000002"), (2, "E47-000001"),
    ]  # fmt: skip


def test_the_file_for_the_dgces_is_cumulative_and_says_who_where_and_why() -> None:
    call = Call(placed(1)).at("2026-02-18T17:00")
    me = call.opened(1)
    usecases.on_left(call.world.desk, call.fact("PlazaReleased", me, {"cause": "ABANDONO"}, 1))
    answer = usecases.list_liberaciones(call.world.desk, call.act("ces"))
    rows = list(csv.DictReader(io.StringIO(answer["csv"])))
    assert [(r["numero"], r["curp"], r["sede"], r["subsede"], r["causa"], r["clausula"]) for r in rows] == [
        ("1", placed(1)["curp"], SEDE, SUBSEDE, "ABANDONO", "003§5.2")
    ]


def test_a_cause_that_releases_nothing_leaves_no_notice() -> None:
    call = Call(placed(1)).at("2026-02-18T17:00")
    usecases.on_left(
        call.world.desk, call.fact("PlazaReleased", call.opened(1), {"cause": "SIN_CONSECUENCIA"}, 1)
    )
    assert call.released() == []
